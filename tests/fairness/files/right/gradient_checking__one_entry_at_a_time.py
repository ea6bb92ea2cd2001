import numpy as np
from course2.week1 import gc_utils


def forward_propagation_n(X, Y, parameters):
    W1, b1, W2, b2, W3, b3 = [parameters[k] for k in ("W1", "b1", "W2", "b2", "W3", "b3")]
    A2 = gc_utils.relu(np.dot(W2, gc_utils.relu(np.dot(W1, X) + b1)) + b2)
    A3 = gc_utils.sigmoid(np.dot(W3, A2) + b3)
    losses = np.multiply(-np.log(A3), Y) + np.multiply(-np.log(1 - A3), 1 - Y)
    return 1.0 / X.shape[1] * np.sum(losses), None


def gradient_check_n(parameters, gradients, x, y, epsilon=1e-7):
    values, keys = gc_utils.dictionary_to_vector(parameters)
    grad = gc_utils.gradients_to_vector(gradients)
    n = values.shape[0]
    above, below, approx = np.zeros((n, 1)), np.zeros((n, 1)), np.zeros((n, 1))
    for i in range(n):
        theta = np.copy(values)
        theta[i][0] += epsilon
        above[i], _ = forward_propagation_n(x, y, gc_utils.vector_to_dictionary(theta))
        theta = np.copy(values)
        theta[i] -= epsilon
        below[i], _ = forward_propagation_n(x, y, gc_utils.vector_to_dictionary(theta))
        approx[i] = (above[i] - below[i]) / 2 / epsilon
    return np.linalg.norm(grad - approx) / (np.linalg.norm(grad) + np.linalg.norm(approx))
