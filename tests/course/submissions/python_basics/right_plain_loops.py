# A right solution without NumPy's axes: plain loops, lists, Python floats; the older function name.
import math
import numpy as np


def basic_sigmoid(x):
    if x >= 0:
        s = 1.0 / (1.0 + math.exp(-x))
    else:
        s = math.exp(x) / (math.exp(x) + 1.0)
    return s


def sigmoid(x):
    return (1 + np.tanh(np.asarray(x) / 2)) / 2


def sigmoid_derivative(x):
    up, down = np.exp(x / 2), np.exp(-x / 2)
    return 1 / (up + down) ** 2


def image2vector(image):
    v = []
    for i in range(image.shape[0]):
        for j in range(image.shape[1]):
            for k in range(image.shape[2]):
                v.append([image[i, j, k]])
    return np.array(v)


def normalizeRows(x):
    result = np.zeros(x.shape)
    for i in range(x.shape[0]):
        length = 0.
        for j in range(x.shape[1]):
            length += x[i, j] ** 2
        for j in range(x.shape[1]):
            result[i, j] = x[i, j] / math.sqrt(length)
    return result


def softmax(x):
    rows = []
    for row in x:
        e = [math.exp(value - max(row)) for value in row]
        rows.append([value / sum(e) for value in e])
    return np.array(rows)


def L1(yhat, y):
    loss = 0
    for i in range(len(y)):
        loss += abs(y[i] - yhat[i])
    return loss


def L2(yhat, y):
    loss = 0
    for i in range(len(y)):
        loss += (y[i] - yhat[i]) * (y[i] - yhat[i])
    return float(loss)
