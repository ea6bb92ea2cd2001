"""Every known mistake once more, written otherwise than in the reference."""

import numpy as np


def initialize_parameters_deep__forgets_the_factor(dims):
    state, out = np.random.RandomState(3), {}
    for k, (before, after) in enumerate(zip(dims, dims[1:])):
        out[f"W{k + 1}"], out[f"b{k + 1}"] = (
            state.standard_normal((after, before)),
            np.zeros((after, 1)),
        )
    return out


def initialize_parameters_deep__does_not_seed(dims):
    W = [np.random.normal(0, 0.01, (dims[k + 1], dims[k])) for k in range(len(dims) - 1)]
    return {
        **{"W%d" % (k + 1): w for k, w in enumerate(W)},
        **{"b%d" % (k + 1): np.zeros((len(w), 1)) for k, w in enumerate(W)},
    }


def initialize_parameters_deep__draws_transposed(dims):
    np.random.seed(3)
    out = {"W%d" % k: 0.01 * np.random.randn(*dims[k - 1 : k + 1]) for k in range(1, len(dims))}
    return out | {"b%d" % k: np.zeros([dims[k], 1]) for k in range(1, len(dims))}


def initialize_parameters_deep__draws_uniform_numbers(dims):
    np.random.seed(3)
    out = {f"W{k + 1}": np.random.uniform(0, 0.01, (n, dims[k])) for k, n in enumerate(dims[1:])}
    return out | {f"b{k}": np.zeros((n, 1)) for k, n in enumerate(dims) if k}


def initialize_parameters_deep__biases_are_numbers(dims):
    draw = np.random.RandomState(3).randn
    out = {"W%d" % k: draw(n, dims[k - 1]) / 100 for k, n in enumerate(dims) if k}
    return {**out, **dict.fromkeys(["b%d" % k for k in range(1, len(dims))], 0.0)}


def initialize_parameters_deep__biases_have_the_size_of_layer_1(dims):
    np.random.seed(3)
    b = {"b%d" % k: np.zeros((dims[1], 1)) for k in range(1, len(dims))}
    return {
        **{"W%d" % k: np.random.randn(dims[k], dims[k - 1]) / 100 for k in range(1, len(dims))},
        **b,
    }


def initialize_parameters_deep__forgets_the_last_layer(dims):
    state, out = np.random.RandomState(3), {}
    for k, (before, after) in enumerate(zip(dims[:-2], dims[1:-1]), start=1):
        out.update({f"W{k}": state.randn(after, before) / 100, f"b{k}": np.zeros((after, 1))})
    return out


def initialize_parameters_deep__scales_by_the_inputs(dims):
    np.random.seed(3)
    out = {}
    for k in range(len(dims) - 1):
        out["W" + str(k + 1)] = np.random.randn(dims[k + 1], dims[k]) * dims[k] ** -0.5
        out["b" + str(k + 1)] = np.zeros((dims[k + 1], 1))
    return out
