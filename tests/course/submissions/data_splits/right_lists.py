"""A right solution with lists, percentages and floor from the standard library."""
import math

import numpy as np

TABLE = [(99999, (0.2, 0.2)), (10 ** 6, (0.01, 0.01)), (math.inf, (0.004, 0.001))]


def shares_for(m):
    for limit, shares in TABLE:
        if m <= limit:
            return shares


def split_sizes(m, with_test=True):
    dev, test = [math.floor(m * share) for share in shares_for(m)]
    if not with_test:
        test = 0
    return [m - (dev + test), dev, test]


def split_indices(m, m_dev, m_test, seed=0):
    np.random.seed(seed)
    deck = list(np.random.permutation(m))
    hands = [[], [], []]
    for position, card in enumerate(deck):
        if position < m - m_dev - m_test:
            hands[0].append(card)
        elif position < m - m_test:
            hands[1].append(card)
        else:
            hands[2].append(card)
    return [np.array(hand, dtype=int) for hand in hands]


def split_examples(X, Y, m_dev, m_test, seed=0):
    sets = {}
    groups = split_indices(X.shape[1], m_dev, m_test, seed)
    for name, group in zip(["train", "dev", "test"], groups):
        sets["X_" + name] = np.array([[row[i] for i in group] for row in X]).reshape(X.shape[0], len(group))
        sets["Y_" + name] = np.array([Y[0][i] for i in group]).reshape(1, len(group))
    return sets
