"""Mistakes in the sizes of the layers, and the start."""

from __future__ import annotations

from .shared import Declare


def of_the_sizes(mistake: Declare) -> None:
    n_x, n_h, n_y = "n_x = X.shape[0]", "n_h = 4", "n_y = Y.shape[0]"
    mistake(
        "counts_examples",
        [(n_x, "n_x = X.shape[1]"), (n_y, "n_y = Y.shape[1]")],
        "An example is a column: the number of rows tells the width of a layer.",
    )
    mistake(
        "counts_examples_in_Y",
        [(n_y, "n_y = Y.shape[1]")],
        "The number of rows of Y tells how many outputs there are, not the number of columns.",
    )
    mistake(
        "makes_the_hidden_layer_as_wide_as_the_input",
        [(n_h, "n_h = n_x")],
        "The hidden layer has a fixed width here, whatever the data.",
    )
    mistake(
        "returns_whole_shapes",
        [(n_x, "n_x = X.shape"), (n_y, "n_y = Y.shape")],
        "A width is one number: which entry of the shape is it?",
    )
    mistake(
        "swaps_hidden_and_output",
        [("return n_x, n_h, n_y", "return n_x, n_y, n_h")],
        "All three are right; the order is input, hidden, output.",
    )


def of_the_start(mistake: Declare) -> None:
    W1, W2 = "W1 = np.random.randn(n_h, n_x) * 0.01", "W2 = np.random.randn(n_y, n_h) * 0.01"
    b1, b2 = "b1 = np.zeros((n_h, 1))", "b2 = np.zeros((n_y, 1))"

    def weights(old: str, new: str) -> list[tuple[str, str]]:
        return [(W1, W1.replace(old, new)), (W2, W2.replace(old, new))]

    mistake(
        "forgets_the_factor",
        weights(" * 0.01", ""),
        "These weights are a hundred times too large: tanh would start where it is flat.",
    )
    mistake(
        "forgets_the_second_factor",
        [(W2, W2.replace(" * 0.01", ""))],
        "Both layers start with small weights; W2 is too large.",
    )
    mistake(
        "has_the_sizes_built_in",
        [
            (W1, "n_x, n_h, n_y = 2, 4, 1\n    " + W1),
        ],
        "The widths are arguments: a call may ask for other ones than those of the notebook.",
    )
    mistake(
        "takes_another_factor", weights("0.01", "0.1"), "Mind the number of zeros in the factor."
    )
    mistake(
        "draws_uniformly",
        weights("randn", "rand"),
        "Weights of both signs are needed: rand draws between 0 and 1, randn from the normal "
        "distribution.",
    )
    mistake(
        "draws_transposed",
        [
            (W1, "W1 = np.random.randn(n_x, n_h) * 0.01"),
            (W2, "W2 = np.random.randn(n_h, n_y) * 0.01"),
        ],
        "A weight matrix has a row for every unit of its own layer.",
    )
    mistake(
        "draws_and_transposes",
        [
            (W1, "W1 = np.random.randn(n_x, n_h).T * 0.01"),
            (W2, "W2 = np.random.randn(n_h, n_y).T * 0.01"),
        ],
        "The shapes are right, but the numbers come in another order: draw in the final shape.",
    )
    mistake(
        "draws_the_second_layer_first",
        [(W1, "second = np.random.randn(n_y, n_h) * 0.01\n    " + W1), (W2, "W2 = second")],
        "The numbers are right but the layers are drawn in another order.",
    )
    mistake(
        "draws_the_biases",
        [(b1, "b1 = np.random.randn(n_h, 1) * 0.01"), (b2, "b2 = np.random.randn(n_y, 1) * 0.01")],
        "Random weights are enough to break the symmetry; biases start at zero.",
    )
    mistake(
        "biases_are_numbers",
        [(b1, "b1 = 0.0"), (b2, "b2 = 0.0")],
        "Every unit has a bias of its own: a column.",
    )
    mistake(
        "biases_are_flat",
        [(b1, "b1 = np.zeros(n_h)"), (b2, "b2 = np.zeros(n_y)")],
        "A bias is a column with two axes: a flat array broadcasts along the wrong one.",
    )
    mistake(
        "biases_all_have_the_size_of_layer_1",
        [(b2, "b2 = np.zeros((n_h, 1))")],
        "Each layer has as many biases as units.",
    )
    mistake(
        "starts_at_zero",
        [(W1, "W1 = np.zeros((n_h, n_x))"), (W2, "W2 = np.zeros((n_y, n_h))")],
        "With zero weights all hidden units stay copies of each other.",
    )
