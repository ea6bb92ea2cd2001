"""Registers an endless loop for the end of the interpreter.

verdict: weigh failed
"""

import atexit


def stay():
    while True:
        pass


def weigh(X, w):
    atexit.register(stay)
    return X
