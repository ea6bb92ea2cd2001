import numpy as np


def forward_propagation(x, theta):
    return x + theta


def backward_propagation(x, theta):
    return theta


def gradient_check(x, theta, epsilon=1e-7):
    up, down = theta + epsilon, theta - epsilon
    gradapprox = (up * x - down * x) / epsilon
    grad = backward_propagation(x, theta)
    return np.linalg.norm(grad - gradapprox) / (np.linalg.norm(grad) + np.linalg.norm(gradapprox))
