"""Ridge and lasso: costs, gradients, the closed form, soft thresholding, sparsity. 100 points, 27 public."""

from __future__ import annotations

import numpy as np
from mistakes import declare_mistakes

from grader.authoring import Exercise

exercise = Exercise(title="Ridge and lasso", reference="ridge_and_lasso.py")

RIDGE, RIDGE_GRADIENT, RIDGE_WEIGHTS = "ridge_cost", "ridge_gradient", "ridge_weights"
LASSO, LASSO_GRADIENT, LASSO_STEP = "lasso_cost", "lasso_gradient", "lasso_step"
THRESHOLD, ZEROS = "soft_threshold", "share_of_zeros"
SHARED, BEST = "shared_weight_penalties", "best_lambda"

exercise.function(LASSO_STEP, builds_on=(THRESHOLD,))
exercise.function(BEST, all_or_nothing=True)


def data(rng, features, examples):
    return dict(X=rng.normal(size=(features, examples)), Y=rng.normal(size=(1, examples)) * 2)


def regression(rng, features, examples, lambd, zero=None):
    """Weights of either sign; one of them exactly zero where it is asked for."""
    w = rng.normal(size=(features, 1)) * 1.5
    if zero is not None:
        w[zero] = 0.0
    return dict(w=w, **data(rng, features, examples), lambd=lambd)


def twins(rng, features, examples, lambd):
    """The first two features are equal."""
    given = data(rng, features, examples)
    given["X"][1] = given["X"][0]
    return dict(**given, lambd=lambd)


def errors_of(rng, lambdas):
    """Training errors rise with lambda; dev errors do not."""
    count = len(lambdas)
    order = np.argsort(np.argsort(lambdas))
    train = 2.0 + 1.5 * order + rng.uniform(0, 1, size=count)
    dev = 9.0 + rng.permutation(count) + rng.uniform(0, 0.5, size=count)
    return dict(
        lambdas=[float(l) for l in lambdas],
        train_errors=[round(float(e), 2) for e in train],
        dev_errors=[round(float(e), 2) for e in dev],
    )


@exercise.case(RIDGE, points=3, visibility="public", seed=1)
def ridge_cost_of_four_examples(rng):
    """adds lambda times the squared weights to the squared errors"""
    return regression(rng, 3, 4, lambd=0.7)


@exercise.case(RIDGE, points=4, visibility="hidden", seed=2)
def ridge_cost_with_a_large_penalty(rng):
    """lets the penalty dominate when lambda is large"""
    return regression(rng, 5, 9, lambd=40.0)


@exercise.case(RIDGE, points=3, visibility="hidden", seed=3)
def ridge_cost_of_one_example(rng):
    """works for a single example"""
    return regression(rng, 4, 1, lambd=1.3)


@exercise.case(RIDGE_GRADIENT, points=3, visibility="public", seed=11)
def ridge_gradient_of_four_examples(rng):
    """differentiates both sums"""
    return regression(rng, 3, 4, lambd=0.8)


@exercise.case(RIDGE_GRADIENT, points=5, visibility="hidden", seed=12)
def ridge_gradient_with_a_large_penalty(rng):
    """pulls large weights more than small ones"""
    return regression(rng, 5, 8, lambd=25.0)


@exercise.case(RIDGE_GRADIENT, points=4, visibility="hidden", seed=13)
def ridge_gradient_without_penalty(rng):
    """is the gradient of the squared errors when lambda is 0"""
    return regression(rng, 4, 1, lambd=0.0)


@exercise.case(RIDGE_WEIGHTS, points=4, visibility="public", seed=21)
def ridge_weights_of_three_features(rng):
    """finds the minimum"""
    return dict(**data(rng, 3, 6), lambd=0.9)


@exercise.case(RIDGE_WEIGHTS, points=5, visibility="hidden", seed=22)
def ridge_weights_of_equal_features(rng):
    """gives equal features equal weights"""
    return twins(rng, 4, 7, lambd=0.5)


@exercise.case(RIDGE_WEIGHTS, points=5, visibility="hidden", seed=23)
def ridge_weights_of_few_examples(rng):
    """works with more features than examples"""
    return dict(**data(rng, 5, 2), lambd=3.0)


@exercise.case(LASSO, points=3, visibility="public", seed=31)
def lasso_cost_of_four_examples(rng):
    """adds lambda times the weights' sizes to the squared errors"""
    return regression(rng, 3, 4, lambd=0.6)


@exercise.case(LASSO, points=5, visibility="hidden", seed=32)
def lasso_cost_with_a_large_penalty(rng):
    """lets the penalty dominate when lambda is large"""
    return regression(rng, 6, 8, lambd=30.0)


@exercise.case(LASSO_GRADIENT, points=3, visibility="public", seed=41)
def lasso_gradient_of_four_examples(rng):
    """pulls at every weight alike, and not at one that is zero"""
    return regression(rng, 4, 4, lambd=0.9, zero=2)


@exercise.case(LASSO_GRADIENT, points=5, visibility="hidden", seed=42)
def lasso_gradient_with_a_large_penalty(rng):
    """pulls at small weights as hard as at large ones"""
    return regression(rng, 6, 9, lambd=20.0)


@exercise.case(LASSO_GRADIENT, points=3, visibility="hidden", seed=43)
def lasso_gradient_of_one_example(rng):
    """works for a single example and a weight that is zero"""
    return regression(rng, 5, 1, lambd=4.0, zero=0)


@exercise.case(THRESHOLD, points=3, visibility="public", seed=51)
def shrinks_five_weights(rng):
    """moves weights towards zero and stops there"""
    return dict(w=np.array([[2.5], [-0.3], [-1.75], [0.2], [0.5]]), threshold=0.5)


@exercise.case(THRESHOLD, points=5, visibility="hidden", seed=52)
def shrinks_many_weights(rng):
    """works for any number of weights of either sign"""
    return dict(w=rng.normal(size=(12, 1)) * 2, threshold=1.1)


@exercise.case(THRESHOLD, points=2, visibility="hidden", seed=53)
def shrinks_nearly_all(rng):
    """leaves one weight only when the threshold is large, and never changes a sign"""
    return dict(w=np.vstack([rng.uniform(-1, 1, size=(4, 1)), [[-2.2]]]), threshold=1.5)


@exercise.case(LASSO_STEP, points=3, visibility="public", seed=61)
def steps_with_three_features(rng):
    """steps against the errors, then towards zero"""
    return dict(
        w=np.array([[1.2], [-0.6], [0.05], [-2.1]]),
        **data(rng, 4, 4),
        learning_rate=0.05,
        lambd=4.0,
    )


@exercise.case(LASSO_STEP, points=6, visibility="hidden", seed=62)
def steps_with_many_features(rng):
    """sets several weights to exactly zero"""
    return dict(w=rng.normal(size=(9, 1)) / 2, **data(rng, 9, 6), learning_rate=0.03, lambd=20.0)


@exercise.case(LASSO_STEP, points=5, visibility="hidden", seed=63)
def steps_without_penalty(rng):
    """is gradient descent when lambda is 0"""
    return dict(w=rng.normal(size=(5, 1)), **data(rng, 5, 7), learning_rate=0.1, lambd=0.0)


@exercise.case(ZEROS, points=2, visibility="public", seed=71)
def zeros_among_seven(rng):
    """counts weights that are exactly zero"""
    return dict(w=np.array([[0.0], [1.4], [-1e-9], [0.0], [-2.0], [0.7], [3.0]]))


@exercise.case(ZEROS, points=3, visibility="hidden", seed=72)
def zeros_among_many(rng):
    """takes the share of all weights"""
    return dict(w=rng.normal(size=(16, 1)) * (rng.uniform(size=(16, 1)) < 0.35))


@exercise.case(SHARED, points=2, visibility="public", seed=81)
def a_weight_on_two_features(rng):
    """charges for a weight that two equal features share"""
    return dict(weight=-3.0, copies=2)


@exercise.case(SHARED, points=4, visibility="hidden", seed=82)
def a_weight_on_five_features(rng):
    """charges less squares, but not less size, when more features share"""
    return dict(weight=1.7, copies=5)


@exercise.case(SHARED, points=2, visibility="hidden", seed=83)
def a_weight_on_one_feature(rng):
    """charges for a weight that is not shared"""
    return dict(weight=-0.6, copies=1)


@exercise.case(BEST, points=1, visibility="public", seed=91)
def chooses_among_five(rng):
    """chooses among five strengths"""
    return dict(
        lambdas=[0.01, 0.1, 1.0, 10.0, 100.0],
        train_errors=[1.2, 2.5, 4.8, 8.8, 15.5],
        dev_errors=[11.5, 7.6, 7.1, 10.0, 18.0],
    )


@exercise.case(BEST, points=3, visibility="hidden", seed=92)
def chooses_in_any_order(rng):
    """does not need the strengths in order"""
    return errors_of(rng, [3.0, 0.3, 30.0, 0.03, 0.003])


@exercise.case(BEST, points=4, visibility="hidden", seed=96)
def chooses_among_many(rng):
    """is not led by the training error"""
    return errors_of(rng, [0.0, 0.2, 0.4, 0.8, 1.6, 3.2, 6.4])


declare_mistakes(exercise)

for _name in (RIDGE, LASSO):
    exercise.equivalent(
        _name, ("Y - w.T @ X", "(w.T @ X) - Y"), reason="a square does not see the sign"
    )
exercise.equivalent(
    THRESHOLD,
    ("np.maximum(np.abs(w) - threshold, 0)", "np.maximum(0, np.abs(w) - threshold)"),
    reason="the larger of two numbers, in whichever order",
)
exercise.equivalent(
    BEST,
    ("int(np.argmin(dev_errors))", "np.argmin(dev_errors)"),
    reason="NumPy's whole numbers find a place in a list as well",
)

# Other faults give the same on the public cases.
exercise.needs_hidden_cases("ridge_weights", "forgets_the_penalty")
exercise.needs_hidden_cases("shared_weight_penalties", "gives_each_the_whole_weight")
exercise.needs_hidden_cases("soft_threshold", "goes_beyond_zero")
