"""Sleeps for a long time, using no processor.

verdict: weigh timeout
"""

import time


def weigh(X, w):
    time.sleep(10**6)
