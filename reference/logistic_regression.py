"""Logistic regression: one unit with a sigmoid, trained by gradient descent on all examples."""

import numpy as np


def sigmoid(z: np.ndarray) -> np.ndarray:
    """Squash every entry into (0, 1).

    s(z) = 1 / (1 + e^(-z)), entry by entry

    Parameters
    ----------
    z : number, or array of any shape, of floats or ints

    Returns
    -------
    s : float, or array of z's shape

    Source: the lecture on logistic regression.
    """
    return 1 / (1 + np.exp(-z))


def initialize_with_zeros(dim: int) -> tuple[np.ndarray, float]:
    """Start the weights and the bias at zero.

    The cost of logistic regression is convex, so no symmetry has to be broken here.

    Parameters
    ----------
    dim : int, number of features n_x

    Returns
    -------
    w : array (dim, 1)
    b : float

    Source: the lecture on gradient descent.
    """
    w = np.zeros((dim, 1))
    b = 0.0
    return w, b


def propagate(w: np.ndarray, b: float, X: np.ndarray, Y: np.ndarray) -> tuple[dict, float]:
    """Compute the cost and its gradients, forwards and back.

    A = sigmoid(w.T X + b)
    J = -(1/m) sum_i [ y_i log a_i + (1 - y_i) log(1 - a_i) ]
    dw = (1/m) X (A - Y).T,  db = (1/m) sum_i (a_i - y_i)

    Parameters
    ----------
    w : array (n_x, 1)
    b : number
    X : array (n_x, m)
    Y : array (1, m), labels 0 or 1

    Returns
    -------
    grads : dict with "dw" (n_x, 1) and "db", a number
    cost : float

    Source: the lectures on the cost function and on vectorising its gradient.
    """
    m = X.shape[1]
    Z = w.T @ X + b
    A = sigmoid(Z)
    losses = Y * np.log(A) + (1 - Y) * np.log(1 - A)
    cost = -np.sum(losses) / m
    dZ = A - Y
    dw = X @ dZ.T / m
    db = np.sum(dZ) / m
    return {"dw": dw, "db": db}, cost


def optimize(
    w: np.ndarray, b: float, X: np.ndarray, Y: np.ndarray, num_iterations: int,
    learning_rate: float, print_cost: bool = False
) -> tuple[dict, dict, list]:
    """Walk down the cost with a fixed number of steps.

    w = w - alpha dw,  b = b - alpha db

    The cost of every hundredth step, from step 0 on, is kept: it belongs to the parameters
    before that step. So do the gradients that are returned: they are those of the last step.

    Parameters
    ----------
    w : array (n_x, 1), where to start; it is not changed
    b : number, where to start
    X : array (n_x, m)
    Y : array (1, m), labels 0 or 1
    num_iterations : int, at least 1 (the assignment's newer form has the default 100)
    learning_rate : float, alpha (there 0.009)
    print_cost : bool, for those who want to watch; nothing is printed here

    Returns
    -------
    params : dict with "w" and "b" after the last step
    grads : dict with "dw" and "db" of the last step
    costs : list of floats

    Source: the lecture on gradient descent.
    """
    costs = []
    for i in range(num_iterations):
        grads, cost = propagate(w, b, X, Y)
        w = w - learning_rate * grads["dw"]
        b = b - learning_rate * grads["db"]
        if i % 100 == 0:
            costs.append(cost)
    params = {"w": w, "b": b}
    return params, grads, costs


def predict(w: np.ndarray, b: float, X: np.ndarray) -> np.ndarray:
    """Decide for 0 or 1.

    The label is 1 where sigmoid(w.T x + b) > 0.5; one half itself may give either.

    Parameters
    ----------
    w : array (n_x, 1)
    b : number
    X : array (n_x, m)

    Returns
    -------
    Y_prediction : array (1, m) of 0 and 1

    Source: the lecture on logistic regression.
    """
    A = sigmoid(w.T @ X + b)
    return (A > 0.5).astype(int)


def model(
    X_train: np.ndarray, Y_train: np.ndarray, X_test: np.ndarray, Y_test: np.ndarray,
    num_iterations: int = 2000, learning_rate: float = 0.5, print_cost: bool = False
) -> dict:
    """Train from zeros on the training set, then predict both sets.

    Parameters
    ----------
    X_train : array (n_x, m_train)
    Y_train : array (1, m_train), labels 0 or 1
    X_test : array (n_x, m_test)
    Y_test : array (1, m_test), labels 0 or 1; training does not see them
    num_iterations : int, steps of gradient descent
    learning_rate : float
    print_cost : bool, for those who want to watch; nothing is printed here

    Returns
    -------
    d : dict with "costs", "Y_prediction_test" (1, m_test), "Y_prediction_train" (1, m_train),
        "w", "b", "learning_rate", "num_iterations"

    Source: the lecture on gradient descent on m examples.
    """
    w, b = initialize_with_zeros(X_train.shape[0])
    params, grads, costs = optimize(w, b, X_train, Y_train, num_iterations, learning_rate)
    w, b = params["w"], params["b"]
    Y_prediction_train = predict(w, b, X_train)
    Y_prediction_test = predict(w, b, X_test)
    return {"costs": costs, "Y_prediction_test": Y_prediction_test,
            "Y_prediction_train": Y_prediction_train, "w": w, "b": b,
            "learning_rate": learning_rate, "num_iterations": num_iterations}
