"""Bias and variance: the lecture's table, and how the verdicts hang together."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from reference.bias_variance import (
    diagnose_errors,
    error_gaps,
    error_percent,
    helps_against,
    next_step,
)

percents = st.integers(0, 400).map(lambda quarters: quarters / 4)

TABLE = [
    (1, 11, "high variance", "reduce variance"),
    (15, 16, "high bias", "reduce bias"),
    (15, 30, "high bias and high variance", "reduce bias"),
    (0.5, 1, "low bias and low variance", "done"),
    (14, 15, "high bias", "reduce bias"),
    (14, 30, "high bias and high variance", "reduce bias"),
]


@pytest.mark.parametrize(("train", "dev", "diagnosis", "step"), TABLE)
def test_verdicts_are_those_of_the_lecture(train, dev, diagnosis, step):
    """Errors of a cat classifier that people get nearly all right."""
    assert diagnose_errors(train, dev) == diagnosis
    assert next_step(train, dev) == step


def test_the_verdict_turns_with_the_optimal_error():
    """15 % is no bias when nobody can do better on blurry images."""
    assert diagnose_errors(15, 16, optimal_error=15) == "low bias and low variance"
    assert next_step(15, 16, optimal_error=15) == "done"


@given(percents, percents, percents)
def test_the_dev_error_is_the_sum_of_its_parts(train, dev, optimal):
    """Unavoidable error, bias and variance add up."""
    bias, variance = error_gaps(train, dev, optimal)
    assert optimal + bias + variance == dev


@given(percents, percents, percents)
def test_the_recipe_follows_the_diagnosis(train, dev, optimal):
    """There is something to do exactly as long as something is high, bias before variance."""
    diagnosis, step = diagnose_errors(train, dev, optimal), next_step(train, dev, optimal)
    assert (step == "done") == (diagnosis == "low bias and low variance")
    assert (step == "reduce bias") == ("high bias" in diagnosis)


def test_an_error_and_its_accuracy_make_a_hundred():
    """Wrong and right predictions are all there are."""
    rng = np.random.default_rng(1)
    Y, predictions = rng.integers(0, 2, size=(2, 1, 500))
    assert error_percent(predictions, Y) + error_percent(1 - predictions, Y) == pytest.approx(100)
    assert error_percent(Y, Y) == 0


def test_remedies_stand_where_the_recipe_lists_them():
    """Fit more against bias, see more or fit less against variance."""
    assert {
        helps_against(r) for r in ("bigger network", "longer training", "better optimizer")
    } == {"bias"}
    assert {helps_against(r) for r in ("more data", "regularization")} == {"variance"}
    assert helps_against("other architecture") == "both"
