"""The helpers are taken out of a package that is not handed in."""

import numpy as np
from course import W1A2
import coursework.week1 as week


def compute_cost_with_regularization(A3, Y, parameters, lambd):
    squares = sum(np.sum(np.square(parameters["W" + str(l)])) for l in (1, 2, 3))
    cost = W1A2.reg_utils.compute_cost(A3, Y)
    assert cost == week.reg_utils.compute_cost(A3, Y)
    return cost + lambd * squares / 2 / Y.shape[1]
