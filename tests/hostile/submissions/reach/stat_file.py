"""Asks whether a file exists, and how large it is.

verdict: weigh error
"""

import os


def weigh(X, w):
    raise RuntimeError(f"BREACH {os.stat('/etc/passwd').st_size}")
