"""Batch normalization: what must hold whatever the data, and gradients against differences."""

from __future__ import annotations

import numpy as np
import pytest

from reference.batch_normalization import (
    BatchNorm,
    batch_norm_backward,
    batch_norm_forward,
    batch_norm_predict,
    update_running_statistics,
)


def draw(seed=1, n=3, m=7):
    rng = np.random.default_rng(seed)
    Z = rng.normal(size=(n, m)) * rng.uniform(0.5, 4, size=(n, 1)) + 3
    return rng, Z, rng.uniform(0.5, 2, size=(n, 1)), rng.normal(size=(n, 1))


def test_a_feature_gets_mean_beta_and_deviation_gamma():
    """With a tiny epsilon, whatever place and spread the feature had."""
    _, Z, gamma, beta = draw()
    normalized, cache = batch_norm_forward(Z, gamma, beta, 1e-14)
    np.testing.assert_allclose(normalized.mean(axis=1, keepdims=True), beta, rtol=1e-9)
    np.testing.assert_allclose(normalized.std(axis=1, keepdims=True), gamma, rtol=1e-9)
    np.testing.assert_allclose(cache["var"], Z.var(axis=1, keepdims=True))


def test_a_hand_made_batch():
    """1, 3, 5, 7 has mean 4 and variance 5; with epsilon 4 the root is 3."""
    Z = np.array([[1.0, 3.0, 5.0, 7.0]])
    normalized, _ = batch_norm_forward(Z, np.array([[6.0]]), np.array([[1.0]]), 4.0)
    np.testing.assert_allclose(normalized, [[-5.0, -1.0, 3.0, 7.0]])


def test_the_bias_and_the_scale_of_a_feature_cancel():
    """A constant added to Z changes nothing; a positive factor changes nothing but for epsilon."""
    rng, Z, gamma, beta = draw(2)
    plain, _ = batch_norm_forward(Z, gamma, beta, 1e-12)
    moved, _ = batch_norm_forward(5 * Z + rng.normal(size=(3, 1)), gamma, beta, 25e-12)
    np.testing.assert_allclose(moved, plain, rtol=1e-9, atol=1e-9)


@pytest.mark.parametrize("epsilon", [1e-8, 0.1, 3.0])
@pytest.mark.parametrize("m", [2, 7])
def test_gradients_agree_with_differences(m, epsilon):
    """Entry by entry, for Z, gamma and beta."""
    rng, Z, gamma, beta = draw(3, m=m)
    weights = rng.normal(size=Z.shape)
    _, cache = batch_norm_forward(Z, gamma, beta, epsilon)
    gradients = batch_norm_backward(weights, cache)
    inputs = {"dZ": Z, "dgamma": gamma, "dbeta": beta}
    for name, value in inputs.items():
        for index in np.ndindex(value.shape):
            costs = []
            for step in (1e-6, -1e-6):
                moved = {n: v.copy() for n, v in inputs.items()}
                moved[name][index] += step
                costs.append(np.sum(weights * batch_norm_forward(*moved.values(), epsilon)[0]))
            difference = (costs[0] - costs[1]) / 2e-6
            assert gradients[name][index] == pytest.approx(difference, rel=1e-4, abs=1e-6)


def test_gradients_of_z_cancel_over_the_examples():
    """Moving all examples alike changes nothing, so the entries of a row of dZ add up to 0."""
    rng, Z, gamma, beta = draw(4)
    _, cache = batch_norm_forward(Z, gamma, beta, 0.2)
    dZ = batch_norm_backward(rng.normal(size=Z.shape), cache)["dZ"]
    np.testing.assert_allclose(dZ.sum(axis=1), 0, atol=1e-12)


def test_the_long_and_the_short_form_of_the_gradient_agree():
    """(gamma / (m root)) (m d - sum d - z_hat sum d z_hat), which many texts give."""
    rng, Z, gamma, beta = draw(5)
    _, cache = batch_norm_forward(Z, gamma, beta, 0.3)
    d = rng.normal(size=Z.shape)
    gradients = batch_norm_backward(d, cache)
    m, root = Z.shape[1], np.sqrt(cache["var"] + 0.3)
    short = gamma / (m * root) * (m * d - gradients["dbeta"] - cache["Z_hat"] * gradients["dgamma"])
    np.testing.assert_allclose(gradients["dZ"], short, rtol=1e-10, atol=1e-12)


def test_running_statistics_come_to_those_of_a_steady_batch():
    """They forget where they started by a factor of momentum a step."""
    rng, Z, _, _ = draw(6)
    mu, var = Z.mean(axis=1, keepdims=True), Z.var(axis=1, keepdims=True)
    start = rng.normal(size=mu.shape), np.ones_like(var)
    now = start
    for _ in range(20):
        now = update_running_statistics(*now, mu, var, 0.8)
    np.testing.assert_allclose(now[0] - mu, 0.8**20 * (start[0] - mu), rtol=1e-9)
    np.testing.assert_allclose(now[1] - var, 0.8**20 * (start[1] - var), rtol=1e-9)


def test_prediction_with_the_batch_statistics_is_the_forward_pass():
    """The two differ only in where mean and variance come from."""
    _, Z, gamma, beta = draw(7)
    normalized, cache = batch_norm_forward(Z, gamma, beta, 0.1)
    predicted = batch_norm_predict(Z, gamma, beta, cache["mu"], cache["var"], 0.1)
    np.testing.assert_allclose(predicted, normalized)


def test_a_prediction_does_not_depend_on_its_neighbours():
    """One example alone is predicted as it is among others."""
    _, Z, gamma, beta = draw(8)
    mu, var = np.zeros((3, 1)), np.full((3, 1), 2.0)
    together = batch_norm_predict(Z, gamma, beta, mu, var, 0.1)
    alone = batch_norm_predict(Z[:, :1], gamma, beta, mu, var, 0.1)
    np.testing.assert_allclose(alone, together[:, :1])


def test_a_layer_does_what_the_functions_do():
    """Forward, backward and predict, and the statistics of two batches one after the other."""
    rng, Z, gamma, beta = draw(6)
    layer = BatchNorm(gamma, beta, momentum=0.7, epsilon=0.2)
    mu, var = np.zeros((3, 1)), np.ones((3, 1))
    for batch in (Z, 2 * Z + 1):
        made = layer.forward(batch)
        expected, cache = batch_norm_forward(batch, gamma, beta, 0.2)
        np.testing.assert_array_equal(made, expected)
        mu, var = update_running_statistics(mu, var, cache["mu"], cache["var"], 0.7)
    np.testing.assert_array_equal(
        layer.predict(Z), batch_norm_predict(Z, gamma, beta, mu, var, 0.2)
    )
    weights = rng.normal(size=Z.shape)
    gradients = batch_norm_backward(weights, cache)  # of the last batch, whatever was predicted
    np.testing.assert_array_equal(layer.backward(weights), gradients["dZ"])
    np.testing.assert_array_equal(layer.dgamma, gradients["dgamma"])
    np.testing.assert_array_equal(layer.dbeta, gradients["dbeta"])


def test_a_layer_without_a_forward_pass():
    """Backward raises and says what is missing; predict uses mean 0 and variance 1."""
    _, Z, gamma, beta = draw(7)
    layer = BatchNorm(gamma, beta, epsilon=3.0)
    with pytest.raises(RuntimeError, match="forward"):
        layer.backward(Z)
    np.testing.assert_allclose(layer.predict(Z), gamma * Z / 2 + beta)


def test_a_layer_in_a_network_has_the_gradient_of_its_cost():
    """Along a random direction of Z, gamma and beta, as differences of the cost show."""
    rng, Z, gamma, beta = draw(8)
    weights = rng.normal(size=Z.shape)
    directions = [rng.normal(size=value.shape) for value in (Z, gamma, beta)]

    def cost(step):
        moved = [v + step * d for v, d in zip((Z, gamma, beta), directions, strict=True)]
        return np.sum(weights * BatchNorm(*moved[1:], epsilon=0.3).forward(moved[0]))

    layer = BatchNorm(gamma, beta, epsilon=0.3)
    layer.forward(Z)
    gradients = (layer.backward(weights), layer.dgamma, layer.dbeta)
    slope = sum(np.sum(g * d) for g, d in zip(gradients, directions, strict=True))
    np.testing.assert_allclose(slope, (cost(1e-6) - cost(-1e-6)) / 2e-6, rtol=1e-6)
