"""The known mistakes of `data_splits`, each made once more in another hand."""

import math

import numpy as np


def split_sizes__always_splits_60_20_20(m, with_test=True):
    held_out = math.floor(m / 5)
    test = held_out if with_test else 0
    return m - held_out - test, held_out, test


def split_sizes__splits_small_sets_like_large_ones(m, with_test=True):
    dev, test = (m // 100, m // 100) if m <= 1e6 else (m // 250, m // 1000)
    sizes = [0, dev, test * int(with_test)]
    sizes[0] = m - sum(sizes)
    return sizes


def split_sizes__gives_millions_a_hundredth(m, with_test=True):
    dev = m // 5 if m < 1e5 else m // 100
    test = dev * with_test
    return m - dev - test, dev, test


def split_sizes__swaps_dev_and_test_of_millions(m, with_test=True):
    dev, test = m // 5, m // 5
    if m >= 1e5:
        dev, test = m // 100, m // 100
    if m > 1e6:
        test, dev = m // 250, m // 1000
    if not with_test:
        test = 0
    return m - (dev + test), dev, test


def split_sizes__takes_a_million_for_more(m, with_test=True):
    step = sum(m >= limit for limit in (10**5, 10**6))
    dev, test = m // (5, 100, 250)[step], m // (5, 100, 1000)[step]
    test = test if with_test else 0
    return m - dev - test, dev, test


def split_sizes__takes_a_hundred_thousand_for_small(m, with_test=True):
    step = sum(m > limit for limit in (10**5, 10**6))
    dev, test = m // (5, 100, 250)[step], m // (5, 100, 1000)[step]
    test = test if with_test else 0
    return m - dev - test, dev, test


def split_sizes__always_has_a_test_set(m, with_test=True):
    parts = {0: (5, 5), 1: (100, 100), 2: (250, 1000)}[int(m >= 1e5) + int(m > 1e6)]
    dev, test = (m // part for part in parts)
    return m - dev - test, dev, test


def split_sizes__gives_the_tests_share_to_dev(m, with_test=True):
    percents = (20, 20) if m < 1e5 else (1, 1) if m <= 1e6 else (0.4, 0.1)
    if with_test:
        dev, test = (math.floor(m * p / 100) for p in percents)
    else:
        dev, test = math.floor(m * sum(percents) / 100), 0
    return m - dev - test, dev, test


def split_sizes__loses_the_rest(m, with_test=True):
    rows = [(600, 200, 200), (980, 10, 10), (995, 4, 1)]
    train, dev, test = (m * share // 1000 for share in rows[int(m >= 1e5) + int(m > 1e6)])
    return train, dev, test if with_test else 0


def split_sizes__rounds_to_nearest(m, with_test=True):
    dev, test = (0.2, 0.2) if m < 1e5 else (0.01, 0.01) if m <= 1e6 else (0.004, 0.001)
    n_dev = int(np.rint(dev * m))
    n_test = int(np.rint(test * m)) * with_test
    return m - n_dev - n_test, n_dev, n_test


def split_sizes__does_not_round(m, with_test=True):
    dev, test = m / 5, m / 5
    if m >= 1e5:
        dev, test = m / 100, m / 100
    if m > 1e6:
        dev, test = m / 250, m / 1000
    test *= with_test
    return m - dev - test, dev, test


def split_indices__does_not_shuffle(m, m_dev, m_test, seed=0):
    return np.split(np.array(range(m)), [m - m_dev - m_test, m - m_test])


def split_indices__does_not_seed(m, m_dev, m_test, seed=0):
    return np.split(np.random.permutation(m), [m - m_dev - m_test, m - m_test])


def split_indices__seeds_with_a_constant(m, m_dev, m_test, seed=0):
    shuffled = np.random.RandomState(0).permutation(m)
    return np.split(shuffled, [m - m_dev - m_test, m - m_test])


def split_indices__draws_with_replacement(m, m_dev, m_test, seed=0):
    np.random.seed(seed)
    return np.split(np.random.choice(m, m), [m - m_dev - m_test, m - m_test])


def split_indices__dev_overlaps_train(m, m_dev, m_test, seed=0):
    np.random.seed(seed)
    p = np.random.permutation(m)
    return p[: m - m_dev - m_test], p[0:m_dev], p[m - m_test :]


def split_indices__test_overlaps_dev(m, m_dev, m_test, seed=0):
    np.random.seed(seed)
    train, held_out = np.split(np.random.permutation(m), [m - m_dev - m_test])
    return train, held_out[:m_dev], held_out[:m_test]


def split_indices__trains_on_everything(m, m_dev, m_test, seed=0):
    np.random.seed(seed)
    p = np.random.permutation(m)
    return p, p[-(m_dev + m_test) : m - m_test], p[m - m_test :]


def split_indices__counts_the_test_set_from_the_end(m, m_dev, m_test, seed=0):
    np.random.seed(seed)
    p = np.random.permutation(m)
    first = m - m_dev - m_test
    return p[:first], p[first : first + m_dev], p[range(-m_test, 0) if m_test else range(m)]


def split_indices__counts_dev_and_test_from_the_end(m, m_dev, m_test, seed=0):
    np.random.seed(seed)
    deck = list(np.random.permutation(m))
    train, held_out = deck[: m - m_dev - m_test], deck[m - m_dev - m_test :]
    dev, test = (held_out[:m_dev], held_out[m_dev:]) if m_test else ([], deck)
    return tuple(np.array(hand, dtype=int) for hand in (train, dev, test))


def split_indices__takes_dev_and_test_first(m, m_dev, m_test, seed=0):
    np.random.seed(seed)
    dev, test, train = np.split(np.random.permutation(m), [m_dev, m_dev + m_test])
    return train, dev, test


def split_examples__leaves_the_labels_in_order(X, Y, m_dev, m_test, seed=0):
    m = X.shape[1]
    np.random.seed(seed)
    shuffled = X[:, np.random.permutation(m)]
    cuts = [m - m_dev - m_test, m - m_test]
    sets = {}
    for name, x, y in zip(
        ("train", "dev", "test"), np.split(shuffled, cuts, axis=1), np.split(Y, cuts, axis=1)
    ):
        sets["X_" + name], sets["Y_" + name] = x, y
    return sets


def split_examples__shuffles_the_labels_anew(X, Y, m_dev, m_test, seed=0):
    m = X.shape[1]
    cuts = [m - m_dev - m_test, m - m_test]
    sets = {}
    for letter, array, own in (("X", X, seed), ("Y", Y, seed + 1)):
        np.random.seed(own)
        pieces = np.split(array[:, np.random.permutation(m)], cuts, axis=1)
        for name, piece in zip(("train", "dev", "test"), pieces):
            sets[f"{letter}_{name}"] = piece
    return sets


def split_examples__forgets_the_seed(X, Y, m_dev, m_test, seed=0):
    m = X.shape[1]
    order = np.random.RandomState(0).permutation(m)
    places = np.split(order, [m - m_dev - m_test, m - m_test])
    names = ("train", "dev", "test")
    return {
        f"{k}_{n}": a.take(p, axis=1)
        for n, p in zip(names, places)
        for k, a in (("X", X), ("Y", Y))
    }


def split_examples__swaps_dev_and_test(X, Y, m_dev, m_test, seed=0):
    m = X.shape[1]
    np.random.seed(seed)
    places = np.split(np.random.permutation(m), [m - m_dev - m_test, m - m_test])
    names = ("train", "test", "dev")
    return {
        f"{k}_{n}": a.take(p, axis=1)
        for n, p in zip(names, places)
        for k, a in (("X", X), ("Y", Y))
    }


def split_examples__trains_on_everything(X, Y, m_dev, m_test, seed=0):
    m = X.shape[1]
    np.random.seed(seed)
    order = np.random.permutation(m)
    dev, test = order[m - m_dev - m_test : m - m_test], order[m - m_test :]
    return dict(
        X_train=X, Y_train=Y, X_dev=X[:, dev], Y_dev=Y[:, dev], X_test=X[:, test], Y_test=Y[:, test]
    )


def split_examples__swaps_the_sizes(X, Y, m_dev, m_test, seed=0):
    m = X.shape[1]
    np.random.seed(seed)
    places = np.split(np.random.permutation(m), [m - m_dev - m_test, m - m_dev])
    names = ("train", "dev", "test")
    return {
        f"{k}_{n}": a.take(p, axis=1)
        for n, p in zip(names, places)
        for k, a in (("X", X), ("Y", Y))
    }
