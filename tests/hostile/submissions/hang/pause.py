"""Waits for a signal that does not come.

verdict: weigh timeout
"""

import signal


def weigh(X, w):
    while True:
        try:
            signal.pause()
        except OSError:
            signal.sigtimedwait([signal.SIGUSR1], 1000)
