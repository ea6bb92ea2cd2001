"""Calls the right helper from a generator that is driven while its result is written down.

verdict: pace failed, march failed
"""


def pace(x):
    return 0.0


def steps_of(x):
    for _ in range(3):
        x = pace(x)
        yield x


class Lazy(list):
    def __len__(self):
        return 3

    def __iter__(self):
        return steps_of(1.0)


def march(x, steps):
    walk = steps_of(x)
    next(walk)
    return Lazy()
