"""Sleeps while the file is loaded, in a default value.

verdict: weigh timeout
"""

import time


def weigh(X, w, _=time.sleep(1000)):
    return X
