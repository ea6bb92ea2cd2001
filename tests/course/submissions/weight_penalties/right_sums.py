"""A right solution that sums example by example, in plain Python."""
import math


def activation(w, b, X, i):
    z = float(b)
    for j in range(len(w)):
        z += w[j][0] * X[j][i]
    return 1.0 / (1.0 + math.exp(-z))


def plain_cost(w, b, X, Y):
    m = X.shape[1]
    total = 0.0
    for i in range(m):
        a = activation(w, b, X, i)
        total -= math.log(a) if Y[0][i] == 1 else math.log(1 - a)
    return total / m


def plain_gradients(w, b, X, Y):
    n, m = X.shape
    dw, db = [[0.0] for _ in range(n)], 0.0
    for i in range(m):
        error = activation(w, b, X, i) - Y[0][i]
        db += error / m
        for j in range(n):
            dw[j][0] += X[j][i] * error / m
    return dw, db


def l2_cost(w, b, X, Y, lambd):
    half = lambd / X.shape[1] / 2
    return plain_cost(w, b, X, Y) + sum(half * float(x) ** 2 for x in w[:, 0])


def l2_gradients(w, b, X, Y, lambd):
    dw, db = plain_gradients(w, b, X, Y)
    for j, row in enumerate(dw):
        row[0] += lambd * w[j][0] / X.shape[1]
    return {"dw": np.array(dw), "db": db}


def l1_cost(w, b, X, Y, lambd):
    half = lambd / X.shape[1] / 2
    return plain_cost(w, b, X, Y) + half * sum(abs(float(x)) for x in w[:, 0])


def l1_gradients(w, b, X, Y, lambd):
    dw, db = plain_gradients(w, b, X, Y)
    half = lambd / X.shape[1] / 2
    for j, row in enumerate(dw):
        if w[j][0] > 0:
            row[0] += half
        elif w[j][0] < 0:
            row[0] -= half
    return {"dw": np.array(dw), "db": db}


def squared_frobenius_norm(W):
    return sum(sum(x * x for x in row) for row in W)


def decay_factor(learning_rate, lambd, m):
    return (m - learning_rate * lambd) / m


def update_with_weight_decay(parameters, grads, learning_rate, lambd, m):
    new = {}
    for name, value in parameters.items():
        new[name] = value - learning_rate * grads["d" + name]
        if name[0] == "W":
            new[name] = new[name] - learning_rate * lambd / m * value
    return new
