"""Sleeps a little less than the limit in every case.

verdict: weigh error
"""

import time


def weigh(X, w):
    time.sleep(0.6)
    raise ValueError


def cost(a, y):
    time.sleep(0.6)
    raise ValueError


def sign(tag, x):
    time.sleep(0.6)
    raise ValueError


def twice(x):
    time.sleep(0.6)
    raise ValueError


def climb(x):
    time.sleep(0.6)
    raise ValueError
