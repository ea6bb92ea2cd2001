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


def logs(A2, Y):
    return np.where(Y, np.log(A2), 0), np.where(Y, 0, np.log(1 - A2))


def trained(X, Y, n_h, steps, rate=1.2, seeds=(3,)):
    for seed in seeds:
        np.random.seed(seed)
    p = started(draw(n_h, len(X)) / 100, draw(1, n_h) / 100)
    for _ in range(steps):
        grads = differentiated(p, passed(X, p)[1], X, Y)
        p = {name: p[name] - rate * grads["d" + name] for name in p}
    return p


def layer_sizes__counts_examples(X, Y):
    return len(X.T), 4, len(Y.T)


def layer_sizes__counts_examples_in_Y(X, Y):
    return [len(X), 4, Y.size // len(Y)]


def layer_sizes__makes_the_hidden_layer_as_wide_as_the_input(X, Y):
    return len(X), len(X), len(Y)


def layer_sizes__returns_whole_shapes(X, Y):
    return np.shape(X), 4, np.shape(Y)


def layer_sizes__swaps_hidden_and_output(X, Y):
    return [len(X), len(Y), 4]


def initialize_parameters__forgets_the_factor(n_x, n_h, n_y):
    return started(draw(n_h, n_x), draw(n_y, n_h))


def initialize_parameters__forgets_the_second_factor(n_x, n_h, n_y):
    return started(draw(n_h, n_x) / 100, draw(n_y, n_h))


def initialize_parameters__takes_another_factor(n_x, n_h, n_y):
    return started(draw(n_h, n_x) / 10, draw(n_y, n_h) / 10)


def initialize_parameters__draws_uniformly(n_x, n_h, n_y):
    first = np.random.random_sample((n_h, n_x)) / 100
    return started(first, np.random.uniform(0, 0.01, (n_y, n_h)))


def initialize_parameters__draws_transposed(n_x, n_h, n_y):
    first, second = draw(n_x, n_h) / 100, draw(n_h, n_y) / 100
    return started(first, second, np.zeros((n_h, 1)), np.zeros((n_y, 1)))


def initialize_parameters__draws_and_transposes(n_x, n_h, n_y):
    first = np.transpose(draw(n_x, n_h)) / 100
    return started(first, np.transpose(draw(n_h, n_y)) / 100)


def initialize_parameters__draws_the_second_layer_first(n_x, n_h, n_y):
    p = {}
    for name, shape in (("2", (n_y, n_h)), ("1", (n_h, n_x))):
        p["W" + name], p["b" + name] = draw(*shape) / 100, np.zeros((shape[0], 1))
    return p


def initialize_parameters__draws_the_biases(n_x, n_h, n_y):
    numbers = [draw(*shape) / 100 for shape in ((n_h, n_x), (n_h, 1), (n_y, n_h), (n_y, 1))]
    return dict(zip(("W1", "b1", "W2", "b2"), numbers))


def initialize_parameters__biases_are_numbers(n_x, n_h, n_y):
    return started(draw(n_h, n_x) / 100, draw(n_y, n_h) / 100, 0, 0)


def initialize_parameters__biases_are_flat(n_x, n_h, n_y):
    return started(draw(n_h, n_x) / 100, draw(n_y, n_h) / 100, np.full(n_h, 0.0), np.full(n_y, 0.0))


def initialize_parameters__biases_all_have_the_size_of_layer_1(n_x, n_h, n_y):
    b = np.array([[0.0]] * n_h)
    return started(draw(n_h, n_x) / 100, draw(n_y, n_h) / 100, b, b)


def initialize_parameters__starts_at_zero(n_x, n_h, n_y):
    return started(np.full((n_h, n_x), 0.0), np.full((n_y, n_h), 0.0))


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


def compute_cost__forgets_the_zeros(A2, Y, parameters):
    return -logs(A2, Y)[0].sum() / A2.shape[1]


def compute_cost__forgets_to_average(A2, Y, parameters):
    return -sum(part.sum() for part in logs(A2, Y))


def compute_cost__turns_the_sign(A2, Y):
    return float(np.mean(sum(logs(A2, Y))))


def compute_cost__swaps_the_labels(A2, Y):
    return -np.mean(sum(logs(A2, Y == 0)))


def compute_cost__subtracts_the_second_term(A2, Y, parameters):
    ones, zeros = logs(A2, Y)
    return np.mean(zeros - ones)


def compute_cost__forgets_the_other_probability(A2, Y, parameters):
    return np.array(-np.mean(np.log(A2)))


def compute_cost__returns_every_loss(A2, Y, parameters):
    return sum(logs(A2, Y)) / -A2.size


def compute_cost__squares_the_errors(A2, Y, parameters):
    return np.mean(np.where(Y, 1 - A2, A2) ** 2)


def compute_cost__takes_another_logarithm(A2, Y):
    return -np.mean(np.log2(np.where(Y, A2, 1 - A2)))


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


def update_parameters__climbs(parameters, grads, learning_rate=1.2):
    return {name: learning_rate * grads["d" + name] + value for name, value in parameters.items()}


def update_parameters__ignores_the_learning_rate(parameters, grads, learning_rate=1.2):
    return {name: value - 6 / 5 * grads["d" + name] for name, value in parameters.items()}


def update_parameters__forgets_the_learning_rate(parameters, grads, learning_rate=1.2):
    for name in parameters:
        parameters[name] -= grads[f"d{name}"]
    return parameters


def update_parameters__updates_weights_only(parameters, grads, learning_rate=1.2):
    for name in ("W1", "W2"):
        parameters[name] -= grads["d" + name] * learning_rate
    return parameters


def update_parameters__updates_the_output_layer_only(parameters, grads, learning_rate=1.2):
    for name in ("W2", "b2"):
        parameters[name] -= grads["d" + name] * learning_rate
    return parameters


def update_parameters__updates_b_with_dW(parameters, grads, learning_rate=1.2):
    return {
        name: value - learning_rate * grads["dW" + name[-1]] for name, value in parameters.items()
    }


def update_parameters__returns_the_step(parameters, grads, learning_rate=1.2):
    return {name: grads["d" + name] * learning_rate for name in parameters}


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


def predict__returns_probabilities(parameters, X):
    return passed(X, parameters)[0]


def predict__turns_the_labels(parameters, X):
    return passed(X, parameters)[1]["Z2"] < 0


def predict__compares_with_zero(parameters, X):
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
