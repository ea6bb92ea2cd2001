"""Every known mistake of input_normalization once more, in other words."""

import numpy as np


def input_statistics__returns_the_variance(X):
    n, m = X.shape
    mean = X.sum(axis=1).reshape(n, 1) / m
    return mean, X.var(axis=1).reshape(n, 1)


def input_statistics__averages_over_features(X):
    rows = X.shape[0]
    mean = X.sum(axis=0, keepdims=True) / rows
    centred = X - mean
    return mean, np.sqrt((centred * centred).sum(axis=0, keepdims=True) / rows)


def input_statistics__makes_flat_arrays(X):
    means, deviations = [], []
    for row in X:
        means.append(np.average(row))
        deviations.append(np.average((row - means[-1]) ** 2) ** 0.5)
    return np.array(means), np.array(deviations)


def input_statistics__takes_one_mean_for_all(X):
    centre = X.sum() / X.size
    return centre, ((X - centre) ** 2).sum() ** 0.5 / X.size**0.5


def input_statistics__does_not_center_the_squares(X):
    m = X.shape[1]
    ones = np.ones((m, 1)) / m
    return X @ ones, np.sqrt((X * X) @ ones)


def input_statistics__divides_by_one_less(X):
    m = X.shape[1]
    mean = X.mean(1).reshape(-1, 1)
    total = np.einsum("ij,ij->i", X - mean, X - mean).reshape(-1, 1)
    return mean, (total / (m - 1)) ** 0.5


def input_statistics__takes_absolute_distances(X):
    mean = X.mean(1)[:, np.newaxis]
    distance = np.sqrt((X - mean) ** 2)
    return mean, distance.sum(1)[:, np.newaxis] / X.shape[1]


def input_statistics__takes_the_range(X):
    mean = np.array([[sum(row) / len(row)] for row in X])
    return mean, np.array([[max(row) - min(row)] for row in X])


def input_statistics__forgets_the_mean(X):
    mean = X.mean(1).reshape(-1, 1)
    return mean, np.linalg.norm(X - mean, axis=1).reshape(-1, 1)


def input_statistics__swaps_the_results(X):
    spread = np.std(X, axis=1).reshape(-1, 1)
    centre = np.average(X, axis=1).reshape(-1, 1)
    return spread, centre


def normalize_inputs__divides_by_the_variance(X, mu, sigma):
    out = X - mu
    out /= np.square(sigma)
    return out


def normalize_inputs__forgets_to_divide(X, mu, sigma):
    return np.subtract(X, np.repeat(mu, X.shape[1], axis=1))


def normalize_inputs__forgets_the_mean(X, mu, sigma):
    return np.diag(1 / sigma[:, 0]) @ X


def normalize_inputs__divides_the_mean_only(X, mu, sigma):
    shift = mu / sigma
    return X + (-1) * shift


def normalize_inputs__divides_before_shifting(X, mu, sigma):
    scaled = np.empty_like(X)
    for i in range(X.shape[1]):
        scaled[:, i] = X[:, i] / sigma[:, 0] - mu[:, 0]
    return scaled


def normalize_inputs__adds_the_mean(X, mu, sigma):
    return X / sigma + mu / sigma


def normalize_inputs__multiplies_by_the_deviation(X, mu, sigma):
    X -= mu
    X *= sigma
    return X


def normalize_inputs__measures_again(X, mu, sigma):
    m = X.shape[1]
    mean = X.sum(axis=1, keepdims=True) / m
    deviation = np.sqrt(((X - mean) ** 2).sum(axis=1, keepdims=True) / m)
    return np.divide(X - mean, deviation)


def normalize_inputs__divides_by_the_root(X, mu, sigma):
    return (X - mu) * sigma**-0.5


def normalize_splits__measures_every_set(X_train, X_dev, X_test):
    done = []
    for data in (X_train, X_dev, X_test):
        mean = np.average(data, axis=1)[:, None]
        deviation = data.std(axis=1)[:, None]
        done.append((data - mean) / deviation)
    return tuple(done)


def normalize_splits__measures_all_data(X_train, X_dev, X_test):
    every = np.concatenate((X_train, X_dev, X_test), axis=1)
    mean, deviation = every.mean(1)[:, None], every.std(1)[:, None]
    scaled = (every - mean) / deviation
    first = X_train.shape[1]
    return tuple(np.split(scaled, [first, first + X_dev.shape[1]], axis=1))


def normalize_splits__measures_train_and_dev(X_train, X_dev, X_test):
    seen = np.c_[X_train, X_dev]
    mean, deviation = seen.mean(1).reshape(-1, 1), seen.std(1).reshape(-1, 1)
    return tuple((data - mean) / deviation for data in (X_train, X_dev, X_test))


def normalize_splits__leaves_the_test_set(X_train, X_dev, X_test):
    mean, deviation = X_train.mean(1)[:, None], X_train.std(1)[:, None]
    X_dev -= mean
    X_dev /= deviation
    return (X_train - mean) / deviation, X_dev, X_test


def normalize_splits__leaves_both_held_out_sets(X_train, X_dev, X_test):
    mean = X_train.mean(1)[:, None]
    return (X_train - mean) / X_train.std(1)[:, None], X_dev, X_test


def normalize_splits__keeps_the_means_of_held_out_sets(X_train, X_dev, X_test):
    deviation = X_train.std(1)[:, None]
    return tuple((data - data.mean(1)[:, None]) / deviation for data in (X_train, X_dev, X_test))


def normalize_splits__only_shifts_held_out_sets(X_train, X_dev, X_test):
    mean = X_train.mean(1)[:, None]
    X_train = X_train - mean
    return X_train / X_train.std(1)[:, None], X_dev - mean, X_test - mean


def normalize_splits__swaps_dev_and_test(X_train, X_dev, X_test):
    mean, deviation = X_train.mean(1)[:, None], X_train.std(1)[:, None]
    scaled = {}
    for name, data in (("train", X_train), ("test", X_test), ("dev", X_dev)):
        scaled[name] = (data - mean) / deviation
    return tuple(scaled.values())


def normalize_splits__returns_the_training_set_alone(X_train, X_dev, X_test):
    mean, deviation = X_train.mean(1)[:, None], X_train.std(1)[:, None]
    X_dev = (X_dev - mean) / deviation
    X_test = (X_test - mean) / deviation
    return (X_train - mean) / deviation
