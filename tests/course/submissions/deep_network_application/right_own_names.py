"""A right solution that asks the module by its short name, and derives two layers by hand."""

import numpy as np
import dnn_app_utils_v3 as given


def two_layer_model(X, Y, layers_dims, learning_rate=0.0075, num_iterations=3000, print_cost=False):
    (inputs, hidden, outputs), (examples,) = layers_dims, X.shape[1:]
    W1, b1, W2, b2 = map(given.initialize_parameters(inputs, hidden, outputs).get, ("W1", "b1", "W2", "b2"))
    record = []
    for step in range(num_iterations):
        Z1 = np.einsum("ij,jm->im", W1, X) + b1
        A1 = Z1.clip(min=0)
        A2 = given.sigmoid(W2 @ A1 + b2)[0]
        if not step % 100:
            record.append(-np.log(np.where(Y == 1, A2, 1 - A2)).mean())
        delta2 = (A2 - Y) / examples
        delta1 = np.where(Z1 > 0, W2.T @ delta2, 0)
        W1, b1, W2, b2 = (
            W1 - learning_rate * (delta1 @ X.T),
            b1 - learning_rate * delta1.sum(axis=1, keepdims=True),
            W2 - learning_rate * (delta2 @ A1.T),
            b2 - learning_rate * delta2.sum(axis=1, keepdims=True),
        )
    return {"W1": W1, "b1": b1, "W2": W2, "b2": b2}, record


def L_layer_model(X, Y, layers_dims, learning_rate=0.0075, num_iterations=3000, print_cost=False):
    parameters, record, step = given.initialize_parameters_deep(layers_dims), [], 0
    while step < num_iterations:
        AL, caches = given.L_model_forward(X, parameters)
        if step in range(0, num_iterations, 100):
            record += [given.compute_cost(AL, Y)]
        gradients = given.L_model_backward(AL, Y, caches)
        parameters = given.update_parameters(parameters, gradients, learning_rate)
        step += 1
    return [parameters, np.array(record).tolist()]
