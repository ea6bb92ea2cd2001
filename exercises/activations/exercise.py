"""Activations: four functions, their derivatives, images as columns. 100 points, 27 of them public."""

from __future__ import annotations

import numpy as np
from mistakes import declare_mistakes

from grader.authoring import Exercise

exercise = Exercise(
    title="Activation functions",
    reference=["activations.py", "activation_derivatives.py", "image_columns.py"],
)
exercise.function("sigmoid_prime", builds_on=("sigmoid",))
exercise.function("tanh_prime", builds_on=("tanh",))

# The lecture gives the slope 1 at the kink; either side's slope is a fair choice.
for _name in ("relu_prime", "leaky_relu_prime"):
    exercise.accepted_form(
        _name, "slope_from_the_right", edit=("np.where(Z > 0,", "np.where(Z >= 0,")
    )


def with_zeros(rng, *shape, spread=2.0):
    """Entries of either sign, the first and the last exactly zero."""
    Z = rng.normal(size=shape) * spread
    Z.flat[0] = Z.flat[-1] = 0.0
    return dict(Z=Z)


def wide(rng, *shape):
    """Entries between -30 and 30: most of them far out, none that overflows."""
    return dict(Z=rng.uniform(-30, 30, size=shape))


def pictures(rng, *shape):
    return dict(images=rng.uniform(size=shape))


@exercise.case("sigmoid", points=3, visibility="public", seed=101)
def sigmoid_of_a_row(rng):
    """maps a row of numbers, 0 to one half"""
    return dict(Z=np.array([[-3.0, -0.5, 0.0, 1.0, 4.0]]))


@exercise.case("sigmoid", points=3, visibility="hidden", seed=102)
def sigmoid_of_a_matrix(rng):
    """works entry by entry on a matrix"""
    return with_zeros(rng, 4, 3)


@exercise.case("sigmoid", points=4, visibility="hidden", seed=103)
def sigmoid_far_out(rng):
    """saturates at 0 and at 1"""
    return wide(rng, 1, 18)


@exercise.case("tanh", points=3, visibility="public", seed=111)
def tanh_of_a_row(rng):
    """maps a row of numbers, 0 to 0"""
    return dict(Z=np.array([[-2.0, -0.25, 0.0, 0.5, 3.0]]))


@exercise.case("tanh", points=3, visibility="hidden", seed=112)
def tanh_of_a_matrix(rng):
    """works entry by entry on a matrix"""
    return with_zeros(rng, 3, 5)


@exercise.case("tanh", points=4, visibility="hidden", seed=113)
def tanh_far_out(rng):
    """saturates at -1 and at 1"""
    return wide(rng, 16, 1)


@exercise.case("relu", points=3, visibility="public", seed=121)
def relu_of_a_row(rng):
    """maps a row of numbers of either sign"""
    return dict(Z=np.array([[-2.0, -0.5, 0.0, 0.5, 3.0]]))


@exercise.case("relu", points=3, visibility="hidden", seed=122)
def relu_of_a_matrix(rng):
    """works entry by entry on a matrix"""
    return with_zeros(rng, 5, 4)


@exercise.case("relu", points=4, visibility="hidden", seed=123)
def relu_of_a_column(rng):
    """keeps the shape of a column, and large entries as they are"""
    return wide(rng, 8, 1)


@exercise.case("leaky_relu", points=3, visibility="public", seed=131)
def leaky_relu_of_a_row(rng):
    """shrinks negative numbers instead of dropping them"""
    return dict(Z=np.array([[-2.0, -0.5, 0.0, 0.5, 3.0]]))


@exercise.case("leaky_relu", points=3, visibility="hidden", seed=132)
def leaky_relu_of_a_matrix(rng):
    """works entry by entry on a matrix"""
    return with_zeros(rng, 4, 6)


@exercise.case("leaky_relu", points=4, visibility="hidden", seed=133)
def leaky_relu_of_a_column(rng):
    """keeps the shape of a column, and large entries in proportion"""
    return wide(rng, 7, 1)


@exercise.case("sigmoid_prime", points=3, visibility="public", seed=201)
def sigmoid_slopes_of_a_row(rng):
    """is steepest at 0"""
    return dict(Z=np.array([[-3.0, -0.5, 0.0, 1.0, 4.0]]))


@exercise.case("sigmoid_prime", points=4, visibility="hidden", seed=202)
def sigmoid_slopes_of_a_matrix(rng):
    """works entry by entry on a matrix"""
    return with_zeros(rng, 4, 5)


@exercise.case("sigmoid_prime", points=5, visibility="hidden", seed=203)
def sigmoid_slopes_between_0_and_1(rng):
    """takes Z, not the activation, also where Z could be mistaken for one"""
    return dict(Z=rng.uniform(0.05, 0.95, size=(1, 12)))


@exercise.case("tanh_prime", points=3, visibility="public", seed=211)
def tanh_slopes_of_a_row(rng):
    """is steepest at 0, with slope 1"""
    return dict(Z=np.array([[-2.0, -0.25, 0.0, 0.5, 3.0]]))


@exercise.case("tanh_prime", points=4, visibility="hidden", seed=212)
def tanh_slopes_of_a_matrix(rng):
    """works entry by entry on a matrix"""
    return with_zeros(rng, 5, 3, spread=1.0)


@exercise.case("tanh_prime", points=5, visibility="hidden", seed=213)
def tanh_slopes_between_minus_1_and_1(rng):
    """takes Z, not the activation, also where Z could be mistaken for one"""
    return dict(Z=rng.uniform(-0.95, 0.95, size=(14, 1)))


@exercise.case("relu_prime", points=3, visibility="public", seed=221)
def relu_slopes_of_a_row(rng):
    """is 0 or 1"""
    return dict(Z=np.array([[-2.0, -0.5, 0.25, 3.0]]))


@exercise.case("relu_prime", points=4, visibility="hidden", seed=222)
def relu_slopes_at_zero(rng):
    """is 0 or 1 at the kink, the same wherever Z is 0"""
    return with_zeros(rng, 4, 3)


@exercise.case("relu_prime", points=5, visibility="hidden", seed=223)
def relu_slopes_of_a_column(rng):
    """keeps the shape of a column"""
    return dict(Z=rng.permutation(np.linspace(-1.7, 1.5, 9)).reshape(9, 1))


@exercise.case("leaky_relu_prime", points=3, visibility="public", seed=231)
def leaky_relu_slopes_of_a_row(rng):
    """is never 0"""
    return dict(Z=np.array([[-2.0, -0.5, 0.25, 3.0]]))


@exercise.case("leaky_relu_prime", points=4, visibility="hidden", seed=232)
def leaky_relu_slopes_of_a_matrix(rng):
    """works entry by entry on a matrix"""
    return with_zeros(rng, 3, 4, spread=0.7)


@exercise.case("leaky_relu_prime", points=5, visibility="hidden", seed=233)
def leaky_relu_slopes_of_a_column(rng):
    """does not grow with the entry"""
    return wide(rng, 8, 1)


@exercise.case("flatten_images", points=3, visibility="public", seed=301)
def flattens_two_images(rng):
    """makes one column of each of two images"""
    return pictures(rng, 2, 2, 3, 3)


@exercise.case("flatten_images", points=4, visibility="hidden", seed=302)
def flattens_five_images(rng):
    """keeps the numbers of an image together when height, width and channels differ"""
    return pictures(rng, 5, 4, 3, 2)


@exercise.case("flatten_images", points=5, visibility="hidden", seed=303)
def flattens_one_image(rng):
    """makes a single column of a single image"""
    return pictures(rng, 1, 3, 5, 3)


declare_mistakes(exercise)

exercise.equivalent(
    "relu", ("np.maximum(0, Z)", "np.maximum(Z, 0)"), reason="the larger of two, in any order"
)
exercise.equivalent("leaky_relu", ("Z > 0", "Z >= 0"), reason="both branches give 0 at 0")
exercise.equivalent(
    "relu_prime",
    ("np.where(Z > 0, 1, 0)", "np.where(1, Z > 0, 0)"),
    reason="a mask may hold booleans",
)
exercise.equivalent(
    "flatten_images", ("(m, -1)", "(m, -2)"), reason="reshape works out any negative length"
)

# Other faults give the same on the public cases.
exercise.needs_hidden_cases("sigmoid", "forgets_the_one")
