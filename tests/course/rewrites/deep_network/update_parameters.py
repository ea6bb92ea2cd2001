"""Every known mistake once more, written otherwise than in the reference."""


def update_parameters__climbs(parameters, grads, learning_rate):
    for name in parameters:
        parameters[name] += learning_rate * grads["d" + name]
    return parameters


def update_parameters__updates_b_with_dW(parameters, grads, learning_rate):
    for k in range(1, 1 + len(parameters) // 2):
        for letter in "Wb":
            parameters[f"{letter}{k}"] = (
                parameters[f"{letter}{k}"] - learning_rate * grads[f"dW{k}"]
            )
    return parameters


def update_parameters__forgets_the_last_layer(parameters, grads, learning_rate):
    for k in range(1, len(parameters) // 2):
        parameters["W%d" % k] -= learning_rate * grads["dW%d" % k]
        parameters["b%d" % k] -= learning_rate * grads["db%d" % k]
    return parameters


def update_parameters__ignores_the_learning_rate(parameters, grads, learning_rate):
    return {name: value - grads["d" + name] / 100 for name, value in parameters.items()}


def update_parameters__updates_weights_only(parameters, grads, learning_rate):
    L = len(parameters) // 2
    return {
        **parameters,
        **{f"W{k}": parameters[f"W{k}"] - learning_rate * grads[f"dW{k}"] for k in range(1, L + 1)},
    }


def update_parameters__returns_the_step(parameters, grads, learning_rate):
    return {name[1:]: learning_rate * step for name, step in grads.items()}
