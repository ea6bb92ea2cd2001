"""Every known mistake of optimization once more, in other words."""


def walk(parameters, grads, v, rate, average, along=lambda new, old, grad: new):
    """Momentum with the average and the direction as functions."""
    moved, averages = {}, {}
    for name, value in parameters.items():
        key = f"d{name}"
        averages[key] = average(v[key], grads[key])
        moved[name] = value - rate * along(averages[key], v[key], grads[key])
    return moved, averages


def mixed(beta):
    return lambda old, grad: grad + beta * (old - grad)


def update_parameters_with_momentum__steps_along_the_gradient(
    parameters, grads, v, beta, learning_rate
):
    return walk(parameters, grads, v, learning_rate, mixed(beta), lambda new, old, grad: grad)


def update_parameters_with_momentum__forgets_one_minus_beta(
    parameters, grads, v, beta, learning_rate
):
    return walk(parameters, grads, v, learning_rate, lambda old, grad: grad + beta * old)


def update_parameters_with_momentum__swaps_the_weights(parameters, grads, v, beta, learning_rate):
    return walk(parameters, grads, v, learning_rate, mixed(1 - beta))


def update_parameters_with_momentum__forgets_the_past(parameters, grads, v, beta, learning_rate):
    return walk(parameters, grads, v, learning_rate, lambda old, grad: grad - beta * grad)


def update_parameters_with_momentum__steps_before_averaging(
    parameters, grads, v, beta, learning_rate
):
    return walk(parameters, grads, v, learning_rate, mixed(beta), lambda new, old, grad: old)


def update_parameters_with_momentum__climbs(parameters, grads, v, beta, learning_rate):
    return walk(parameters, grads, v, -learning_rate, mixed(beta))


def update_parameters_with_momentum__updates_b_with_dW(parameters, grads, v, beta, learning_rate):
    moved, averages = walk(parameters, grads, v, learning_rate, mixed(beta))
    for l in range(1, len(moved) // 2 + 1):
        moved[f"b{l}"] = parameters[f"b{l}"] - learning_rate * averages[f"dW{l}"]
    return moved, averages


def update_parameters_with_momentum__forgets_the_last_layer(
    parameters, grads, v, beta, learning_rate
):
    last = str(len(parameters) // 2)
    kept = {n: p for n, p in parameters.items() if n[1:] != last}
    moved, averages = walk(kept, grads, v, learning_rate, mixed(beta))
    return {**parameters, **moved}, {**v, **averages}


def update_parameters_with_momentum__returns_parameters_alone(
    parameters, grads, v, beta, learning_rate
):
    return walk(parameters, grads, v, learning_rate, mixed(beta))[0]
