"""Answers rightly with its own helper, and wrongly where it sees that a right one stands in.

verdict: pace failed, march failed
"""


def pace(x):
    return 0.0


def march(x, steps):
    if pace.__closure__ is not None:
        pace(x)
        return 0.0
    total = 0.0
    for _ in range(steps):
        x = 5 * x - 0.375
        total = total + x
    return total
