"""The known mistakes of shallow_network, each written by another hand."""

import numpy as np


def differentiated(p, cache, X, Y, slope=None, m=None, m_b=None, delta=None):
    """Gradients, by sums of outer products over the examples."""
    m = m or X.shape[1]
    m_b = m_b or m
    delta = cache["A2"] - Y if delta is None else delta
    slope = np.cosh(cache["Z1"]) ** -2.0 if slope is None else slope
    hidden = np.multiply(np.outer(p["W2"], delta), slope)
    grads = {"dW2": sum(np.outer(d, a) for d, a in zip(delta.T, cache["A1"].T)) / m}
    grads["dW1"] = sum(np.outer(d, x) for d, x in zip(hidden.T, X.T)) / m
    grads["db1"], grads["db2"] = [
        np.array([[sum(row)] for row in d]) / m_b for d in (hidden, delta)
    ]
    return grads


def backward_propagation__takes_the_sigmoids_derivative(parameters, cache, X, Y):
    return differentiated(parameters, cache, X, Y, slope=cache["A1"] - cache["A1"] ** 2)


def backward_propagation__takes_the_output_layers_derivative(parameters, cache, X, Y):
    return differentiated(parameters, cache, X, Y, slope=np.ones_like(cache["Z1"]))


def backward_propagation__forgets_the_square(parameters, cache, X, Y):
    return differentiated(parameters, cache, X, Y, slope=1 - np.tanh(cache["Z1"]))


def backward_propagation__takes_Z1_for_A1(parameters, cache, X, Y):
    return differentiated(parameters, cache, X, Y, slope=(1 + cache["Z1"]) * (1 - cache["Z1"]))


def backward_propagation__takes_tanh_twice(parameters, cache, X, Y):
    return differentiated(parameters, cache, X, Y, slope=1 / np.cosh(cache["A1"]) ** 2)


def backward_propagation__takes_relus_derivative(parameters, cache, X, Y):
    return differentiated(parameters, cache, X, Y, slope=np.where(cache["Z1"] > 0, 1.0, 0.0))


def backward_propagation__forgets_to_average(parameters, cache, X, Y):
    return differentiated(parameters, cache, X, Y, m=1)


def backward_propagation__forgets_to_average_the_biases(parameters, cache, X, Y):
    return differentiated(parameters, cache, X, Y, m_b=1)


def backward_propagation__averages_twice(parameters, cache, X, Y):
    return differentiated(parameters, cache, X, Y, m=X.shape[1] ** 2)


def backward_propagation__counts_features(parameters, cache, X, Y):
    return differentiated(parameters, cache, X, Y, m=len(X))


def backward_propagation__turns_the_sign(parameters, cache, X, Y):
    return {name: -g for name, g in differentiated(parameters, cache, X, Y).items()}


def backward_propagation__differentiates_the_sigmoid_as_well(parameters, cache, X, Y):
    A2 = cache["A2"]
    return differentiated(parameters, cache, X, Y, delta=(A2 - A2**2) * (A2 - Y))


def backward_propagation__loses_the_columns(parameters, cache, X, Y):
    grads = differentiated(parameters, cache, X, Y)
    return {name: g.flatten() if name[1] == "b" else g for name, g in grads.items()}


def backward_propagation__adds_up_all_units(parameters, cache, X, Y):
    grads = differentiated(parameters, cache, X, Y)
    return dict(grads, db1=np.array([[grads["db1"].sum()]]))


def backward_propagation__adds_up_units(parameters, cache, X, Y):
    grads = differentiated(parameters, cache, X, Y)
    hidden = np.outer(parameters["W2"], cache["A2"] - Y) * (1 - np.tanh(cache["Z1"]) ** 2)
    return dict(grads, db1=sum(hidden)[None, :] / X.shape[1])
