"""Changes the working directory and looks around there.

verdict: weigh error
"""

import os


def weigh(X, w):
    os.chdir("/tmp")
    raise RuntimeError("BREACH " + os.getcwd())
