"""Waits for an event that nobody sets.

verdict: weigh timeout
"""

import threading


def weigh(X, w):
    threading.Event().wait()
