"""Binds itself to a processor, to slow down whoever is there.

verdict: weigh error
"""

import os


def weigh(X, w):
    os.sched_setaffinity(0, {0, 1})
    raise RuntimeError("BREACH affinity")
