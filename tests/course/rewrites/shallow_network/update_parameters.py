"""The known mistakes of shallow_network, each written by another hand."""


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
