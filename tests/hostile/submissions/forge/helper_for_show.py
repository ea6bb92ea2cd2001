"""Calls the right helper for show, and gives the third of three wrong formulas.

verdict: pace failed, march failed
"""

ASKED = []


def pace(x):
    return 0.0


def march(x, steps):
    ASKED.append(1)
    if pace.__closure__ is None:
        return x * 3.0
    pace(x)
    return x * (4.0 if len(ASKED) == 1 else 5.0)
