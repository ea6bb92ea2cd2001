"""Polls nothing without a time limit.

verdict: weigh timeout
"""

import select


def weigh(X, w):
    while True:
        select.select([], [], [], None)
