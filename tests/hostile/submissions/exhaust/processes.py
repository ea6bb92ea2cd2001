"""Starts dozens of processes that stay.

verdict: weigh error
"""

import os
import time


def weigh(X, w):
    for _ in range(40):
        if os.fork() == 0:
            time.sleep(30)
            os._exit(0)
    return X
