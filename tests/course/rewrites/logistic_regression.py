"""The known mistakes of logistic_regression, each written by another hand.

Those of `model` call the functions before it, which are right beside them.
"""

import math

import numpy as np


def probabilities(w, b, X):
    return 1 / (1 + np.exp(-(np.einsum("ij,ik->jk", w, X) + b)))


def judged(w, b, X, Y):
    """The right gradients and the right cost, as means over the examples."""
    A = probabilities(w, b, X)
    grads = {"dw": np.mean(X * (A - Y), axis=1, keepdims=True), "db": np.mean(A - Y)}
    return grads, -np.mean(np.where(Y == 1, np.log(A), np.log(1 - A)))


def walked(w, b, X, Y, steps, rate, b_rate=None, kept=lambda i: i % 100 == 0):
    """Gradient descent; returns parameters, the last gradients, and the costs that are kept."""
    costs = []
    for i in range(steps):
        grads, cost = judged(w, b, X, Y)
        w, b = w - rate * grads["dw"], b - (rate if b_rate is None else b_rate) * grads["db"]
        costs += [cost] * kept(i)
    return {"w": w, "b": b}, grads, costs


def sigmoid__turns_the_sign(z):
    return np.divide(1, 1 + np.exp(z))


def sigmoid__forgets_the_one(z):
    return np.exp(-z) ** -1


def sigmoid__forgets_the_parentheses(z):
    s = 1.0 / 1.0 + np.exp(-1.0 * z)
    return s


def sigmoid__subtracts(z):
    return np.reciprocal(1 - np.exp(-z))


def sigmoid__is_tanh(z):
    return 2 / (1 + np.exp(-2 * z)) - 1


def sigmoid__is_the_exponential(z):
    return np.power(np.e, -1 * z)


def sigmoid__takes_single_numbers_only(z):
    return 1 / (1 + math.e ** float(-z))


def initialize_with_zeros__w_lies_down(dim):
    return np.array([[0.0] * dim]), 0


def initialize_with_zeros__w_loses_its_column(dim):
    w = np.array([0.0 for _ in range(dim)])
    return w, 0.0


def initialize_with_zeros__w_is_a_square(dim):
    return np.eye(dim) * 0, 0


def initialize_with_zeros__w_starts_at_one(dim):
    w = np.full((dim, 1), 1.0)
    b = 0
    return w, b


def initialize_with_zeros__w_is_drawn(dim):
    w = 0.01 * np.random.standard_normal((dim, 1))
    return w, float(0)


def initialize_with_zeros__b_is_a_column(dim):
    w = np.zeros(shape=(dim, 1))
    b = w.copy()
    return w, b


def initialize_with_zeros__b_is_an_array(dim):
    return np.zeros(shape=(dim, 1)), np.array([[0.0]])


def initialize_with_zeros__forgets_b(dim):
    return np.zeros(dim).reshape(-1, 1)


def propagate__turns_the_costs_sign(w, b, X, Y):
    grads, _ = judged(w, b, X, Y)
    A = probabilities(w, b, X)
    total = np.dot(Y, np.log(A).T) + np.dot(1 - Y, np.log(1 - A).T)
    return grads, float(total) / X.shape[1]


def propagate__forgets_to_average_the_cost(w, b, X, Y):
    A, cost = probabilities(w, b, X), 0.0
    for i in range(X.shape[1]):
        cost -= math.log(A[0, i]) if Y[0, i] == 1 else math.log(1 - A[0, i])
    return judged(w, b, X, Y)[0], cost


def propagate__forgets_to_average_the_gradients(w, b, X, Y):
    A, dw, db = probabilities(w, b, X), np.zeros(w.shape), 0.0
    for i in range(X.shape[1]):
        dw += X[:, i : i + 1] * (A[0, i] - Y[0, i])
        db += A[0, i] - Y[0, i]
    return {"dw": dw, "db": db}, judged(w, b, X, Y)[1]


def propagate__forgets_to_average_db(w, b, X, Y):
    grads, cost = judged(w, b, X, Y)
    return dict(grads, db=sum((probabilities(w, b, X) - Y)[0])), cost


def propagate__forgets_to_average_dw(w, b, X, Y):
    grads, cost = judged(w, b, X, Y)
    return dict(grads, dw=np.einsum("ik,jk->ij", X, probabilities(w, b, X) - Y)), cost


def propagate__counts_features(w, b, X, Y):
    grads, cost = judged(w, b, X, Y)
    ratio = Y.size / w.size
    return {"dw": grads["dw"] * ratio, "db": grads["db"] * ratio}, cost * ratio


def propagate__forgets_the_zeros(w, b, X, Y):
    cost = -np.dot(Y, np.log(probabilities(w, b, X)).T) / Y.size
    return judged(w, b, X, Y)[0], np.squeeze(cost)


def propagate__swaps_the_labels(w, b, X, Y):
    return judged(w, b, X, Y)[0], judged(w, b, X, 1 - Y)[1]


def propagate__subtracts_the_second_term(w, b, X, Y):
    A = probabilities(w, b, X)
    return judged(w, b, X, Y)[0], np.mean(np.where(Y == 1, -np.log(A), np.log(1 - A)))


def propagate__squares_the_errors(w, b, X, Y):
    error = probabilities(w, b, X) - Y
    return judged(w, b, X, Y)[0], float(np.dot(error, error.T)) / X.shape[1]


def propagate__forgets_the_sigmoid(w, b, X, Y):
    m = X.shape[1]
    A = b + np.matmul(w.T, X)
    cost = -1 / m * (np.sum(Y * np.log(A)) + np.sum((1 - Y) * np.log(1 - A)))
    return {"dw": np.matmul(X, (A - Y).T) / m, "db": np.mean(A - Y)}, cost


def propagate__forgets_b(w, b, X, Y):
    return judged(w, 0, X, Y)


def propagate__turns_the_gradients_sign(w, b, X, Y):
    grads, cost = judged(w, b, X, Y)
    return {name: -value for name, value in grads.items()}, cost


def propagate__differentiates_the_squared_error(w, b, X, Y):
    A = probabilities(w, b, X)
    delta = (A - A**2) * (A - Y)
    return {"dw": np.dot(X, delta.T) / X.shape[1], "db": np.mean(delta)}, judged(w, b, X, Y)[1]


def propagate__turns_dw(w, b, X, Y):
    grads, cost = judged(w, b, X, Y)
    return dict(grads, dw=np.ravel(grads["dw"])[None, :]), cost


def propagate__multiplies_entry_by_entry(w, b, X, Y):
    grads, cost = judged(w, b, X, Y)
    return dict(grads, dw=np.multiply(probabilities(w, b, X) - Y, X) / Y.size), cost


def propagate__db_keeps_an_axis(w, b, X, Y):
    grads, cost = judged(w, b, X, Y)
    return dict(grads, db=np.array([grads["db"]])), cost


def optimize__climbs(w, b, X, Y, num_iterations=100, learning_rate=0.009, print_cost=False):
    return walked(w, b, X, Y, num_iterations, -learning_rate)


def optimize__hard_codes_the_learning_rate(
    w, b, X, Y, num_iterations=100, learning_rate=0.009, print_cost=False
):
    return walked(w, b, X, Y, num_iterations, 9e-3)


def optimize__forgets_the_learning_rate(
    w, b, X, Y, num_iterations=100, learning_rate=0.009, print_cost=False
):
    return walked(w, b, X, Y, num_iterations, 1)


def optimize__hard_codes_the_steps(
    w, b, X, Y, num_iterations=100, learning_rate=0.009, print_cost=False
):
    return walked(w, b, X, Y, 100, learning_rate)


def optimize__forgets_to_update_b(
    w, b, X, Y, num_iterations=100, learning_rate=0.009, print_cost=False
):
    return walked(w, b, X, Y, num_iterations, learning_rate, b_rate=0)


def optimize__updates_b_with_dw(
    w, b, X, Y, num_iterations=100, learning_rate=0.009, print_cost=False
):
    costs = []
    for i in range(num_iterations):
        grads, cost = judged(w, b, X, Y)
        step = learning_rate * grads["dw"]
        w, b = w - step, b - step.sum() / len(step)
        costs += [cost] * (i % 100 == 0)
    return {"w": w, "b": b}, grads, costs


def optimize__never_updates(w, b, X, Y, num_iterations=100, learning_rate=0.009, print_cost=False):
    grads, cost = judged(w, b, X, Y)
    return {"w": w, "b": b}, grads, [cost for _ in range(0, num_iterations, 100)]


def optimize__differentiates_once(
    w, b, X, Y, num_iterations=100, learning_rate=0.009, print_cost=False
):
    grads, cost = judged(w, b, X, Y)
    params, _, _ = walked(w, b, X, Y, 1, learning_rate * num_iterations)
    return params, grads, [cost] * len(range(0, num_iterations, 100))


def optimize__stops_one_step_early(
    w, b, X, Y, num_iterations=100, learning_rate=0.009, print_cost=False
):
    costs, i = [], 1
    while i < num_iterations:
        grads, cost = judged(w, b, X, Y)
        w, b = w - learning_rate * grads["dw"], b - learning_rate * grads["db"]
        costs += [cost] * (i % 100 == 0)
        i += 1
    return {"w": w, "b": b}, grads, costs


def optimize__keeps_every_cost(
    w, b, X, Y, num_iterations=100, learning_rate=0.009, print_cost=False
):
    return walked(w, b, X, Y, num_iterations, learning_rate, kept=lambda i: 1)


def optimize__keeps_costs_only_when_printing(
    w, b, X, Y, num_iterations=100, learning_rate=0.009, print_cost=False
):
    return *walked(w, b, X, Y, num_iterations, learning_rate)[:2], []


def optimize__keeps_the_ends_of_hundreds(
    w, b, X, Y, num_iterations=100, learning_rate=0.009, print_cost=False
):
    return walked(w, b, X, Y, num_iterations, learning_rate, kept=lambda i: (i + 1) % 100 == 0)


def optimize__returns_the_next_gradients(
    w, b, X, Y, num_iterations=100, learning_rate=0.009, print_cost=False
):
    params, _, costs = walked(w, b, X, Y, num_iterations, learning_rate)
    return params, judged(params["w"], params["b"], X, Y)[0], costs


def predict__forgets_the_sigmoid(w, b, X):
    return np.array([[1.0 if z > 0.5 else 0.0 for z in (np.dot(w.T, X) + b)[0]]])


def predict__forgets_b(w, b, X):
    return np.where(np.dot(w.T, X) > 0, 1.0, 0.0)


def predict__returns_probabilities(w, b, X):
    return np.array([[1 / (1 + math.exp(-z)) for z in (np.dot(w.T, X) + b)[0]]])


def predict__turns_the_labels(w, b, X):
    return np.dot(w.T, X) + b < 0


def predict__compares_with_zero(w, b, X):
    labels = np.zeros((1, X.shape[1]))
    labels[1 / (1 + np.exp(-np.dot(w.T, X) - b)) > 0] = 1
    return labels


def predict__compares_with_one(w, b, X):
    return np.array([[int(1 / (1 + math.exp(-z))) for z in (np.dot(w.T, X) + b)[0]]])


def predict__loses_the_row(w, b, X):
    return np.array([float(np.dot(w[:, 0], x) + b > 0) for x in X.T])


def predict__labels_with_minus_one(w, b, X):
    return 2 * (np.dot(w.T, X) + b > 0) - 1.0


def model__hard_codes_the_learning_rate(
    X_train, Y_train, X_test, Y_test, num_iterations=2000, learning_rate=0.5, print_cost=False
):
    w, b = np.zeros((len(X_train), 1)), 0
    learned, _, costs = optimize(w, b, X_train, Y_train, num_iterations, 0.5)
    w, b = learned["w"], learned["b"]
    d = dict(Y_prediction_train=predict(w, b, X_train), Y_prediction_test=predict(w, b, X_test))
    return dict(
        d, costs=costs, w=w, b=b, learning_rate=learning_rate, num_iterations=num_iterations
    )


def model__hard_codes_the_steps(
    X_train, Y_train, X_test, Y_test, num_iterations=2000, learning_rate=0.5, print_cost=False
):
    w, b = np.zeros((len(X_train), 1)), 0
    learned, _, costs = optimize(w, b, X_train, Y_train, 2000, learning_rate)
    w, b = learned["w"], learned["b"]
    d = dict(Y_prediction_train=predict(w, b, X_train), Y_prediction_test=predict(w, b, X_test))
    return dict(
        d, costs=costs, w=w, b=b, learning_rate=learning_rate, num_iterations=num_iterations
    )


def model__hard_codes_both(
    X_train, Y_train, X_test, Y_test, num_iterations=2000, learning_rate=0.5, print_cost=False
):
    w, b = np.zeros((len(X_train), 1)), 0
    learned, _, costs = optimize(w, b, X_train, Y_train, 2000, 0.5)
    w, b = learned["w"], learned["b"]
    d = dict(Y_prediction_train=predict(w, b, X_train), Y_prediction_test=predict(w, b, X_test))
    return dict(
        d, costs=costs, w=w, b=b, learning_rate=learning_rate, num_iterations=num_iterations
    )


def model__leaves_both_to_optimize(
    X_train, Y_train, X_test, Y_test, num_iterations=2000, learning_rate=0.5, print_cost=False
):
    w, b = np.zeros((len(X_train), 1)), 0
    learned, _, costs = optimize(w, b, X_train, Y_train, 100, 0.009)
    w, b = learned["w"], learned["b"]
    d = dict(Y_prediction_train=predict(w, b, X_train), Y_prediction_test=predict(w, b, X_test))
    return dict(
        d, costs=costs, w=w, b=b, learning_rate=learning_rate, num_iterations=num_iterations
    )


def model__trains_on_the_test_set(
    X_train, Y_train, X_test, Y_test, num_iterations=2000, learning_rate=0.5, print_cost=False
):
    w, b = np.zeros((len(X_train), 1)), 0
    learned, _, costs = optimize(w, b, X_test, Y_test, num_iterations, learning_rate)
    w, b = learned["w"], learned["b"]
    d = dict(Y_prediction_train=predict(w, b, X_train), Y_prediction_test=predict(w, b, X_test))
    return dict(
        d, costs=costs, w=w, b=b, learning_rate=learning_rate, num_iterations=num_iterations
    )


def model__forgets_what_was_learned(
    X_train, Y_train, X_test, Y_test, num_iterations=2000, learning_rate=0.5, print_cost=False
):
    w, b = np.zeros((len(X_train), 1)), 0
    _, _, costs = optimize(w, b, X_train, Y_train, num_iterations, learning_rate)
    d = dict(Y_prediction_train=predict(w, b, X_train), Y_prediction_test=predict(w, b, X_test))
    return dict(
        d, costs=costs, w=w, b=b, learning_rate=learning_rate, num_iterations=num_iterations
    )


def model__swaps_the_predictions(
    X_train, Y_train, X_test, Y_test, num_iterations=2000, learning_rate=0.5, print_cost=False
):
    w, b = np.zeros((len(X_train), 1)), 0
    learned, _, costs = optimize(w, b, X_train, Y_train, num_iterations, learning_rate)
    w, b = learned["w"], learned["b"]
    d = dict(Y_prediction_train=predict(w, b, X_test), Y_prediction_test=predict(w, b, X_train))
    return dict(
        d, costs=costs, w=w, b=b, learning_rate=learning_rate, num_iterations=num_iterations
    )


def model__predicts_the_training_set_twice(
    X_train, Y_train, X_test, Y_test, num_iterations=2000, learning_rate=0.5, print_cost=False
):
    w, b = np.zeros((len(X_train), 1)), 0
    learned, _, costs = optimize(w, b, X_train, Y_train, num_iterations, learning_rate)
    w, b = learned["w"], learned["b"]
    d = dict(Y_prediction_train=predict(w, b, X_train), Y_prediction_test=predict(w, b, X_train))
    return dict(
        d, costs=costs, w=w, b=b, learning_rate=learning_rate, num_iterations=num_iterations
    )


def model__returns_the_labels(
    X_train, Y_train, X_test, Y_test, num_iterations=2000, learning_rate=0.5, print_cost=False
):
    w, b = np.zeros((len(X_train), 1)), 0
    learned, _, costs = optimize(w, b, X_train, Y_train, num_iterations, learning_rate)
    w, b = learned["w"], learned["b"]
    d = dict(Y_prediction_train=Y_train, Y_prediction_test=Y_test)
    return dict(
        d, costs=costs, w=w, b=b, learning_rate=learning_rate, num_iterations=num_iterations
    )
