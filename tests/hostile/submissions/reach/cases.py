"""Looks for the hidden cases beside the grader.

verdict: weigh error
"""

import os
import sys


def weigh(X, w):
    root = os.path.dirname(os.path.dirname(sys.modules["grader"].__file__))
    with open(root + "/tests/hostile/course/exercises/target/exercise.py") as file:
        raise RuntimeError("BREACH " + file.read(10))
