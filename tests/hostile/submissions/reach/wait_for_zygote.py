"""Waits for processes that are not its own children, and reads how they ended.

verdict: weigh error
"""

import os


def weigh(X, w):
    if os.fork() == 0:
        os._exit(0)
    raise RuntimeError(f"BREACH {os.wait()}")
