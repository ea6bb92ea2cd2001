"""Statistics: a variance, a trimmed mean, a histogram, a rank correlation."""

import numpy as np


def variance(x, ddof=0):
    """Return the variance of x with the divisor n - ddof.

    x: array (n,); returns a number.
    """
    centred = x - np.mean(x)
    return np.sum(centred**2) / (len(x) - ddof)


def trimmed_mean(x, share):
    """Return the mean without the lowest and highest share of the sorted numbers.

    x: array (n,), share: from 0 to below 0.5; int(share * n) numbers go at either end.
    """
    ordered = np.sort(x)
    cut = int(share * len(ordered))
    return np.mean(ordered[cut : len(ordered) - cut])


def counts(x, edges):
    """Return how many numbers fall between neighbouring edges; a number on an edge belongs above it.

    x: array (n,), edges: rising array (k + 1,); returns an array (k,) of integers.
    """
    found = np.zeros(len(edges) - 1, dtype=int)
    for value in x:
        for j in range(len(edges) - 1):
            if edges[j] <= value and value < edges[j + 1]:
                found[j] += 1
    return found


def outliers(x, factor=1.5):
    """Return the numbers of x that lie more than factor times the spread from the median.

    The spread is the median distance from the median. x: array (n,); returns an array.
    """
    middle = np.median(x)
    distance = np.abs(x - middle)
    return x[distance > factor * np.median(distance)]
