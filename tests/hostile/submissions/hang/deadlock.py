"""Waits for a lock that it holds itself.

verdict: weigh timeout
"""

import threading


def weigh(X, w):
    lock = threading.Lock()
    lock.acquire()
    lock.acquire()
