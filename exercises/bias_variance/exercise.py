"""Bias and variance: errors, verdicts, next steps. 100 points, 21 of them public."""

from __future__ import annotations

import numpy as np
from mistakes import declare_mistakes

from grader.authoring import Exercise

exercise = Exercise(title="Bias and variance", reference="bias_variance.py")
exercise.function("diagnose_errors", builds_on=("error_gaps",), all_or_nothing=True)
exercise.function("next_step", builds_on=("diagnose_errors",), all_or_nothing=True)
exercise.function("helps_against", all_or_nothing=True)


def labels(rng, m, wrong):
    """Labels of both kinds and predictions of which ``wrong`` are wrong, in either direction."""
    Y = (np.arange(m) % 3 == 0).astype(int)
    predictions = Y.copy()
    places = rng.permutation(m)[:wrong]
    predictions[places] = 1 - predictions[places]
    order = rng.permutation(m)
    return dict(predictions=predictions[order].reshape(1, m), Y=Y[order].reshape(1, m))


@exercise.case("error_percent", points=5, visibility="public", seed=1)
def error_of_eight(rng):
    """counts three wrong predictions in eight as 37.5 percent"""
    return labels(rng, 8, 3)


@exercise.case("error_percent", points=7, visibility="hidden", seed=2)
def error_of_many(rng):
    """counts errors in both directions"""
    return labels(rng, 347, 101)


@exercise.case("error_percent", points=8, visibility="hidden", seed=3)
def error_below_one_percent(rng):
    """tells errors below one percent"""
    return labels(rng, 1600, 7)


@exercise.case("error_gaps", points=5, visibility="public", seed=11)
def gaps_to_a_possible_error(rng):
    """measures the bias from what is possible, and the variance from the training error"""
    return dict(train_error=9.0, dev_error=8.5, optimal_error=7.25)


@exercise.case("error_gaps", points=2, visibility="hidden", seed=14)
def gaps_when_nothing_is_said_of_the_task(rng):
    """measures the bias from 0 when not told otherwise"""
    return dict(train_error=3.5, dev_error=4.25)


@exercise.case("error_gaps", points=5, visibility="hidden", seed=12)
def gaps_to_an_optimal_error(rng):
    """subtracts the optimal error that is given, not 0"""
    return dict(train_error=15.5, dev_error=19.75, optimal_error=14.0)


@exercise.case("error_gaps", points=8, visibility="hidden", seed=13)
def gaps_that_are_negative(rng):
    """keeps the sign when a model does better than expected"""
    return dict(train_error=6.5, dev_error=5.25, optimal_error=7.5)


@exercise.case("diagnose_errors", points=3, visibility="public", seed=21)
def verdict_on_1_and_11(rng):
    """judges 1 % and 11 %"""
    return dict(train_error=1.0, dev_error=11.0)


@exercise.case("diagnose_errors", points=3, visibility="public", seed=22)
def verdict_on_15_and_16(rng):
    """judges 15 % and 16 %"""
    return dict(train_error=15.0, dev_error=16.0)


@exercise.case("diagnose_errors", points=3, visibility="hidden", seed=23)
def verdict_on_15_and_30(rng):
    """judges 15 % and 30 %"""
    return dict(train_error=15.0, dev_error=30.0)


@exercise.case("diagnose_errors", points=3, visibility="hidden", seed=24)
def verdict_on_small_errors(rng):
    """judges 0.5 % and 1 %"""
    return dict(train_error=0.5, dev_error=1.0)


@exercise.case("diagnose_errors", points=2, visibility="hidden", seed=25)
def verdict_when_15_percent_is_optimal(rng):
    """turns the verdict on 15 % and 16 % when nobody can do better than 15 %"""
    return dict(train_error=15.0, dev_error=16.0, optimal_error=15.0)


@exercise.case("diagnose_errors", points=2, visibility="hidden", seed=26)
def verdict_on_variance_in_a_hard_task(rng):
    """judges a large gap above an optimal error that is reached"""
    return dict(train_error=15.5, dev_error=30.0, optimal_error=15.0)


@exercise.case("diagnose_errors", points=3, visibility="hidden", seed=27)
def verdict_on_a_lucky_dev_set(rng):
    """sees no variance in a dev error far below the training error"""
    return dict(train_error=20.0, dev_error=12.0, optimal_error=1.0)


@exercise.case("diagnose_errors", points=3, visibility="hidden", seed=28)
def verdict_with_a_wide_margin(rng):
    """uses the margin that it is given"""
    return dict(train_error=6.0, dev_error=11.0, optimal_error=1.0, margin=8.0)


@exercise.case("diagnose_errors", points=3, visibility="hidden", seed=29)
def verdict_right_at_the_margin(rng):
    """does not count a gap of exactly the margin as high"""
    return dict(train_error=4.0, dev_error=8.0, optimal_error=0.0, margin=4.0)


@exercise.case("diagnose_errors", points=1, visibility="hidden", seed=41)
def verdict_right_above_the_usual_margin(rng):
    """counts from 0 and from a margin of 2 when not told otherwise"""
    return dict(train_error=2.5, dev_error=2.625)


@exercise.case("diagnose_errors", points=1, visibility="hidden", seed=42)
def verdict_with_a_bias_right_at_the_margin(rng):
    """does not count a bias of exactly the margin as high, beside a high variance"""
    return dict(train_error=4.0, dev_error=9.0, optimal_error=0.0, margin=4.0)


@exercise.case("diagnose_errors", points=1, visibility="hidden", seed=43)
def verdict_with_a_variance_right_at_the_margin(rng):
    """does not count a variance of exactly the margin as high, beside a high bias"""
    return dict(train_error=9.0, dev_error=13.0, optimal_error=0.0, margin=4.0)


@exercise.case("diagnose_errors", points=1, visibility="hidden", seed=44)
def verdict_on_dogs_of_14_and_15_percent(rng):
    """tells a small gap above a training error that is high"""
    return dict(train_error=14.0, dev_error=15.0)


@exercise.case("diagnose_errors", points=1, visibility="hidden", seed=45)
def verdict_on_dogs_of_14_and_30_percent(rng):
    """tells a large gap above a training error that is high"""
    return dict(train_error=14.0, dev_error=30.0)


@exercise.case("next_step", points=3, visibility="public", seed=31)
def step_after_1_and_11(rng):
    """says what comes after 1 % and 11 %"""
    return dict(train_error=1.0, dev_error=11.0)


@exercise.case("next_step", points=1, visibility="hidden", seed=44)
def step_right_above_the_usual_margin(rng):
    """counts from 0 and from a margin of 2 when not told otherwise"""
    return dict(train_error=2.5, dev_error=2.625)


@exercise.case("next_step", points=3, visibility="hidden", seed=32)
def step_after_15_and_16(rng):
    """says what comes after 15 % and 16 %"""
    return dict(train_error=15.0, dev_error=16.0)


@exercise.case("next_step", points=4, visibility="hidden", seed=33)
def step_after_15_and_30(rng):
    """says what comes first after 15 % and 30 %"""
    return dict(train_error=15.0, dev_error=30.0)


@exercise.case("next_step", points=4, visibility="hidden", seed=34)
def step_after_small_errors(rng):
    """says when there is nothing left to do"""
    return dict(train_error=0.5, dev_error=1.0)


@exercise.case("next_step", points=3, visibility="hidden", seed=35)
def step_in_a_hard_task(rng):
    """minds the optimal error"""
    return dict(train_error=16.0, dev_error=22.0, optimal_error=15.0)


@exercise.case("next_step", points=2, visibility="hidden", seed=36)
def step_with_a_wide_margin(rng):
    """minds the margin"""
    return dict(train_error=5.0, dev_error=12.0, optimal_error=1.0, margin=5.0)


def remedy_case(points, visibility="hidden"):
    return exercise.case("helps_against", points=points, visibility=visibility)


@remedy_case(1, "public")
def a_bigger_network(rng):
    """says what a bigger network is good for"""
    return dict(remedy="bigger network")


@remedy_case(2)
def longer_training(rng):
    """says what longer training is good for"""
    return dict(remedy="longer training")


@remedy_case(1)
def a_better_optimizer(rng):
    """says what a better optimizer is good for"""
    return dict(remedy="better optimizer")


@remedy_case(1, "public")
def more_data(rng):
    """says what more data are good for"""
    return dict(remedy="more data")


@remedy_case(2)
def some_regularization(rng):
    """says what regularization is good for"""
    return dict(remedy="regularization")


@remedy_case(3)
def another_architecture(rng):
    """says what another architecture is good for"""
    return dict(remedy="other architecture")


declare_mistakes(exercise)

# Other faults give the same on the public cases.
exercise.needs_hidden_cases("diagnose_errors", "sees_either_as_both")
exercise.needs_hidden_cases("error_gaps", "drops_the_sign")
exercise.needs_hidden_cases("error_percent", "divides_by_the_positives")
exercise.needs_hidden_cases("next_step", "stops_after_the_bias", "swaps_the_steps")
