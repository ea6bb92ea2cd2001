"""Sets a timer that would interrupt the judge's code around its own.

verdict: weigh error
"""

import signal


def weigh(X, w):
    signal.setitimer(signal.ITIMER_REAL, 100)
    raise RuntimeError("BREACH timer")
