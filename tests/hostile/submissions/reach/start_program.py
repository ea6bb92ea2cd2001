"""Starts a program.

verdict: weigh error
"""

import os


def weigh(X, w):
    raise RuntimeError("BREACH" if os.system("true") == 0 else "refused")
