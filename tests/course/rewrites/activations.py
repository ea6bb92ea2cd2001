"""The known mistakes of `activations`, each made once more in another hand."""

import math

import numpy as np


def sigmoid__forgets_the_minus(Z):
    e = np.exp(Z)
    return np.divide(1.0, e + 1.0)


def sigmoid__divides_too_early(Z):
    quotient = 1 / 1
    return quotient + np.exp(np.negative(Z))


def sigmoid__forgets_the_one(Z):
    return np.power(np.exp(-Z), -1.0)


def sigmoid__divides_by_the_sum(Z):
    total = 0.0
    for z in Z.ravel():
        total += math.exp(z)
    return np.exp(Z) / total


def tanh__squashes_to_0_and_1(Z):
    e = np.exp(Z)
    return e / (e + 1)


def tanh__forgets_to_double(Z):
    s = 1 / (1 + np.exp(-Z))
    return s - (1 - s)


def tanh__divides_too_early(Z):
    up, down = np.exp(Z), np.exp(-Z)
    rest = down / (up + down)
    return up - rest


def tanh__turns_the_sign(Z):
    up, down = np.exp(Z), np.exp(-Z)
    return (down - up) / (up + down)


def tanh__takes_the_tangent(Z):
    return np.sin(Z) / np.cos(Z)


def relu__takes_the_minimum(Z):
    A = Z.copy()
    A[A > 0] = 0
    return A


def relu__takes_absolute_values(Z):
    return np.sqrt(Z * Z)


def relu__caps_at_one(Z):
    A = np.where(Z < 0, 0.0, Z)
    A[A > 1] = 1.0
    return A


def relu__returns_the_mask(Z):
    return (Z > 0).astype(float)


def relu__leaks(Z):
    A = np.array(Z)
    A[Z < 0] /= 100
    return A


def leaky_relu__does_not_leak(Z):
    return Z * (Z > 0)


def leaky_relu__leaks_a_tenth(Z):
    return np.maximum(Z / 10, Z)


def leaky_relu__leaks_everywhere(Z):
    A = 0.01 * Z
    A[Z > 0] += Z[Z > 0]
    return A


def leaky_relu__turns_the_sign_of_the_leak(Z):
    return np.array([z if z > 0 else -z / 100 for z in Z.ravel()]).reshape(Z.shape)


def leaky_relu__takes_the_minimum(Z):
    return np.where(Z > 0, Z / 100, Z)


def leaky_relu__leaks_a_constant(Z):
    A = Z.copy()
    A[~(Z > 0)] = 1e-2
    return A


def sigmoid_prime__takes_z_for_the_activation(Z):
    return Z - np.square(Z)


def sigmoid_prime__returns_the_sigmoid(Z):
    return np.exp(Z) / (np.exp(Z) + 1)


def sigmoid_prime__forgets_the_activation(Z):
    return 1 / (1 + np.exp(Z))


def sigmoid_prime__adds_instead_of_subtracting(Z):
    s = 1 / (1 + np.exp(-Z))
    return s + s * s


def sigmoid_prime__squashes_twice(Z):
    def g(x):
        return 1 / (1 + np.exp(-x))

    twice = g(g(Z))
    return twice - twice**2


def sigmoid_prime__borrows_tanhs_slope(Z):
    s = 1 / (1 + np.exp(-Z))
    return (1 - s) * (1 + s)


def tanh_prime__takes_z_for_the_activation(Z):
    return (1 - Z) * (1 + Z)


def tanh_prime__forgets_the_square(Z):
    up, down = np.exp(Z), np.exp(-Z)
    return 2 * down / (up + down)


def tanh_prime__adds_the_square(Z):
    t = np.tanh(Z)
    return t * t + 1.0


def tanh_prime__borrows_the_sigmoids_slope(Z):
    t = np.tanh(Z)
    return t - np.square(t)


def tanh_prime__squares_the_difference(Z):
    t = np.tanh(Z)
    return 1 - 2 * t + t**2


def relu_prime__returns_the_function(Z):
    return Z * (Z > 0)


def relu_prime__takes_the_sign(Z):
    slopes = np.zeros(Z.shape)
    slopes[Z > 0] = 1
    slopes[Z < 0] = -1
    return slopes


def relu_prime__is_one_everywhere(Z):
    return Z * 0 + 1


def relu_prime__turns_the_mask(Z):
    return (Z <= 0).astype(int)


def relu_prime__leaks(Z):
    slopes = np.full(Z.shape, 0.01)
    slopes[Z > 0] = 1
    return slopes


def leaky_relu_prime__does_not_leak(Z):
    return (Z > 0) * 1.0


def leaky_relu_prime__leaks_a_tenth(Z):
    return 0.1 + 0.9 * (Z > 0)


def leaky_relu_prime__returns_the_function(Z):
    return np.maximum(Z, Z / 100)


def leaky_relu_prime__keeps_z_on_the_left(Z):
    slopes = Z / 100
    slopes[Z > 0] = 1
    return slopes


def leaky_relu_prime__leaks_everywhere(Z):
    return (Z > 0) + np.full(Z.shape, 0.01)


def leaky_relu_prime__turns_the_sides(Z):
    slopes = np.ones(Z.shape)
    slopes[Z > 0] = 1e-2
    return slopes


def flatten_images__mixes_the_images(images):
    m, height, width, channels = images.shape
    return images.reshape(height * width * channels, m)


def flatten_images__forgets_to_transpose(images):
    return np.stack([image.ravel() for image in images])


def flatten_images__makes_one_long_column(images):
    return images.flatten()[:, np.newaxis]


def flatten_images__reads_columns_first(images):
    return np.stack([image.ravel(order="F") for image in images], axis=1)


def flatten_images__puts_channels_first(images):
    columns = []
    for image in images:
        planes = [image[:, :, c].ravel() for c in range(image.shape[2])]
        columns.append(np.concatenate(planes))
    return np.array(columns).T
