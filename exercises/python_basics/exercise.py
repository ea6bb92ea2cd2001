"""Python basics with NumPy: eight first functions. 100 points, 26 of them public."""

from __future__ import annotations

import numpy as np
from mistakes import declare_mistakes

from grader.authoring import Exercise

exercise = Exercise(title="Python basics with NumPy", reference="python_basics.py")

BASIC = "basic_sigmoid"
SIGMOID = "sigmoid"
DERIVATIVE = "sigmoid_derivative"
FLATTEN = "image2vector"
NORMALIZE = "normalize_rows"
SOFTMAX = "softmax"

exercise.function(DERIVATIVE, builds_on=(SIGMOID,))
exercise.function(NORMALIZE, aliases=("normalizeRows",))  # its name before 2021
exercise.equivalent("L1", ("y - yhat", "yhat - y"), reason="a distance has no direction")
exercise.equivalent("L2", ("y - yhat", "yhat - y"), reason="a distance has no direction")

# Where a formula works along an axis, one case has a square matrix: there a forgotten keepdims
# broadcasts without complaint.


@exercise.case(BASIC, points=2, visibility="public", seed=1)
def basic_sigmoid_of_three(rng):
    """takes a whole number"""
    return dict(x=3)


@exercise.case(BASIC, points=2, visibility="hidden", seed=2)
def basic_sigmoid_below_zero(rng):
    """is below one half for a negative number"""
    return dict(x=-1.7)


@exercise.case(BASIC, points=2, visibility="hidden", seed=3)
def basic_sigmoid_near_zero(rng):
    """is a little more than one half for a small positive number"""
    return dict(x=0.25)


@exercise.case(SIGMOID, points=3, visibility="public", seed=11)
def sigmoid_of_whole_numbers(rng):
    """works on every entry of an array of whole numbers"""
    return dict(x=np.array([1, -2, 3]))


@exercise.case(SIGMOID, points=4, visibility="hidden", seed=12)
def sigmoid_of_a_matrix(rng):
    """works on every entry of a matrix"""
    return dict(x=rng.normal(size=(3, 4)) * 2)


@exercise.case(SIGMOID, points=2, visibility="hidden", seed=13)
def sigmoid_of_one_number(rng):
    """takes a single number as well"""
    return dict(x=-0.8)


@exercise.case(DERIVATIVE, points=3, visibility="public", seed=21)
def derivative_at_whole_numbers(rng):
    """works on every entry of an array of whole numbers"""
    return dict(x=np.array([1, -2, 3]))


@exercise.case(DERIVATIVE, points=6, visibility="hidden", seed=22)
def derivative_of_a_matrix(rng):
    """works on every entry of a matrix"""
    return dict(x=rng.normal(size=(2, 5)) * 2)


@exercise.case(DERIVATIVE, points=3, visibility="hidden", seed=23)
def derivative_at_one_number(rng):
    """takes a single number as well"""
    return dict(x=1.3)


@exercise.case(FLATTEN, points=4, visibility="public", seed=31)
def flattens_a_small_image(rng):
    """makes one column of all values"""
    return dict(image=rng.uniform(size=(3, 3, 2)))


@exercise.case(FLATTEN, points=5, visibility="hidden", seed=32)
def flattens_unequal_sides(rng):
    """keeps the order of the values when all three sides differ"""
    return dict(image=rng.uniform(size=(4, 2, 3)))


@exercise.case(FLATTEN, points=4, visibility="hidden", seed=33)
def flattens_pixels(rng):
    """takes an image of whole numbers"""
    return dict(image=rng.randint(0, 256, size=(5, 6, 3)))


@exercise.case(FLATTEN, points=2, visibility="hidden", seed=34)
def flattens_one_colour(rng):
    """works when there is one colour"""
    return dict(image=rng.uniform(size=(2, 7, 1)))


@exercise.case(NORMALIZE, points=4, visibility="public", seed=41)
def normalizes_whole_numbers(rng):
    """gives rows of whole numbers the length 1"""
    return dict(x=np.array([[2.0, -3.0, 6.0], [0.0, 4.0, 3.0]]))


@exercise.case(NORMALIZE, points=5, visibility="hidden", seed=42)
def normalizes_tall_matrices(rng):
    """works with more rows than columns, for an array that holds ints"""
    return dict(x=rng.randint(1, 9, size=(5, 3)))


@exercise.case(NORMALIZE, points=5, visibility="hidden", seed=43)
def normalizes_square_matrices(rng):
    """divides rows, not columns, of a square matrix"""
    return dict(x=rng.normal(size=(4, 4)) * 3)


@exercise.case(NORMALIZE, points=4, visibility="hidden", seed=44)
def normalizes_rows_of_unequal_size(rng):
    """gives short and long rows the same length"""
    return dict(x=rng.normal(size=(2, 6)) * np.array([[0.01], [100.0]]))


@exercise.case(SOFTMAX, points=5, visibility="public", seed=51)
def softmax_of_whole_numbers(rng):
    """turns rows of whole numbers into probabilities"""
    return dict(x=np.array([[4, 1, 3, 0, -2], [2, 2, 0, 5, 1]]))


@exercise.case(SOFTMAX, points=5, visibility="hidden", seed=52)
def softmax_of_tall_matrices(rng):
    """works with more rows than columns"""
    return dict(x=rng.normal(size=(6, 3)) * 2)


@exercise.case(SOFTMAX, points=5, visibility="hidden", seed=53)
def softmax_of_square_matrices(rng):
    """adds up rows, not columns, of a square matrix"""
    return dict(x=rng.normal(size=(4, 4)))


@exercise.case(SOFTMAX, points=5, visibility="hidden", seed=54)
def softmax_of_uneven_entries(rng):
    """works when entries are far apart"""
    return dict(x=rng.uniform(-9, 9, size=(3, 5)))


def labels_and_predictions(rng, m):
    """Labels 0 or 1 and probabilities, as a classifier gives them."""
    return dict(yhat=rng.uniform(0.05, 0.95, size=m), y=(rng.uniform(size=m) < 0.5).astype(int))


def any_numbers(rng, m):
    """Labels and predictions of a regression: errors of either sign, larger and smaller than 1."""
    return dict(yhat=rng.normal(size=m) * 2, y=rng.normal(size=m) * 2)


@exercise.case("L1", points=2, visibility="public", seed=61)
def l1_of_five(rng):
    """adds up the distances of five predictions"""
    return labels_and_predictions(rng, 5)


@exercise.case("L1", points=4, visibility="hidden", seed=62)
def l1_of_any_numbers(rng):
    """works when predictions are too large and too small, and all are whole numbers"""
    return {name: np.rint(3 * values).astype(int) for name, values in any_numbers(rng, 9).items()}


@exercise.case("L1", points=4, visibility="hidden", seed=63)
def l1_of_many(rng):
    """adds up, and does not average"""
    return labels_and_predictions(rng, 40)


@exercise.case("L2", points=3, visibility="public", seed=71)
def l2_of_five(rng):
    """adds up the squared distances of five predictions"""
    return labels_and_predictions(rng, 5)


@exercise.case("L2", points=4, visibility="hidden", seed=72)
def l2_of_any_numbers(rng):
    """works when predictions are too large and too small, and all are whole numbers"""
    return {name: np.rint(3 * values).astype(int) for name, values in any_numbers(rng, 9).items()}


@exercise.case("L2", points=3, visibility="hidden", seed=73)
def l2_of_many(rng):
    """adds up, and does not average"""
    return labels_and_predictions(rng, 40)


declare_mistakes(exercise)

# Other faults give the same on the public cases.
exercise.needs_hidden_cases(NORMALIZE, "takes_the_largest_entry")
