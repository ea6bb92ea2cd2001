"""Bringing every input feature to mean 0 and standard deviation 1."""

import numpy as np


def input_statistics(X: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Measure where each feature lies and how far it spreads.

    mu = (1/m) sum_i x(i)
    sigma = sqrt((1/m) sum_i (x(i) - mu)^2), entry by entry

    Both are means over the m examples: sigma divides by m, not by m - 1.

    Parameters
    ----------
    X : array (n_x, m), an example per column; no feature is constant

    Returns
    -------
    mu : array (n_x, 1), the features' means
    sigma : array (n_x, 1), their standard deviations

    Source: the lecture on normalizing inputs.
    """
    mu = np.mean(X, axis=1, keepdims=True)
    sigma = np.sqrt(np.mean((X - mu) ** 2, axis=1, keepdims=True))
    return mu, sigma


def normalize_inputs(X: np.ndarray, mu: np.ndarray, sigma: np.ndarray) -> np.ndarray:
    """Shift and scale every feature by statistics that were measured before.

    x := (x - mu) / sigma

    The divisor is the standard deviation (some notes of the lecture write the variance; features
    would then not get standard deviation 1).

    Parameters
    ----------
    X : array (n_x, m), an example per column
    mu : array (n_x, 1)
    sigma : array (n_x, 1), all entries positive

    Returns
    -------
    X_normalized : array (n_x, m)

    Source: the lecture on normalizing inputs.
    """
    return (X - mu) / sigma


def normalize_splits(
    X_train: np.ndarray, X_dev: np.ndarray, X_test: np.ndarray
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Normalize three sets by the statistics of the training set.

    mu and sigma come from X_train alone; the same two are applied to all three sets, so that
    an example is represented alike wherever it stands.

    Parameters
    ----------
    X_train : array (n_x, m_train)
    X_dev : array (n_x, m_dev)
    X_test : array (n_x, m_test)

    Returns
    -------
    X_train, X_dev, X_test : the three sets, normalized, in their shapes

    Source: the lecture on normalizing inputs.
    """
    mu, sigma = input_statistics(X_train)
    train = normalize_inputs(X_train, mu, sigma)
    dev = normalize_inputs(X_dev, mu, sigma)
    test = normalize_inputs(X_test, mu, sigma)
    return train, dev, test
