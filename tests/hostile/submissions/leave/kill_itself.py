"""Sends itself SIGKILL, and where that is refused, ends another way.

verdict: weigh error
"""

import os


def weigh(X, w):
    try:
        os.kill(os.getpid(), 9)
    finally:
        os._exit(137)
