"""Returns what claims to be huge: a matrix of 10**24 entries, a range of labels, a million points.

verdict: means error, graph failed, curve error
"""
import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import scipy.sparse


def means(table):
    return pd.Series(0.0, pd.RangeIndex(10**6)).to_frame().T.squeeze()


def graph(edges, size):
    return scipy.sparse.coo_array(([1.0], ([10**12 - 1], [0])), shape=(10**12, 10**12))


def curve(x, y):
    plt.plot(np.zeros(10**6), np.zeros(10**6))
