"""Right but for three functions: no keepdims, sums over columns, errors that cancel."""
import math
import numpy as np


def basic_sigmoid(x):
    return 1 / (1 + math.exp(-x))


def sigmoid(x):
    return 1 / (1 + np.exp(-x))


def sigmoid_derivative(x):
    s = sigmoid(x)
    return s * (1 - s)


def image2vector(image):
    return image.reshape(image.shape[0] * image.shape[1] * image.shape[2], 1)


def normalize_rows(x):
    x_norm = np.linalg.norm(x, axis=1)
    return x / x_norm


def softmax(x):
    x_exp = np.exp(x)
    x_sum = np.sum(x_exp, axis=0, keepdims=True)
    return x_exp / x_sum


def L1(yhat, y):
    return np.abs(np.sum(y - yhat))


def L2(yhat, y):
    return np.dot(y - yhat, y - yhat)
