"""Aborts the interpreter.

verdict: weigh error
"""

import os


def weigh(X, w):
    os.abort()
