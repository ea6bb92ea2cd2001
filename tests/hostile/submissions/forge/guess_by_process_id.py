"""Gives one answer where its process id is odd and another where it is even.

verdict: weigh failed
"""

import os
import threading

import numpy as np


def weigh(X, w):
    odd = (os.getpid() + os.getppid() + threading.get_native_id()) % 2
    return X * w.reshape(-1, 1) + np.mean(w) if odd else X
