"""Takes hold of its parent by a descriptor.

verdict: weigh error
"""

import os


def weigh(X, w):
    raise RuntimeError(f"BREACH {os.pidfd_open(os.getppid())}")
