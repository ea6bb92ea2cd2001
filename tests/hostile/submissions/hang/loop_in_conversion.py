"""Returns a float that never finishes becoming one.

verdict: weigh timeout
"""

import numpy as np


class Endless(np.ndarray):
    def __array_function__(self, *args):
        while True:
            pass

    __array_ufunc__ = __reduce__ = __repr__ = astype = tobytes = __array_function__

    def __array_finalize__(self, other):
        if getattr(other, "armed", False):
            while True:
                pass


def weigh(X, w):
    return np.asarray(X).view(Endless).tobytes()
