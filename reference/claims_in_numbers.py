"""Claims of the lecture as numbers: bias and variance, linear layers, Jacobians, first weights, dropout."""

import numpy as np

from reference.activations import sigmoid


def prediction_bias_variance(
    predictions: np.ndarray, Y: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Measure bias and variance of a method that was fitted to several data sets.

    bias = mean over the fits - truth,  variance = mean squared distance from that mean

    Parameters
    ----------
    predictions : array (k, m), a row for each of k fits, a column for each example
    Y : array (1, m), the true values

    Returns
    -------
    bias, variance : arrays (1, m); the variance divides by k

    Source: the slides on bias and variance (definitions).
    """
    mean = np.mean(predictions, axis=0, keepdims=True)
    return mean - Y, np.mean((predictions - mean) ** 2, axis=0, keepdims=True)


def tanh_from_sigmoid(Z: np.ndarray) -> np.ndarray:
    """Write tanh as a sigmoid that is stretched and shifted.

    tanh(z) = 2 sigmoid(2 z) - 1

    Parameters
    ----------
    Z : array of any shape

    Returns
    -------
    A : array of Z's shape

    Source: the lecture on activation functions.
    """
    return 2 * sigmoid(2 * Z) - 1


def collapse_linear_layers(parameters: dict) -> tuple[np.ndarray, np.ndarray]:
    """Replace linear layers by the one linear layer that computes the same.

    W = W[L] ... W[2] W[1], and b grows from layer to layer: b := W[l] b + b[l]

    Parameters
    ----------
    parameters : dict with W1, b1, ..., WL, bL; no layer has an activation function

    Returns
    -------
    W : array (nL, n0)
    b : array (nL, 1)

    Source: the lecture on why activation functions are not linear.
    """
    W, b = parameters["W1"], parameters["b1"]
    for l in range(2, len(parameters) // 2 + 1):
        W = parameters[f"W{l}"] @ W
        b = parameters[f"W{l}"] @ b + parameters[f"b{l}"]
    return W, b


def jacobian_norm(W: np.ndarray, z: np.ndarray) -> np.floating:
    """Measure how much a tanh layer stretches a small change of its input.

    h = tanh(z),  z = W x + b,  dh/dx = diag(1 - tanh(z)^2) W;  its largest singular value

    Below 1 in every layer gradients vanish, above 1 they can explode.

    Parameters
    ----------
    W : array (n, n_before)
    z : array (n, 1)

    Returns
    -------
    norm : float, the spectral norm of the layer's Jacobian

    Source: the slides on vanishing and exploding gradients.
    """
    jacobian = (1 - np.tanh(z) ** 2) * W
    return np.linalg.norm(jacobian, 2)


def uniform_weights(n_before: int, n: int, variance: float, seed: int) -> np.ndarray:
    """Draw first weights from a uniform distribution of a given variance.

    U(-r, r) has variance r^2 / 3, so r = sqrt(3 variance)

    The legacy random state is seeded once inside the function; then one ``np.random.uniform`` of
    the shape (n, n_before) is drawn.

    Parameters
    ----------
    n_before, n : ints, the units of the layer before and of this one
    variance : float, such as 1 / n_before or 2 / n_before
    seed : int

    Returns
    -------
    W : array (n, n_before)

    Source: the slides on weight initialization; Glorot and Bengio (2010), equation 16.
    """
    np.random.seed(seed)
    limit = np.sqrt(3 * variance)
    return np.random.uniform(-limit, limit, size=(n, n_before))


def expected_dropout_cost(
    w: np.ndarray, X: np.ndarray, Y: np.ndarray, keep_prob: float
) -> float:
    """Average the squared error of a linear unit over all masks of inverted dropout on its inputs.

    sum_i (y_i - w.T x_i)^2 + (1 - p) / p * sum_j w_j^2 sum_i x_ji^2, with p = keep_prob

    The second sum is an L2 penalty: stronger for inputs that are larger.

    Parameters
    ----------
    w : array (n, 1)
    X : array (n, m)
    Y : array (1, m)
    keep_prob : float in (0, 1]

    Returns
    -------
    cost : float, not averaged over the examples

    Source: Srivastava et al., Dropout (2014), section 9.1, with masks divided by p.
    """
    errors = Y - w.T @ X
    strength = (1 - keep_prob) / keep_prob
    return np.sum(errors**2) + strength * np.sum(w**2 * X**2)


def regression_with_dropout(
    X: np.ndarray, parameters: dict, keep_probs: list[float], seed: int
) -> np.ndarray:
    """Run a network for real numbers, with inverted dropout on its input as well.

    A[0] = drop(X),  A[l] = drop(max(0, W[l] A[l-1] + b[l])),  A[L] = W[L] A[L-1] + b[L]

    The legacy random state is seeded once inside the function; then one ``np.random.rand`` of
    A[l]'s shape is drawn for l = 0, 1, ..., L - 1. A unit is kept where the draw is below
    keep_probs[l], and divided by it. The output is linear, and nothing of it is dropped.

    Parameters
    ----------
    X : array (n0, m)
    parameters : dict with W1, b1, ..., WL, bL
    keep_probs : list of L floats in (0, 1], that of the input first
    seed : int

    Returns
    -------
    AL : array (nL, m)

    Source: the lecture on understanding dropout (input layer); the slides' train_step.
    """
    np.random.seed(seed)
    L = len(parameters) // 2
    A = X
    for l in range(1, L + 1):
        keep = keep_probs[l - 1]
        A = A * (np.random.rand(*A.shape) < keep) / keep
        Z = parameters[f"W{l}"] @ A + parameters[f"b{l}"]
        A = np.maximum(0, Z) if l < L else Z
    return A
