"""Three functions whose results are no plain arrays."""

import matplotlib.pyplot as plt
import scipy.sparse


def means(table):
    """Return the mean of `value` in every `group`: a Series."""
    return table.groupby("group")["value"].mean()


def graph(edges, size):
    """Return the adjacency matrix of a graph: a sparse matrix."""
    ones = [1.0] * len(edges)
    return scipy.sparse.coo_array(
        (ones, tuple(zip(*edges, strict=True))), shape=(size, size)
    ).tocsr()


def curve(x, y):
    """Draw y over x, with a title."""
    plt.plot(x, y)
    plt.title("A curve")
