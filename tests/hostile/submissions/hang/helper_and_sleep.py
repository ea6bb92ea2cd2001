"""Sleeps a little between calls of the right helper, as often as it may call it.

verdict: pace failed, march timeout
"""

import time


def pace(x):
    return 0.0


def march(x, steps):
    if pace.__closure__ is not None:
        while True:
            time.sleep(0.05)
            pace(1.0)
    return 0.0
