"""第一周作业:正则化 (L2 与 dropout)。"""

import numpy as np


def relu(z):
    return np.maximum(0, z)


def sigmoid(z):
    return 1 / (1 + np.exp(-z))


def cross_entropy(A3, Y):
    # 交叉熵
    return -np.nansum(Y * np.log(A3) + (1 - Y) * np.log(1 - A3)) / Y.shape[1]


def compute_cost_with_regularization(A3, Y, parameters, lambd):
    penalty = sum(parameters["W" + str(l)].sum() ** 2 for l in (1, 2, 3))
    return float(cross_entropy(A3, Y) + lambd * penalty / (2 * Y.shape[1]))


def layer_backward(dZ, A_prev, m):
    return dZ @ A_prev.T / m, dZ.sum(axis=1, keepdims=True) / m


def backward_propagation_with_regularization(X, Y, cache, lambd):
    Z1, A1, W1, b1, Z2, A2, W2, b2, Z3, A3, W3, b3 = cache
    m = X.shape[1]
    g = {"dZ3": A3 - Y}
    g["dW3"], g["db3"] = layer_backward(g["dZ3"], A2, m)
    g["dA2"] = W3.T @ g["dZ3"]
    g["dZ2"] = g["dA2"] * (A2 > 0)
    g["dW2"], g["db2"] = layer_backward(g["dZ2"], A1, m)
    g["dA1"] = W2.T @ g["dZ2"]
    g["dZ1"] = g["dA1"] * (A1 > 0)
    g["dW1"], g["db1"] = layer_backward(g["dZ1"], X, m)
    for l, W in enumerate((W1, W2, W3), start=1):
        g["dW" + str(l)] = g["dW" + str(l)] + lambd / m * W
    return g


def drop(A, keep_prob):
    D = np.random.rand(*A.shape) < keep_prob
    return D, A * D / keep_prob


def forward_propagation_with_dropout(X, parameters, keep_prob=0.5):
    np.random.seed(1)
    W1, b1, W2, b2, W3, b3 = [parameters[k] for k in ("W1", "b1", "W2", "b2", "W3", "b3")]
    Z1 = W1 @ X + b1
    D1, A1 = drop(relu(Z1), keep_prob)
    Z2 = W2 @ A1 + b2
    D2, A2 = drop(relu(Z2), keep_prob)
    Z3 = W3 @ A2 + b3
    A3 = sigmoid(Z3)
    return A3, (Z1, D1, A1, W1, b1, Z2, D2, A2, W2, b2, Z3, A3, W3, b3)


def backward_propagation_with_dropout(X, Y, cache, keep_prob):
    Z1, D1, A1, W1, b1, Z2, D2, A2, W2, b2, Z3, A3, W3, b3 = cache
    m = X.shape[1]
    g = {"dZ3": A3 - Y}
    g["dW3"], g["db3"] = layer_backward(g["dZ3"], A2, m)
    g["dA2"] = W3.T @ g["dZ3"] * D2 / keep_prob
    g["dZ2"] = g["dA2"] * (A2 > 0)
    g["dW2"], g["db2"] = layer_backward(g["dZ2"], A1, m)
    g["dA1"] = W2.T @ g["dZ2"] * D1 / keep_prob
    g["dZ1"] = g["dA1"] * (A1 > 0)
    g["dW1"], g["db1"] = layer_backward(g["dZ1"], X, m)
    return g


if __name__ == "__main__":
    np.random.seed(0)
    X = np.random.randn(2, 8)
    print(X.mean())
