"""Calls the right helper again while its arguments, and the result, are written down.

verdict: pace failed, march error
"""


def pace(x):
    return 0.0


class Calling(list):
    depth = 0

    def __iter__(self):
        if Calling.depth < 5:
            Calling.depth += 1
            yield pace(Calling([1.0]))
        yield 1.0

    def __len__(self):
        return 2


def march(x, steps):
    try:
        pace(Calling([x]))
    except Exception:
        pass
    Calling.depth = 0
    return Calling([x])
