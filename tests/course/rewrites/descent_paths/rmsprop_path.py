"""Every known mistake of rmsprop_path once more, in other words."""

import numpy as np


def scaled(curvatures, w, learning_rate, keep, take, steps, square, divisor):
    S, rows = 0 * w, [1 * w]
    for _ in range(steps):
        g = curvatures * rows[-1]
        S = keep * S + take * square(g)
        rows.append(rows[-1] - learning_rate * g / divisor(S))
    return np.stack(rows)


def rmsprop_path__forgets_the_squares(curvatures, w, learning_rate, beta, epsilon, steps):
    return scaled(
        curvatures, w, learning_rate, beta, 1 - beta, steps, np.abs, lambda S: S**0.5 + epsilon
    )


def rmsprop_path__forgets_the_root(curvatures, w, learning_rate, beta, epsilon, steps):
    return scaled(
        curvatures, w, learning_rate, beta, 1 - beta, steps, np.square, lambda S: S + epsilon
    )


def rmsprop_path__puts_epsilon_inside(curvatures, w, learning_rate, beta, epsilon, steps):
    return scaled(
        curvatures,
        w,
        learning_rate,
        beta,
        1 - beta,
        steps,
        np.square,
        lambda S: (S + epsilon) ** 0.5,
    )


def rmsprop_path__forgets_epsilon(curvatures, w, learning_rate, beta, epsilon, steps):
    return scaled(curvatures, w, learning_rate, beta, 1 - beta, steps, np.square, lambda S: S**0.5)


def rmsprop_path__averages_over_directions(curvatures, w, learning_rate, beta, epsilon, steps):
    return scaled(
        curvatures, w, learning_rate, beta, 1 - beta, steps,
        lambda g: g @ g / len(g), lambda S: S**0.5 + epsilon,
    )  # fmt: skip


def rmsprop_path__turns_the_shares(curvatures, w, learning_rate, beta, epsilon, steps):
    return scaled(
        curvatures, w, learning_rate, 1 - beta, beta, steps, np.square, lambda S: S**0.5 + epsilon
    )


def rmsprop_path__forgets_one_minus_beta(curvatures, w, learning_rate, beta, epsilon, steps):
    return scaled(
        curvatures, w, learning_rate, beta, 1, steps, np.square, lambda S: S**0.5 + epsilon
    )


def rmsprop_path__forgets_the_start(curvatures, w, learning_rate, beta, epsilon, steps):
    rows = scaled(
        curvatures, w, learning_rate, beta, 1 - beta, steps, np.square, lambda S: S**0.5 + epsilon
    )
    return rows[1:]


def rmsprop_path__descends_plainly(curvatures, w, learning_rate, beta, epsilon, steps):
    return np.array([w * (1 - learning_rate * curvatures) ** t for t in range(steps + 1)])
