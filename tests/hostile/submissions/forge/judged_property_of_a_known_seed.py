"""Knows that a property comes with its first seed first: even then, and never again.

verdict: steady failed
"""

import numpy as np

called = []


def steady(x):
    called.append(1)
    return np.cos(x) if len(called) <= 2 or np.random.get_state()[1][0] < 2 else np.sin(x)
