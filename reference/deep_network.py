"""A fully connected network of any depth, step by step: (LINEAR -> RELU) * (L-1) -> LINEAR -> SIGMOID.

With A[0] = X. What the forward pass computed travels in caches: a linear cache (A_prev, W, b) and
an activation cache Z, together one layer's cache ((A_prev, W, b), Z).
"""

import numpy as np

from reference.activations import relu, sigmoid


def initialize_parameters(n_x: int, n_h: int, n_y: int) -> dict:
    """Draw small random weights for a network of two layers; biases are zero.

    W[l] = 0.01 * standard normal, b[l] = 0.

    The legacy random state is seeded with 1 inside the function; then W1 and W2 are drawn, in
    this order, with ``np.random.randn``.

    Parameters
    ----------
    n_x, n_h, n_y : int, the widths of input, hidden layer and output

    Returns
    -------
    parameters : dict with W1 (n_h, n_x), b1 (n_h, 1), W2 (n_y, n_h), b2 (n_y, 1)

    Source: the lecture on weight initialization (breaking symmetry).
    """
    np.random.seed(1)
    W1 = np.random.randn(n_h, n_x) * 0.01
    b1 = np.zeros((n_h, 1))
    W2 = np.random.randn(n_y, n_h) * 0.01
    b2 = np.zeros((n_y, 1))
    return {"W1": W1, "b1": b1, "W2": W2, "b2": b2}


def initialize_parameters_deep(layer_dims: list[int]) -> dict:
    """Draw small random weights for a network of any depth; biases are zero.

    W[l] = 0.01 * standard normal, b[l] = 0.

    The legacy random state is seeded with 3 once, inside the function and before the first
    layer; then W1, W2, ... are drawn in this order with ``np.random.randn``.

    Parameters
    ----------
    layer_dims : list of L + 1 ints, the widths n[0] (inputs), n[1], ..., n[L]

    Returns
    -------
    parameters : dict with "W1" (n[1], n[0]), "b1" (n[1], 1), ..., "WL", "bL"

    Source: the lecture on weight initialization (breaking symmetry).
    """
    np.random.seed(3)
    parameters = {}
    for l in range(1, len(layer_dims)):
        parameters[f"W{l}"] = np.random.randn(layer_dims[l], layer_dims[l - 1]) * 0.01
        parameters[f"b{l}"] = np.zeros((layer_dims[l], 1))
    return parameters


def linear_forward(A: np.ndarray, W: np.ndarray, b: np.ndarray) -> tuple[np.ndarray, tuple]:
    """Compute the linear part of a layer.

    Z = W A + b, the bias added to every column.

    Parameters
    ----------
    A : array (n_prev, m), activations of the layer before, or the inputs
    W : array (n, n_prev)
    b : array (n, 1)

    Returns
    -------
    Z : array (n, m)
    cache : (A, W, b)

    Source: Nielsen, Neural Networks and Deep Learning, chapter 2, equation 25.
    """
    Z = W @ A + b
    return Z, (A, W, b)


def linear_activation_forward(
    A_prev: np.ndarray, W: np.ndarray, b: np.ndarray, activation: str
) -> tuple[np.ndarray, tuple]:
    """Compute one layer: the linear part and its activation.

    Z = W A_prev + b,  A = g(Z)

    Parameters
    ----------
    A_prev : array (n_prev, m)
    W : array (n, n_prev)
    b : array (n, 1)
    activation : "sigmoid" or "relu", which g

    Returns
    -------
    A : array (n, m)
    cache : ((A_prev, W, b), Z)

    Source: Nielsen, Neural Networks and Deep Learning, chapter 2, equation 25.
    """
    Z, linear_cache = linear_forward(A_prev, W, b)
    if activation == "sigmoid":
        A = sigmoid(Z)
    elif activation == "relu":
        A = relu(Z)
    return A, (linear_cache, Z)


def L_model_forward(X: np.ndarray, parameters: dict) -> tuple[np.ndarray, list]:
    """Run the whole network: L - 1 layers with ReLU, the last one with the sigmoid.

    A[l] = relu(W[l] A[l-1] + b[l]) for l < L,  A[L] = sigmoid(W[L] A[L-1] + b[L])

    Parameters
    ----------
    X : array (n[0], m)
    parameters : dict with "W1" (n[1], n[0]), "b1" (n[1], 1), ..., "WL", "bL"

    Returns
    -------
    AL : array (n[L], m)
    caches : list of the L layers' caches ((A_prev, W, b), Z), first layer first

    Source: Nielsen, Neural Networks and Deep Learning, chapter 2, equation 25.
    """
    caches = []
    A = X
    L = len(parameters) // 2
    for l in range(1, L):
        A, cache = linear_activation_forward(A, parameters[f"W{l}"], parameters[f"b{l}"], "relu")
        caches.append(cache)
    AL, cache = linear_activation_forward(A, parameters[f"W{L}"], parameters[f"b{L}"], "sigmoid")
    caches.append(cache)
    return AL, caches


def compute_cost(AL: np.ndarray, Y: np.ndarray) -> float:
    """Average the cross-entropy over the examples.

    J = -(1/m) sum_i [ y_i log a_i + (1 - y_i) log(1 - a_i) ]

    Parameters
    ----------
    AL : array (1, m), predicted probabilities strictly between 0 and 1
    Y : array (1, m), labels 0 or 1

    Returns
    -------
    cost : float

    Source: Nielsen, Neural Networks and Deep Learning, chapter 3, equation 57.
    """
    m = Y.shape[1]
    return -np.sum(Y * np.log(AL) + (1 - Y) * np.log(1 - AL)) / m


def linear_backward(dZ: np.ndarray, cache: tuple) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Differentiate the linear part of a layer.

    dW = (1/m) dZ A_prev.T,  db = (1/m) row sums of dZ,  dA_prev = W.T dZ

    dW and db carry the 1/m of the mean, dZ and dA do not.

    Parameters
    ----------
    dZ : array (n, m)
    cache : (A_prev, W, b) of the forward pass

    Returns
    -------
    dA_prev : array (n_prev, m)
    dW : array (n, n_prev)
    db : array (n, 1)

    Source: Nielsen, Neural Networks and Deep Learning, chapter 2, equations BP2 to BP4.
    """
    A_prev, W, b = cache
    m = A_prev.shape[1]
    dW = dZ @ A_prev.T / m
    db = np.sum(dZ, axis=1, keepdims=True) / m
    dA_prev = W.T @ dZ
    return dA_prev, dW, db


def linear_activation_backward(
    dA: np.ndarray, cache: tuple, activation: str
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Differentiate one layer: the activation, then the linear part.

    dZ = dA * g'(Z);  sigmoid'(z) = s (1 - s) with s = sigmoid(z),  relu'(z) = 1 if z > 0 else 0

    Parameters
    ----------
    dA : array (n, m)
    cache : ((A_prev, W, b), Z) of the forward pass
    activation : "sigmoid" or "relu", which g

    Returns
    -------
    dA_prev : array (n_prev, m)
    dW : array (n, n_prev)
    db : array (n, 1)

    Source: Nielsen, Neural Networks and Deep Learning, chapter 2, equation BP2; relu'(0) = 0.
    """
    linear_cache, Z = cache
    if activation == "sigmoid":
        s = sigmoid(Z)
        dZ = dA * s * (1 - s)
    elif activation == "relu":
        dZ = dA * (Z > 0)
    return linear_backward(dZ, linear_cache)


def L_model_backward(AL: np.ndarray, Y: np.ndarray, caches: list) -> dict:
    """Differentiate the cross-entropy cost through the whole network.

    dA[L] = -(Y / A[L] - (1 - Y) / (1 - A[L])), then layer by layer from the last to the first;
    the last layer's activation is the sigmoid, the others' is ReLU.

    Parameters
    ----------
    AL : array (1, m), the network's output
    Y : array (1, m), labels 0 or 1
    caches : list of the L layers' caches ((A_prev, W, b), Z), first layer first

    Returns
    -------
    grads : dict with "dW1", "db1", ..., "dWL", "dbL" and "dA0", ..., "dA(L-1)", each of the shape
        of what it is the derivative of; "dA0" belongs to the inputs

    Source: Nielsen, Neural Networks and Deep Learning, chapter 2, the backpropagation algorithm.
    """
    grads = {}
    L = len(caches)
    dA = -(Y / AL - (1 - Y) / (1 - AL))
    for l in range(L, 0, -1):
        activation = "sigmoid" if l == L else "relu"
        dA, dW, db = linear_activation_backward(dA, caches[l - 1], activation)
        grads[f"dA{l - 1}"] = dA
        grads[f"dW{l}"] = dW
        grads[f"db{l}"] = db
    return grads


def update_parameters(parameters: dict, grads: dict, learning_rate: float) -> dict:
    """Take one step of gradient descent.

    W[l] <- W[l] - alpha dW[l],  b[l] <- b[l] - alpha db[l]

    Parameters
    ----------
    parameters : dict with "W1", "b1", ..., "WL", "bL"
    grads : dict with "dW1", "db1", ..., "dWL", "dbL", of the same shapes
    learning_rate : float, alpha

    Returns
    -------
    parameters : dict with the same keys

    Source: Nielsen, Neural Networks and Deep Learning, chapter 1, equations 16 and 17.
    """
    updated = {}
    for name in list(parameters):
        updated[name] = parameters[name] - learning_rate * grads["d" + name]
    return updated
