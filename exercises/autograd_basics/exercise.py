"""First steps with PyTorch. 100 points, 24 of them public. It needs the extra `torch`."""

from __future__ import annotations

import torch

from grader.authoring import Exercise

exercise = Exercise(
    title="First steps with PyTorch", reference="autograd_basics.py", libraries=["torch"]
)
exercise.function("descend", builds_on=("gradient",))


def data(rng, m, n):
    return dict(w=normal(rng, n), X=normal(rng, m, n), y=normal(rng, m))


def normal(rng, *shape):
    """A tensor of float64, in which rounding is far below the tolerance."""
    return torch.from_numpy(rng.normal(size=shape))


@exercise.case("standardise", points=8, visibility="public", seed=1)
def two_columns(rng):
    """standardises two columns"""
    return dict(X=normal(rng, 5, 2))


@exercise.case("standardise", points=22, visibility="hidden", seed=2)
def columns_far_from_zero(rng):
    """works for columns with other means and spreads"""
    return dict(X=normal(rng, 9, 4) * 3 + 7)


@exercise.case("gradient", points=8, visibility="public", seed=3)
def gradient_of_two_weights(rng):
    """differentiates by two weights"""
    return data(rng, 4, 2)


@exercise.case("gradient", points=27, visibility="hidden", seed=4)
def gradient_of_many_weights(rng):
    """works for any number of weights and examples"""
    return data(rng, 12, 5)


@exercise.case("descend", points=8, visibility="public", seed=5)
def two_steps(rng):
    """makes two steps"""
    return data(rng, 4, 2) | dict(rate=0.1, steps=2)


@exercise.case("descend", points=27, visibility="hidden", seed=6)
def many_steps(rng):
    """works for any number of steps, and another rate"""
    return data(rng, 10, 3) | dict(rate=0.03, steps=7)


exercise.mistake(
    "standardise",
    "keeps_the_spread",
    edit=("(X - mean) / spread", "X - mean"),
    hint="The columns have mean 0 now. Divide them by their standard deviations as well.",
)
exercise.mistake(
    "standardise",
    "sample_deviation",
    edit=("unbiased=False", "unbiased=True"),
    hint="PyTorch divides by m - 1 unless it is told otherwise. Here the variance is a plain mean.",
)
exercise.mistake(
    "standardise",
    "over_the_rows",
    edits=[
        ("X.mean(dim=0)", "X.mean(dim=1, keepdim=True)"),
        ("X.std(dim=0, unbiased=False)", "X.std(dim=1, unbiased=False, keepdim=True)"),
    ],
    hint="Each column is a feature: the means are over the rows, dimension 0.",
)
exercise.mistake(
    "gradient",
    "sum_of_squares",
    edit=(".mean()", ".sum()"),
    hint="The cost is the mean over the examples, not their sum.",
)
exercise.mistake(
    "gradient",
    "absolute_error",
    edit=("(X @ w - y) ** 2", "(X @ w - y).abs()"),
    hint="Square the differences. The absolute value has another gradient.",
)
exercise.mistake(
    "gradient",
    "returns_the_cost",
    edit=("return w.grad", "return cost.detach()"),
    hint="After `backward()`, the gradient is in `w.grad`.",
)
exercise.mistake(
    "descend",
    "climbs",
    edit=("w = w - rate", "w = w + rate"),
    hint="The gradient points uphill. Which way do you go?",
)
exercise.mistake(
    "descend",
    "one_step",
    edit=("range(steps)", "range(1)"),
    hint="Make as many steps as `steps` says.",
)
exercise.mistake(
    "descend",
    "first_gradient_only",
    edits=[
        ("for _ in range(steps):", "direction = gradient(w, X, y)\n    for _ in range(steps):"),
        ("rate * gradient(w, X, y)", "rate * direction"),
    ],
    hint="The gradient changes with `w`. Compute it anew in every step.",
)
