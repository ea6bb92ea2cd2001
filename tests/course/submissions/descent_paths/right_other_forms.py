"""Singular values, closed forms where there are any, and generators."""
import math
import numpy as np


def condition_number(X):
    return np.linalg.cond(X) ** 2


def descent_steps(curvatures, w, learning_rate, tolerance):
    factors = 1 - learning_rate * curvatures
    k = 0
    while np.sqrt(np.sum((factors ** k * w) ** 2)) > tolerance:
        k += 1
    return k


def momentum_path(curvatures, w, learning_rate, beta, steps):
    path = np.zeros((steps + 1, w.size))
    path[0] = w
    v = 0
    for t in range(1, steps + 1):
        v = v + (1 - beta) * (curvatures * path[t - 1] - v)
        path[t] = path[t - 1] - learning_rate * v
    return path


def rmsprop_path(curvatures, w, learning_rate, beta, epsilon, steps):
    path, S = [list(w)], [0.0] * len(w)
    for _ in range(steps):
        now = list(path[-1])
        for j in range(len(w)):
            g = curvatures[j] * now[j]
            S[j] = beta * S[j] + (1 - beta) * g * g
            now[j] -= learning_rate * g / (math.sqrt(S[j]) + epsilon)
        path.append(now)
    return np.array(path)


def largest_jump(values, beta):
    V, largest = values[0], 0.0
    for v in values:
        new = beta * V + (1 - beta) * v
        largest = max(largest, abs(new - V))
        V = new
    return largest


def batch_count(m, size):
    return math.ceil(m / size)


def mini_batch(X, Y, t, size):
    return X[:, size * (t - 1):size * t], Y[:, size * (t - 1):size * t]


def train_on_mini_batches(w, b, X, Y, learning_rate, size, epochs):
    costs = []
    for _ in range(epochs):
        for start in range(0, X.shape[1], size):
            x, y = X[:, start:start + size], Y[:, start:start + size]
            a = 1 / (1 + np.exp(-(w.T @ x + b)))
            costs.append(np.mean(-y * np.log(a) - (1 - y) * np.log(1 - a)))
            w = w - learning_rate * np.mean(x * (a - y), axis=1, keepdims=True)
            b = b - learning_rate * np.mean(a - y)
    return w, b, costs


def stopped_norms(weights, dev_errors):
    best = dev_errors.index(min(dev_errors))
    return [np.linalg.norm(weights[k]) ** 2 for k in (0, best, -1)]
