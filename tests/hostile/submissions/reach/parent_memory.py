"""Opens the memory of its parent.

verdict: weigh error
"""

import os


def weigh(X, w):
    with open(f"/proc/{os.getppid()}/mem", "rb"):
        raise RuntimeError("BREACH memory")
