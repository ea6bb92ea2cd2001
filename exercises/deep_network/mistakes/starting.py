"""Mistakes in both starts."""

from __future__ import annotations

from grader.authoring import Exercise

from .shared import _for

SHAPE_HINT = (
    "W[l] multiplies the activation of layer l-1: its rows count layer l's units, its columns "
    "layer l-1's."
)
FACTOR_HINT = "Weights that large saturate the sigmoid: the small factor in front is missing."
NORMAL_HINT = "The weights are standard normal; a uniform draw in [0, 1) has no negative values."
COLUMN_HINT = "A bias is a column with one row per unit of its own layer."
OWN_SIZE_HINT = "Every layer has its own number of units, and as many biases."


def of_the_start(exercise: Exercise) -> None:
    mistake = _for(exercise, "initialize_parameters")
    mistake(
        "forgets_the_factor",
        FACTOR_HINT,
        ("randn(n_h, n_x) * 0.01", "randn(n_h, n_x)"),
        ("randn(n_y, n_h) * 0.01", "randn(n_y, n_h)"),
    )
    mistake(
        "does_not_seed",
        "Seed NumPy's random state with 1 inside the function.",
        ("np.random.seed(1)", "pass"),
    )
    mistake(
        "draws_uniform_numbers",
        NORMAL_HINT,
        ("np.random.randn(n_h", "np.random.rand(n_h"),
        ("np.random.randn(n_y", "np.random.rand(n_y"),
    )
    mistake(
        "draws_transposed",
        SHAPE_HINT,
        ("randn(n_h, n_x)", "randn(n_x, n_h)"),
        ("randn(n_y, n_h)", "randn(n_h, n_y)"),
    )
    mistake(
        "biases_are_numbers", COLUMN_HINT, ("np.zeros((n_h, 1))", "0"), ("np.zeros((n_y, 1))", "0")
    )
    mistake(
        "biases_have_the_size_of_layer_1",
        OWN_SIZE_HINT,
        ("np.zeros((n_y, 1))", "np.zeros((n_h, 1))"),
    )


def of_the_deep_start(exercise: Exercise) -> None:
    mistake = _for(exercise, "initialize_parameters_deep")
    bias = "np.zeros((layer_dims[l], 1))"
    mistake("forgets_the_factor", FACTOR_HINT, (" * 0.01", ""))
    mistake(
        "does_not_seed",
        "Seed NumPy's random state with 3 inside the function, before the loop.",
        ("np.random.seed(3)", "pass"),
    )
    mistake("draws_uniform_numbers", NORMAL_HINT, ("np.random.randn(", "np.random.rand("))
    mistake("biases_are_numbers", COLUMN_HINT, (bias, "0"))
    mistake(
        "draws_transposed",
        SHAPE_HINT,
        ("randn(layer_dims[l], layer_dims[l - 1])", "randn(layer_dims[l - 1], layer_dims[l])"),
    )
    mistake(
        "biases_have_the_size_of_layer_1", OWN_SIZE_HINT, (bias, "np.zeros((layer_dims[1], 1))")
    )
    mistake(
        "forgets_the_last_layer",
        "L + 1 widths make L layers. Count the pairs of neighbouring widths in the list.",
        ("range(1, len(layer_dims))", "range(1, len(layer_dims) - 1)"),
    )
    mistake(
        "scales_by_the_inputs",
        "Dividing by the root of the number of inputs is what the next assignment does; here the "
        "factor is the same for every layer.",
        (" * 0.01", " / np.sqrt(layer_dims[l - 1])"),
    )
