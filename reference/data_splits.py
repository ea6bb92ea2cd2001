"""Train, dev and test sets: how large, and who is in which."""

import numpy as np


def split_sizes(m: int, with_test: bool = True) -> tuple[int, int, int]:
    """Share m examples out to a train, a dev and a test set.

    60 / 20 / 20 percent for fewer than 100,000 examples, 98 / 1 / 1 up to a million,
    99.5 / 0.4 / 0.1 beyond

    A dev set has to be large enough to tell models apart, and a test set to be trusted; neither
    grows with the data for ever. Both are rounded down and the training set takes all the rest.
    Without a test set, its share goes to the training set.

    Parameters
    ----------
    m : int, the number of examples, at least 1
    with_test : bool, whether a test set is wanted

    Returns
    -------
    m_train, m_dev, m_test : three ints that add up to m

    Source: the lecture on train/dev/test sets.
    """
    if m < 100_000:
        dev, test = 200, 200  # in thousandths of m
    elif m <= 1_000_000:
        dev, test = 10, 10
    else:
        dev, test = 4, 1
    m_dev = m * dev // 1000
    m_test = m * test // 1000 if with_test else 0
    return m - m_dev - m_test, m_dev, m_test


def split_indices(
    m: int, m_dev: int, m_test: int, seed: int = 0
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Deal the numbers 0 ... m-1 out to three sets, at random and each to one set only.

    A permutation of all m numbers is cut: first the training set, then dev, then test. Drawn from
    one shuffled pool, dev and test come from the same distribution.

    The legacy random state is seeded inside the function; one permutation is drawn.

    Parameters
    ----------
    m : int, the number of examples
    m_dev, m_test : int, the sizes of the dev and the test set; m_test may be 0
    seed : int

    Returns
    -------
    train, dev, test : int arrays (m - m_dev - m_test,), (m_dev,), (m_test,)

    Source: the lecture on train/dev/test sets.
    """
    np.random.seed(seed)
    order = np.random.permutation(m)
    m_train = m - m_dev - m_test
    train = order[:m_train]
    dev = order[m_train:m_train + m_dev]
    test = order[m_train + m_dev:]
    return train, dev, test


def split_examples(X: np.ndarray, Y: np.ndarray, m_dev: int, m_test: int, seed: int = 0) -> dict:
    """Split inputs and labels alike into a train, a dev and a test set.

    Column i of X and column i of Y are one example and stay together.

    Parameters
    ----------
    X : array (n_x, m)
    Y : array (1, m)
    m_dev, m_test : int, as in ``split_indices``
    seed : int

    Returns
    -------
    sets : dict with X_train, Y_train, X_dev, Y_dev, X_test, Y_test; an X_ is (n_x, k), a Y_ is
        (1, k), where k is the size of the set and may be 0 for the test set

    Source: the lecture on train/dev/test sets.
    """
    train, dev, test = split_indices(X.shape[1], m_dev, m_test, seed)
    return {
        "X_train": X[:, train], "Y_train": Y[:, train],
        "X_dev": X[:, dev], "Y_dev": Y[:, dev],
        "X_test": X[:, test], "Y_test": Y[:, test],
    }
