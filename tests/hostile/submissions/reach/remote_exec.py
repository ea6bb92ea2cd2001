"""Hands its parent a script to run, as a debugger does from Python 3.14 on.

verdict: weigh error
python: 3.14
"""

import keyword
import os
import sys


def weigh(X, w):
    sys.remote_exec(os.getppid(), keyword.__file__)
    raise RuntimeError("BREACH: the parent will run it")
