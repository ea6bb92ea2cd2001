"""Makes itself readable for other processes of its user.

verdict: weigh error
"""

import ctypes


def weigh(X, w):
    raise RuntimeError("BREACH" if ctypes.CDLL(None).prctl(4, 1, 0, 0, 0) == 0 else "refused")
