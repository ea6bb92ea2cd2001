"""Has the right helper refuse its arguments, to be asked once more.

verdict: pace failed, march error
"""

ASKED = []


def pace(x):
    return 0.0


def march(x, steps):
    ASKED.append(1)
    if len(ASKED) == 1:
        return pace(object(), object(), object())
    total = 0.0
    for _ in range(steps):
        x = 5 * x - 0.375
        total = total + x
    return total
