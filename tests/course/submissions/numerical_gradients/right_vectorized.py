# Matrices of shifted columns, offsets from cumulative sums, and no import of the helpers.
import numpy as np

GREAT, WORRY = 1e-7, 1e-3


def one_sided_difference(theta, epsilon):
    low, high = curve(theta), curve(theta + epsilon)
    return high / epsilon - low / epsilon


def two_sided_difference(theta, epsilon):
    values = np.array([curve(theta - epsilon), curve(theta + epsilon)])
    return np.diff(values).item() * 0.5 / epsilon


def error_order(epsilon_1, error_1, epsilon_2, error_2):
    return np.subtract(*np.log([error_1, error_2])) / np.subtract(*np.log([epsilon_1, epsilon_2]))


def _norm(*arrays):
    return np.sqrt(sum(np.vdot(a, a) for a in arrays))


def _ratio(a, b):
    return _norm(a - b) / (_norm(a) + _norm(b))


def check_ratio(gradient, approximation):
    return _ratio(gradient, approximation)


def check_verdict(ratio):
    return ("great", "look closer", "worry")[(ratio > GREAT) + (ratio >= WORRY)]


def _names(count, prefix=""):
    return [prefix + letter + str(l) for l in range(1, count // 2 + 1) for letter in "Wb"]


def flatten_parameters(parameters):
    rows = [parameters[name].ravel() for name in _names(len(parameters))]
    return np.hstack(rows)[:, np.newaxis]


def _cut(theta, layers_dims):
    shapes = []
    for before, after in zip(layers_dims, layers_dims[1:]):
        shapes += [(after, before), (after, 1)]
    stops = np.cumsum([rows * columns for rows, columns in shapes])
    pieces = np.split(theta.ravel(), stops[:-1])
    return {name: piece.reshape(shape) for name, piece, shape in zip(_names(len(shapes)), pieces, shapes)}


def restore_parameters(theta, layers_dims):
    return _cut(theta, layers_dims)


def _cost(theta, layers_dims, lambd, m):
    squares = [np.vdot(value, value) for name, value in _cut(theta, layers_dims).items() if name[0] == "W"]
    return data_cost(theta) + 0.5 * lambd * sum(squares) / m


def penalized_cost(theta, layers_dims, lambd, m):
    return _cost(theta, layers_dims, lambd, m)


def numerical_gradient(theta, layers_dims, lambd, m, epsilon):
    shifts = epsilon * np.eye(theta.size)
    high = [_cost(theta + shift[:, None], layers_dims, lambd, m) for shift in shifts]
    low = [_cost(theta - shift[:, None], layers_dims, lambd, m) for shift in shifts]
    return ((np.array(high) - np.array(low)) / (2 * epsilon)).reshape(-1, 1)


def find_wrong_gradients(gradients, approximations, limit=1e-3):
    names = _names(len(gradients), "d")
    return [name for name in names if _ratio(gradients[name], approximations[name]) > limit]
