"""Lifts its own limits.

verdict: weigh error
"""

import resource


def weigh(X, w):
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
    raise RuntimeError("BREACH limits")
