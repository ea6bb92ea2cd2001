"""The known mistakes of logistic_regression, each written by another hand.

Those of `model` call the functions before it, which are right beside them.
"""

import numpy as np


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
