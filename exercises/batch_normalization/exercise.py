"""Batch normalization as functions: forward, backward, running statistics, prediction. 100 points, 26 public."""

from __future__ import annotations

import numpy as np
from mistakes import declare_mistakes

from grader.authoring import Exercise

exercise = Exercise(title="Batch normalization", reference="batch_normalization.py")

FORWARD, BACKWARD = "batch_norm_forward", "batch_norm_backward"
UPDATE, PREDICT = "update_running_statistics", "batch_norm_predict"
exercise.function(BACKWARD, builds_on=(FORWARD,))  # its property calls both


def column(rng, n, low, high):
    return rng.uniform(low, high, size=(n, 1))


def layer(rng, n, m, epsilon, spread=1.5):
    """Features of different places and spreads; gamma and beta of either sign."""
    Z = rng.normal(size=(n, m)) * column(rng, n, 0.5, spread) + rng.normal(size=(n, 1)) * 3
    return dict(
        Z=Z,
        gamma=column(rng, n, 0.5, 2.5) * rng.choice([-1, 1], size=(n, 1)),
        beta=rng.normal(size=(n, 1)) * 2,
        epsilon=epsilon,
    )


def passed(rng, n, m, epsilon):
    """A gradient, and the cache of a real forward pass."""
    given = layer(rng, n, m, epsilon)
    Z, gamma = given["Z"], given["gamma"]
    mu, var = Z.mean(axis=1, keepdims=True), Z.var(axis=1, keepdims=True)
    Z_hat = (Z - mu) / np.sqrt(var + epsilon)
    cache = {"Z": Z, "Z_hat": Z_hat, "mu": mu, "var": var, "gamma": gamma, "epsilon": epsilon}
    return dict(dZ_tilde=rng.normal(size=(n, m)) + 0.4, cache=cache)


def averages(rng, n, momentum):
    return dict(
        running_mu=rng.normal(size=(n, 1)) * 2,
        running_var=column(rng, n, 0.3, 4.0),
        mu=rng.normal(size=(n, 1)) * 3,
        var=column(rng, n, 1.5, 6.0),
        momentum=momentum,
    )


def trained(rng, n, m, epsilon):
    given = layer(rng, n, m, epsilon)
    return dict(
        Z=given["Z"],
        gamma=given["gamma"],
        beta=given["beta"],
        running_mu=rng.normal(size=(n, 1)) * 2,
        running_var=column(rng, n, 0.3, 4.0),
        epsilon=epsilon,
    )


@exercise.case(FORWARD, points=8, visibility="public", seed=1)
def normalizes_three_features(rng):
    """normalizes, scales and shifts three features of five examples"""
    return layer(rng, 3, 5, epsilon=0.3)


@exercise.case(FORWARD, points=8, visibility="hidden", seed=2)
def normalizes_a_square(rng):
    """tells features from examples when there are as many of both"""
    return layer(rng, 4, 4, epsilon=0.1)


@exercise.case(FORWARD, points=6, visibility="hidden", seed=3)
def normalizes_two_examples(rng):
    """works for the smallest batch"""
    return layer(rng, 5, 2, epsilon=0.7)


@exercise.case(FORWARD, points=6, visibility="hidden", seed=4)
def normalizes_a_constant_feature(rng):
    """does not divide by zero where a feature is constant"""
    given = layer(rng, 3, 6, epsilon=1e-3)
    given["Z"][1] = 2.5
    return given


exercise.property(
    FORWARD,
    "the_bias_cancels",
    points=4,
    seed=5,
    hint="A constant added to a feature is in its mean as well: what becomes of it?",
)


@exercise.case(BACKWARD, points=8, visibility="public", seed=11)
def gradients_of_two_features(rng):
    """sends the gradient back through mean and variance"""
    return passed(rng, 2, 4, epsilon=0.4)


@exercise.case(BACKWARD, points=10, visibility="hidden", seed=12)
def gradients_of_a_square(rng):
    """tells features from examples when there are as many of both"""
    return passed(rng, 5, 5, epsilon=0.05)


@exercise.case(BACKWARD, points=8, visibility="hidden", seed=13)
def gradients_of_many_examples(rng):
    """works for a larger batch and a small epsilon"""
    return passed(rng, 3, 24, epsilon=1e-2)


exercise.property(
    BACKWARD,
    "agrees_with_differences",
    points=8,
    seed=14,
    hint="Change one entry of Z: which of mean, variance and z_hat change with it?",
)


@exercise.case(UPDATE, points=4, visibility="public", seed=21)
def moves_two_features(rng):
    """keeps most of the old averages"""
    return averages(rng, 2, momentum=0.9)


@exercise.case(UPDATE, points=6, visibility="hidden", seed=22)
def moves_far(rng):
    """follows the batch when momentum is small"""
    return averages(rng, 4, momentum=0.2)


@exercise.case(UPDATE, points=4, visibility="hidden", seed=23)
def moves_one_feature(rng):
    """keeps a column for a single feature"""
    return averages(rng, 1, momentum=0.99)


@exercise.case(PREDICT, points=6, visibility="public", seed=31)
def predicts_four_examples(rng):
    """uses the statistics that training left"""
    return trained(rng, 3, 4, epsilon=0.5)


@exercise.case(PREDICT, points=7, visibility="hidden", seed=32)
def predicts_one_example(rng):
    """works for a single example, which has no spread"""
    return trained(rng, 4, 1, epsilon=0.1)


@exercise.case(PREDICT, points=7, visibility="hidden", seed=33)
def predicts_a_square(rng):
    """measures nothing, whatever the examples look like"""
    return trained(rng, 5, 5, epsilon=1e-2)


declare_mistakes(exercise)

exercise.equivalent(
    FORWARD, ("(Z - mu) ** 2", "(mu - Z) ** 2"), reason="a square does not see the sign"
)
exercise.equivalent(
    BACKWARD,
    ('cache["Z"] - cache["mu"]', 'cache["mu"] - cache["Z"]'),
    reason="the distance appears twice in the variance's term, so its sign cancels",
)
