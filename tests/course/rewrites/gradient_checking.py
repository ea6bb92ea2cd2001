"""Every known mistake of gradient_checking once more, in other words."""

import math

import numpy as np


def forward_propagation__adds(x, theta):
    return sum((x, theta))


def forward_propagation__squares_theta(x, theta):
    return theta * theta * x


def forward_propagation__returns_the_input(x, theta):
    J = x
    return J


def backward_propagation__differentiates_by_x(x, theta):
    dtheta = theta
    return dtheta


def backward_propagation__returns_the_cost(x, theta):
    return x * theta


def backward_propagation__returns_one(x, theta):
    return 1.0


def ratio(grad, approximation):
    return abs(grad - approximation) / (abs(grad) + abs(approximation))


def slope(f, at, epsilon):
    return (f(at + epsilon) - f(at - epsilon)) / epsilon / 2


def gradient_check__divides_by_epsilon(x, theta, epsilon=1e-7):
    rise = slope(lambda t: forward_propagation(x, t), theta, epsilon) * 2
    return ratio(backward_propagation(x, theta), rise)


def gradient_check__multiplies_by_epsilon(x, theta, epsilon=1e-7):
    half = (forward_propagation(x, theta + epsilon) - forward_propagation(x, theta - epsilon)) / 2
    return ratio(backward_propagation(x, theta), half * epsilon)


def gradient_check__differs_to_one_side(x, theta, epsilon=1e-7):
    here, there = (forward_propagation(x, t) for t in (theta, theta + epsilon))
    return ratio(backward_propagation(x, theta), (there - here) / epsilon)


def gradient_check__builds_minus_from_plus(x, theta, epsilon=1e-7):
    shifted = theta + epsilon
    above = forward_propagation(x, shifted)
    shifted -= epsilon
    below = forward_propagation(x, shifted)
    return ratio(backward_propagation(x, theta), (above - below) / (epsilon + epsilon))


def gradient_check__ignores_epsilon(x, theta, epsilon=1e-7):
    rise = slope(lambda t: forward_propagation(x, t), theta, 1e-7)
    return ratio(backward_propagation(x, theta), rise)


def gradient_check__shifts_the_input(x, theta, epsilon=1e-7):
    rise = slope(lambda shifted: forward_propagation(shifted, theta), x, epsilon)
    return ratio(backward_propagation(x, theta), rise)


def gradient_check__swaps_the_arguments(x, theta, epsilon=1e-7):
    rise = slope(lambda t: forward_propagation(t, x), theta, epsilon)
    return ratio(backward_propagation(x, theta), rise)


def gradient_check__writes_x_for_the_gradient(x, theta, epsilon=1e-7):
    return ratio(x, slope(lambda t: forward_propagation(x, t), theta, epsilon))


def gradient_check__compares_sizes_without_signs(x, theta, epsilon=1e-7):
    rise = abs(slope(lambda t: forward_propagation(x, t), theta, epsilon))
    size = abs(backward_propagation(x, theta))
    return abs(size - rise) / (size + rise)


def gradient_check__squares_the_norms(x, theta, epsilon=1e-7):
    rise = slope(lambda t: forward_propagation(x, t), theta, epsilon)
    grad = backward_propagation(x, theta)
    return np.square(grad - rise) / (np.square(grad) + np.square(rise))


def gradient_check__divides_by_the_gradient_alone(x, theta, epsilon=1e-7):
    rise = slope(lambda t: forward_propagation(x, t), theta, epsilon)
    grad = backward_propagation(x, theta)
    return abs(1 - rise / grad)


def gradient_check__forgets_to_divide(x, theta, epsilon=1e-7):
    rise = slope(lambda t: forward_propagation(x, t), theta, epsilon)
    return math.fabs(backward_propagation(x, theta) - rise)


def gradient_check__returns_an_array(x, theta, epsilon=1e-7):
    rise = slope(lambda t: forward_propagation(x, t), theta, epsilon)
    return np.atleast_2d(ratio(backward_propagation(x, theta), rise))


def gradient_check__returns_a_verdict(x, theta, epsilon=1e-7):
    rise = slope(lambda t: forward_propagation(x, t), theta, epsilon)
    return not ratio(backward_propagation(x, theta), rise) <= 1e-7


def network_gradients(X, Y, cache, share=True, relu=True, one_bias=False, times=()):
    """Backpropagation in a loop; ``times`` are factors of single gradients."""
    m = X.shape[1] if share else 1
    A, W, found = (X, cache[1], cache[5], cache[9]), (None, *cache[2::4]), {}
    dZ = A[3] - Y
    for l in (3, 2, 1):
        found[f"dZ{l}"], found[f"dW{l}"] = dZ, np.dot(dZ, A[l - 1].T) / m
        wide = one_bias and l < 3
        found[f"db{l}"] = dZ.sum() / m if wide else dZ.sum(axis=1).reshape(-1, 1) / m
        if l > 1:
            dA = found[f"dA{l - 1}"] = np.dot(W[l].T, dZ)
            dZ = np.where(A[l - 1] > 0, dA, 0) if relu else dA
    for name, factor in times:
        found[name] = factor * found[name]
    return found


def backward_propagation_n__leaves_both_bugs(X, Y, cache):
    return network_gradients(X, Y, cache, times=[("dW2", 2), ("db1", 4)])


def backward_propagation_n__doubles_dW2(X, Y, cache):
    return network_gradients(X, Y, cache, times=[("dW2", 2)])


def backward_propagation_n__quadruples_db1(X, Y, cache):
    return network_gradients(X, Y, cache, times=[("db1", 4.0)])


def backward_propagation_n__counts_features(X, Y, cache):
    names = [f"d{kind}{l}" for kind in "Wb" for l in (1, 2, 3)]
    return network_gradients(X, Y, cache, times=[(name, X.shape[1] / len(X)) for name in names])


def backward_propagation_n__forgets_to_average(X, Y, cache):
    return network_gradients(X, Y, cache, share=False)


def backward_propagation_n__forgets_the_relu(X, Y, cache):
    return network_gradients(X, Y, cache, relu=False)


def backward_propagation_n__sums_all_units(X, Y, cache):
    return network_gradients(X, Y, cache, one_bias=True)


def cost_at(theta, X, Y):
    return forward_propagation_n(X, Y, vector_to_dictionary(theta))[0]


def column(parameters):
    return dictionary_to_vector(parameters)[0]


def slopes(theta, X, Y, epsilon, count=None):
    """The two-sided difference of each of the first ``count`` entries, as a column."""
    found = np.zeros_like(theta)
    for i, step in enumerate(np.eye(len(theta))[:count] * epsilon):
        step = step[:, None]
        found[i] = (cost_at(theta + step, X, Y) - cost_at(theta - step, X, Y)) / 2 / epsilon
    return found


def size(vector):
    return math.sqrt(float(np.vdot(vector, vector)))


def relative(grad, found):
    return size(grad - found) / (size(grad) + size(found))


def gradient_check_n__divides_by_epsilon(parameters, gradients, X, Y, epsilon=1e-7):
    found = 2 * slopes(column(parameters), X, Y, epsilon)
    return relative(gradients_to_vector(gradients), found)


def gradient_check_n__multiplies_by_epsilon(parameters, gradients, X, Y, epsilon=1e-7):
    found = slopes(column(parameters), X, Y, epsilon) * epsilon**2
    return relative(gradients_to_vector(gradients), found)


def gradient_check_n__differs_to_one_side(parameters, gradients, X, Y, epsilon=1e-7):
    theta = column(parameters)
    here = cost_at(theta, X, Y)
    steps = [epsilon * e[:, None] for e in np.eye(theta.size)]
    found = np.array([[(cost_at(theta + step, X, Y) - here) / epsilon] for step in steps])
    return relative(gradients_to_vector(gradients), found)


def gradient_check_n__builds_minus_from_plus(parameters, gradients, X, Y, epsilon=1e-7):
    theta, found = column(parameters), []
    for i in range(theta.size):
        moved = theta.copy()
        moved[i] += epsilon
        above = cost_at(moved, X, Y)
        moved[i] -= epsilon
        found.append([(above - cost_at(moved, X, Y)) / (2 * epsilon)])
    return relative(gradients_to_vector(gradients), np.array(found))


def gradient_check_n__keeps_every_shift(parameters, gradients, X, Y, epsilon=1e-7):
    theta, found = column(parameters).copy(), []
    for i in range(theta.size):
        theta[i] += epsilon
        above = cost_at(theta, X, Y)
        below = theta.copy()
        below[i] -= epsilon
        found.append([(above - cost_at(below, X, Y)) / (2 * epsilon)])
    return relative(gradients_to_vector(gradients), np.array(found))


def gradient_check_n__ignores_epsilon(parameters, gradients, X, Y, epsilon=1e-7):
    return relative(gradients_to_vector(gradients), slopes(column(parameters), X, Y, 1e-7))


def gradient_check_n__shifts_all_parameters(parameters, gradients, X, Y, epsilon=1e-7):
    theta = column(parameters)
    rise = (cost_at(theta + epsilon, X, Y) - cost_at(theta - epsilon, X, Y)) / (2 * epsilon)
    return relative(gradients_to_vector(gradients), np.full_like(theta, rise))


def gradient_check_n__squares_the_norms(parameters, gradients, X, Y, epsilon=1e-7):
    grad, found = gradients_to_vector(gradients), slopes(column(parameters), X, Y, epsilon)
    return np.sum((grad - found) ** 2) / np.sum(grad**2 + found**2)


def gradient_check_n__divides_by_the_gradient_alone(parameters, gradients, X, Y, epsilon=1e-7):
    grad, found = gradients_to_vector(gradients), slopes(column(parameters), X, Y, epsilon)
    return size(grad - found) / size(grad)


def gradient_check_n__adds_before_the_norm(parameters, gradients, X, Y, epsilon=1e-7):
    grad, found = gradients_to_vector(gradients), slopes(column(parameters), X, Y, epsilon)
    return size(grad - found) / size(found + grad)


def gradient_check_n__forgets_to_divide(parameters, gradients, X, Y, epsilon=1e-7):
    return size(slopes(column(parameters), X, Y, epsilon) - gradients_to_vector(gradients))


def gradient_check_n__takes_the_largest_entry(parameters, gradients, X, Y, epsilon=1e-7):
    grad, found = gradients_to_vector(gradients), slopes(column(parameters), X, Y, epsilon)
    return abs(grad - found).max() / (abs(grad).max() + abs(found).max())


def gradient_check_n__skips_the_last_parameter(parameters, gradients, X, Y, epsilon=1e-7):
    theta = column(parameters)
    return relative(gradients_to_vector(gradients), slopes(theta, X, Y, epsilon, theta.size - 1))


def gradient_check_n__returns_an_array(parameters, gradients, X, Y, epsilon=1e-7):
    grad, found = gradients_to_vector(gradients), slopes(column(parameters), X, Y, epsilon)
    return np.array([relative(grad, found)]).reshape(1, 1)


def gradient_check_n__returns_a_verdict(parameters, gradients, X, Y, epsilon=1e-7):
    grad, found = gradients_to_vector(gradients), slopes(column(parameters), X, Y, epsilon)
    return relative(grad, found) > 0.0000001
