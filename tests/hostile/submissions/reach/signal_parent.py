"""Tries whether its parent may be signalled.

verdict: weigh error
"""

import os


def weigh(X, w):
    os.kill(os.getppid(), 0)
    raise RuntimeError("BREACH signal")
