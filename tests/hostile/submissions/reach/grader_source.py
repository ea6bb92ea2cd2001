"""Reads the grader's source, to see how it judges.

verdict: weigh error
"""

import sys


def weigh(X, w):
    for name in ("grader", "tests.hostile.naive", "numpy"):
        module = sys.modules.get(name)
        if module is not None:
            with open(module.__file__) as file:
                raise RuntimeError("BREACH " + file.read(10))
