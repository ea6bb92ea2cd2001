"""Calls the right helper without end.

verdict: pace failed, march failed
"""


def pace(x):
    return 0.0


def march(x, steps):
    if pace.__closure__ is not None:
        while True:
            pace(1.0)
    return 0.0
