"""Raises an exception of its own that derives from BaseException alone.

verdict: weigh error
"""


class Away(BaseException):
    def __str__(self):
        raise Away


def weigh(X, w):
    raise Away
