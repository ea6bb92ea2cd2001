"""A right solution with Python's own arithmetic: one number at a time, whatever the shape."""
import math

import numpy


def entrywise(rule, Z):
    result = numpy.empty(Z.shape)
    for place in numpy.ndindex(*Z.shape):
        result[place] = rule(float(Z[place]))
    return result


def sigmoid(Z):
    def rule(z):
        if z >= 0:
            return 1 / (1 + math.exp(-z))
        return math.exp(z) / (1 + math.exp(z))
    return entrywise(rule, Z)


def tanh(Z):
    return entrywise(lambda z: (math.exp(z) - math.exp(-z)) / (math.exp(z) + math.exp(-z)), Z)


def relu(Z):
    return entrywise(lambda z: z if z > 0 else 0, Z)


def leaky_relu(Z):
    return entrywise(lambda z: max(0.01 * z, z), Z)


def sigmoid_prime(Z):
    return entrywise(lambda z: math.exp(-abs(z)) / (1 + math.exp(-abs(z))) ** 2, Z)


def tanh_prime(Z):
    return entrywise(lambda z: 1 / math.cosh(z) ** 2, Z)


def relu_prime(Z):
    return entrywise(lambda z: 1 if z > 0 else 0, Z)


def leaky_relu_prime(Z):
    return entrywise(lambda z: 0.01 if z < 0 else 1, Z)


def flatten_images(images):
    m, height, width, channels = images.shape
    X = numpy.zeros((height * width * channels, m))
    for i in range(m):
        k = 0
        for row in range(height):
            for column in range(width):
                for channel in range(channels):
                    X[k, i] = images[i, row, column, channel]
                    k += 1
    return X
