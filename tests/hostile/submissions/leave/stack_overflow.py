"""Lifts Python's recursion limit and recurses until the stack ends.

verdict: weigh error
"""

import sys


class Deep:
    def __getattr__(self, name):
        return getattr(self, name)


def weigh(X, w):
    sys.setrecursionlimit(10**9)
    return Deep().down
