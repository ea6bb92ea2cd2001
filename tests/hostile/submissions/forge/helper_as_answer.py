"""Hands on what the right helper says, once too often and once too seldom.

verdict: pace failed, march failed
"""


def pace(x):
    return x


def march(x, steps):
    for _ in range(steps + 1):
        x = pace(x)
    return x
