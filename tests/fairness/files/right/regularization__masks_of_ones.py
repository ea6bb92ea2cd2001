import numpy as np
import reg_utils
from layers import relu, sigmoid

train_X, train_Y, test_X, test_Y = reg_utils.load_2D_dataset(is_plot=False)


def compute_cost_with_regularization(A3, Y, parameters, lambd):
    squares = np.sum([np.sum(np.square(parameters["W" + str(l)])) for l in range(1, 4)])
    return reg_utils.compute_cost(A3, Y) + (1.0 / Y.shape[-1] * lambd / 2) * squares


def forward_propagation_with_dropout(X, params, keep_prob=0.5):
    np.random.seed(1)
    W1, b1 = params["W1"], params["b1"]
    W2, b2 = params["W2"], params["b2"]
    W3, b3 = params["W3"], params["b3"]
    Z1 = np.dot(W1, X) + b1
    A1 = relu(Z1)
    D1 = (np.random.rand(*A1.shape) < keep_prob) * 1.0
    A1 *= D1
    A1 /= keep_prob
    Z2 = np.dot(W2, A1) + b2
    A2 = reg_utils.relu(Z2)
    D2 = np.where(np.random.rand(A2.shape[0], A2.shape[1]) < keep_prob, 1, 0)
    A2 = np.multiply(D2, A2) / keep_prob
    Z3 = np.dot(W3, A2) + b3
    A3 = sigmoid(Z3)
    return A3, [Z1, D1, A1, W1, b1, Z2, D2, A2, W2, b2, Z3, A3, W3, b3]


def backward_propagation_with_dropout(X, Y, cache, keep_prob):
    m = X.shape[1]
    (Z1, D1, A1, W1, b1, Z2, D2, A2, W2, b2, Z3, A3, W3, b3) = cache
    dZ3 = A3 - Y
    grads = {"dZ3": dZ3, "dW3": (1 / m) * np.dot(dZ3, A2.T), "db3": dZ3.mean(axis=1, keepdims=True)}
    dA2 = np.dot(W3.T, dZ3)
    dA2 *= D2
    dA2 /= keep_prob
    dZ2 = np.multiply(dA2, Z2 > 0)
    dA1 = np.dot(W2.T, dZ2) * D1 / keep_prob
    dZ1 = np.array(dA1, copy=True)
    dZ1[Z1 <= 0] = 0
    grads.update(
        dA2=dA2, dZ2=dZ2, dW2=np.dot(dZ2, A1.T) / m, db2=np.sum(dZ2, axis=1, keepdims=True) / m
    )
    grads.update(
        dA1=dA1, dZ1=dZ1, dW1=np.dot(dZ1, X.T) / m, db1=np.sum(dZ1, axis=1, keepdims=True) / m
    )
    return grads
