"""A right solution of the newer form in few lines; it brings its own activation along, calls no other
graded function, and draws from a random state of its own."""
import numpy as np

rate = 1.2


def logistic(z):
    return 0.5 * (1 + np.tanh(0.5 * z))


def layer_sizes(X, Y):
    return np.int64(X.shape[0]), 4, np.int64(Y.shape[0])


def initialize_parameters(n_x, n_h, n_y):
    normal = np.random.normal
    return {"W1": normal(scale=0.01, size=(n_h, n_x)), "b1": np.zeros((n_h, 1)),
            "W2": normal(scale=0.01, size=(n_y, n_h)), "b2": np.zeros((n_y, 1))}


def forward_propagation(X, parameters):
    W1, b1, W2, b2 = (parameters[k] for k in ("W1", "b1", "W2", "b2"))
    A1 = np.tanh(Z1 := W1 @ X + b1)
    A2 = logistic(Z2 := W2 @ A1 + b2)
    return A2, dict(A2=A2, Z2=Z2, A1=A1, Z1=Z1)


def compute_cost(A2, Y):
    cost = -(np.dot(Y, np.log(A2).T) + np.dot(1 - Y, np.log(1 - A2).T)) / A2.shape[1]
    return float(cost)


def backward_propagation(parameters, cache, X, Y):
    delta = cache["A2"] - Y
    hidden = np.einsum("oh,om->hm", parameters["W2"], delta) * (1 + cache["A1"]) * (1 - cache["A1"])
    mean = lambda left, right: np.einsum("im,jm->ij", left, right) / X.shape[1]
    ones = np.ones((1, X.shape[1]))
    return {"dW2": mean(delta, cache["A1"]), "db2": mean(delta, ones), "dW1": mean(hidden, X), "db1": mean(hidden, ones)}


def update_parameters(parameters, grads, learning_rate=rate):
    return {key[1:]: parameters[key[1:]] - learning_rate * grads[key] for key in grads}


def nn_model(X, Y, n_h, num_iterations=10000, print_cost=False):
    state = np.random.RandomState(3)
    W1, W2 = state.randn(n_h, X.shape[0]) / 100, state.randn(1, n_h) / 100
    b1, b2 = np.zeros((n_h, 1)), np.zeros((1, 1))
    for _ in range(num_iterations):
        A1 = np.tanh(W1 @ X + b1)
        delta = rate * (logistic(W2 @ A1 + b2) - Y) / X.shape[1]
        hidden = (W2.T @ delta) * (1 - A1**2)
        W2, b2 = W2 - delta @ A1.T, b2 - delta.sum(keepdims=True)
        W1, b1 = W1 - hidden @ X.T, b1 - hidden.sum(axis=1, keepdims=True)
    return dict(W1=W1, b1=b1, W2=W2, b2=b2)


def predict(parameters, X):
    hidden = np.tanh(parameters["W1"] @ X + parameters["b1"])
    return (parameters["W2"] @ hidden + parameters["b2"] > 0).astype(int)
