"""Arrays of text that would take gigabytes, and arrays of objects without end.

verdict: means error, graph error, curve memory
"""
import numpy as np


def means(table):
    return np.broadcast_to(np.array("a" * 1000), (10**5, 10**4))


def graph(edges, size):
    loop = np.empty(2, dtype=object)
    loop[0] = loop
    return loop


def curve(x, y):
    return np.ma.masked_array(np.broadcast_to(0.0, (10**5, 10**5)))
