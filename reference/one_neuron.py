"""Logistic regression as one neuron: sizes, the computation graph, loops, and why this cost.

An example is a column, w is (n, 1), X is (n, m), Y is (1, m) with labels 0 and 1. Nothing is
averaged until all examples were seen.
"""

import numpy as np

from reference.activations import sigmoid


def data_sizes(train_images: np.ndarray, test_images: np.ndarray) -> tuple[int, int, int, int]:
    """Read off the sizes that describe a set of square images.

    n_x = height * width * channels: every pixel and every colour is one input feature

    Parameters
    ----------
    train_images : array (m_train, num_px, num_px, channels)
    test_images : array (m_test, num_px, num_px, channels)

    Returns
    -------
    m_train, m_test, num_px, n_x : ints

    Source: the lecture on logistic regression (notation).
    """
    m_train, height, width, channels = train_images.shape
    return m_train, test_images.shape[0], height, height * width * channels


def join_bias(w: np.ndarray, b: float, X: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Put the bias into the weights, and a feature that is always 1 into the examples.

    theta = (b, w_1, ..., w_n), x_0 = 1, so that theta.T x = w.T x + b

    Parameters
    ----------
    w : array (n, 1)
    b : float
    X : array (n, m)

    Returns
    -------
    theta : array (n + 1, 1), the bias first
    X_joined : array (n + 1, m), the ones first

    Source: the lecture on logistic regression (the convention with theta_0).
    """
    theta = np.vstack([[[b]], w])
    X_joined = np.vstack([np.ones((1, X.shape[1])), X])
    return theta, X_joined


def graph_derivatives(
    x1: float, x2: float, w1: float, w2: float, b: float, y: int
) -> dict:
    """Walk back through the computation graph of one example with two features.

    Forward: z = w1 x1 + w2 x2 + b, then a = sigmoid(z), then the loss
    Backward: da = -y/a + (1 - y)/(1 - a),  dz = da a (1 - a) = a - y
    dw1 = x1 dz,  dw2 = x2 dz,  db = dz

    Parameters
    ----------
    x1, x2 : floats, the features
    w1, w2, b : floats, the parameters
    y : int, the label, 0 or 1

    Returns
    -------
    derivatives : dict with da, dz, dw1, dw2, db, floats

    Source: the lecture on logistic regression (computation graph).
    """
    a = 1 / (1 + np.exp(-(w1 * x1 + w2 * x2 + b)))
    da = -y / a + (1 - y) / (1 - a)
    dz = da * a * (1 - a)
    return {"da": da, "dz": dz, "dw1": x1 * dz, "dw2": x2 * dz, "db": dz}


def partial_dots(w: np.ndarray, x: np.ndarray) -> np.ndarray:
    """Multiply two columns by a loop, and keep what the sum is after every feature.

    s_j = w_1 x_1 + ... + w_j x_j; the last one is w.T x

    Parameters
    ----------
    w : array (n, 1)
    x : array (n, 1)

    Returns
    -------
    sums : array (n, 1)

    Source: the lecture on vectorization (the loop that np.dot replaces).
    """
    return np.cumsum(w * x, axis=0)


def running_sums(w: np.ndarray, b: float, X: np.ndarray, Y: np.ndarray) -> dict:
    """Loop over the examples, and keep what the sums are after each of them.

    Before the loop J = 0, dw = 0, db = 0. Example i adds
    -(y log a + (1 - y) log(1 - a)) to J, x (a - y) to dw and a - y to db

    Nothing is divided by m here.

    Parameters
    ----------
    w : array (n, 1)
    b : float
    X : array (n, m)
    Y : array (1, m)

    Returns
    -------
    sums : dict with J, array (m,); dw, array (n, m); db, array (m,): column or entry i holds
        the sums over the first i examples

    Source: the lecture on logistic regression (gradient descent on m examples).
    """
    A = sigmoid(w.T @ X + b)
    losses = -(Y * np.log(A) + (1 - Y) * np.log(1 - A))
    dZ = A - Y
    return {
        "J": np.cumsum(losses[0]),
        "dw": np.cumsum(X * dZ, axis=1),
        "db": np.cumsum(dZ[0]),
    }


def loop_step(
    w: np.ndarray, b: float, X: np.ndarray, Y: np.ndarray, learning_rate: float
) -> tuple[np.ndarray, float, float]:
    """Finish the loop: divide the sums by m, and take one step of gradient descent.

    w := w - alpha dw / m,  b := b - alpha db / m

    Parameters
    ----------
    w : array (n, 1)
    b : float
    X : array (n, m)
    Y : array (1, m)
    learning_rate : float, alpha

    Returns
    -------
    w : array (n, 1), after the step
    b : float, after the step
    cost : float, J / m before the step

    Source: the lecture on logistic regression (gradient descent on m examples).
    """
    m = X.shape[1]
    sums = running_sums(w, b, X, Y)
    dw, db = sums["dw"][:, -1:] / m, sums["db"][-1] / m
    return w - learning_rate * dw, b - learning_rate * db, sums["J"][-1] / m


def costs_along_line(
    w: np.ndarray, direction: np.ndarray, X: np.ndarray, Y: np.ndarray, steps: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Walk through the space of weights, and measure two costs on the way.

    At each step t: a = sigmoid((w + t direction).T x), with
    the cross-entropy mean_i -(y log a + (1 - y) log(1 - a)) and the squared error
    mean_i (a - y)^2

    Parameters
    ----------
    w, direction : arrays (n, 1); there is no bias
    X : array (n, m)
    Y : array (1, m)
    steps : array (k,), the values of t

    Returns
    -------
    cross_entropies, squared_errors : arrays (k,)

    Source: the lecture on logistic regression (why the squared error is not used).
    """
    A = sigmoid((w + steps * direction).T @ X)
    cross_entropies = np.mean(-(Y * np.log(A) + (1 - Y) * np.log(1 - A)), axis=1)
    squared_errors = np.mean((A - Y) ** 2, axis=1)
    return cross_entropies, squared_errors


def second_differences(costs: np.ndarray) -> np.ndarray:
    """Measure how a cost bends, from values at equal distances.

    d_i = c_(i-1) - 2 c_i + c_(i+1) for every value that has two neighbours

    A convex cost has no negative one.

    Parameters
    ----------
    costs : array (k,), k >= 3

    Returns
    -------
    differences : array (k - 2,)

    Source: the definition of convexity, at midpoints.
    """
    return costs[:-2] - 2 * costs[1:-1] + costs[2:]
