"""The known mistakes of shallow_network, each written by another hand."""

import numpy as np


def squash(z):
    return np.tanh(z / 2) / 2 + 0.5


def passed(X, p, hidden=np.tanh, output=squash, bias=1):
    Z1 = np.einsum("ij,jk->ik", p["W1"], X) + bias * p["b1"]
    Z2 = np.einsum("ij,jk->ik", p["W2"], hidden(Z1)) + bias * p["b2"]
    return output(Z2), {"Z2": Z2, "A2": output(Z2), "Z1": Z1, "A1": hidden(Z1)}


def predict__returns_probabilities(parameters, X):
    return passed(X, parameters)[0]


def predict__turns_the_labels(parameters, X):
    return passed(X, parameters)[1]["Z2"] < 0


def predict__labels_all_as_1(parameters, X):
    return np.ones((1, X.shape[1]))


def predict__forgets_the_sigmoid(parameters, X):
    return np.where(passed(X, parameters, output=np.copy)[0] > 0.5, 1, 0)


def predict__loses_the_row(parameters, X):
    return np.array([z > 0 for z in passed(X, parameters)[1]["Z2"][0]])


def predict__returns_the_share(parameters, X):
    Z2 = passed(X, parameters)[1]["Z2"]
    return np.sum(Z2 > 0) / Z2.size


def predict__forgets_the_hidden_activation(parameters, X):
    return passed(X, parameters, hidden=np.copy)[0] > 0.5
