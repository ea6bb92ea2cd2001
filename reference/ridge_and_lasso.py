"""Linear regression with penalties: ridge (L2), lasso (L1), and what each does to the weights.

Neither cost is averaged and neither has a 1/2: the sum of squared errors plus lambda times the
penalty. There is no bias; targets are real numbers.
"""

import numpy as np


def ridge_cost(w: np.ndarray, X: np.ndarray, Y: np.ndarray, lambd: float) -> float:
    """Add the L2 penalty to the sum of squared errors.

    J = sum_i (y_i - w.T x_i)^2 + lambda sum_j w_j^2

    Parameters
    ----------
    w : array (n, 1)
    X : array (n, m), an example per column
    Y : array (1, m), real numbers
    lambd : float, the strength lambda of the penalty

    Returns
    -------
    cost : float

    Source: the slides on regularization (ridge regression).
    """
    errors = Y - w.T @ X
    return np.sum(errors**2) + lambd * np.sum(w**2)


def ridge_gradient(w: np.ndarray, X: np.ndarray, Y: np.ndarray, lambd: float) -> np.ndarray:
    """Differentiate the cost of ridge regression.

    dw = -2 X (Y - w.T X).T + 2 lambda w

    Parameters
    ----------
    w : array (n, 1)
    X : array (n, m)
    Y : array (1, m)
    lambd : float

    Returns
    -------
    dw : array (n, 1)

    Source: derived from the cost on the slides on regularization.
    """
    errors = Y - w.T @ X
    return -2 * X @ errors.T + 2 * lambd * w


def ridge_weights(X: np.ndarray, Y: np.ndarray, lambd: float) -> np.ndarray:
    """Find the weights at which the cost of ridge regression is smallest.

    The gradient is zero where (X X.T + lambda I) w = X Y.T

    For lambda > 0 there is one solution, also when two features are equal: the penalty is
    smallest when equal features get equal weights.

    Parameters
    ----------
    X : array (n, m)
    Y : array (1, m)
    lambd : float, positive

    Returns
    -------
    w : array (n, 1)

    Source: Hastie, Tibshirani and Friedman, The Elements of Statistical Learning, section 3.4.1.
    """
    n = X.shape[0]
    return np.linalg.solve(X @ X.T + lambd * np.eye(n), X @ Y.T)


def lasso_cost(w: np.ndarray, X: np.ndarray, Y: np.ndarray, lambd: float) -> float:
    """Add the L1 penalty to the sum of squared errors.

    J = sum_i (y_i - w.T x_i)^2 + lambda sum_j |w_j|

    Parameters
    ----------
    w : array (n, 1)
    X : array (n, m)
    Y : array (1, m), real numbers
    lambd : float

    Returns
    -------
    cost : float

    Source: the slides on regularization (lasso regression).
    """
    errors = Y - w.T @ X
    return np.sum(errors**2) + lambd * np.sum(np.abs(w))


def lasso_gradient(w: np.ndarray, X: np.ndarray, Y: np.ndarray, lambd: float) -> np.ndarray:
    """Differentiate the cost of lasso regression.

    dw = -2 X (Y - w.T X).T + lambda sign(w), with sign(0) = 0 at the kink

    Parameters
    ----------
    w : array (n, 1)
    X : array (n, m)
    Y : array (1, m)
    lambd : float

    Returns
    -------
    dw : array (n, 1)

    Source: derived from the cost on the slides on regularization.
    """
    errors = Y - w.T @ X
    return -2 * X @ errors.T + lambd * np.sign(w)


def soft_threshold(w: np.ndarray, threshold: float) -> np.ndarray:
    """Pull every weight towards zero by the same amount, and stop at zero.

    w_j := sign(w_j) max(|w_j| - threshold, 0)

    Parameters
    ----------
    w : array (n, 1)
    threshold : float, not negative

    Returns
    -------
    w : array (n, 1)

    Source: Parikh and Boyd, Proximal Algorithms (2014), section 6.5.2.
    """
    return np.sign(w) * np.maximum(np.abs(w) - threshold, 0)


def lasso_step(
    w: np.ndarray, X: np.ndarray, Y: np.ndarray, learning_rate: float, lambd: float
) -> np.ndarray:
    """Take one step towards the lasso's solution that can set weights to exactly zero.

    w := soft_threshold(w + 2 alpha X (Y - w.T X).T, alpha lambda)

    First a step of gradient descent on the squared errors alone, then the penalty's share.

    Parameters
    ----------
    w : array (n, 1)
    X : array (n, m)
    Y : array (1, m)
    learning_rate : float, alpha
    lambd : float

    Returns
    -------
    w : array (n, 1)

    Source: Parikh and Boyd, Proximal Algorithms (2014), section 4.2 (proximal gradient).
    """
    errors = Y - w.T @ X
    stepped = w + 2 * learning_rate * X @ errors.T
    return soft_threshold(stepped, learning_rate * lambd)


def share_of_zeros(w: np.ndarray) -> float:
    """Measure how sparse the weights are.

    (number of weights that are exactly zero) / (number of weights)

    Parameters
    ----------
    w : array (n, 1)

    Returns
    -------
    share : float from 0 to 1

    Source: the lecture on regularization (L1 makes w sparse).
    """
    return np.mean(w == 0)


def shared_weight_penalties(weight: float, copies: int) -> tuple[float, float]:
    """Compare what L1 and L2 charge for a weight that is spread evenly over equal features.

    Every one of the features gets weight / copies, so that the prediction stays the same.
    l1 = sum_j |w_j|,  l2 = sum_j w_j^2: only the second falls when the weight is spread.

    Parameters
    ----------
    weight : float, the sum of the weights
    copies : int, at least 1, the number of equal features

    Returns
    -------
    l1, l2 : floats, both without lambda

    Source: the slides on why regularization reduces overfitting (L2 spreads weights evenly).
    """
    w = np.full(copies, weight / copies)
    return np.sum(np.abs(w)), np.sum(w**2)


def best_lambda(
    lambdas: list[float], train_errors: list[float], dev_errors: list[float]
) -> float:
    """Choose the strength of a penalty.

    the lambda whose model has the smallest dev error; the training error has no say

    Parameters
    ----------
    lambdas : list of floats, in any order
    train_errors, dev_errors : lists of floats, of the model trained with each of them; no two
        dev errors are equal

    Returns
    -------
    lambd : float, one of ``lambdas``

    Source: the lecture on regularization (lambda is set using the dev set).
    """
    return lambdas[int(np.argmin(dev_errors))]
