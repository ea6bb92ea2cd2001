"""Every known mistake of gradient_flow once more, in other words."""

import math

import numpy as np


def linear_activations__forgets_the_input(X, weights):
    found, A = [], X
    for W in weights:
        A = np.dot(W, A)
        found += [A]
    return found


def linear_activations__returns_the_output_alone(X, weights):
    for W in weights:
        X = np.dot(W, X)
    return X


def linear_activations__starts_every_layer_from_the_input(X, weights):
    return [X, *(np.einsum("ij,jk->ik", W, X) for W in weights)]


def linear_activations__applies_relu(X, weights):
    found = [X]
    for W in weights:
        Z = W.dot(found[-1])
        Z[Z < 0] = 0
        found.append(Z)
    return found


def linear_activations__transposes_the_weights(X, weights):
    found = [X]
    for W in weights:
        found.append(np.einsum("ji,jk->ik", W, found[-1]))
    return found


def linear_activations__multiplies_entries(X, weights):
    found = [X]
    for l in range(len(weights)):
        found.append(np.multiply(found[l], weights[l]))
    return found


def linear_activations__uses_the_first_layer_throughout(X, weights):
    first = weights[0]
    found = [X]
    while len(found) <= len(weights):
        found.append(np.matmul(first, found[-1]))
    return found


def linear_activations__runs_backwards(X, weights):
    found = [X]
    for l in range(len(weights) - 1, -1, -1):
        found.append(np.dot(weights[l], found[-1]))
    return found


def linear_activations__forgets_the_last_layer(X, weights):
    found = [X]
    for l in range(1, len(weights)):
        found.append(np.dot(weights[l - 1], found[l - 1]))
    return found


def linear_gradients__forgets_to_transpose(dA, weights):
    found = [dA]
    for l in range(len(weights) - 1, -1, -1):
        found.insert(0, np.dot(weights[l], found[0]))
    return found


def linear_gradients__starts_at_the_first_layer(dA, weights):
    found = [dA]
    for W in weights:
        found.insert(0, np.dot(W.T, found[0]))
    return found


def linear_gradients__lists_from_the_end(dA, weights):
    found = [dA]
    for l in range(1, len(weights) + 1):
        found.append(np.einsum("ij,ik->jk", weights[-l], found[-1]))
    return found


def linear_gradients__forgets_the_last_gradient(dA, weights):
    found = []
    for W in weights[::-1]:
        dA = W.T.dot(dA)
        found.insert(0, dA)
    return found


def linear_gradients__forgets_the_inputs_gradient(dA, weights):
    L = len(weights)
    found = [None] * L
    found[L - 1] = dA
    for l in range(L - 1, 0, -1):
        found[l - 1] = weights[l].T.dot(found[l])
    return found


def linear_gradients__starts_every_layer_from_the_end(dA, weights):
    found = []
    for W in weights:
        found.append(np.dot(W.T, dA))
    found.append(dA)
    return found


def linear_gradients__returns_the_inputs_gradient_alone(dA, weights):
    product = np.eye(dA.shape[0])
    for W in weights[::-1]:
        product = product @ W
    return product.T @ dA


def identity_network_output__scales_all_layers(X, W_last, scale, layers):
    A = X
    for _ in range(layers):
        A = scale * np.eye(len(X)) @ A
    return W_last @ A


def identity_network_output__scales_two_layers_less(X, W_last, scale, layers):
    power = math.pow(scale, layers - 2)
    return np.dot(W_last, power * X)


def identity_network_output__multiplies_by_the_number(X, W_last, scale, layers):
    hidden = np.eye(X.shape[0]) * scale
    return W_last.dot((layers - 1) * hidden).dot(X)


def identity_network_output__forgets_the_last_layer(X, W_last, scale, layers):
    A = X.copy()
    for _ in range(1, layers):
        A *= scale
    return A


def identity_network_output__takes_the_exponential(X, W_last, scale, layers):
    return math.e ** ((layers - 1) * scale) * np.dot(W_last, X)


def identity_network_output__adds_the_identity(X, W_last, scale, layers):
    A = X
    for _ in range(layers - 1):
        A = A + scale * A
    return np.dot(W_last, A)


def identity_network_output__scales_once(X, W_last, scale, layers):
    return np.einsum("ij,jk->ik", W_last, scale * X)


def growth_rate__counts_the_input_as_a_layer(activations):
    sizes = [math.sqrt((A * A).sum()) for A in activations]
    return math.pow(sizes[-1] / sizes[0], 1 / len(sizes))


def growth_rate__returns_the_total(activations):
    rate = 1.0
    for before, after in zip(activations, activations[1:]):
        rate *= np.sqrt(np.sum(after**2)) / np.sqrt(np.sum(before**2))
    return rate


def growth_rate__divides_the_total(activations):
    first, *_, last = activations
    return math.sqrt(np.vdot(last, last) / np.vdot(first, first)) / (len(activations) - 1)


def growth_rate__averages_the_factors(activations):
    sizes = np.array([np.sqrt((A**2).sum()) for A in activations])
    return (sizes[1:] / sizes[:-1]).sum() / (len(sizes) - 1)


def growth_rate__squares_the_norms(activations):
    first, last = np.vdot(activations[0], activations[0]), np.vdot(activations[-1], activations[-1])
    return (last / first) ** (1.0 / (len(activations) - 1))


def growth_rate__inverts_the_ratio(activations):
    sizes = [np.linalg.norm(A, "fro") for A in activations]
    return (sizes[-1] / sizes[0]) ** (-1 / (len(sizes) - 1))


def growth_rate__returns_the_logarithm(activations):
    logs = [math.log(np.linalg.norm(A)) for A in activations]
    return sum(b - a for a, b in zip(logs, logs[1:])) / (len(logs) - 1)


def growth_rate__compares_the_largest_entries(activations):
    peaks = [abs(A).max() for A in activations]
    return np.exp(np.log(peaks[-1] / peaks[0]) / (len(peaks) - 1))


def growth_rate__compares_the_last_two_layers(activations):
    before, after = activations[-2:]
    return math.sqrt((after**2).sum()) / math.sqrt((before**2).sum())


def signal_sizes__forgets_the_root(X, normals, scaling, activation):
    found, A = [(X * X).mean()], X
    for N in normals:
        after, before = N.shape
        factor = {"xavier": 1 / before, "he": 2 / before}.get(scaling, 2 / (before + after))
        A = factor * N.dot(A)
        A = np.tanh(A) if activation == "tanh" else A * (A > 0)
        found.append((A * A).mean())
    return np.asarray(found)


def signal_sizes__counts_outputs(X, normals, scaling, activation):
    found, A = [(X * X).mean()], X
    for N in normals:
        if scaling == "bengio":
            scale = math.sqrt(2 / sum(N.shape))
        else:
            scale = math.sqrt((1 if scaling == "xavier" else 2) / len(N))
        A = scale * N.dot(A)
        A = np.tanh(A) if activation == "tanh" else A.clip(0)
        found.append((A * A).mean())
    return np.asarray(found)


def signal_sizes__uses_one_over_n_for_he(X, normals, scaling, activation):
    found, A = [(X * X).mean()], X
    for N in normals:
        inputs = N.shape[1]
        if scaling == "bengio":
            inputs = (N.shape[0] + inputs) / 2
        A = N.dot(A) / math.sqrt(inputs)
        A = np.tanh(A) if activation == "tanh" else A.clip(0)
        found.append((A * A).mean())
    return np.asarray(found)


def signal_sizes__uses_xavier_for_bengio(X, normals, scaling, activation):
    gain = 2 if scaling == "he" else 1
    found, A = [(X * X).mean()], X
    for N in normals:
        A = N.dot(A) * (gain / N.shape[1]) ** 0.5
        A = np.tanh(A) if activation == "tanh" else A.clip(0)
        found.append((A * A).mean())
    return np.asarray(found)


def signal_sizes__uses_one_over_the_sum(X, normals, scaling, activation):
    found, A = [(X * X).mean()], X
    for N in normals:
        after, before = N.shape
        below = {"xavier": before, "he": before / 2, "bengio": before + after}[scaling]
        A = N.dot(A) / math.sqrt(below)
        A = np.tanh(A) if activation == "tanh" else A.clip(0)
        found.append((A * A).mean())
    return np.asarray(found)


def signal_sizes__ignores_the_scaling(X, normals, scaling, activation):
    found, A = [(X * X).mean()], X
    for N in normals:
        A = N.dot(A) / math.sqrt(N.shape[1] / 2)
        A = np.tanh(A) if activation == "tanh" else A.clip(0)
        found.append((A * A).mean())
    return np.asarray(found)


def signal_sizes__always_applies_relu(X, normals, scaling, activation):
    found, A = [(X * X).mean()], X
    for N in normals:
        after, before = N.shape
        factor = {"xavier": 1 / before, "he": 2 / before}.get(scaling, 2 / (before + after))
        A = (N.dot(A) * math.sqrt(factor)).clip(0)
        found.append((A * A).mean())
    return np.asarray(found)


def signal_sizes__measures_before_the_activation(X, normals, scaling, activation):
    found, A = [(X * X).mean()], X
    for N in normals:
        after, before = N.shape
        factor = {"xavier": 1 / before, "he": 2 / before}.get(scaling, 2 / (before + after))
        A = N.dot(A) * math.sqrt(factor)
        found.append((A * A).mean())
        A = np.tanh(A) if activation == "tanh" else A.clip(0)
    return np.asarray(found)


def signal_sizes__takes_the_variance(X, normals, scaling, activation):
    found, A = [X.std() ** 2], X
    for N in normals:
        after, before = N.shape
        factor = {"xavier": 1 / before, "he": 2 / before}.get(scaling, 2 / (before + after))
        A = N.dot(A) * math.sqrt(factor)
        A = np.tanh(A) if activation == "tanh" else A.clip(0)
        found.append(A.std() ** 2)
    return np.asarray(found)


def signal_sizes__takes_the_root_of_the_mean_square(X, normals, scaling, activation):
    found, A = [np.linalg.norm(X) / X.size**0.5], X
    for N in normals:
        after, before = N.shape
        factor = {"xavier": 1 / before, "he": 2 / before}.get(scaling, 2 / (before + after))
        A = N.dot(A) * math.sqrt(factor)
        A = np.tanh(A) if activation == "tanh" else A.clip(0)
        found.append(np.linalg.norm(A) / A.size**0.5)
    return np.asarray(found)


def signal_sizes__forgets_the_input(X, normals, scaling, activation):
    found = np.zeros(len(normals))
    for l, N in enumerate(normals):
        after, before = N.shape
        factor = {"xavier": 1 / before, "he": 2 / before}.get(scaling, 2 / (before + after))
        X = N.dot(X) * math.sqrt(factor)
        X = np.tanh(X) if activation == "tanh" else X.clip(0)
        found[l] = (X * X).mean()
    return found


def signal_sizes__does_not_scale(X, normals, scaling, activation):
    found, A = [(X * X).mean()], X
    for N in normals:
        A = np.tanh(N.dot(A)) if activation == "tanh" else N.dot(A).clip(0)
        found.append((A * A).mean())
    return np.asarray(found)


def shrink_weights__halves_the_decay(weights, learning_rate, lambd, m, steps):
    for _ in range(steps):
        weights = [W - learning_rate * 0.5 * lambd / m * W for W in weights]
    return weights


def shrink_weights__forgets_the_examples(weights, learning_rate, lambd, m, steps):
    for _ in range(steps):
        for W in weights:
            W -= learning_rate * lambd * W
    return weights


def shrink_weights__forgets_the_learning_rate(weights, learning_rate, lambd, m, steps):
    for _ in range(steps):
        for W in weights:
            W -= lambd * W / m
    return weights


def shrink_weights__grows(weights, learning_rate, lambd, m, steps):
    for _ in range(steps):
        weights = [W + W * (learning_rate * lambd) / m for W in weights]
    return weights


def shrink_weights__makes_one_step(weights, learning_rate, lambd, m, steps):
    gradients = [lambd / m * W for W in weights]
    return [W - learning_rate * dW for W, dW in zip(weights, gradients)]


def shrink_weights__subtracts_from_the_first_weights(weights, learning_rate, lambd, m, steps):
    left = [W.copy() for W in weights]
    for _ in range(steps):
        for W, now in zip(weights, left):
            now -= learning_rate * lambd / m * W
    return left


def shrink_weights__shrinks_the_last_layer_only(weights, learning_rate, lambd, m, steps):
    for _ in range(steps):
        weights[-1] = weights[-1] * (1 - learning_rate * lambd / m)
    return weights


def shrink_weights__subtracts_a_number(weights, learning_rate, lambd, m, steps):
    for _ in range(steps):
        weights = [W - learning_rate * lambd / m for W in weights]
    return weights


def shrink_weights__returns_the_decay(weights, learning_rate, lambd, m, steps):
    lost = []
    for W in weights:
        left = W.copy()
        for _ in range(steps):
            left *= 1 - learning_rate * lambd / m
        lost.append(W - left)
    return lost


def tanh_gap__is_not_relative(X, weights):
    bent = straight = X
    for W in weights:
        bent, straight = np.tanh(W.dot(bent)), W.dot(straight)
    return math.sqrt(((straight - bent) ** 2).sum())


def tanh_gap__divides_by_the_tanh_output(X, weights):
    bent = straight = X
    for W in weights:
        bent, straight = np.tanh(W.dot(bent)), W.dot(straight)
    return math.sqrt(((straight - bent) ** 2).sum() / (bent**2).sum())


def tanh_gap__squares_the_norms(X, weights):
    bent = straight = X
    for W in weights:
        bent, straight = np.tanh(W.dot(bent)), W.dot(straight)
    return ((straight - bent) ** 2).sum() / (straight**2).sum()


def tanh_gap__bends_the_last_layer_only(X, weights):
    straight = X
    for W in weights:
        straight = W.dot(straight)
    return math.sqrt(((straight - np.tanh(straight)) ** 2).sum() / (straight**2).sum())


def tanh_gap__bends_the_first_input(X, weights):
    bent, straight = np.tanh(X), X
    for l, W in enumerate(weights):
        bent, straight = W.dot(bent), W.dot(straight)
        if l < len(weights) - 1:
            bent = np.tanh(bent)
    return math.sqrt(((straight - bent) ** 2).sum() / (straight**2).sum())


def tanh_gap__feeds_both_alike(X, weights):
    for W in weights[:-1]:
        X = np.tanh(W.dot(X))
    Z = weights[-1].dot(X)
    return math.sqrt(((Z - np.tanh(Z)) ** 2).sum() / (Z**2).sum())


def tanh_gap__compares_norms(X, weights):
    bent = straight = X
    for W in weights:
        bent, straight = np.tanh(W.dot(bent)), W.dot(straight)
    return abs(1 - math.sqrt((bent**2).sum() / (straight**2).sum()))


def tanh_gap__averages_relative_errors(X, weights):
    bent = straight = X
    for W in weights:
        bent, straight = np.tanh(W.dot(bent)), W.dot(straight)
    return abs(1 - bent / straight).sum() / bent.size
