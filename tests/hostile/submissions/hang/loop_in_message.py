"""Raises an exception whose text is never finished.

verdict: weigh timeout
"""


class Endless(Exception):
    def __str__(self):
        while True:
            pass


def weigh(X, w):
    raise Endless
