"""Asks for another user's rights.

verdict: weigh error
"""

import os


def weigh(X, w):
    os.setuid(os.getuid())
    raise RuntimeError("BREACH user")
