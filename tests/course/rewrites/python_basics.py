"""The known mistakes of python_basics, each written by another hand: loops, lists, other names."""

import math

import numpy as np


def basic_sigmoid__turns_the_sign(x):
    return math.pow(1 + math.e**x, -1)


def basic_sigmoid__forgets_the_one(x):
    below = math.exp(-1 * x)
    return 1.0 / below


def basic_sigmoid__forgets_the_parentheses(x):
    e = math.exp(-x)
    s = 1 / 1 + e
    return s


def basic_sigmoid__subtracts(x):
    return -1 / (math.exp(-x) - 1)


def basic_sigmoid__is_tanh(x):
    up, down = math.exp(x), math.exp(-x)
    return (up - down) / (up + down)


def basic_sigmoid__is_the_exponential(x):
    return math.e ** (-x)


def sigmoid__turns_the_sign(x):
    e = np.exp(x)
    return np.divide(1, np.add(1, e))


def sigmoid__forgets_the_one(x):
    return np.reciprocal(np.exp(np.negative(x)))


def sigmoid__forgets_the_parentheses(x):
    s = 1 / 1 + np.exp(-1 * x)
    return s


def sigmoid__subtracts(x):
    denominator = 1 - np.exp(-x)
    return denominator**-1


def sigmoid__is_tanh(x):
    return np.sinh(x) / np.cosh(x)


def sigmoid__is_the_exponential(x):
    return np.power(np.e, np.negative(x))


def sigmoid__takes_single_numbers_only(x):
    e = math.exp(-x)
    return 1 / (1 + e)


def sigmoid_derivative__is_the_sigmoid(x):
    return 1 / (1 + np.exp(-x))


def sigmoid_derivative__mixes_in_x(x):
    e = np.exp(-x)
    return (1 - x) / (1 + e)


def sigmoid_derivative__takes_x_for_the_sigmoid(x):
    return np.multiply(x, np.subtract(1.0, x))


def sigmoid_derivative__is_that_of_tanh(x):
    s = 1 / (1 + np.exp(-x))
    return (1 - s) * (1 + s)


def sigmoid_derivative__forgets_the_parentheses(x):
    s = 1 / (1 + np.exp(-x))
    ds = s * 1
    ds = ds - s
    return ds


def sigmoid_derivative__turns_the_sign(x):
    s = 1 / (1 + np.exp(-x))
    return s**2 - s


def sigmoid_derivative__takes_the_sigmoid_twice(x):
    def squash(z):
        return 1 / (1 + np.exp(-z))

    once = squash(x)
    return squash(once) * (1 - squash(once))


def image2vector__loses_the_column(image):
    return np.array([value for row in image for pixel in row for value in pixel])


def image2vector__lies_down(image):
    return np.ravel(image)[np.newaxis, :]


def image2vector__keeps_the_colours_apart(image):
    return np.vstack([row for row in image])


def image2vector__runs_backwards_through_the_sides(image):
    return image.flatten(order="F").reshape(-1, 1)


def image2vector__goes_colour_by_colour(image):
    columns = [image[:, :, k].reshape(-1, 1) for k in range(image.shape[2])]
    return np.concatenate(columns)


def image2vector__fits_one_image_only(image):
    return image.flatten().reshape((3 * 3 * 2, 1))


def normalize_rows__normalizes_columns(x):
    y = x.astype(float)
    for j in range(y.shape[1]):
        y[:, j] /= math.sqrt((y[:, j] ** 2).sum())
    return y


def normalize_rows__forgets_keepdims(x):
    lengths = np.sqrt((x**2).sum(axis=1))
    return np.divide(x, lengths)


def normalize_rows__divides_by_one_norm(x):
    return x / math.sqrt(sum(value**2 for value in x.flat))


def normalize_rows__forgets_the_root(x):
    return np.array([row / np.dot(row, row) for row in x])


def normalize_rows__adds_up_absolute_values(x):
    return np.array([row / sum(abs(value) for value in row) for row in x])


def normalize_rows__adds_up_entries(x):
    return (x.T / x.sum(axis=1)).T


def normalize_rows__takes_the_largest_entry(x):
    return np.array([row / max(abs(value) for value in row) for row in x])


def normalize_rows__returns_the_norms(x):
    return np.array([[math.sqrt(np.dot(row, row))] for row in x])


def normalize_rows__multiplies(x):
    return np.array([row * math.sqrt(np.dot(row, row)) for row in x])


def softmax__adds_up_columns(x):
    e = np.exp(x - x.max(axis=0))
    return e / e.sum(axis=0)


def softmax__adds_up_everything(x):
    e = np.exp(x - x.max())
    return e / e.sum()


def softmax__forgets_keepdims(x):
    e = np.exp(x)
    totals = e.sum(1)
    return np.divide(e, totals)


def softmax__forgets_the_exponential(x):
    return np.array([row / row.sum() for row in x])


def softmax__turns_the_sign(x):
    rows = []
    for row in x:
        e = 1 / np.exp(row)
        rows.append(e / e.sum())
    return np.array(rows)


def softmax__divides_by_the_largest(x):
    return np.array([np.exp(row) / max(np.exp(row)) for row in x])


def softmax__divides_by_the_mean(x):
    e = np.exp(x)
    return (e.T / e.mean(axis=1)).T


def softmax__divides_by_the_norm(x):
    return np.array([np.exp(row) / math.sqrt(sum(np.exp(2 * row))) for row in x])


def softmax__sums_before_the_exponential(x):
    return np.array([np.exp(row - sum(row)) for row in x])


def softmax__returns_the_exponentials(x):
    return np.power(np.e, x)


def L1__lets_errors_cancel(yhat, y):
    total = 0
    for label, prediction in zip(y, yhat):
        total += label - prediction
    return total


def L1__lets_errors_cancel_first(yhat, y):
    return abs(sum(yhat) - sum(y))


def L1__averages(yhat, y):
    return sum(abs(a - b) for a, b in zip(yhat, y)) / len(y)


def L1__squares(yhat, y):
    error = yhat - y
    return np.dot(error, error)


def L1__returns_every_distance(yhat, y):
    return np.array([max(a - b, b - a) for a, b in zip(yhat, y)])


def L1__takes_the_largest(yhat, y):
    return max(abs(a - b) for a, b in zip(yhat, y))


def L2__takes_the_root(yhat, y):
    return np.linalg.norm(yhat - y)


def L2__averages(yhat, y):
    return sum((a - b) ** 2 for a, b in zip(yhat, y)) / y.size


def L2__halves(yhat, y):
    error = yhat - y
    return 0.5 * np.dot(error, error.T)


def L2__adds_up_absolute_values(yhat, y):
    return sum(abs(a - b) for a, b in zip(yhat, y))


def L2__squares_the_sum(yhat, y):
    total = sum(yhat) - sum(y)
    return total * total


def L2__returns_every_square(yhat, y):
    return np.array([(a - b) ** 2 for a, b in zip(yhat, y)])


def L2__multiplies_labels_and_predictions(yhat, y):
    return sum(a * b for a, b in zip(yhat, y))


def L2__forgets_the_mixed_term(yhat, y):
    return sum(b * b - a * a for a, b in zip(yhat, y))
