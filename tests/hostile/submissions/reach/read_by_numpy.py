"""Has NumPy read a file.

verdict: weigh error
"""

import numpy as np


def weigh(X, w):
    raise RuntimeError(f"BREACH {np.fromfile('/etc/passwd', dtype='u1', count=4)}")
