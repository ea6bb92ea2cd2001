"""Starts hundreds of threads that stay.

verdict: weigh error
"""

import threading
import time


def weigh(X, w):
    for _ in range(200):
        threading.Thread(target=time.sleep, args=(30,)).start()
    raise RuntimeError("BREACH threads")
