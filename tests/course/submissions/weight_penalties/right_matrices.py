# A right solution in matrix products; the penalty's gradient is added to dW, in place.
import numpy as np
import penalty_utils
from penalty_utils import *


def l2_cost(w, b, X, Y, lambd):
    m = X.shape[1]
    A = sigmoid(np.dot(w.T, X) + b)
    return penalty_utils.cross_entropy(A, Y) + lambd / (2 * m) * np.dot(w.T, w).item()


def l2_gradients(w, b, X, Y, lambd):
    m = X.shape[1]
    residual = sigmoid(np.dot(w.T, X) + b) - Y
    return dict(dw=(np.dot(X, residual.T) + lambd * w) / m, db=residual.mean())


def l1_cost(w, b, X, Y, lambd):
    A = sigmoid(np.dot(w.T, X) + b)
    return np.array(cross_entropy(A, Y) + lambd * np.linalg.norm(w, 1) / (2 * X.shape[1]))


def l1_gradients(w, b, X, Y, lambd):
    m = X.shape[1]
    residual = sigmoid(np.dot(w.T, X) + b) - Y
    pull = 0.5 * ((w > 0).astype(float) - (w < 0))
    return dict(dw=(np.dot(X, residual.T) + lambd * pull) / m, db=residual.mean())


def squared_frobenius_norm(W):
    return np.trace(W @ W.T)


def decay_factor(learning_rate, lambd, m):
    return 1 - lambd / m * learning_rate


def update_with_weight_decay(parameters, grads, learning_rate, lambd, m):
    for key in grads:
        if key.startswith("dW"):
            grads[key] += lambd / m * parameters[key[1:]]
        parameters[key[1:]] -= learning_rate * grads[key]
    return parameters
