"""Step by step, with the helpers imported by module, and every shift put back in place."""
import math
import numpy as np
import numeric_utils
from numeric_utils import curve


def one_sided_difference(theta, epsilon):
    thetaplus = theta + epsilon
    f_plus = curve(thetaplus)
    f = curve(theta)
    return (f_plus - f) / epsilon


def two_sided_difference(theta, epsilon):
    f_plus = numeric_utils.curve(theta + epsilon)
    f_minus = numeric_utils.curve(theta - epsilon)
    return (f_plus - f_minus) / (2. * epsilon)


def error_order(epsilon_1, error_1, epsilon_2, error_2):
    return math.log10(error_2 / error_1) / math.log10(epsilon_2 / epsilon_1)


def check_ratio(gradient, approximation):
    above = left = right = 0.0
    for g, a in zip(gradient.flat, approximation.flat):
        above += (a - g) ** 2
        left += a * a
        right += g * g
    return math.sqrt(above) / (math.sqrt(left) + math.sqrt(right))


def check_verdict(ratio):
    verdict = "look closer"
    if ratio <= 1e-7:
        verdict = "great"
    elif ratio >= 1e-3:
        verdict = "worry"
    return verdict


def flatten_parameters(parameters):
    theta = np.zeros((0, 1))
    L = len(parameters) // 2
    for l in range(L):
        for name in ["W" + str(l + 1), "b" + str(l + 1)]:
            new = np.reshape(parameters[name], (-1, 1))
            theta = np.concatenate((theta, new), axis=0)
    return theta


def restore_parameters(theta, layers_dims):
    numbers = iter(theta[:, 0])
    parameters = {}
    for l in range(1, len(layers_dims)):
        W = np.zeros((layers_dims[l], layers_dims[l - 1]))
        for j in range(W.shape[0]):
            for k in range(W.shape[1]):
                W[j, k] = next(numbers)
        parameters["W%d" % l] = W
        parameters["b%d" % l] = np.array([[next(numbers)] for _ in range(layers_dims[l])])
    return parameters


def penalized_cost(theta, layers_dims, lambd, m):
    cost = numeric_utils.data_cost(theta)
    start = 0
    for l in range(1, len(layers_dims)):
        stop = start + layers_dims[l] * layers_dims[l - 1]
        cost += lambd / (2 * m) * np.sum(np.square(theta[start:stop]))
        start = stop + layers_dims[l]
    return cost


def numerical_gradient(theta, layers_dims, lambd, m, epsilon):
    is_weight = []
    for before, after in zip(layers_dims[:-1], layers_dims[1:]):
        is_weight += [1] * (before * after) + [0] * after
    gradapprox = np.zeros_like(theta)
    for i in range(theta.shape[0]):
        kept = theta[i, 0]
        costs = []
        for value in (kept + epsilon, kept - epsilon):
            theta[i, 0] = value
            costs.append(data_cost(theta) + lambd / (2 * m) * is_weight[i] * value ** 2)
        theta[i, 0] = kept
        gradapprox[i] = (costs[0] - costs[1]) / (2 * epsilon)
    return gradapprox


def find_wrong_gradients(gradients, approximations, limit=1e-3):
    wrong = []
    for l in range(1, len(gradients) // 2 + 1):
        for letter in ("W", "b"):
            g = gradients["d" + letter + str(l)]
            a = approximations["d" + letter + str(l)]
            difference = np.linalg.norm(g - a) / (np.linalg.norm(g) + np.linalg.norm(a))
            if difference > limit:
                wrong.append("d" + letter + str(l))
    return tuple(wrong)
