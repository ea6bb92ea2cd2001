"""Stops itself; where that is refused, sleeps.

verdict: weigh timeout
"""

import os
import signal
import time


def weigh(X, w):
    try:
        os.kill(os.getpid(), signal.SIGSTOP)
    except OSError:
        time.sleep(10**6)
