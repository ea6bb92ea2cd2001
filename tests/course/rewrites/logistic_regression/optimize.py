"""The known mistakes of logistic_regression, each written by another hand.

Those of `model` call the functions before it, which are right beside them.
"""

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
