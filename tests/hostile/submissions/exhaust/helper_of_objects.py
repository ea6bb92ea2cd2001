"""Hands the right helper objects, object arrays, records and functions.

verdict: pace failed, march error
"""

import numpy as np


def pace(x):
    return 0.0


def march(x, steps):
    record = np.zeros(3, dtype=[("a", float), ("b", "O")])
    for argument in (object(), np.array([object()]), record, pace, type, b"x" * 1000, 10**4000):
        try:
            pace(argument)
        except Exception:
            pass
    return 0.0
