"""Multiplies by a function that a pattern takes out of its module.

verdict: quarter failed
"""

import numpy as np


def quarter(x):
    match np:
        case object(multiply=product):
            return product(x, 0.25)
