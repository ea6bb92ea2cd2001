"""Claims of the lecture as numbers. 100 points, 28 of them public."""

from __future__ import annotations

from mistakes import declare_mistakes
from networks import network

from grader.authoring import Exercise

exercise = Exercise(title="Claims in numbers", reference=["activations.py", "claims_in_numbers.py"])
exercise.support("claims_utils.py", names=("claims_utils",))

BIAS, TANH, COLLAPSE = "prediction_bias_variance", "tanh_from_sigmoid", "collapse_linear_layers"
JACOBIAN, UNIFORM = "jacobian_norm", "uniform_weights"
COST, DROP = "expected_dropout_cost", "regression_with_dropout"
exercise.function(UNIFORM, rng="fixed")
exercise.function(DROP, rng="fixed")


def fits(rng, k, m):
    Y = rng.normal(size=(1, m)) * 2
    return dict(predictions=Y + 0.8 + rng.normal(size=(k, m)), Y=Y)


def unit(rng, n, m, keep_prob):
    X = rng.normal(size=(n, m)) * rng.uniform(0.5, 3, size=(n, 1))
    return dict(w=rng.normal(size=(n, 1)), X=X, Y=rng.normal(size=(1, m)), keep_prob=keep_prob)


def masked(rng, widths, m, keep_probs, seed):
    X = rng.normal(size=(widths[0], m))
    return dict(X=X, parameters=network(rng, *widths), keep_probs=keep_probs, seed=seed)


@exercise.case(BIAS, points=4, visibility="public", seed=1)
def three_fits(rng):
    """compares three fits at four examples"""
    return fits(rng, 3, 4)


@exercise.case(BIAS, points=10, visibility="hidden", seed=2)
def as_many_fits_as_examples(rng):
    """tells fits from examples when there are as many of both"""
    return fits(rng, 6, 6)


@exercise.case(TANH, points=3, visibility="public", seed=11)
def tanh_of_five_numbers(rng):
    """stretches and shifts a sigmoid"""
    return dict(Z=rng.normal(size=(1, 5)))


@exercise.case(TANH, points=7, visibility="hidden", seed=12)
def tanh_of_a_matrix(rng):
    """works for any shape"""
    return dict(Z=rng.normal(size=(4, 6)) * 2)


@exercise.case(COLLAPSE, points=4, visibility="public", seed=21)
def collapses_three_layers(rng):
    """joins three layers"""
    return dict(parameters=network(rng, 3, 2, 3, 2))


@exercise.case(COLLAPSE, points=8, visibility="hidden", seed=22)
def collapses_four_layers(rng):
    """joins any number of layers"""
    return dict(parameters=network(rng, 4, 5, 3, 6, 2))


@exercise.case(COLLAPSE, points=2, visibility="hidden", seed=23)
def collapses_equal_layers(rng):
    """keeps the order of layers of one width"""
    return dict(parameters=network(rng, 3, 3, 3, 3))


@exercise.case(JACOBIAN, points=4, visibility="public", seed=31)
def norm_of_a_small_layer(rng):
    """measures a layer of two units"""
    return dict(W=rng.normal(size=(2, 3)), z=rng.normal(size=(2, 1)))


@exercise.case(JACOBIAN, points=10, visibility="hidden", seed=32)
def norm_of_a_square_layer(rng):
    """works for a square layer, far from zero"""
    return dict(W=rng.normal(size=(5, 5)) * 2, z=rng.normal(size=(5, 1)) * 2)


@exercise.case(UNIFORM, points=4, visibility="public", seed=41)
def draws_a_small_layer(rng):
    """draws weights of variance 1/4"""
    return dict(n_before=4, n=2, variance=0.25, seed=3)


@exercise.case(UNIFORM, points=10, visibility="hidden", seed=42)
def draws_a_wide_layer(rng):
    """draws weights of another variance and seed"""
    return dict(n_before=6, n=9, variance=2 / 15, seed=12)


@exercise.case(COST, points=4, visibility="public", seed=51)
def cost_of_three_examples(rng):
    """adds the penalty that dropout makes"""
    return unit(rng, 2, 3, keep_prob=0.8)


@exercise.case(COST, points=7, visibility="hidden", seed=52)
def cost_with_few_inputs_kept(rng):
    """penalises more when few inputs are kept"""
    return unit(rng, 5, 5, keep_prob=0.3)


@exercise.case(COST, points=4, visibility="hidden", seed=53)
def cost_with_all_inputs_kept(rng):
    """is the squared error when all inputs are kept"""
    return unit(rng, 3, 7, keep_prob=1.0)


@exercise.case(DROP, points=5, visibility="public", seed=61)
def runs_two_layers(rng):
    """drops inputs and hidden units, and ends linearly"""
    return masked(rng, (4, 5, 2), 4, [0.8, 0.5], seed=1)


@exercise.case(DROP, points=10, visibility="hidden", seed=62)
def runs_four_layers(rng):
    """works for any depth"""
    return masked(rng, (5, 7, 6, 4, 1), 6, [0.9, 0.6, 0.5, 0.7], seed=8)


@exercise.case(DROP, points=4, visibility="hidden", seed=63)
def runs_one_layer(rng):
    """drops the input of linear regression"""
    return masked(rng, (6, 2), 5, [0.6], seed=5)


declare_mistakes(exercise)

exercise.equivalent(
    BIAS,
    (
        "mean = np.mean(predictions, axis=0, keepdims=True)",
        "mean = np.mean(predictions, axis=0, keepdims=False)",
    ),
    reason="a flat mean is taken from the rows just as a row is",
)
exercise.equivalent(
    BIAS,
    ("(predictions - mean) ** 2", "(mean - predictions) ** 2"),
    reason="a square does not see the sign",
)
exercise.equivalent(
    JACOBIAN,
    ("(1 - np.tanh(z) ** 2)", "((np.tanh(z) ** 2) - 1)"),
    reason="a norm does not see the sign",
)
exercise.equivalent(COST, ("Y - w.T @ X", "(w.T @ X) - Y"), reason="a square does not see the sign")
exercise.equivalent(
    DROP,
    ("< keep)", "<= keep)"),
    reason="no draw of a float equals keep_prob, but for one that was chosen to",
)
exercise.equivalent(
    DROP,
    ("np.maximum(0, Z)", "np.maximum(Z, 0)"),
    reason="the larger of two, in any order",
)

# Other faults give the same on the public cases.
exercise.needs_hidden_cases("collapse_linear_layers", "leaves_out_the_last_layer")
exercise.needs_hidden_cases("uniform_weights", "takes_the_whole_width")
