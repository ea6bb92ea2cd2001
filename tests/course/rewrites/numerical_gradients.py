"""Every known mistake of numerical_gradients once more, in other words.

``curve`` and ``data_cost`` are in the namespace of a submission.
"""

import math

import numpy as np


def one_sided_difference__steps_down(theta, epsilon):
    here, below = curve(theta), curve(theta - epsilon)
    return here / epsilon - below / epsilon


def one_sided_difference__takes_both_sides(theta, epsilon):
    total = 0
    for sign in (1, -1):
        total += sign * curve(theta + sign * epsilon)
    return 0.5 * total / epsilon


def one_sided_difference__forgets_to_divide(theta, epsilon):
    rise = curve(theta + epsilon)
    rise -= curve(theta)
    return rise


def one_sided_difference__forgets_the_parentheses(theta, epsilon):
    high = curve(theta + epsilon)
    return high - 1 / epsilon * curve(theta)


def one_sided_difference__divides_by_two_steps(theta, epsilon):
    points = np.array([theta, theta + epsilon])
    low, high = (curve(p) for p in points)
    return (high - low) / epsilon / 2


def one_sided_difference__multiplies(theta, epsilon):
    return epsilon * curve(theta + epsilon) - epsilon * curve(theta)


def one_sided_difference__does_not_call_curve(theta, epsilon):
    cube = lambda t: t * t * t
    return (cube(theta + epsilon) - cube(theta)) / epsilon


def one_sided_difference__ignores_epsilon(theta, epsilon):
    h = 1e-7
    return (curve(theta + h) - curve(theta)) / h


def one_sided_difference__turns_the_sign(theta, epsilon):
    rise = curve(theta) - curve(epsilon + theta)
    return rise * epsilon**-1


def two_sided_difference__divides_by_one_step(theta, epsilon):
    above, below = map(curve, (theta + epsilon, theta - epsilon))
    return above / epsilon - below / epsilon


def two_sided_difference__multiplies_by_epsilon(theta, epsilon):
    above, below = map(curve, (theta + epsilon, theta - epsilon))
    half = (above - below) * 0.5
    return half * epsilon


def two_sided_difference__takes_one_side(theta, epsilon):
    above, here = map(curve, (theta + epsilon, theta))
    return above / epsilon - here / epsilon


def two_sided_difference__divides_one_side_by_two_steps(theta, epsilon):
    above, here = map(curve, (theta + epsilon, theta))
    return 0.5 * (above - here) / epsilon


def two_sided_difference__takes_half_steps(theta, epsilon):
    epsilon *= 0.5
    above, below = map(curve, (theta + epsilon, theta - epsilon))
    return (above - below) / (2 * epsilon)


def two_sided_difference__adds(theta, epsilon):
    return sum(curve(theta + s * epsilon) for s in (-1, 1)) / epsilon * 0.5


def two_sided_difference__does_not_call_curve(theta, epsilon):
    # multiplied out by hand
    return 3 * theta**2 + epsilon**2


def two_sided_difference__ignores_epsilon(theta, epsilon):
    h = 1e-7
    above, below = map(curve, (theta + h, theta - h))
    return (above - below) / (h + h)


def two_sided_difference__turns_the_sign(theta, epsilon):
    above, below = map(curve, (theta + epsilon, theta - epsilon))
    return (below - above) / (2 * epsilon)


def error_order__forgets_the_logarithms(epsilon_1, error_1, epsilon_2, error_2):
    return error_1 * epsilon_2 / (error_2 * epsilon_1)


def error_order__divides_the_errors(epsilon_1, error_1, epsilon_2, error_2):
    return (error_2 / error_1) ** -1


def error_order__takes_the_slope(epsilon_1, error_1, epsilon_2, error_2):
    rise, run = error_2 - error_1, epsilon_2 - epsilon_1
    return rise / run


def error_order__turns_the_fraction(epsilon_1, error_1, epsilon_2, error_2):
    x, y = math.log(epsilon_1) - math.log(epsilon_2), math.log(error_1) - math.log(error_2)
    return x / y


def error_order__looks_at_one_step(epsilon_1, error_1, epsilon_2, error_2):
    return math.log(error_1, epsilon_1)


def error_order__turns_the_sign(epsilon_1, error_1, epsilon_2, error_2):
    x, y = math.log(epsilon_2) - math.log(epsilon_1), math.log(error_1) - math.log(error_2)
    return y / x


def error_order__rounds(epsilon_1, error_1, epsilon_2, error_2):
    x, y = math.log2(epsilon_1 / epsilon_2), math.log2(error_1 / error_2)
    return round(y / x)


def error_order__assumes_tenths(epsilon_1, error_1, epsilon_2, error_2):
    return math.log10(error_1) - math.log10(error_2)


def check_ratio__divides_by_the_gradient_alone(gradient, approximation):
    size = lambda v: math.sqrt(float((v * v).sum()))
    return size(gradient - approximation) / size(gradient)


def check_ratio__divides_by_the_approximation_alone(gradient, approximation):
    size = lambda v: math.sqrt(float((v * v).sum()))
    return size(gradient - approximation) / size(approximation)


def check_ratio__adds_before_the_norm(gradient, approximation):
    size = lambda v: math.sqrt(float((v * v).sum()))
    return size(gradient - approximation) / size(gradient + approximation)


def check_ratio__squares_the_norms(gradient, approximation):
    above = ((gradient - approximation) ** 2).sum()
    return above / ((gradient**2).sum() + (approximation**2).sum())


def check_ratio__forgets_to_divide(gradient, approximation):
    return math.sqrt(((gradient - approximation) ** 2).sum())


def check_ratio__takes_the_largest_entry(gradient, approximation):
    peak = lambda v: max(abs(x) for x in v[:, 0])
    return peak(gradient - approximation) / (peak(gradient) + peak(approximation))


def check_ratio__subtracts_the_norms(gradient, approximation):
    size = lambda v: math.sqrt(float((v * v).sum()))
    a, b = size(gradient), size(approximation)
    return max(a - b, b - a) / (a + b)


def check_ratio__multiplies_the_norms(gradient, approximation):
    size = lambda v: math.sqrt(float((v * v).sum()))
    return size(gradient - approximation) / size(gradient) / size(approximation)


def check_ratio__forgets_the_parentheses(gradient, approximation):
    size = lambda v: math.sqrt(float((v * v).sum()))
    first = size(approximation - gradient) / size(approximation)
    return first + size(gradient)


def check_verdict__excludes_the_lower_limit(ratio):
    words = ["great", "look closer", "worry"]
    return words[(ratio >= 1e-7) + (ratio >= 1e-3)]


def check_verdict__includes_the_upper_limit(ratio):
    words = ["great", "look closer", "worry"]
    return words[(ratio > 1e-7) + (ratio > 1e-3)]


def check_verdict__moves_both_limits(ratio):
    words = ["great", "look closer", "worry"]
    return words[(ratio >= 1e-7) + (ratio > 1e-3)]


def check_verdict__worries_from_1e_5_on(ratio):
    words = ["great", "look closer", "worry"]
    return words[(ratio > 1e-7) + (ratio >= 1e-5)]


def check_verdict__is_content_with_1e_5(ratio):
    words = ["great", "look closer", "worry"]
    return words[(ratio > 1e-5) + (ratio >= 1e-3)]


def check_verdict__knows_two_verdicts(ratio):
    return "worry" if ratio > 1e-7 else "great"


def check_verdict__turns_the_order(ratio):
    words = ["great", "look closer", "worry"]
    return words[::-1][(ratio > 1e-7) + (ratio >= 1e-3)]


def flatten_parameters__makes_a_flat_array(parameters):
    flat = []
    for l in range(len(parameters) // 2):
        flat += [*parameters[f"W{l + 1}"].flat, *parameters[f"b{l + 1}"].flat]
    return np.array(flat)


def flatten_parameters__makes_a_row(parameters):
    flat = []
    for l in range(len(parameters) // 2):
        flat += [*parameters[f"W{l + 1}"].flat, *parameters[f"b{l + 1}"].flat]
    return np.array([flat])


def flatten_parameters__goes_column_by_column(parameters):
    flat = []
    for l in range(len(parameters) // 2):
        flat += [parameters[f"W{l + 1}"].ravel("F"), parameters[f"b{l + 1}"].ravel("F")]
    return np.hstack(flat)[:, None]


def flatten_parameters__stacks_all_weights_first(parameters):
    L = len(parameters) // 2
    names = [f"W{l + 1}" for l in range(L)] + [f"b{l + 1}" for l in range(L)]
    return np.vstack([parameters[k].reshape(-1, 1) for k in names])


def flatten_parameters__stacks_biases_first(parameters):
    flat = []
    for l in range(len(parameters) // 2):
        flat += [*parameters[f"b{l + 1}"].flat, *parameters[f"W{l + 1}"].flat]
    return np.array(flat)[:, None]


def flatten_parameters__takes_the_dictionarys_order(parameters):
    theta = np.empty((0, 1))
    for key in parameters:
        theta = np.append(theta, parameters[key].reshape(-1, 1), axis=0)
    return theta


def flatten_parameters__sorts_the_names(parameters):
    flat = [value.ravel() for _, value in sorted(parameters.items(), key=lambda item: item[0])]
    return np.hstack(flat)[:, None]


def flatten_parameters__sorts_the_layers_as_text(parameters):
    names = sorted(parameters, key=lambda k: (k[1:], k[0]))
    return np.hstack([parameters[k].ravel() for k in names])[:, None]


def flatten_parameters__forgets_the_biases(parameters):
    L = len(parameters) // 2
    return np.hstack([parameters[f"W{l + 1}"].ravel() for l in range(L)])[:, None]


def flatten_parameters__forgets_the_last_layer(parameters):
    flat, l = [], 1
    while f"W{l + 1}" in parameters:
        flat += [*parameters[f"W{l}"].flat, *parameters[f"b{l}"].flat]
        l += 1
    return np.array(flat)[:, None]


def restore_parameters__transposes_the_weights(theta, layers_dims):
    left = list(theta[:, 0])
    take = lambda count: [left.pop(0) for _ in range(count)]
    found, p = {}, layers_dims[0]
    for l, n in enumerate(layers_dims[1:], 1):
        found[f"W{l}"] = np.array(take(n * p)).reshape(p, n)
        found[f"b{l}"] = np.array(take(n)).reshape(n, 1)
        p = n
    return found


def restore_parameters__goes_column_by_column(theta, layers_dims):
    left = list(theta[:, 0])
    take = lambda count: [left.pop(0) for _ in range(count)]
    found, p = {}, layers_dims[0]
    for l, n in enumerate(layers_dims[1:], 1):
        found[f"W{l}"] = np.array(take(n * p)).reshape((n, p), order="F")
        found[f"b{l}"] = np.array(take(n)).reshape(n, 1)
        p = n
    return found


def restore_parameters__makes_flat_biases(theta, layers_dims):
    left = list(theta[:, 0])
    take = lambda count: [left.pop(0) for _ in range(count)]
    found, p = {}, layers_dims[0]
    for l, n in enumerate(layers_dims[1:], 1):
        found[f"W{l}"] = np.array(take(n * p)).reshape(n, p)
        found[f"b{l}"] = np.array(take(n))
        p = n
    return found


def restore_parameters__takes_biases_from_the_start(theta, layers_dims):
    found, at = {}, 0
    for l, (p, n) in enumerate(zip(layers_dims, layers_dims[1:]), 1):
        found[f"W{l}"] = np.resize(theta[at:], (n, p))
        found[f"b{l}"] = np.resize(theta[at:], (n, 1))
        at += n * p + n
    return found


def restore_parameters__steps_over_the_weights_only(theta, layers_dims):
    left = list(theta[:, 0])
    take = lambda count: [left.pop(0) for _ in range(count)]
    found, p = {}, layers_dims[0]
    for l, n in enumerate(layers_dims[1:], 1):
        found[f"W{l}"] = np.array(take(n * p)).reshape(n, p)
        found[f"b{l}"] = np.array(left[:n]).reshape(n, 1)
        p = n
    return found


def restore_parameters__starts_every_layer_at_zero(theta, layers_dims):
    left = list(theta[:, 0])
    take = lambda count: [left.pop(0) for _ in range(count)]
    found, p = {}, layers_dims[0]
    for l, n in enumerate(layers_dims[1:], 1):
        found[f"W{l}"] = np.array(take(n * p)).reshape(n, p)
        found[f"b{l}"] = np.array(take(n)).reshape(n, 1)
        left = list(theta[:, 0])
        p = n
    return found


def restore_parameters__takes_biases_first(theta, layers_dims):
    left = list(theta[:, 0])
    take = lambda count: [left.pop(0) for _ in range(count)]
    found, p = {}, layers_dims[0]
    for l, n in enumerate(layers_dims[1:], 1):
        found[f"b{l}"] = np.array(take(n)).reshape(n, 1)
        found[f"W{l}"] = np.array(take(n * p)).reshape(n, p)
        p = n
    return found


def restore_parameters__counts_layers_from_0(theta, layers_dims):
    left = list(theta[:, 0])
    take = lambda count: [left.pop(0) for _ in range(count)]
    found, p = {}, layers_dims[0]
    for l, n in enumerate(layers_dims[1:], 1):
        found[f"W{l - 1}"] = np.array(take(n * p)).reshape(n, p)
        found[f"b{l - 1}"] = np.array(take(n)).reshape(n, 1)
        p = n
    return found


def restore_parameters__forgets_the_last_layer(theta, layers_dims):
    left = list(theta[:, 0])
    take = lambda count: [left.pop(0) for _ in range(count)]
    found, p = {}, layers_dims[0]
    for l, n in enumerate(layers_dims[1:-1], 1):
        found[f"W{l}"] = np.array(take(n * p)).reshape(n, p)
        found[f"b{l}"] = np.array(take(n)).reshape(n, 1)
        p = n
    return found


def penalized_cost__forgets_the_2(theta, layers_dims, lambd, m):
    squares, at = 0.0, 0
    for p, n in zip(layers_dims, layers_dims[1:]):
        W = theta[at : at + n * p, 0]
        squares += sum(w * w for w in W)
        at += n * p + n
    return data_cost(theta) + squares * lambd / m


def penalized_cost__forgets_the_examples(theta, layers_dims, lambd, m):
    squares, at = 0.0, 0
    for p, n in zip(layers_dims, layers_dims[1:]):
        W = theta[at : at + n * p, 0]
        squares += sum(w * w for w in W)
        at += n * p + n
    return 0.5 * lambd * squares + data_cost(theta)


def penalized_cost__multiplies_by_m(theta, layers_dims, lambd, m):
    squares, at = 0.0, 0
    for p, n in zip(layers_dims, layers_dims[1:]):
        W = theta[at : at + n * p, 0]
        squares += sum(w * w for w in W)
        at += n * p + n
    return data_cost(theta) + 0.5 * lambd * m * squares


def penalized_cost__penalizes_biases(theta, layers_dims, lambd, m):
    return data_cost(theta) + np.vdot(theta, theta) * lambd / (m + m)


def penalized_cost__sums_absolute_weights(theta, layers_dims, lambd, m):
    squares, at = 0.0, 0
    for p, n in zip(layers_dims, layers_dims[1:]):
        W = theta[at : at + n * p, 0]
        squares += abs(W).sum()
        at += n * p + n
    return data_cost(theta) + lambd * squares / (2 * m)


def penalized_cost__forgets_the_squares(theta, layers_dims, lambd, m):
    squares, at = 0.0, 0
    for p, n in zip(layers_dims, layers_dims[1:]):
        W = theta[at : at + n * p, 0]
        squares += W.sum()
        at += n * p + n
    return data_cost(theta) + lambd * squares / (2 * m)


def penalized_cost__adds_norms(theta, layers_dims, lambd, m):
    squares, at = 0.0, 0
    for p, n in zip(layers_dims, layers_dims[1:]):
        W = theta[at : at + n * p, 0]
        squares += math.sqrt(W @ W)
        at += n * p + n
    return data_cost(theta) + lambd * squares / (2 * m)


def penalized_cost__squares_the_sum(theta, layers_dims, lambd, m):
    squares, at = 0.0, 0
    for p, n in zip(layers_dims, layers_dims[1:]):
        W = theta[at : at + n * p, 0]
        squares += W.sum() * W.sum()
        at += n * p + n
    return data_cost(theta) + lambd * squares / (2 * m)


def penalized_cost__averages_the_squares(theta, layers_dims, lambd, m):
    squares, at = 0.0, 0
    for p, n in zip(layers_dims, layers_dims[1:]):
        W = theta[at : at + n * p, 0]
        squares += W @ W / len(W)
        at += n * p + n
    return data_cost(theta) + lambd * squares / (2 * m)


def penalized_cost__penalizes_the_last_layer_only(theta, layers_dims, lambd, m):
    squares, at = 0.0, 0
    for p, n in zip(layers_dims, layers_dims[1:]):
        W = theta[at : at + n * p, 0]
        squares = W @ W
        at += n * p + n
    return data_cost(theta) + lambd * squares / (2 * m)


def penalized_cost__forgets_the_last_layer(theta, layers_dims, lambd, m):
    squares, at = 0.0, 0
    for p, n in zip(layers_dims, layers_dims[1:-1]):
        W = theta[at : at + n * p, 0]
        squares += W @ W
        at += n * p + n
    return data_cost(theta) + lambd * squares / (2 * m)


def penalized_cost__returns_the_penalty_alone(theta, layers_dims, lambd, m):
    squares, at = 0.0, 0
    for p, n in zip(layers_dims, layers_dims[1:]):
        W = theta[at : at + n * p, 0]
        squares += W @ W
        at += n * p + n
    return squares * lambd / (2 * m)


def penalized_cost__forgets_the_penalty(theta, layers_dims, lambd, m):
    cost = data_cost(theta)
    return cost


def numerical_gradient__divides_by_one_step(theta, layers_dims, lambd, m, epsilon):
    def J(t):
        cost, at = data_cost(t), 0
        for p, n in zip(layers_dims, layers_dims[1:]):
            cost += lambd / (2 * m) * np.vdot(t[at : at + n * p], t[at : at + n * p])
            at += n * p + n
        return cost
    
    shifts = np.eye(len(theta))[:, :, None] * epsilon
    return np.array([[(J(theta + e) - J(theta - e)) / epsilon] for e in shifts])


def numerical_gradient__multiplies_by_epsilon(theta, layers_dims, lambd, m, epsilon):
    def J(t):
        cost, at = data_cost(t), 0
        for p, n in zip(layers_dims, layers_dims[1:]):
            cost += lambd / (2 * m) * np.vdot(t[at : at + n * p], t[at : at + n * p])
            at += n * p + n
        return cost
    
    shifts = np.eye(len(theta))[:, :, None] * epsilon
    return np.array([[(J(theta + e) - J(theta - e)) * epsilon / 2] for e in shifts])


def numerical_gradient__takes_one_side(theta, layers_dims, lambd, m, epsilon):
    def J(t):
        cost, at = data_cost(t), 0
        for p, n in zip(layers_dims, layers_dims[1:]):
            cost += lambd / (2 * m) * np.vdot(t[at : at + n * p], t[at : at + n * p])
            at += n * p + n
        return cost
    
    shifts = np.eye(len(theta))[:, :, None] * epsilon
    return np.array([[(J(theta + e) - J(theta)) / epsilon] for e in shifts])


def numerical_gradient__builds_minus_from_plus(theta, layers_dims, lambd, m, epsilon):
    def J(t):
        cost, at = data_cost(t), 0
        for p, n in zip(layers_dims, layers_dims[1:]):
            cost += lambd / (2 * m) * np.vdot(t[at : at + n * p], t[at : at + n * p])
            at += n * p + n
        return cost
    
    shifts = np.eye(len(theta))[:, :, None] * epsilon
    return np.array([[(J(theta + e) - J(theta + e - e)) / (2 * epsilon)] for e in shifts])


def numerical_gradient__keeps_every_shift(theta, layers_dims, lambd, m, epsilon):
    def J(t):
        cost, at = data_cost(t), 0
        for p, n in zip(layers_dims, layers_dims[1:]):
            cost += lambd / (2 * m) * np.vdot(t[at : at + n * p], t[at : at + n * p])
            at += n * p + n
        return cost
    
    shifts = np.eye(len(theta))[:, :, None] * epsilon
    found = []
    for e in shifts:
        theta = theta + e
        found.append([(J(theta) - J(theta - e)) / (2 * epsilon)])
    return np.array(found)


def numerical_gradient__shifts_all_parameters(theta, layers_dims, lambd, m, epsilon):
    def J(t):
        cost, at = data_cost(t), 0
        for p, n in zip(layers_dims, layers_dims[1:]):
            cost += lambd / (2 * m) * np.vdot(t[at : at + n * p], t[at : at + n * p])
            at += n * p + n
        return cost
    
    slope = (J(theta + epsilon) - J(theta - epsilon)) / (2 * epsilon)
    return np.full(theta.shape, slope)


def numerical_gradient__ignores_epsilon(theta, layers_dims, lambd, m, epsilon):
    def J(t):
        cost, at = data_cost(t), 0
        for p, n in zip(layers_dims, layers_dims[1:]):
            cost += lambd / (2 * m) * np.vdot(t[at : at + n * p], t[at : at + n * p])
            at += n * p + n
        return cost
    
    shifts = np.eye(len(theta))[:, :, None] * 1e-4
    return np.array([[(J(theta + e) - J(theta - e)) / 2e-4] for e in shifts])


def numerical_gradient__forgets_the_penalty(theta, layers_dims, lambd, m, epsilon):
    shifts = np.eye(len(theta))[:, :, None] * epsilon
    return np.array([[(data_cost(theta + e) - data_cost(theta - e)) / (2 * epsilon)] for e in shifts])


def numerical_gradient__makes_a_flat_array(theta, layers_dims, lambd, m, epsilon):
    def J(t):
        cost, at = data_cost(t), 0
        for p, n in zip(layers_dims, layers_dims[1:]):
            cost += lambd / (2 * m) * np.vdot(t[at : at + n * p], t[at : at + n * p])
            at += n * p + n
        return cost
    
    shifts = np.eye(len(theta))[:, :, None] * epsilon
    return np.array([(J(theta + e) - J(theta - e)) / (2 * epsilon) for e in shifts])


def numerical_gradient__skips_the_last_parameter(theta, layers_dims, lambd, m, epsilon):
    def J(t):
        cost, at = data_cost(t), 0
        for p, n in zip(layers_dims, layers_dims[1:]):
            cost += lambd / (2 * m) * np.vdot(t[at : at + n * p], t[at : at + n * p])
            at += n * p + n
        return cost
    
    shifts = np.eye(len(theta))[:, :, None] * epsilon
    return np.array([[(J(theta + e) - J(theta - e)) / (2 * epsilon)] for e in shifts[:-1]] + [[0.0]])


def find_wrong_gradients__names_the_right_ones(gradients, approximations, limit=1e-3):
    ratio = lambda a, b: np.linalg.norm(a - b) / (np.linalg.norm(a) + np.linalg.norm(b))
    keys = sorted(gradients, key=lambda k: (int(k[2:]), k[1]))
    return [k for k in keys if not ratio(gradients[k], approximations[k]) > limit]


def find_wrong_gradients__compares_without_dividing(gradients, approximations, limit=1e-3):
    ratio = lambda a, b: math.sqrt(((a - b) ** 2).sum())
    keys = sorted(gradients, key=lambda k: (int(k[2:]), k[1]))
    return [k for k in keys if ratio(gradients[k], approximations[k]) > limit]


def find_wrong_gradients__ignores_the_limit(gradients, approximations, limit=1e-3):
    limit = 1 / 1000
    ratio = lambda a, b: np.linalg.norm(a - b) / (np.linalg.norm(a) + np.linalg.norm(b))
    keys = sorted(gradients, key=lambda k: (int(k[2:]), k[1]))
    return [k for k in keys if ratio(gradients[k], approximations[k]) > limit]


def find_wrong_gradients__names_the_layers(gradients, approximations, limit=1e-3):
    ratio = lambda a, b: np.linalg.norm(a - b) / (np.linalg.norm(a) + np.linalg.norm(b))
    keys = sorted(gradients, key=lambda k: (int(k[2:]), k[1]))
    return [int(k[2:]) for k in keys if ratio(gradients[k], approximations[k]) > limit]


def find_wrong_gradients__names_the_parameters(gradients, approximations, limit=1e-3):
    ratio = lambda a, b: np.linalg.norm(a - b) / (np.linalg.norm(a) + np.linalg.norm(b))
    keys = sorted(gradients, key=lambda k: (int(k[2:]), k[1]))
    return [k.lstrip("d") for k in keys if ratio(gradients[k], approximations[k]) > limit]


def find_wrong_gradients__looks_at_weights_only(gradients, approximations, limit=1e-3):
    ratio = lambda a, b: np.linalg.norm(a - b) / (np.linalg.norm(a) + np.linalg.norm(b))
    keys = [f"dW{l + 1}" for l in range(len(gradients) // 2)]
    return [k for k in keys if ratio(gradients[k], approximations[k]) > limit]


def find_wrong_gradients__stops_at_the_first(gradients, approximations, limit=1e-3):
    ratio = lambda a, b: np.linalg.norm(a - b) / (np.linalg.norm(a) + np.linalg.norm(b))
    keys = sorted(gradients, key=lambda k: (int(k[2:]), k[1]))
    for k in keys:
        if ratio(gradients[k], approximations[k]) > limit:
            return [k]
    return []


def find_wrong_gradients__sorts_the_names(gradients, approximations, limit=1e-3):
    ratio = lambda a, b: np.linalg.norm(a - b) / (np.linalg.norm(a) + np.linalg.norm(b))
    keys = sorted(gradients.keys())
    return [k for k in keys if ratio(gradients[k], approximations[k]) > limit]


def find_wrong_gradients__starts_at_the_last_layer(gradients, approximations, limit=1e-3):
    ratio = lambda a, b: np.linalg.norm(a - b) / (np.linalg.norm(a) + np.linalg.norm(b))
    keys = sorted(gradients, key=lambda k: (-int(k[2:]), k[1]))
    return [k for k in keys if ratio(gradients[k], approximations[k]) > limit]


def find_wrong_gradients__names_all_of_a_failed_check(gradients, approximations, limit=1e-3):
    ratio = lambda a, b: np.linalg.norm(a - b) / (np.linalg.norm(a) + np.linalg.norm(b))
    keys = sorted(gradients, key=lambda k: (int(k[2:]), k[1]))
    return keys if max(ratio(gradients[k], approximations[k]) for k in keys) > limit else []
