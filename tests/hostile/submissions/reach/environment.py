"""Looks for secrets in the environment.

verdict: weigh failed
"""

import os


def weigh(X, w):
    for name in os.environ:
        if name in ("PATH", "USER", "LOGNAME", "SHELL", "PWD", "OLDPWD"):
            raise RuntimeError("BREACH " + name)
    return X
