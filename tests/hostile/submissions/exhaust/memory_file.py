"""Makes a file that exists in memory only, and fills it.

verdict: weigh error
"""

import os


def weigh(X, w):
    descriptor = os.memfd_create("x")
    os.write(descriptor, b"x" * 10**6)
    raise RuntimeError("BREACH memory file")
