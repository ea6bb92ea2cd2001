"""Asks for the name of the machine, and tries to change it.

verdict: weigh error
"""

import os


def weigh(X, w):
    raise RuntimeError("BREACH " + os.uname().nodename)
