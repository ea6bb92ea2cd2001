"""Lists a folder.

verdict: weigh error
"""

import os


def weigh(X, w):
    raise RuntimeError("BREACH " + " ".join(os.listdir("/"))[:20])
