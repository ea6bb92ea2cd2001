import numpy as np
from lr_utils import load_dataset
from tqdm import trange


def sigmoid(z):
    return 1.0 / (1.0 + np.exp(-1.0 * z))


def cross_entropy(m, A, Y):
    return (-1 / m) * np.sum(Y * np.log(A) + (1 - Y) * (np.log(1 - A)))


def propagate(w, b, X, Y):
    m = X.shape[1]
    A = sigmoid(np.dot(w.T, X) + b)
    dw = np.dot(X, (A - Y).T) / m
    db = np.sum(A - Y) / m
    assert db.dtype == float
    return {"dw": dw, "db": db}, cross_entropy(m, A, Y)


def optimize(w, b, X, Y, num_iterations, learning_rate):
    costs = []
    for i in trange(num_iterations):
        grads, cost = propagate(w, b, X, Y)
        w = w - learning_rate * grads["dw"]
        b = b - learning_rate * grads["db"]
        if i % 100 == 0:
            costs.append(cost)
    return {"w": w, "b": b}, grads, costs


def predict(w, b, X):
    labels = np.zeros((1, X.shape[1]))
    A = sigmoid(np.dot(w.T, X) + b)
    for i in range(A.shape[1]):
        labels[0, i] = 1 if A[0][i] >= 0.5 else 0
    return labels
