"""Descent, step by step: bowls, momentum, RMSprop, mini-batches, early stopping. 100 points, 29 public."""

from __future__ import annotations

import numpy as np
from mistakes import declare_mistakes
from networks import batch

from grader.authoring import Exercise

exercise = Exercise(title="Descent, step by step", reference=["activations.py", "descent_paths.py"])
exercise.support("descent_utils.py", names=("descent_utils",))

CONDITION, STEPS = "condition_number", "descent_steps"
MOMENTUM, RMSPROP, JUMP = "momentum_path", "rmsprop_path", "largest_jump"
COUNT, CUT, TRAIN = "batch_count", "mini_batch", "train_on_mini_batches"
NORMS = "stopped_norms"
exercise.function(TRAIN, builds_on=(COUNT, CUT))
exercise.function(COUNT, all_or_nothing=True)


def inputs(rng, n, m, spreads):
    return dict(X=rng.normal(size=(n, m)) * np.array(spreads)[:, np.newaxis] + 0.3)


def bowl(curvatures, start, **more):
    return dict(curvatures=np.array(curvatures), w=np.array(start), **more)


def data(rng, features, examples):
    X, Y = batch(rng, features, examples)
    return dict(X=X, Y=Y)


def training(rng, features, examples, **more):
    return dict(w=rng.normal(size=(features, 1)), b=0.4, **data(rng, features, examples), **more)


def outlier(rng, count, place, beta, size=30):
    values = rng.normal(size=count) + 5
    values[place] += size
    return dict(values=values, beta=beta)


def epochs(rng, shape, dev_errors):
    """Weights that grow from epoch to epoch."""
    steps = rng.uniform(-0.5, 1.0, size=(len(dev_errors), *shape))
    return dict(weights=list(np.cumsum(steps, axis=0)), dev_errors=dev_errors)


@exercise.case(CONDITION, points=3, visibility="public", seed=1)
def a_long_bowl(rng):
    """measures two features of different sizes"""
    return inputs(rng, 2, 5, [6.0, 1.0])


@exercise.case(CONDITION, points=5, visibility="hidden", seed=2)
def a_bowl_of_four_features(rng):
    """works for any number of features"""
    return inputs(rng, 4, 20, [1.0, 3.0, 0.5, 9.0])


@exercise.case(CONDITION, points=4, visibility="hidden", seed=3)
def a_nearly_round_bowl(rng):
    """is near 1 for features of one size"""
    return inputs(rng, 3, 200, [1.0, 1.0, 1.0])


@exercise.case(STEPS, points=3, visibility="public", seed=11)
def steps_on_a_long_bowl(rng):
    """counts the steps down a long bowl"""
    return bowl([1.0, 9.0, 1.1], [4.0, 4.0, 4.0], learning_rate=0.2, tolerance=0.1)


@exercise.case(STEPS, points=4, visibility="hidden", seed=12)
def steps_on_a_round_bowl(rng):
    """counts fewer steps where the bowl is round"""
    return bowl([2.0, 2.0, 2.0], [3.0, -5.0, 1.0], learning_rate=0.3, tolerance=0.01)


@exercise.case(STEPS, points=3, visibility="hidden", seed=13)
def steps_from_nearby(rng):
    """takes few steps from nearby"""
    return bowl([1.0, 1.5], [0.6, -0.5], learning_rate=0.5, tolerance=0.02)


@exercise.case(MOMENTUM, points=4, visibility="public", seed=21)
def momentum_on_a_long_bowl(rng):
    """averages the gradients on a long bowl"""
    return bowl([1.0, 12.0], [5.0, 1.0], learning_rate=0.15, beta=0.8, steps=4)


@exercise.case(MOMENTUM, points=6, visibility="hidden", seed=22)
def momentum_for_many_steps(rng):
    """dampens the short direction and speeds up the long one"""
    return bowl([0.5, 20.0, 3.0], [8.0, -1.0, 2.0], learning_rate=0.09, beta=0.6, steps=25)


@exercise.case(MOMENTUM, points=4, visibility="hidden", seed=23)
def momentum_without_memory(rng):
    """is plain gradient descent when beta is 0"""
    return bowl([1.0, 10.0], [3.0, -2.0], learning_rate=0.15, beta=0.0, steps=6)


@exercise.case(RMSPROP, points=4, visibility="public", seed=31)
def rmsprop_on_a_long_bowl(rng):
    """takes equal steps where gradients differ much"""
    return bowl([0.1, 30.0], [4.0, -3.0], learning_rate=0.2, beta=0.7, epsilon=0.3, steps=3)


@exercise.case(RMSPROP, points=7, visibility="hidden", seed=32)
def rmsprop_for_many_steps(rng):
    """keeps the average of squares of every direction"""
    return bowl(
        [0.2, 25.0, 2.0], [3.0, 2.0, -4.0], learning_rate=0.1, beta=0.9, epsilon=0.05, steps=15
    )


@exercise.case(RMSPROP, points=4, visibility="hidden", seed=33)
def rmsprop_without_memory(rng):
    """steps by the sign, nearly, when beta is 0"""
    return bowl([0.5, 8.0], [5.0, -2.0], learning_rate=0.3, beta=0.0, epsilon=0.2, steps=4)


@exercise.case(JUMP, points=3, visibility="public", seed=41)
def jump_at_an_outlier(rng):
    """measures the jump at an outlier"""
    return dict(values=np.array([5.0, 4.0, 6.5, -20.0, 5.5, 7.0]), beta=0.8)


@exercise.case(JUMP, points=3, visibility="hidden", seed=42)
def jump_with_a_short_memory(rng):
    """follows an outlier more when beta is small"""
    return outlier(rng, 15, 3, beta=0.3, size=-30)


@exercise.case(JUMP, points=2, visibility="hidden", seed=43)
def jump_right_after_the_start(rng):
    """begins with the first value, not with 0"""
    return outlier(rng, 8, 1, beta=0.9)


@exercise.case(JUMP, points=2, visibility="hidden", seed=44)
def jump_at_the_end(rng):
    """looks at every value, up to the last one"""
    return outlier(rng, 6, 5, beta=0.7, size=-15)


@exercise.case(COUNT, points=1, visibility="public", seed=51)
def batches_with_a_rest(rng):
    """counts a smaller last batch"""
    return dict(m=150, size=64)


@exercise.case(COUNT, points=1, visibility="hidden", seed=52)
def batches_of_the_notes(rng):
    """counts what five million examples make"""
    return dict(m=5_000_000, size=1000)


@exercise.case(COUNT, points=1, visibility="hidden", seed=53)
def one_batch_only(rng):
    """counts one where all fit in"""
    return dict(m=77, size=512)


@exercise.case(COUNT, points=1, visibility="hidden", seed=54)
def a_rest_of_one(rng):
    """makes a batch of a single example that is left over"""
    return dict(m=513, size=256)


@exercise.case(CUT, points=3, visibility="public", seed=61)
def the_second_batch(rng):
    """cuts out the second batch"""
    return dict(**data(rng, 2, 8), t=2, size=3)


@exercise.case(CUT, points=3, visibility="hidden", seed=62)
def the_last_batch(rng):
    """keeps what is left for the last batch"""
    return dict(**data(rng, 3, 11), t=3, size=4)


@exercise.case(CUT, points=2, visibility="hidden", seed=63)
def the_first_batch(rng):
    """counts from 1"""
    return dict(**data(rng, 3, 10), t=1, size=5)


@exercise.case(TRAIN, points=5, visibility="public", seed=71)
def trains_two_epochs(rng):
    """trains on three batches, twice"""
    return training(rng, 2, 7, learning_rate=0.4, size=3, epochs=2)


@exercise.case(TRAIN, points=8, visibility="hidden", seed=72)
def trains_with_full_batches(rng):
    """works when the size divides the number of examples"""
    return training(rng, 3, 12, learning_rate=0.8, size=4, epochs=3)


@exercise.case(TRAIN, points=5, visibility="hidden", seed=73)
def trains_on_single_examples(rng):
    """is stochastic gradient descent when a batch has one example"""
    return training(rng, 2, 5, learning_rate=0.5, size=1, epochs=2)


@exercise.case(NORMS, points=3, visibility="public", seed=81)
def norms_of_four_epochs(rng):
    """measures three of four epochs"""
    return epochs(rng, (2, 2), [18.0, 11.0, 9.5, 12.5])


@exercise.case(NORMS, points=6, visibility="hidden", seed=82)
def norms_of_many_epochs(rng):
    """finds the epoch that early stopping keeps"""
    return epochs(rng, (3, 4), [30.0, 22.0, 17.5, 14.0, 14.5, 16.0, 19.0, 24.0])


declare_mistakes(exercise)

for _name, _array in ((MOMENTUM, "v"), (RMSPROP, "S")):
    exercise.equivalent(
        _name,
        (f"{_array} = np.zeros(w.shape)", f"{_array} = np.zeros(curvatures.shape)"),
        reason="there is a curvature for every weight",
    )
exercise.equivalent(
    JUMP,
    ("values[1:]", "values[:]"),
    ("values[1:]", "values[0:]"),
    reason="the first value once more leaves the average where it is",
)
exercise.equivalent(
    TRAIN,
    ("batch_count(X.shape[1], size)", "batch_count(Y.shape[1], size)"),
    reason="there is a label for every example",
)
exercise.equivalent(
    NORMS,
    ("int(np.argmin(dev_errors))", "np.argmin(dev_errors)"),
    reason="NumPy's whole numbers find a place in a list as well",
)
exercise.equivalent(
    STEPS,
    ("w - learning_rate * curvatures * w", "(learning_rate * curvatures * w) - w"),
    reason="a norm does not see the sign, and the next step turns it again",
)
exercise.equivalent(
    STEPS,
    ("np.linalg.norm(w) > tolerance", "np.linalg.norm(w) >= tolerance"),
    reason="no distance meets the tolerance exactly",
)

# Other faults give the same on the public cases.
exercise.needs_hidden_cases("batch_count", "forgets_the_rest")
exercise.needs_hidden_cases("mini_batch", "counts_from_zero", "cuts_from_the_end")
exercise.needs_hidden_cases("train_on_mini_batches", "trains_one_epoch")
