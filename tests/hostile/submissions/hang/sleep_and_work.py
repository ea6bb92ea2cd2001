"""Sleeps in slices and works a little between them, to look busy.

verdict: weigh timeout
"""

import time


def weigh(X, w):
    while True:
        time.sleep(0.05)
        sum(range(20000))
