"""Looks for other submissions in its own folder.

verdict: weigh error
"""

import os


def weigh(X, w):
    for name in os.listdir("."):
        raise RuntimeError("BREACH " + name[:10])
