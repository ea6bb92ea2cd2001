# A right solution with loops over examples and features, 0-d costs, and w changed in place on a copy.
import math
import numpy as np


def sigmoid(z):
    return np.where(np.asarray(z) < 0, np.exp(z) / (1 + np.exp(z)), 1 / (1 + np.exp(-np.asarray(z, dtype=float))))


def initialize_with_zeros(dim):
    w = np.array([[0.0]] * dim)
    b = 0
    return w, b


def activation(w, b, x):
    z = float(b)
    for j in range(len(x)):
        z += w[j, 0] * x[j]
    return 1 / (1 + math.exp(-z))


def propagate(w, b, X, Y):
    m = X.shape[1]
    cost = 0.
    dw = np.zeros(w.shape)
    db = 0.
    for i in range(m):
        a = activation(w, b, X[:, i])
        y = Y[0, i]
        cost -= (y * math.log(a) + (1 - y) * math.log(1 - a)) / m
        for j in range(X.shape[0]):
            dw[j, 0] += X[j, i] * (a - y) / m
        db += (a - y) / m
    return {'db': db, 'dw': dw}, np.array(cost)


def optimize(w, b, X, Y, num_iterations, learning_rate, print_cost=False):
    w = np.array(w, dtype=float)
    costs = []
    for i in range(num_iterations):
        grads, cost = propagate(w, b, X, Y)
        w = w - learning_rate * grads['dw']
        b -= learning_rate * grads['db']
        if not i % 100:
            costs.append(cost)
    return {'w': w, 'b': b}, grads, costs


def predict(w, b, X):
    labels = np.zeros((1, X.shape[1]))
    for i in range(X.shape[1]):
        if activation(w, b, X[:, i]) > 0.5:
            labels[0, i] = 1
    return labels


def model(X_train, Y_train, X_test, Y_test, num_iterations=2000, learning_rate=0.5, print_cost=False):
    w, b = initialize_with_zeros(X_train.shape[0])
    params, grads, costs = optimize(w, b, X_train, Y_train, num_iterations, learning_rate, print_cost)
    d = {'costs': costs, 'num_iterations': num_iterations, 'learning_rate': learning_rate}
    d.update(params)
    d['Y_prediction_train'] = predict(d['w'], d['b'], X_train)
    d['Y_prediction_test'] = predict(d['w'], d['b'], X_test)
    return d
