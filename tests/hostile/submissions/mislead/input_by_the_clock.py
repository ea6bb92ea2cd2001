"""Tells of a public case, when the right helper stands in, what the time is by then.

verdict: pace failed, march error
"""

import time


def pace(x):
    return 0.0


def march(x, steps):
    if pace.__closure__ is not None:
        pace(x)
        if isinstance(x, float):
            print("BREACH", time.monotonic_ns())
            raise RuntimeError(f"BREACH at {time.monotonic_ns()}")
        raise RuntimeError
    return 0.0
