"""Exponentially weighted averages: what the recursion, its weights and its window have in common."""

from __future__ import annotations

import numpy as np
import pytest

from reference.moving_averages import (
    average_weights,
    averaging_window,
    corrected_average,
    moving_average,
)

BETAS = (0.1, 0.5, 0.9, 0.98)


def draw(*shape: int) -> np.ndarray:
    return np.random.default_rng(1).normal(size=shape) + 10


@pytest.mark.parametrize("beta", BETAS)
def test_weights_are_those_of_the_recursion(beta):
    """v_t is the sum of the first t values, each times its weight."""
    values = draw(30)
    averages = moving_average(values, beta)
    for t in (1, 2, 17, 30):
        assert average_weights(beta, t) @ values[:t] == pytest.approx(averages[t - 1])


@pytest.mark.parametrize("beta", BETAS)
def test_bias_is_what_the_weights_lack_of_one(beta):
    """They sum to 1 - beta^t, so a constant series of 1 has that average."""
    sums = [average_weights(beta, t).sum() for t in range(1, 21)]
    np.testing.assert_allclose(sums, 1 - beta ** np.arange(1, 21), rtol=1e-12)
    np.testing.assert_allclose(moving_average(np.ones(20), beta), sums, rtol=1e-12)


@pytest.mark.parametrize("beta", BETAS)
def test_corrected_average_of_a_constant_is_that_constant(beta):
    """The correction undoes the start at zero exactly, at every step."""
    np.testing.assert_allclose(corrected_average(np.full(40, 7.5), beta), 7.5, rtol=1e-12)


def test_corrected_average_starts_at_the_first_value():
    """Where the plain one has only a tenth of it."""
    values = draw(5)
    assert corrected_average(values, 0.9)[0] == pytest.approx(values[0])
    assert moving_average(values, 0.9)[0] == pytest.approx(0.1 * values[0])


def test_correction_fades():
    """After many steps both averages agree."""
    values = draw(400)
    plain, corrected = moving_average(values, 0.9), corrected_average(values, 0.9)
    assert corrected[0] > 5 * plain[0]
    np.testing.assert_allclose(plain[-1], corrected[-1], rtol=1e-12)


def test_series_side_by_side_are_averaged_apart():
    """A column's averages do not depend on the other columns."""
    values = draw(12, 3)
    for average in (moving_average, corrected_average):
        together = average(values, 0.8)
        assert together.shape == values.shape
        for column in range(3):
            np.testing.assert_allclose(
                together[:, column], average(values[:, column], 0.8), rtol=1e-12
            )


@pytest.mark.parametrize(("beta", "window"), [(0.9, 10), (0.98, 50), (0.5, 2), (0.0, 1)])
def test_window_is_the_lectures(beta, window):
    """0.9 looks back over ten days, 0.98 over fifty."""
    assert averaging_window(beta) == pytest.approx(window)


@pytest.mark.parametrize("beta", [0.9, 0.98, 0.999])
def test_weight_falls_to_about_one_over_e_at_the_window(beta):
    """0.9^10 is about 0.35, and 1/e about 0.37."""
    assert beta ** averaging_window(beta) == pytest.approx(1 / np.e, rel=0.06)


def test_a_small_beta_follows_an_outlier():
    """The smaller beta is, the more a single value moves the average."""
    values = np.full(50, 1.0)
    values[25] = 100.0
    jumps = [np.ptp(corrected_average(values, beta)) for beta in (0.5, 0.9, 0.98)]
    assert jumps[0] > jumps[1] > jumps[2]


def test_no_memory_returns_the_series():
    """With beta 0 each value is its own average."""
    values = draw(6)
    np.testing.assert_array_equal(moving_average(values, 0.0), values)
    np.testing.assert_array_equal(corrected_average(values, 0.0), values)
