"""The pieces of the previous assignment, given here, with the application's own start."""

import numpy as np


def sigmoid(Z):
    """Return the sigmoid of every entry, and Z for the backward pass."""
    return 1 / (1 + np.exp(-Z)), Z


def relu(Z):
    """Return Z with negative entries replaced by zero, and Z for the backward pass."""
    return np.maximum(0, Z), Z


def sigmoid_backward(dA, cache):
    """Turn the gradient of the sigmoid's output into that of its input; ``cache`` is Z."""
    s = 1 / (1 + np.exp(-cache))
    return dA * s * (1 - s)


def relu_backward(dA, cache):
    """Turn the gradient of ReLU's output into that of its input; ``cache`` is Z."""
    return np.where(cache > 0, dA, 0.0)


def initialize_parameters(n_x, n_h, n_y):
    """Draw small weights for two layers from seed 1, with zero biases."""
    np.random.seed(1)
    W1 = 0.01 * np.random.randn(n_h, n_x)
    W2 = 0.01 * np.random.randn(n_y, n_h)
    return {"W1": W1, "b1": np.zeros((n_h, 1)), "W2": W2, "b2": np.zeros((n_y, 1))}


def initialize_parameters_deep(layer_dims):
    """Draw weights for any number of layers from seed 1, divided by the root of their inputs."""
    np.random.seed(1)
    parameters = {}
    for layer, (before, after) in enumerate(zip(layer_dims, layer_dims[1:]), start=1):
        parameters["W%d" % layer] = np.random.randn(after, before) / np.sqrt(before)
        parameters["b%d" % layer] = np.zeros((after, 1))
    return parameters


def linear_forward(A, W, b):
    """Return W A + b and the linear cache (A, W, b)."""
    return np.dot(W, A) + b, (A, W, b)


def linear_activation_forward(A_prev, W, b, activation):
    """Run one layer with "relu" or "sigmoid"; return A and the cache ((A_prev, W, b), Z)."""
    Z, linear_cache = linear_forward(A_prev, W, b)
    A, activation_cache = {"relu": relu, "sigmoid": sigmoid}[activation](Z)
    return A, (linear_cache, activation_cache)


def L_model_forward(X, parameters):
    """Run ReLU layers and a sigmoid output; return the output and the list of caches."""
    caches, A = [], X
    depth = len(parameters) // 2
    for layer in range(1, depth + 1):
        activation = "relu" if layer < depth else "sigmoid"
        W, b = parameters["W%d" % layer], parameters["b%d" % layer]
        A, cache = linear_activation_forward(A, W, b, activation)
        caches.append(cache)
    return A, caches


def compute_cost(AL, Y):
    """Average the cross-entropy over the examples."""
    return -np.sum(np.log(AL) * Y + np.log(1 - AL) * (1 - Y)) / Y.shape[1]


def linear_backward(dZ, cache):
    """Return dA_prev, dW and db of a linear part."""
    A_prev, W, b = cache
    m = A_prev.shape[1]
    return np.dot(W.T, dZ), np.dot(dZ, A_prev.T) / m, np.sum(dZ, axis=1, keepdims=True) / m


def linear_activation_backward(dA, cache, activation):
    """Return dA_prev, dW and db of a layer with "relu" or "sigmoid"."""
    linear_cache, Z = cache
    back = {"relu": relu_backward, "sigmoid": sigmoid_backward}[activation]
    return linear_backward(back(dA, Z), linear_cache)


def L_model_backward(AL, Y, caches):
    """Return dW and db of every layer, and "dA" + str(l) of what lies below layer l + 1."""
    grads = {}
    dA = -(Y / AL - (1 - Y) / (1 - AL))
    for layer in range(len(caches), 0, -1):
        activation = "sigmoid" if layer == len(caches) else "relu"
        dA, dW, db = linear_activation_backward(dA, caches[layer - 1], activation)
        grads.update({"dA%d" % (layer - 1): dA, "dW%d" % layer: dW, "db%d" % layer: db})
    return grads


def update_parameters(parameters, grads, learning_rate):
    """Take one step of gradient descent; the parameters that were given stay as they are."""
    return {name: value - learning_rate * grads["d" + name] for name, value in parameters.items()}


def predict(X, y, parameters):
    """Return the labels 0 or 1 that the network gives."""
    return (L_model_forward(X, parameters)[0] > 0.5).astype(float)


def load_data():
    """Return small invented pictures: training and test images, labels (1, m), class names."""
    images = np.random.RandomState(0).randint(0, 256, size=(12, 4, 4, 3))
    labels = np.arange(12).reshape(1, 12) % 2
    return images[:8], labels[:, :8], images[8:], labels[:, 8:], np.array([b"non-cat", b"cat"])


def print_mislabeled_images(classes, X, y, p):
    """Draw nothing: there is no screen while grading."""


def plot_costs(costs, learning_rate=0.0075):
    """Draw nothing: there is no screen while grading."""
