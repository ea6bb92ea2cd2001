"""A right solution in dot products: results as 0-d or one-entry arrays made numbers, views, einsum."""
from math import exp

import numpy


def basic_sigmoid(x):
    return numpy.array(1 / (1 + exp(-x)))


sigmoid = lambda x: numpy.power(1 + numpy.exp(-1.0 * x), -1)


def sigmoid_derivative(x):
    return sigmoid(x) * sigmoid(-1.0 * x)


def image2vector(image):
    return numpy.atleast_2d(image.ravel()).T


def normalize_rows(x):
    return numpy.einsum("ij,i->ij", x, numpy.einsum("ij,ij->i", x, x) ** -0.5)


def softmax(x):
    x = x - numpy.amax(x, 1)[:, None]
    return numpy.exp(x) / numpy.dot(numpy.exp(x), numpy.ones((x.shape[1], 1)))


def L1(yhat, y):
    signs = numpy.sign(y - yhat).reshape(1, -1)
    return float(numpy.dot(signs, (y - yhat).reshape(-1, 1)))


def L2(yhat, y):
    error = numpy.subtract(yhat, y)
    return numpy.array(numpy.inner(error, error))
