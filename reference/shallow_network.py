"""A network with one hidden layer, LINEAR -> TANH -> LINEAR -> SIGMOID, for two classes."""

import numpy as np

from reference.activations import sigmoid


def layer_sizes(X: np.ndarray, Y: np.ndarray) -> tuple[int, int, int]:
    """Read the widths of the outer layers off the data; the hidden layer has four units.

    Parameters
    ----------
    X : array (n_x, m)
    Y : array (n_y, m)

    Returns
    -------
    n_x, n_h, n_y : ints; n_h is 4

    Source: the lecture on neural network representation.
    """
    n_x = X.shape[0]
    n_h = 4
    n_y = Y.shape[0]
    return n_x, n_h, n_y


def initialize_parameters(n_x: int, n_h: int, n_y: int) -> dict:
    """Draw small random weights; biases are zero.

    W = 0.01 * standard normal, b = 0

    W1 is drawn before W2, with ``np.random.randn`` from the legacy state as it stands: this
    function does not seed it. (The assignment's older form called ``np.random.seed(2)`` first.)

    Parameters
    ----------
    n_x : int, width of the input
    n_h : int, width of the hidden layer
    n_y : int, width of the output

    Returns
    -------
    parameters : dict with W1 (n_h, n_x), b1 (n_h, 1), W2 (n_y, n_h), b2 (n_y, 1)

    Source: the lecture on random initialization.
    """
    W1 = np.random.randn(n_h, n_x) * 0.01
    b1 = np.zeros((n_h, 1))
    W2 = np.random.randn(n_y, n_h) * 0.01
    b2 = np.zeros((n_y, 1))
    return {"W1": W1, "b1": b1, "W2": W2, "b2": b2}


def forward_propagation(X: np.ndarray, parameters: dict) -> tuple[np.ndarray, dict]:
    """Compute the network's output and what the backward pass needs.

    Z1 = W1 X + b1,  A1 = tanh Z1,  Z2 = W2 A1 + b2,  A2 = s(Z2) with the sigmoid s

    Parameters
    ----------
    X : array (n_x, m)
    parameters : dict with W1 (n_h, n_x), b1 (n_h, 1), W2 (1, n_h), b2 (1, 1)

    Returns
    -------
    A2 : array (1, m), probabilities
    cache : dict with Z1 (n_h, m), A1 (n_h, m), Z2 (1, m), A2 (1, m)

    Source: the lecture on vectorising across examples.
    """
    W1, b1 = parameters["W1"], parameters["b1"]
    W2, b2 = parameters["W2"], parameters["b2"]
    Z1 = W1 @ X + b1
    A1 = np.tanh(Z1)
    Z2 = W2 @ A1 + b2
    A2 = sigmoid(Z2)
    return A2, {"Z1": Z1, "A1": A1, "Z2": Z2, "A2": A2}


def compute_cost(A2: np.ndarray, Y: np.ndarray, parameters: dict) -> float:
    """Measure how far the probabilities are from the labels.

    J = -(1/m) sum_i [ y_i log a_i + (1 - y_i) log(1 - a_i) ]

    Parameters
    ----------
    A2 : array (1, m), probabilities, none of them exactly 0 or 1
    Y : array (1, m), labels 0 or 1
    parameters : dict; not used, and missing in the assignment's newer form

    Returns
    -------
    cost : float

    Source: the lecture on the cost function.
    """
    m = Y.shape[1]
    losses = Y * np.log(A2) + (1 - Y) * np.log(1 - A2)
    return -np.sum(losses) / m


def backward_propagation(parameters: dict, cache: dict, X: np.ndarray, Y: np.ndarray) -> dict:
    """Differentiate the cost with respect to both layers.

    dZ2 = A - Y for the output A,  dZ1 = (W2.T dZ2) * (1 - A1^2)
    dW2 = (1/m) dZ2 A1.T,  dW1 = (1/m) dZ1 X.T,  db = (1/m) row sums of dZ

    1 - A1^2 is the derivative of tanh, read off the activation.

    Parameters
    ----------
    parameters : dict with W1 (n_h, n_x), b1 (n_h, 1), W2 (1, n_h), b2 (1, 1)
    cache : dict with Z1, A1 (n_h, m), Z2, A2 (1, m) of the forward pass on X
    X : array (n_x, m)
    Y : array (1, m), labels 0 or 1

    Returns
    -------
    grads : dict with dW1, db1, dW2, db2 of the parameters' shapes

    Source: the lecture on gradient descent for neural networks.
    """
    m = X.shape[1]
    W2 = parameters["W2"]
    A1, A2 = cache["A1"], cache["A2"]

    dZ2 = A2 - Y
    dW2 = dZ2 @ A1.T / m
    db2 = np.sum(dZ2, axis=1, keepdims=True) / m

    dZ1 = W2.T @ dZ2 * (1 - A1**2)
    dW1 = dZ1 @ X.T / m
    db1 = np.sum(dZ1, axis=1, keepdims=True) / m
    return {"dW1": dW1, "db1": db1, "dW2": dW2, "db2": db2}


def update_parameters(parameters: dict, grads: dict, learning_rate: float = 1.2) -> dict:
    """Take one step of gradient descent.

    W = W - alpha dW,  b = b - alpha db

    Parameters
    ----------
    parameters : dict with W1, b1, W2, b2
    grads : dict with dW1, db1, dW2, db2, of the same shapes
    learning_rate : float, alpha

    Returns
    -------
    parameters : dict with W1, b1, W2, b2; the given ones are not changed

    Source: the lecture on gradient descent for neural networks.
    """
    W1 = parameters["W1"] - learning_rate * grads["dW1"]
    b1 = parameters["b1"] - learning_rate * grads["db1"]
    W2 = parameters["W2"] - learning_rate * grads["dW2"]
    b2 = parameters["b2"] - learning_rate * grads["db2"]
    return {"W1": W1, "b1": b1, "W2": W2, "b2": b2}


def nn_model(
    X: np.ndarray, Y: np.ndarray, n_h: int, num_iterations: int = 10000, print_cost: bool = False
) -> dict:
    """Train the network on all examples with the learning rate 1.2.

    Seeds the legacy random state with 3, draws the parameters, then repeats: forward pass,
    backward pass, update.

    Parameters
    ----------
    X : array (n_x, m)
    Y : array (1, m), labels 0 or 1
    n_h : int, width of the hidden layer
    num_iterations : int, number of steps
    print_cost : bool, for those who want to watch; nothing is printed here

    Returns
    -------
    parameters : dict with W1 (n_h, n_x), b1 (n_h, 1), W2 (1, n_h), b2 (1, 1)

    Source: the lecture on gradient descent for neural networks.
    """
    np.random.seed(3)
    n_x, _, n_y = layer_sizes(X, Y)
    parameters = initialize_parameters(n_x, n_h, n_y)
    for i in range(num_iterations):
        A2, cache = forward_propagation(X, parameters)
        grads = backward_propagation(parameters, cache, X, Y)
        parameters = update_parameters(parameters, grads)
    return parameters


def predict(parameters: dict, X: np.ndarray) -> np.ndarray:
    """Decide for one of two classes.

    A label is true where A2 > 0.5; one half itself may give either.

    Parameters
    ----------
    parameters : dict with W1 (n_h, n_x), b1 (n_h, 1), W2 (1, n_h), b2 (1, 1)
    X : array (n_x, m)

    Returns
    -------
    predictions : array (1, m) of booleans

    Source: the lecture on logistic regression.
    """
    A2, cache = forward_propagation(X, parameters)
    return A2 > 0.5
