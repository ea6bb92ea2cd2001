"""All averages at once: a triangle of weights times the series."""
import numpy


def _triangle(beta, T):
    age = numpy.arange(T)[:, None] - numpy.arange(T)[None, :]
    return numpy.where(age >= 0, (1 - beta) * numpy.power(beta, numpy.abs(age).astype(float)), 0.0)


def moving_average(values, beta):
    return _triangle(beta, values.shape[0]) @ values


def corrected_average(values, beta):
    weights = _triangle(beta, values.shape[0])
    weights /= weights.sum(axis=1, keepdims=True)
    return weights @ values


def average_weights(beta, t):
    return [(1 - beta) * beta**age for age in reversed(range(t))]


def averaging_window(beta):
    return numpy.reciprocal(1.0 - beta)
