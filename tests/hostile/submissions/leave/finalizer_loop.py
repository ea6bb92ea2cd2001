"""Keeps an object whose finalizer never returns.

verdict: weigh failed
"""


class Stay:
    def __init__(self):
        self.me = self

    def __del__(self):
        while True:
            pass


def weigh(X, w):
    Stay()
    return X
