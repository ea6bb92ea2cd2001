"""The known mistakes of shallow_network, each written by another hand."""

import numpy as np


def draw(*shape):
    return np.random.normal(0, 1, shape)


def squash(z):
    return np.tanh(z / 2) / 2 + 0.5


def started(first, second, bias_1=None, bias_2=None):
    """The dictionary of parameters, with biases of zero unless told otherwise."""
    biases = [
        np.zeros((len(w), 1)) if b is None else b for w, b in ((first, bias_1), (second, bias_2))
    ]
    return {"W2": second, "b2": biases[1], "W1": first, "b1": biases[0]}


def passed(X, p, hidden=np.tanh, output=squash, bias=1):
    Z1 = np.einsum("ij,jk->ik", p["W1"], X) + bias * p["b1"]
    Z2 = np.einsum("ij,jk->ik", p["W2"], hidden(Z1)) + bias * p["b2"]
    return output(Z2), {"Z2": Z2, "A2": output(Z2), "Z1": Z1, "A1": hidden(Z1)}


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


def trained(X, Y, n_h, steps, rate=1.2, seeds=(3,)):
    for seed in seeds:
        np.random.seed(seed)
    p = started(draw(n_h, len(X)) / 100, draw(1, n_h) / 100)
    for _ in range(steps):
        grads = differentiated(p, passed(X, p)[1], X, Y)
        p = {name: p[name] - rate * grads["d" + name] for name in p}
    return p


def nn_model__does_not_seed(X, Y, n_h, num_iterations=10000, print_cost=False):
    return trained(X, Y, n_h, num_iterations, seeds=())


def nn_model__ignores_n_h(X, Y, n_h, num_iterations=10000, print_cost=False):
    return trained(X, Y, 4, num_iterations)


def nn_model__ignores_the_number_of_steps(X, Y, n_h, num_iterations=10000, print_cost=False):
    np.random.seed(3)
    W1, W2 = draw(n_h, len(X)) / 100, draw(1, n_h) / 100
    b1, b2 = np.zeros((n_h, 1)), np.zeros((1, 1))
    for _ in range(10_000):
        A1 = np.tanh(W1 @ X + b1)
        delta = (1 / (1 + np.exp(-(W2 @ A1 + b2))) - Y) * 1.2 / Y.size
        hidden = (W2.T @ delta) * (1 - A1 * A1)
        W2, b2 = W2 - delta @ A1.T, b2 - delta.sum()
        W1, b1 = W1 - hidden @ X.T, b1 - hidden.sum(axis=1)[:, None]
    return {"W1": W1, "W2": W2, "b1": b1, "b2": b2}


def nn_model__stops_one_step_early(X, Y, n_h, num_iterations=10000, print_cost=False):
    return trained(X, Y, n_h, len(range(1, num_iterations)))


def nn_model__throws_the_update_away(X, Y, n_h, num_iterations=10000, print_cost=False):
    return trained(X, Y, n_h, 0)


def nn_model__updates_once_after_the_loop(X, Y, n_h, num_iterations=10000, print_cost=False):
    return trained(X, Y, n_h, 1)


def nn_model__starts_over_in_every_step(X, Y, n_h, num_iterations=10000, print_cost=False):
    np.random.seed(3)
    for _ in range(num_iterations + 1):
        p = started(draw(n_h, len(X)) / 100, draw(1, n_h) / 100)
    grads = differentiated(p, passed(X, p)[1], X, Y)
    return {name: p[name] - 1.2 * grads["d" + name] for name in p}


def nn_model__differentiates_once(X, Y, n_h, num_iterations=10000, print_cost=False):
    return trained(X, Y, n_h, 1, rate=1.2 * num_iterations)


def nn_model__hard_codes_another_learning_rate(X, Y, n_h, num_iterations=10000, print_cost=False):
    return trained(X, Y, n_h, num_iterations, rate=0.01)
