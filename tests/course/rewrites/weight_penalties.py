"""The known mistakes of `weight_penalties`, each made once more in another hand."""

import numpy as np


def l2_cost__multiplies_by_m(w, b, X, Y, lambd):
    m = Y.size
    a = 1 / (1 + np.exp(-(w.T.dot(X) + b)))
    return -np.mean(np.log(np.where(Y == 1, a, 1 - a))) + lambd / 2 * m * np.vdot(w, w)


def l2_cost__forgets_the_half(w, b, X, Y, lambd):
    a = 1 / (1 + np.exp(-(w.T.dot(X) + b)))
    return np.mean(-np.log(np.where(Y == 1, a, 1 - a)) + lambd * np.vdot(w, w) / Y.size)


def l2_cost__forgets_to_average(w, b, X, Y, lambd):
    a = 1 / (1 + np.exp(-(w.T.dot(X) + b)))
    return -np.log(np.where(Y == 1, a, 1 - a)).mean() + 0.5 * lambd * np.vdot(w, w)


def l2_cost__forgets_the_squares(w, b, X, Y, lambd):
    a = 1 / (1 + np.exp(-(w.T.dot(X) + b)))
    total = 0.0
    for weight in w.ravel():
        total += weight
    return -np.log(np.where(Y == 1, a, 1 - a)).mean() + lambd * total / Y.size / 2


def l2_cost__penalises_absolute_values(w, b, X, Y, lambd):
    a = 1 / (1 + np.exp(-(w.T.dot(X) + b)))
    return -np.log(np.where(Y == 1, a, 1 - a)).mean() + lambd * np.linalg.norm(w, 1) / Y.size / 2


def l2_cost__penalises_the_norm(w, b, X, Y, lambd):
    a = 1 / (1 + np.exp(-(w.T.dot(X) + b)))
    return -np.log(np.where(Y == 1, a, 1 - a)).mean() + lambd * np.sqrt(np.vdot(w, w)) / Y.size / 2


def l2_cost__penalises_the_bias(w, b, X, Y, lambd):
    a = 1 / (1 + np.exp(-(w.T.dot(X) + b)))
    everything = np.append(w, b)
    return (
        -np.log(np.where(Y == 1, a, 1 - a)).mean() + lambd * everything.dot(everything) / Y.size / 2
    )


def l2_cost__subtracts_the_penalty(w, b, X, Y, lambd):
    a = 1 / (1 + np.exp(-(w.T.dot(X) + b)))
    likelihood = np.log(np.where(Y == 1, a, 1 - a)).sum() + lambd / 2 * np.vdot(w, w)
    return -likelihood / Y.size


def l2_cost__forgets_the_penalty(w, b, X, Y, lambd):
    z = w.T.dot(X) + b
    return np.mean(np.log1p(np.exp(z)) - Y * z)


def l2_cost__returns_the_penalty_alone(w, b, X, Y, lambd):
    return lambd * sum(float(weight) ** 2 for weight in w[:, 0]) / len(Y[0]) / 2


def l2_gradients__keeps_the_half(w, b, X, Y, lambd):
    gap = 1 / (1 + np.exp(-(w.T.dot(X) + b))) - Y
    return {"dw": (X.dot(gap.T) + 0.5 * lambd * w) / Y.size, "db": gap.mean()}


def l2_gradients__forgets_the_penalty(w, b, X, Y, lambd):
    gap = 1 / (1 + np.exp(-(w.T.dot(X) + b))) - Y
    return {"dw": np.mean(X * gap, axis=1, keepdims=True), "db": gap.mean()}


def l2_gradients__forgets_to_average_the_penalty(w, b, X, Y, lambd):
    gap = 1 / (1 + np.exp(-(w.T.dot(X) + b))) - Y
    dw = np.mean(X * gap, axis=1, keepdims=True)
    dw += lambd * w
    return {"dw": dw, "db": gap.mean()}


def l2_gradients__subtracts_the_penalty(w, b, X, Y, lambd):
    gap = 1 / (1 + np.exp(-(w.T.dot(X) + b))) - Y
    return {"dw": np.mean(X * gap - lambd / Y.size * w, axis=1, keepdims=True), "db": gap.mean()}


def l2_gradients__penalises_the_sum_of_weights(w, b, X, Y, lambd):
    gap = 1 / (1 + np.exp(-(w.T.dot(X) + b))) - Y
    return {"dw": (X.dot(gap.T) + lambd * w.sum()) / Y.size, "db": gap.mean()}


def l2_gradients__penalises_the_sign(w, b, X, Y, lambd):
    gap = 1 / (1 + np.exp(-(w.T.dot(X) + b))) - Y
    return {"dw": (X.dot(gap.T) + lambd * w / np.abs(w)) / Y.size, "db": gap.mean()}


def l2_gradients__penalises_the_bias(w, b, X, Y, lambd):
    ones = np.vstack([X, np.ones(Y.shape)])
    theta = np.append(w, [[b]], axis=0)
    gradient = (ones.dot((1 / (1 + np.exp(-theta.T.dot(ones))) - Y).T) + lambd * theta) / Y.size
    return {"dw": gradient[:-1], "db": gradient[-1, 0]}


def l2_gradients__averages_the_penalty_twice(w, b, X, Y, lambd):
    gap = 1 / (1 + np.exp(-(w.T.dot(X) + b))) - Y
    dw = X.dot(gap.T)
    dw += lambd * w / Y.size
    dw /= Y.size
    return {"dw": dw, "db": gap.mean()}


def l1_cost__forgets_the_half(w, b, X, Y, lambd):
    a = 1 / (1 + np.exp(-(w.T.dot(X) + b)))
    return np.mean(-np.log(np.where(Y == 1, a, 1 - a))) + lambd * np.linalg.norm(w, 1) / Y.size


def l1_cost__uses_lambda_alone(w, b, X, Y, lambd):
    a = 1 / (1 + np.exp(-(w.T.dot(X) + b)))
    return np.mean(-np.log(np.where(Y == 1, a, 1 - a))) + lambd * np.linalg.norm(w, 1)


def l1_cost__forgets_to_average(w, b, X, Y, lambd):
    a = 1 / (1 + np.exp(-(w.T.dot(X) + b)))
    return np.mean(-np.log(np.where(Y == 1, a, 1 - a))) + 0.5 * lambd * np.linalg.norm(w, 1)


def l1_cost__multiplies_by_m(w, b, X, Y, lambd):
    a = 1 / (1 + np.exp(-(w.T.dot(X) + b)))
    return np.mean(-np.log(np.where(Y == 1, a, 1 - a))) + lambd / 2 * Y.size * np.linalg.norm(w, 1)


def l1_cost__forgets_the_absolute_values(w, b, X, Y, lambd):
    a = 1 / (1 + np.exp(-(w.T.dot(X) + b)))
    return (
        np.mean(-np.log(np.where(Y == 1, a, 1 - a)))
        + lambd / Y.size / 2 * np.ones(len(w)).dot(w).item()
    )


def l1_cost__takes_the_absolute_value_last(w, b, X, Y, lambd):
    a = 1 / (1 + np.exp(-(w.T.dot(X) + b)))
    total = sum(w.ravel().tolist())
    return np.mean(-np.log(np.where(Y == 1, a, 1 - a))) + lambd / Y.size / 2 * max(total, -total)


def l1_cost__penalises_squares(w, b, X, Y, lambd):
    a = 1 / (1 + np.exp(-(w.T.dot(X) + b)))
    return (
        np.mean(-np.log(np.where(Y == 1, a, 1 - a))) + lambd / Y.size / 2 * np.linalg.norm(w) ** 2
    )


def l1_cost__penalises_the_bias(w, b, X, Y, lambd):
    a = 1 / (1 + np.exp(-(w.T.dot(X) + b)))
    everything = np.append(w, b)
    return np.mean(-np.log(np.where(Y == 1, a, 1 - a))) + lambd / Y.size / 2 * np.linalg.norm(
        everything, 1
    )


def l1_gradients__forgets_the_half(w, b, X, Y, lambd):
    gap = 1 / (1 + np.exp(-(w.T.dot(X) + b))) - Y
    return {"dw": (X.dot(gap.T) + lambd * np.sign(w)) / Y.size, "db": gap.mean()}


def l1_gradients__forgets_to_average_the_penalty(w, b, X, Y, lambd):
    gap = 1 / (1 + np.exp(-(w.T.dot(X) + b))) - Y
    return {"dw": X.dot(gap.T) / Y.size + 0.5 * lambd * np.sign(w), "db": gap.mean()}


def l1_gradients__pulls_by_the_weight(w, b, X, Y, lambd):
    gap = 1 / (1 + np.exp(-(w.T.dot(X) + b))) - Y
    return {"dw": (X.dot(gap.T) + 0.5 * lambd * w) / Y.size, "db": gap.mean()}


def l1_gradients__uses_the_l2_share(w, b, X, Y, lambd):
    gap = 1 / (1 + np.exp(-(w.T.dot(X) + b))) - Y
    return {"dw": (X.dot(gap.T) + lambd * w) / Y.size, "db": gap.mean()}


def l1_gradients__pulls_by_the_size(w, b, X, Y, lambd):
    gap = 1 / (1 + np.exp(-(w.T.dot(X) + b))) - Y
    return {"dw": (X.dot(gap.T) + 0.5 * lambd * np.sqrt(w * w)) / Y.size, "db": gap.mean()}


def l1_gradients__forgets_the_penalty(w, b, X, Y, lambd):
    gap = 1 / (1 + np.exp(-(w.T.dot(X) + b))) - Y
    return {"dw": np.mean(X * gap, axis=1, keepdims=True), "db": gap.mean()}


def l1_gradients__subtracts_the_penalty(w, b, X, Y, lambd):
    gap = 1 / (1 + np.exp(-(w.T.dot(X) + b))) - Y
    return {"dw": (X.dot(gap.T) - 0.5 * lambd * np.sign(w)) / Y.size, "db": gap.mean()}


def l1_gradients__pulls_at_zero(w, b, X, Y, lambd):
    gap = 1 / (1 + np.exp(-(w.T.dot(X) + b))) - Y
    dw = X.dot(gap.T)
    for j in range(len(w)):
        dw[j] += -lambd / 2 if w[j] < 0 else lambd / 2
    return {"dw": dw / Y.size, "db": gap.mean()}


def l1_gradients__penalises_the_bias(w, b, X, Y, lambd):
    ones = np.vstack([X, np.ones(Y.shape)])
    theta = np.append(w, [[b]], axis=0)
    gradient = (
        ones.dot((1 / (1 + np.exp(-theta.T.dot(ones))) - Y).T) + lambd * np.sign(theta) / 2
    ) / Y.size
    return {"dw": gradient[:-1], "db": gradient[-1, 0]}


def squared_frobenius_norm__takes_the_root(W):
    return np.sqrt(np.einsum("ij,ij->", W, W))


def squared_frobenius_norm__sums_without_squares(W):
    return sum(float(entry) for row in W for entry in row)


def squared_frobenius_norm__squares_the_sum(W):
    return np.einsum("ij,kl->", W, W)


def squared_frobenius_norm__sums_absolute_values(W):
    return sum(abs(float(entry)) for row in W for entry in row)


def squared_frobenius_norm__averages_the_squares(W):
    rows, columns = W.shape
    return np.einsum("ij,ij->", W, W) / (rows * columns)


def squared_frobenius_norm__takes_the_spectral_norm(W):
    return np.linalg.eigvalsh(W.dot(W.T)).max()


def squared_frobenius_norm__sums_within_columns(W):
    return np.array([column.dot(column) for column in W.T])


def decay_factor__returns_what_is_lost(learning_rate, lambd, m):
    return lambd * (learning_rate / m)


def decay_factor__lets_weights_grow(learning_rate, lambd, m):
    return (m + lambd * learning_rate) / m


def decay_factor__keeps_the_half(learning_rate, lambd, m):
    return 1 - 0.5 * lambd * learning_rate / m


def decay_factor__forgets_the_learning_rate(learning_rate, lambd, m):
    return (m - lambd) / m


def decay_factor__forgets_to_average(learning_rate, lambd, m):
    return -lambd * learning_rate + 1


def decay_factor__subtracts_too_early(learning_rate, lambd, m):
    return 1 / m - lambd * learning_rate / m


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
