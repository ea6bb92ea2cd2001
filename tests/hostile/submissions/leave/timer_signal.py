"""Sets timers while it is loaded whose signals answer in the middle of a later call.

verdict: weigh error
"""

import os
import signal


def ring(*_):
    os.write(3, b"\x01\0\0\0T")


try:
    signal.signal(signal.SIGALRM, ring)
    signal.setitimer(signal.ITIMER_REAL, 0.001, 0.001)
    signal.setitimer(signal.ITIMER_PROF, 0.001, 0.001)
except OSError:
    pass


def weigh(X, w):
    for _ in range(500_000):
        pass
    raise ValueError
