"""Batch normalization: forward, backward, running statistics, prediction, and a layer that has all
of these as methods. 100 points, 26 public."""

from __future__ import annotations

import numpy as np
from mistakes import declare_mistakes

from grader.authoring import Exercise

exercise = Exercise(title="Batch normalization", reference="batch_normalization.py")

FORWARD, BACKWARD = "batch_norm_forward", "batch_norm_backward"
UPDATE, PREDICT = "update_running_statistics", "batch_norm_predict"
LAYER = "BatchNorm"
exercise.function(BACKWARD, builds_on=(FORWARD,))  # its property calls both
exercise.function(LAYER, builds_on=(FORWARD, BACKWARD, UPDATE, PREDICT))


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


@exercise.case(FORWARD, points=6, visibility="public", seed=1)
def normalizes_three_features(rng):
    """normalizes, scales and shifts three features of five examples"""
    return layer(rng, 3, 5, epsilon=0.3)


@exercise.case(FORWARD, points=6, visibility="hidden", seed=2)
def normalizes_a_square(rng):
    """tells features from examples when there are as many of both"""
    return layer(rng, 4, 4, epsilon=0.1)


@exercise.case(FORWARD, points=5, visibility="hidden", seed=3)
def normalizes_two_examples(rng):
    """works for the smallest batch"""
    return layer(rng, 5, 2, epsilon=0.7)


@exercise.case(FORWARD, points=5, visibility="hidden", seed=4)
def normalizes_a_constant_feature(rng):
    """does not divide by zero where a feature is constant"""
    given = layer(rng, 3, 6, epsilon=1e-3)
    given["Z"][1] = 2.5
    return given


exercise.property(
    FORWARD,
    "the_bias_cancels",
    points=3,
    seed=5,
    hint="A constant added to a feature is in its mean as well: what becomes of it?",
)


@exercise.case(BACKWARD, points=7, visibility="public", seed=11)
def gradients_of_two_features(rng):
    """sends the gradient back through mean and variance"""
    return passed(rng, 2, 4, epsilon=0.4)


@exercise.case(BACKWARD, points=8, visibility="hidden", seed=12)
def gradients_of_a_square(rng):
    """tells features from examples when there are as many of both"""
    return passed(rng, 5, 5, epsilon=0.05)


@exercise.case(BACKWARD, points=6, visibility="hidden", seed=13)
def gradients_of_many_examples(rng):
    """works for a larger batch and a small epsilon"""
    return passed(rng, 3, 24, epsilon=1e-2)


exercise.property(
    BACKWARD,
    "agrees_with_differences",
    points=6,
    seed=14,
    hint="Change one entry of Z: which of mean, variance and z_hat change with it?",
)


@exercise.case(UPDATE, points=3, visibility="public", seed=21)
def moves_two_features(rng):
    """keeps most of the old averages"""
    return averages(rng, 2, momentum=0.9)


@exercise.case(UPDATE, points=5, visibility="hidden", seed=22)
def moves_far(rng):
    """follows the batch when momentum is small"""
    return averages(rng, 4, momentum=0.2)


@exercise.case(UPDATE, points=3, visibility="hidden", seed=23)
def moves_one_feature(rng):
    """keeps a column for a single feature"""
    return averages(rng, 1, momentum=0.99)


@exercise.case(PREDICT, points=5, visibility="public", seed=31)
def predicts_four_examples(rng):
    """uses the statistics that training left"""
    return trained(rng, 3, 4, epsilon=0.5)


@exercise.case(PREDICT, points=6, visibility="hidden", seed=32)
def predicts_one_example(rng):
    """works for a single example, which has no spread"""
    return trained(rng, 4, 1, epsilon=0.1)


@exercise.case(PREDICT, points=5, visibility="hidden", seed=33)
def predicts_a_square(rng):
    """measures nothing, whatever the examples look like"""
    return trained(rng, 5, 5, epsilon=1e-2)


def parameters(rng, n):
    """Gamma of either sign, and beta."""
    given = layer(rng, n, 2, 0.1)
    return given["gamma"], given["beta"]


def batch(rng, n, m):
    """Features that are far from the mean 0 and the variance 1."""
    return rng.normal(size=(n, m)) * column(rng, n, 1.5, 3) + rng.normal(size=(n, 1)) * 3


@exercise.steps(LAYER, points=5, visibility="public", seed=41)
def a_layer_trains_and_predicts(rng, do):
    """makes one step of training, and predicts"""
    gamma, beta = parameters(rng, 2)
    Z, dZ_tilde, Z_new = batch(rng, 2, 4), rng.normal(size=(2, 4)), batch(rng, 2, 3)
    norm = do.BatchNorm(gamma, beta, momentum=0.8, epsilon=0.3)
    norm.forward(Z)
    do.read(norm.running_mu)
    norm.backward(dZ_tilde)
    do.read(norm.dgamma)
    norm.predict(Z_new)


@exercise.steps(LAYER, points=5, seed=42)
def statistics_of_two_batches(rng, do):
    """keeps the statistics of several batches"""
    gamma, beta = parameters(rng, 3)
    Z, Z_next, Z_new = batch(rng, 3, 5), batch(rng, 3, 4), batch(rng, 3, 1)
    norm = do.BatchNorm(gamma, beta, momentum=0.6, epsilon=0.2)
    do.read(norm.running_mu)
    do.read(norm.running_var)
    norm.predict(Z_new)
    norm.forward(Z)
    norm.forward(Z_next)
    do.read(norm.running_mu)
    do.read(norm.running_var)
    norm.predict(Z_new)


@exercise.steps(LAYER, points=4, seed=43)
def gradients_of_the_last_batch(rng, do):
    """gives the gradient of the pass before it, and keeps those of gamma and beta"""
    gamma, beta = parameters(rng, 4)
    Z, Z_next, dZ_tilde = batch(rng, 4, 4), batch(rng, 4, 4), rng.normal(size=(4, 4)) + 0.4
    norm = do.BatchNorm(gamma, beta, epsilon=0.1)
    norm.forward(Z)
    norm.forward(Z_next)
    norm.backward(dZ_tilde)
    do.read(norm.dgamma)
    do.read(norm.dbeta)


@exercise.steps(LAYER, points=4, seed=44)
def a_prediction_changes_nothing(rng, do):
    """predicts between two passes, and leaves the layer as it is"""
    gamma, beta = parameters(rng, 3)
    Z, Z_new, dZ_tilde = batch(rng, 3, 6), batch(rng, 3, 6), rng.normal(size=(3, 6)) + 0.4
    norm = do.BatchNorm(gamma, beta, momentum=0.7)
    norm.forward(Z)
    norm.predict(Z_new)
    norm.predict(Z_new)
    do.read(norm.running_mu)
    do.read(norm.running_var)
    norm.backward(dZ_tilde)


@exercise.steps(LAYER, points=3, seed=45)
def backward_needs_forward(rng, do):
    """refuses a backward pass before the first forward pass"""
    gamma, beta = parameters(rng, 2)
    Z, dZ_tilde = batch(rng, 2, 5), rng.normal(size=(2, 5)) + 0.4
    norm = do.BatchNorm(gamma, beta)
    with do.raises(RuntimeError, message_names=("forward",)):
        norm.backward(dZ_tilde)
    norm.forward(Z)
    do.read(norm.running_mu)
    norm.backward(dZ_tilde)
    do.read(norm.dbeta)


declare_mistakes(exercise)

exercise.equivalent(
    FORWARD, ("(Z - mu) ** 2", "(mu - Z) ** 2"), reason="a square does not see the sign"
)
exercise.equivalent(
    BACKWARD,
    ('cache["Z"] - cache["mu"]', 'cache["mu"] - cache["Z"]'),
    reason="the distance appears twice in the variance's term, so its sign cancels",
)
exercise.equivalent(
    LAYER,
    ("np.zeros_like(gamma)", "np.zeros_like(beta)"),
    ("np.ones_like(gamma)", "np.ones_like(beta)"),
    reason="gamma and beta have one shape",
)
exercise.equivalent(
    LAYER,
    ("self.running_var, self.epsilon\n", "self.epsilon, self.running_var\n"),
    reason="the two are added",
)
