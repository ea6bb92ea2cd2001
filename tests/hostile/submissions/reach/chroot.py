"""Tries to change its root folder.

verdict: weigh error
"""

import os


def weigh(X, w):
    os.chroot("/tmp")
    raise RuntimeError("BREACH chroot")
