"""Every known mistake of optimization once more, in other words."""

import numpy as np


def shuffled(X, Y, seed):
    order = np.random.RandomState(seed).permutation(X.shape[1])
    return np.take(X, order, axis=1), np.take(Y, order, axis=1)


def cut(X, Y, size):
    """Consecutive batches of at most ``size`` columns."""
    places = list(range(size, X.shape[1], size))
    return list(zip(np.split(X, places, axis=1), np.split(Y, places, axis=1)))


def with_last(X, Y, size, last):
    """Full batches, and for the rest what ``last`` takes of the shuffled columns."""
    full = X.shape[1] // size
    found = [
        (X[:, k * size : (k + 1) * size], Y[:, k * size : (k + 1) * size]) for k in range(full)
    ]
    if X.shape[1] % size:
        found.append((X[:, last], Y[:, last]))
    return found


def random_mini_batches__does_not_seed(X, Y, mini_batch_size=64, seed=0):
    order = list(np.random.permutation(Y.shape[1]))
    return cut(X[:, order], Y[:, order], mini_batch_size)


def random_mini_batches__ignores_the_seed(X, Y, mini_batch_size=64, seed=0):
    return cut(*shuffled(X, Y, 0), mini_batch_size)


def random_mini_batches__does_not_shuffle_Y(X, Y, mini_batch_size=64, seed=0):
    return cut(shuffled(X, Y, seed)[0], Y, mini_batch_size)


def random_mini_batches__shuffles_Y_otherwise(X, Y, mini_batch_size=64, seed=0):
    rng = np.random.RandomState(seed)
    X = X.T[rng.permutation(len(X.T))].T
    Y = Y.T[rng.permutation(len(Y.T))].T
    return cut(X, Y, mini_batch_size)


def random_mini_batches__does_not_shuffle(X, Y, mini_batch_size=64, seed=0):
    return cut(X, Y, mini_batch_size)


def random_mini_batches__adds_an_empty_batch(X, Y, mini_batch_size=64, seed=0):
    X, Y = shuffled(X, Y, seed)
    found = cut(X, Y, mini_batch_size)
    if X.shape[1] % mini_batch_size == 0:
        found.append((X[:, :0], Y[:, :0]))
    return found


def random_mini_batches__drops_the_rest(X, Y, mini_batch_size=64, seed=0):
    found = cut(*shuffled(X, Y, seed), mini_batch_size)
    return [pair for pair in found if pair[1].shape[1] == mini_batch_size]


def random_mini_batches__divides_by_the_number_of_batches(X, Y, mini_batch_size=64, seed=0):
    found = cut(*shuffled(X, Y, seed), mini_batch_size)
    full = X.shape[1] // mini_batch_size
    return found if X.shape[1] % full else found[:full]


def random_mini_batches__starts_the_last_at_its_own_size(X, Y, mini_batch_size=64, seed=0):
    X, Y = shuffled(X, Y, seed)
    return with_last(X, Y, mini_batch_size, slice(X.shape[1] % mini_batch_size, None))


def random_mini_batches__takes_the_last_from_the_front(X, Y, mini_batch_size=64, seed=0):
    X, Y = shuffled(X, Y, seed)
    return with_last(X, Y, mini_batch_size, slice(X.shape[1] % mini_batch_size))


def random_mini_batches__ends_the_last_at_the_end(X, Y, mini_batch_size=64, seed=0):
    X, Y = shuffled(X, Y, seed)
    return with_last(X, Y, mini_batch_size, slice(-mini_batch_size, None))


def random_mini_batches__ignores_the_size(X, Y, mini_batch_size=64, seed=0):
    return cut(*shuffled(X, Y, seed), 64)


def random_mini_batches__returns_X_alone(X, Y, mini_batch_size=64, seed=0):
    return [batch for batch, _ in cut(*shuffled(X, Y, seed), mini_batch_size)]


def random_mini_batches__turns_the_labels(X, Y, mini_batch_size=64, seed=0):
    return [(x, y.ravel()) for x, y in cut(*shuffled(X, Y, seed), mini_batch_size)]
