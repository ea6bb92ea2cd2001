"""Training, step by step: long bowls, momentum, RMSprop, mini-batches, and where training stops.

The bowl is J(w) = 1/2 sum_j c_j w_j^2 with a curvature c_j > 0 in every direction. Its gradient
is c_j w_j in direction j, and its minimum is at w = 0. It is long where curvatures differ.
"""

import numpy as np

from reference.activations import sigmoid


def condition_number(X: np.ndarray) -> float:
    """Measure how long the bowl is that a set of inputs makes.

    H = X X.T / m,  kappa = (largest eigenvalue of H) / (smallest eigenvalue of H)

    H holds the curvatures of the squared error of a linear model; the 1/m cancels in the ratio.
    kappa is 1 for a round bowl.

    Parameters
    ----------
    X : array (n, m), an example per column; its rows are linearly independent

    Returns
    -------
    kappa : float, at least 1

    Source: LeCun, Bottou, Orr and Müller, Efficient BackProp (1998), section 5.
    """
    eigenvalues = np.linalg.eigvalsh(X @ X.T)
    return eigenvalues[-1] / eigenvalues[0]


def descent_steps(
    curvatures: np.ndarray, w: np.ndarray, learning_rate: float, tolerance: float
) -> int:
    """Count the steps that gradient descent takes to the minimum of the bowl.

    w := w - alpha c w, until ||w|| <= tolerance

    Parameters
    ----------
    curvatures : array (n,), positive
    w : array (n,), the start
    learning_rate : float, alpha; small enough for the steps to converge
    tolerance : float, positive

    Returns
    -------
    steps : int, 0 where the start is near enough

    Source: the lecture on normalizing inputs (a round bowl takes fewer steps).
    """
    steps = 0
    while np.linalg.norm(w) > tolerance:
        w = w - learning_rate * curvatures * w
        steps += 1
    return steps


def momentum_path(
    curvatures: np.ndarray, w: np.ndarray, learning_rate: float, beta: float, steps: int
) -> np.ndarray:
    """Follow gradient descent with momentum down the bowl.

    g = c w,  v := beta v + (1 - beta) g,  w := w - alpha v, with v = 0 before the first step

    With beta = 0 this is plain gradient descent.

    Parameters
    ----------
    curvatures : array (n,), positive
    w : array (n,), the start
    learning_rate : float, alpha
    beta : float in [0, 1)
    steps : int, at least 1

    Returns
    -------
    path : array (steps + 1, n), the start first

    Source: the notes on gradient descent with momentum.
    """
    v = np.zeros(w.shape)
    path = [w]
    for _ in range(steps):
        v = beta * v + (1 - beta) * (curvatures * w)
        w = w - learning_rate * v
        path.append(w)
    return np.array(path)


def rmsprop_path(
    curvatures: np.ndarray,
    w: np.ndarray,
    learning_rate: float,
    beta: float,
    epsilon: float,
    steps: int,
) -> np.ndarray:
    """Follow RMSprop down the bowl.

    g = c w,  S := beta S + (1 - beta) g^2,  w := w - alpha g / (sqrt(S) + epsilon), entry by
    entry, with S = 0 before the first step

    S is small where gradients are small and large where they are large, so that the steps of all
    directions have nearly one length.

    Parameters
    ----------
    curvatures : array (n,), positive
    w : array (n,), the start; no entry is 0
    learning_rate : float, alpha
    beta : float in [0, 1)
    epsilon : float, positive
    steps : int, at least 1

    Returns
    -------
    path : array (steps + 1, n), the start first

    Source: the notes on RMSprop; epsilon as in Tieleman and Hinton (2012) and its later users.
    """
    S = np.zeros(w.shape)
    path = [w]
    for _ in range(steps):
        g = curvatures * w
        S = beta * S + (1 - beta) * g**2
        w = w - learning_rate * g / (np.sqrt(S) + epsilon)
        path.append(w)
    return np.array(path)


def largest_jump(values: np.ndarray, beta: float) -> float:
    """Measure what an outlier does to an exponentially weighted average.

    V_1 = v_1,  V_t = beta V_(t-1) + (1 - beta) v_t for t >= 2;  max_t |V_t - V_(t-1)|

    Parameters
    ----------
    values : array (T,), T >= 2
    beta : float in [0, 1)

    Returns
    -------
    jump : float

    Source: the notes on exponentially weighted averages (a smaller weight follows outliers).
    """
    averages = [values[0]]
    for value in values[1:]:
        averages.append(beta * averages[-1] + (1 - beta) * value)
    return np.max(np.abs(np.diff(averages)))


def batch_count(m: int, size: int) -> int:
    """Count the mini-batches of an epoch.

    m / size, rounded up: what is left over makes a last, smaller one

    Parameters
    ----------
    m : int, the number of examples
    size : int, the examples in a full mini-batch

    Returns
    -------
    count : int

    Source: the notes on mini-batches (5,000,000 examples in batches of 1000 make 5000).
    """
    return (m + size - 1) // size


def mini_batch(
    X: np.ndarray, Y: np.ndarray, t: int, size: int
) -> tuple[np.ndarray, np.ndarray]:
    """Cut out one mini-batch, in the order of the examples.

    X{t} holds the columns from (t - 1) size on, ``size`` of them or what is left

    Parameters
    ----------
    X : array (n, m)
    Y : array (1, m)
    t : int, counted from 1
    size : int

    Returns
    -------
    X_t, Y_t : arrays (n, size) and (1, size), fewer columns in the last one

    Source: the notes on mini-batches.
    """
    first = (t - 1) * size
    return X[:, first : first + size], Y[:, first : first + size]


def train_on_mini_batches(
    w: np.ndarray,
    b: float,
    X: np.ndarray,
    Y: np.ndarray,
    learning_rate: float,
    size: int,
    epochs: int,
) -> tuple[np.ndarray, float, list[float]]:
    """Train logistic regression on one mini-batch after the other.

    For every mini-batch t of m_t examples, in order, without shuffling:
    A = sigmoid(w.T X{t} + b),  J{t} = mean of the cross-entropy over the m_t examples
    dw = X{t} (A - Y{t}).T / m_t,  db = mean of A - Y{t};  w := w - alpha dw,  b := b - alpha db

    Parameters
    ----------
    w : array (n, 1)
    b : float
    X : array (n, m)
    Y : array (1, m), labels 0 or 1
    learning_rate : float, alpha
    size : int, the examples in a full mini-batch
    epochs : int, how often all mini-batches are used

    Returns
    -------
    w : array (n, 1)
    b : float
    costs : list of floats, J{t} before each update; batch_count(m, size) of them for every epoch

    Source: the notes on mini-batch gradient descent.
    """
    costs = []
    for _ in range(epochs):
        for t in range(1, batch_count(X.shape[1], size) + 1):
            X_t, Y_t = mini_batch(X, Y, t, size)
            m_t = X_t.shape[1]
            A = sigmoid(w.T @ X_t + b)
            costs.append(-np.mean(Y_t * np.log(A) + (1 - Y_t) * np.log(1 - A)))
            dw, db = X_t @ (A - Y_t).T / m_t, np.sum(A - Y_t) / m_t
            w, b = w - learning_rate * dw, b - learning_rate * db
    return w, b, costs


def stopped_norms(weights: list[np.ndarray], dev_errors: list[float]) -> tuple:
    """Compare the size of the weights where training begins, where it should stop, and at the end.

    ||W||_F^2 of the first epoch, of the epoch with the smallest dev error, and of the last

    Weights begin small and grow; stopping half-way leaves a middle size, as a penalty would.

    Parameters
    ----------
    weights : list of arrays of one shape, the matrix W after each epoch
    dev_errors : list of floats, the dev error after each epoch; the smallest appears once

    Returns
    -------
    first, best, last : floats

    Source: the notes on early stopping (a mid-size squared Frobenius norm).
    """
    norms = [np.sum(W**2) for W in weights]
    return norms[0], norms[int(np.argmin(dev_errors))], norms[-1]
