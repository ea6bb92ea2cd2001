"""Every known mistake once more, written otherwise: own formulas, other loops, A - Y at the output.

The given pieces of dnn_app_utils are called by name, as students call them.
"""

import numpy as np


def two_layer_model__ignores_the_learning_rate(
    X, Y, layers_dims, learning_rate=0.0075, num_iterations=3000, print_cost=False
):
    p, costs, m = initialize_parameters(*layers_dims), [], X.shape[1]
    for i in range(num_iterations):
        A1 = np.maximum(p["W1"] @ X + p["b1"], 0)
        A2 = 1 / (1 + np.exp(-(p["W2"] @ A1 + p["b2"])))
        if not i % 100:
            costs.append(-np.mean(np.log(np.where(Y, A2, 1 - A2))))
        dZ2 = 0.0075 / m * (A2 - Y)
        dZ1 = p["W2"].T @ dZ2 * (A1 > 0)
        p["W2"], p["b2"] = p["W2"] - dZ2 @ A1.T, p["b2"] - dZ2.sum(1, keepdims=True)
        p["W1"], p["b1"] = p["W1"] - dZ1 @ X.T, p["b1"] - dZ1.sum(1, keepdims=True)
    return p, costs


def two_layer_model__forgets_to_keep_the_update(
    X, Y, layers_dims, learning_rate=0.0075, num_iterations=3000, print_cost=False
):
    p = initialize_parameters(*layers_dims)
    A2 = L_model_forward(X, p)[0]
    return p, [compute_cost(A2, Y)] * (1 + (num_iterations - 1) // 100)


def two_layer_model__stops_one_step_early(
    X, Y, layers_dims, learning_rate=0.0075, num_iterations=3000, print_cost=False
):
    i, p, costs = 1, initialize_parameters(*layers_dims), []
    while i < num_iterations:
        A2, caches = L_model_forward(X, p)
        if i % 100 == 1:
            costs += [compute_cost(A2, Y)]
        p = update_parameters(p, L_model_backward(A2, Y, caches), learning_rate)
        i += 1
    return p, costs


def two_layer_model__takes_one_step_too_many(
    X, Y, layers_dims, learning_rate=0.0075, num_iterations=3000, print_cost=False
):
    i, p, costs = 0, initialize_parameters(*layers_dims), []
    while i <= num_iterations:
        A2, caches = L_model_forward(X, p)
        if i % 100 == 0:
            costs += [compute_cost(A2, Y)]
        p = update_parameters(p, L_model_backward(A2, Y, caches), learning_rate)
        i += 1
    return p, costs


def two_layer_model__climbs(
    X, Y, layers_dims, learning_rate=0.0075, num_iterations=3000, print_cost=False
):
    p, costs = initialize_parameters(*layers_dims), []
    for i in range(num_iterations):
        A1, cache1 = linear_activation_forward(X, p["W1"], p["b1"], "relu")
        A2, cache2 = linear_activation_forward(A1, p["W2"], p["b2"], "sigmoid")
        if i in range(0, num_iterations, 100):
            costs.append(compute_cost(A2, Y))
        dA1, dW2, db2 = linear_activation_backward(Y / A2 - (1 - Y) / (1 - A2), cache2, "sigmoid")
        _, dW1, db1 = linear_activation_backward(dA1, cache1, "relu")
        p = update_parameters(p, dict(dW1=dW1, db1=db1, dW2=dW2, db2=db2), learning_rate)
    return p, costs


def two_layer_model__records_every_cost(
    X, Y, layers_dims, learning_rate=0.0075, num_iterations=3000, print_cost=False
):
    p, costs = initialize_parameters(*layers_dims), np.zeros(num_iterations)
    for i in range(num_iterations):
        A2, caches = L_model_forward(X, p)
        costs[i] = compute_cost(A2, Y)
        p = update_parameters(p, L_model_backward(A2, Y, caches), learning_rate)
    return p, list(costs)


def two_layer_model__swaps_the_results(
    X, Y, layers_dims, learning_rate=0.0075, num_iterations=3000, print_cost=False
):
    p, costs = initialize_parameters(*layers_dims), []
    for i in range(num_iterations):
        A2, caches = L_model_forward(X, p)
        costs += [] if i % 100 else [compute_cost(A2, Y)]
        p = update_parameters(p, L_model_backward(A2, Y, caches), learning_rate)
    return [costs, p]


def two_layer_model__differentiates_the_hidden_layer_as_sigmoid(
    X, Y, layers_dims, learning_rate=0.0075, num_iterations=3000, print_cost=False
):
    p, costs, m = initialize_parameters(*layers_dims), [], X.shape[1]
    for i in range(num_iterations):
        Z1 = p["W1"] @ X + p["b1"]
        A1 = np.where(Z1 > 0, Z1, 0)
        A2 = 1 / (1 + np.exp(-(p["W2"] @ A1 + p["b2"])))
        costs += [] if i % 100 else [-np.mean(np.log(np.where(Y, A2, 1 - A2)))]
        dZ2 = (A2 - Y) / m
        dZ1 = (p["W2"].T @ dZ2) / (2 + np.exp(Z1) + np.exp(-Z1))
        steps = dict(
            W2=dZ2 @ A1.T, b2=dZ2.sum(1, keepdims=True), W1=dZ1 @ X.T, b1=dZ1.sum(1, keepdims=True)
        )
        p = {name: p[name] - learning_rate * step for name, step in steps.items()}
    return p, costs


def two_layer_model__hidden_layer_is_sigmoid(
    X, Y, layers_dims, learning_rate=0.0075, num_iterations=3000, print_cost=False
):
    p, costs, m = initialize_parameters(*layers_dims), [], X.shape[1]
    for i in range(num_iterations):
        A1 = 1 / (1 + np.exp(-(p["W1"] @ X + p["b1"])))
        A2 = 1 / (1 + np.exp(-(p["W2"] @ A1 + p["b2"])))
        costs += [] if i % 100 else [-np.mean(np.log(np.where(Y, A2, 1 - A2)))]
        dZ2 = (A2 - Y) / m
        dZ1 = (p["W2"].T @ dZ2) * (A1 - A1**2)
        steps = dict(
            W2=dZ2 @ A1.T, b2=dZ2.sum(1, keepdims=True), W1=dZ1 @ X.T, b1=dZ1.sum(1, keepdims=True)
        )
        p = {name: p[name] - learning_rate * step for name, step in steps.items()}
    return p, costs


def two_layer_model__updates_both_biases_alike(
    X, Y, layers_dims, learning_rate=0.0075, num_iterations=3000, print_cost=False
):
    p, costs = initialize_parameters(*layers_dims), []
    for i in range(num_iterations):
        A2, caches = L_model_forward(X, p)
        costs += [] if i % 100 else [compute_cost(A2, Y)]
        grads = L_model_backward(A2, Y, caches)
        for name in p:
            p[name] = p[name] - learning_rate * grads["db2" if name[0] == "b" else "d" + name]
    return p, costs


def two_layer_model__leaves_the_first_layer_alone(
    X, Y, layers_dims, learning_rate=0.0075, num_iterations=3000, print_cost=False
):
    p, costs = initialize_parameters(*layers_dims), []
    A1 = np.maximum(p["W1"] @ X + p["b1"], 0)
    for i in range(num_iterations):
        A2 = 1 / (1 + np.exp(-(p["W2"] @ A1 + p["b2"])))
        costs += [] if i % 100 else [compute_cost(A2, Y)]
        p["W2"] = p["W2"] - learning_rate * (A2 - Y) @ A1.T / Y.size
        p["b2"] = p["b2"] - learning_rate * np.mean(A2 - Y)
    return p, costs


def L_layer_model__ignores_the_learning_rate(
    X, Y, layers_dims, learning_rate=0.0075, num_iterations=3000, print_cost=False
):
    p, costs = initialize_parameters_deep(layers_dims), []
    for i in range(num_iterations):
        AL, caches = L_model_forward(X, p)
        costs += [] if i % 100 else [compute_cost(AL, Y)]
        grads = L_model_backward(AL, Y, caches)
        for name in p:
            p[name] = p[name] - 75e-4 * grads["d" + name]
    return p, costs


def L_layer_model__forgets_to_keep_the_update(
    X, Y, layers_dims, learning_rate=0.0075, num_iterations=3000, print_cost=False
):
    p = initialize_parameters_deep(layers_dims)
    cost = compute_cost(L_model_forward(X, p)[0], Y)
    return p, [cost for i in range(num_iterations) if i % 100 == 0]


def L_layer_model__stops_one_step_early(
    X, Y, layers_dims, learning_rate=0.0075, num_iterations=3000, print_cost=False
):
    p, costs = initialize_parameters_deep(layers_dims), []
    for i in range(1, num_iterations):
        AL, caches = L_model_forward(X, p)
        costs += [compute_cost(AL, Y)] if i % 100 == 1 else []
        p = update_parameters(p, L_model_backward(AL, Y, caches), learning_rate)
    return p, costs


def L_layer_model__takes_one_step_too_many(
    X, Y, layers_dims, learning_rate=0.0075, num_iterations=3000, print_cost=False
):
    p, costs, i = initialize_parameters_deep(layers_dims), [], 0
    while True:
        AL, caches = L_model_forward(X, p)
        costs += [] if i % 100 else [compute_cost(AL, Y)]
        p = update_parameters(p, L_model_backward(AL, Y, caches), learning_rate)
        i += 1
        if i > num_iterations:
            return p, costs


def L_layer_model__climbs(
    X, Y, layers_dims, learning_rate=0.0075, num_iterations=3000, print_cost=False
):
    p, costs = initialize_parameters_deep(layers_dims), []
    for i in range(num_iterations):
        AL, caches = L_model_forward(X, p)
        costs += [] if i % 100 else [compute_cost(AL, Y)]
        grads = L_model_backward(AL, Y, caches)
        p = {name: value + learning_rate * grads["d" + name] for name, value in p.items()}
    return p, costs


def L_layer_model__records_every_cost(
    X, Y, layers_dims, learning_rate=0.0075, num_iterations=3000, print_cost=False
):
    p, costs = initialize_parameters_deep(layers_dims), []
    while len(costs) < num_iterations:
        AL, caches = L_model_forward(X, p)
        costs.append(-np.mean(np.log(np.where(Y, AL, 1 - AL))))
        p = update_parameters(p, L_model_backward(AL, Y, caches), learning_rate)
    return p, costs


def L_layer_model__swaps_the_results(
    X, Y, layers_dims, learning_rate=0.0075, num_iterations=3000, print_cost=False
):
    p, costs = initialize_parameters_deep(layers_dims), {}
    for i in range(num_iterations):
        AL, caches = L_model_forward(X, p)
        costs[i // 100] = costs.get(i // 100, compute_cost(AL, Y))
        p = update_parameters(p, L_model_backward(AL, Y, caches), learning_rate)
    return list(costs.values()), p


def L_layer_model__starts_too_small(
    X, Y, layers_dims, learning_rate=0.0075, num_iterations=3000, print_cost=False
):
    p, costs = initialize_parameters_deep(layers_dims), []
    for k in range(1, len(layers_dims)):
        p["W%d" % k] = p["W%d" % k] * layers_dims[k - 1] ** 0.5 / 100
    for i in range(num_iterations):
        AL, caches = L_model_forward(X, p)
        costs += [] if i % 100 else [compute_cost(AL, Y)]
        p = update_parameters(p, L_model_backward(AL, Y, caches), learning_rate)
    return p, costs


def L_layer_model__starts_over_each_time(
    X, Y, layers_dims, learning_rate=0.0075, num_iterations=3000, print_cost=False
):
    p = initialize_parameters_deep(layers_dims)
    AL, caches = L_model_forward(X, p)
    grads = L_model_backward(AL, Y, caches)
    once = {name: p[name] - learning_rate * grads["d" + name] for name in p}
    return once, [compute_cost(AL, Y)] * len(range(0, num_iterations, 100))


def L_layer_model__leaves_the_last_layer_alone(
    X, Y, layers_dims, learning_rate=0.0075, num_iterations=3000, print_cost=False
):
    p, costs = initialize_parameters_deep(layers_dims), []
    for i in range(num_iterations):
        AL, caches = L_model_forward(X, p)
        costs += [] if i % 100 else [compute_cost(AL, Y)]
        grads = L_model_backward(AL, Y, caches)
        for k in range(1, len(layers_dims) - 1):
            for name in ("W%d" % k, "b%d" % k):
                p[name] = p[name] - learning_rate * grads["d" + name]
    return p, costs
