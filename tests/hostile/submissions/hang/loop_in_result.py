"""Returns a dictionary whose items never come.

verdict: weigh timeout
"""


class Endless(dict):
    def items(self):
        while True:
            pass

    def __repr__(self):
        while True:
            pass

    __iter__ = __getitem__ = __reduce__ = __reduce_ex__ = __repr__


def weigh(X, w):
    return Endless(a=1)
