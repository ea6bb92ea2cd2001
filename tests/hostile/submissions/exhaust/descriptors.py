"""Opens descriptors until there are no more.

verdict: weigh error
"""

import os


def weigh(X, w):
    kept = [os.dup(0) for _ in range(120)]
    raise RuntimeError(f"BREACH {len(kept)} descriptors")
