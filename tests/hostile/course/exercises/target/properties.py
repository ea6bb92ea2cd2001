"""What holds without one right value."""

import numpy as np


def is_even_for_every_seed(rng, call):
    """gives the same for a number and its negative"""
    x = rng.normal(size=4)
    here, there = call("steady", x), call("steady", -x)
    return np.shape(here) == (4,) and np.array_equal(here, there) and bool(np.ptp(here) > 0)
