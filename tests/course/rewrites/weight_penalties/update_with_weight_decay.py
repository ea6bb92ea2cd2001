"""The known mistakes of `weight_penalties`, each made once more in another hand."""


def update_with_weight_decay__keeps_the_half(parameters, grads, learning_rate, lambd, m):
    pull = {k: 0.5 * lambd / m * v if k[0] == "W" else 0 for k, v in parameters.items()}
    return {k: v - learning_rate * (grads["d" + k] + pull[k]) for k, v in parameters.items()}


def update_with_weight_decay__forgets_the_learning_rate(parameters, grads, learning_rate, lambd, m):
    pull = {k: lambd / m * v if k[0] == "W" else 0 for k, v in parameters.items()}
    return {k: v - learning_rate * grads["d" + k] - pull[k] for k, v in parameters.items()}


def update_with_weight_decay__forgets_to_average(parameters, grads, learning_rate, lambd, m):
    pull = {k: lambd * v if k[0] == "W" else 0 for k, v in parameters.items()}
    return {k: v - learning_rate * (grads["d" + k] + pull[k]) for k, v in parameters.items()}


def update_with_weight_decay__lets_weights_grow(parameters, grads, learning_rate, lambd, m):
    pull = {k: -lambd / m * v if k[0] == "W" else 0 for k, v in parameters.items()}
    return {k: v - learning_rate * (grads["d" + k] + pull[k]) for k, v in parameters.items()}


def update_with_weight_decay__does_not_decay(parameters, grads, learning_rate, lambd, m):
    for k in parameters:
        parameters[k] -= learning_rate * grads["d" + k]
    return parameters


def update_with_weight_decay__decays_the_biases(parameters, grads, learning_rate, lambd, m):
    return {k: v - learning_rate * (grads["d" + k] + lambd / m * v) for k, v in parameters.items()}


def update_with_weight_decay__decays_after_the_step(parameters, grads, learning_rate, lambd, m):
    moved = {k: v - learning_rate * grads["d" + k] for k, v in parameters.items()}
    return {k: v - learning_rate * lambd / m * v if k[0] == "W" else v for k, v in moved.items()}


def update_with_weight_decay__forgets_the_last_layer(parameters, grads, learning_rate, lambd, m):
    last = len(parameters) // 2
    updated = {}
    for l in range(1, last):
        W, b = "W" + str(l), "b" + str(l)
        updated[W] = parameters[W] - learning_rate * (grads["d" + W] + lambd / m * parameters[W])
        updated[b] = parameters[b] - learning_rate * grads["d" + b]
    return updated


def update_with_weight_decay__climbs(parameters, grads, learning_rate, lambd, m):
    pull = {k: lambd / m * v if k[0] == "W" else 0 for k, v in parameters.items()}
    return {k: v + learning_rate * (grads["d" + k] - pull[k]) for k, v in parameters.items()}
