import numpy as np
from testCases import *


def forward_propagation(x, theta):
    return np.dot(theta, x)


def backward_propagation(x, theta):
    dtheta = x
    return dtheta


def gradient_check(x, theta, epsilon=1e-7, print_msg=False):
    up, down = theta + epsilon, theta - epsilon
    gradapprox = (np.dot(up, x) - x * down) / 2.0 / epsilon
    grad = backward_propagation(x, theta)
    difference = np.linalg.norm(gradapprox - grad) / (
        np.linalg.norm(gradapprox) + np.linalg.norm(grad)
    )
    if print_msg:
        print("fine" if difference < 2e-7 else "wrong", difference)
    return difference


print(gradient_check(2, 4))
