"""Hands the right helper nested, wide and cyclic arguments.

verdict: pace failed, march failed
"""


def pace(x):
    return 0.0


def march(x, steps):
    deep, cyclic = [], []
    for _ in range(5_000):
        deep = [deep]
    cyclic.append(cyclic)
    for argument in (deep, cyclic, [[]] * 20_000, {n: n for n in range(7_000)}):
        try:
            pace(argument)
        except Exception:
            pass
    return 0.0
