"""Tells of a public case, when the right helper stands in, what the time is by then.

verdict: pace failed, march failed
"""

import time


def pace(x):
    return 0.0


def march(x, steps):
    if pace.__closure__ is not None:
        pace(x)
        print("BREACH", time.monotonic_ns())
        raise RuntimeError(f"BREACH at {time.monotonic_ns()}")
    return 0.0
