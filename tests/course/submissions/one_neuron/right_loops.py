"""Everything by loops, as the lecture has it before vectorizing."""
import math
import numpy as np


def data_sizes(train_images, test_images):
    n_x = 1
    for n in train_images.shape[1:]:
        n_x *= n
    return len(train_images), len(test_images), train_images.shape[1], n_x


def join_bias(w, b, X):
    theta = np.concatenate(([[b]], w))
    return theta, np.insert(X, 0, 1, axis=0)


def graph_derivatives(x1, x2, w1, w2, b, y):
    z = w1 * x1 + w2 * x2 + b
    a = 1 / (1 + math.exp(-z))
    da = -1 / a if y == 1 else 1 / (1 - a)
    dz = a - y
    return dict(da=da, dz=dz, dw1=x1 * dz, dw2=x2 * dz, db=dz)


def partial_dots(w, x):
    z = 0
    out = np.zeros(w.shape)
    for j in range(len(w)):
        z += w[j, 0] * x[j, 0]
        out[j, 0] = z
    return out


def running_sums(w, b, X, Y):
    J, dw, db = 0, np.zeros(len(w)), 0
    out = {"J": [], "dw": [], "db": []}
    for i in range(X.shape[1]):
        z = b
        for j in range(len(w)):
            z += w[j, 0] * X[j, i]
        a = 1 / (1 + math.exp(-z))
        y = Y[0, i]
        J += -(y * math.log(a) + (1 - y) * math.log(1 - a))
        dz = a - y
        for j in range(len(w)):
            dw[j] += X[j, i] * dz
        db += dz
        out["J"].append(J)
        out["dw"].append(dw.copy())
        out["db"].append(db)
    return {"J": np.array(out["J"]), "dw": np.array(out["dw"]).T, "db": np.array(out["db"])}


def loop_step(w, b, X, Y, learning_rate):
    m = X.shape[1]
    A = 1 / (1 + np.exp(-(w.T @ X + b)))
    cost = -np.mean(Y * np.log(A) + (1 - Y) * np.log(1 - A))
    w = w - learning_rate * X @ (A - Y).T / m
    b = b - learning_rate * np.mean(A - Y)
    return w, b, cost


def costs_along_line(w, direction, X, Y, steps):
    entropies, squares = [], []
    for t in steps:
        A = 1 / (1 + np.exp(-((w + t * direction).T @ X)))
        entropies.append(-np.mean(Y * np.log(A) + (1 - Y) * np.log(1 - A)))
        squares.append(np.mean((A - Y) ** 2))
    return np.array(entropies), np.array(squares)


def second_differences(costs):
    return np.diff(costs, n=2)
