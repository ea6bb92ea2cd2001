"""The known mistakes of `dropout_network`, each made once more in another hand."""

import numpy as np


def mean_dropped_activation__forgets_to_rescale(A, keep_prob, draws, seed):
    np.random.seed(seed)
    return A * np.mean(np.random.rand(draws, *A.shape) < keep_prob, axis=0)


def mean_dropped_activation__averages_the_masks(A, keep_prob, draws, seed):
    np.random.seed(seed)
    return np.mean(np.random.rand(draws, *A.shape) < keep_prob, axis=0)


def mean_dropped_activation__returns_the_sum(A, keep_prob, draws, seed):
    np.random.seed(seed)
    return A / keep_prob * np.sum(np.random.rand(draws, *A.shape) < keep_prob, axis=0)


def mean_dropped_activation__seeds_every_draw(A, keep_prob, draws, seed):
    found = []
    for _ in range(draws):
        state = np.random.RandomState(seed)
        found.append(A * (state.rand(*A.shape) < keep_prob) / keep_prob)
    return np.mean(found, axis=0)


def mean_dropped_activation__drops_what_was_dropped(A, keep_prob, draws, seed):
    np.random.seed(seed)
    masks = (np.random.rand(draws, *A.shape) < keep_prob) / keep_prob
    return np.mean(A * np.cumprod(masks, axis=0), axis=0)


def mean_dropped_activation__does_not_seed(A, keep_prob, draws, seed):
    return A / keep_prob * np.mean(np.random.rand(draws, *A.shape) < keep_prob, axis=0)
