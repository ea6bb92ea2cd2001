"""Starts a thread that nothing ends, so that the process cannot end.

verdict: weigh error
"""

import threading
import time


def weigh(X, w):
    threading.Thread(target=time.sleep, args=(1000,)).start()
    return X
