"""The known mistakes of shallow_network, each written by another hand."""

import numpy as np


def squash(z):
    return np.tanh(z / 2) / 2 + 0.5


def passed(X, p, hidden=np.tanh, output=squash, bias=1):
    Z1 = np.einsum("ij,jk->ik", p["W1"], X) + bias * p["b1"]
    Z2 = np.einsum("ij,jk->ik", p["W2"], hidden(Z1)) + bias * p["b2"]
    return output(Z2), {"Z2": Z2, "A2": output(Z2), "Z1": Z1, "A1": hidden(Z1)}


def forward_propagation__takes_the_sigmoid_twice(X, parameters):
    return passed(X, parameters, hidden=squash)


def forward_propagation__takes_tanh_twice(X, parameters):
    return passed(X, parameters, output=np.tanh)


def forward_propagation__swaps_the_activations(X, parameters):
    return passed(X, parameters, hidden=squash, output=np.tanh)


def forward_propagation__takes_relu(X, parameters):
    return passed(X, parameters, hidden=lambda z: z * (z > 0))


def forward_propagation__forgets_tanh(X, parameters):
    return passed(X, parameters, hidden=np.copy)


def forward_propagation__forgets_the_sigmoid(X, parameters):
    return passed(X, parameters, output=np.copy)


def forward_propagation__forgets_the_biases(X, parameters):
    return passed(X, parameters, bias=0)


def forward_propagation__passes_on_Z1(X, parameters):
    A2, cache = passed(X, parameters, hidden=np.copy)
    return A2, dict(cache, A1=np.tanh(cache["Z1"]))


def forward_propagation__returns_the_cache_alone(X, parameters):
    return passed(X, parameters)[1]


def forward_propagation__caches_a_tuple(X, parameters):
    A2, cache = passed(X, parameters)
    return A2, [cache[name] for name in ("Z1", "A1", "Z2", "A2")]
