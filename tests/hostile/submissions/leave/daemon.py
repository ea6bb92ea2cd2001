"""Leaves a process behind, in a session of its own.

verdict: weigh error
"""

import os
import time


def weigh(X, w):
    if os.fork() == 0:
        os.setsid()
        if os.fork() == 0:
            time.sleep(30)
        os._exit(0)
    return X
