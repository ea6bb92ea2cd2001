# A right solution that leans on NumPy and does not reuse its own functions.
from numpy import *


def split_sizes(m, with_test=True):
    permille = array([[600, 200, 200], [980, 10, 10], [995, 4, 1]])
    sizes = m * permille[int(m >= 1e5) + int(m > 1e6)] // 1000
    sizes[2] *= bool(with_test)
    sizes[0] = m - sizes[1:].sum()
    return tuple(sizes)


def split_indices(m, m_dev, m_test, seed=0):
    random.seed(seed)
    return tuple(split(random.permutation(m), [m - m_dev - m_test, m - m_test]))


def split_examples(X, Y, m_dev, m_test, seed=0):
    m = Y.shape[1]
    random.seed(seed)
    both = vstack([X, Y])[:, random.permutation(m)]
    start = m - m_dev - m_test
    pieces = dict(train=both[:, :start], dev=both[:, start:start + m_dev], test=both[:, start + m_dev:])
    result = {}
    for name, piece in pieces.items():
        result["X_" + name], result["Y_" + name] = piece[:-1], piece[-1:]
    return result
