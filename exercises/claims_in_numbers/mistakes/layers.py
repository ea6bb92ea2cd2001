"""Mistakes of jacobian_norm, uniform_weights."""

from __future__ import annotations

from .shared import Mistakes

# Function: (id, old, new, hint).
MISTAKES: Mistakes = {
    "jacobian_norm": (
        (
            "forgets_the_slope",
            "(1 - np.tanh(z) ** 2) * W",
            "W",
            "Between z and h stands tanh: what is its slope?",
        ),
        (
            "takes_tanh_for_its_slope",
            "1 - np.tanh(z) ** 2",
            "np.tanh(z)",
            "The slope of tanh is 1 - tanh^2.",
        ),
        (
            "forgets_the_square",
            "1 - np.tanh(z) ** 2",
            "1 - np.tanh(z)",
            "The slope of tanh is 1 - tanh^2.",
        ),
        (
            "takes_the_frobenius_norm",
            "np.linalg.norm(jacobian, 2)",
            "np.linalg.norm(jacobian)",
            "np.linalg.norm of a matrix is another norm unless you ask for the largest singular value.",
        ),
        (
            "takes_the_smallest_value",
            "np.linalg.norm(jacobian, 2)",
            "np.linalg.norm(jacobian, -2)",
            "The largest singular value is asked for.",
        ),
        (
            "takes_the_largest_row",
            "np.linalg.norm(jacobian, 2)",
            "np.linalg.norm(jacobian, np.inf)",
            "That is a sum of sizes in a row. Asked is the largest singular value.",
        ),
    ),
    "uniform_weights": (
        (
            "takes_the_deviation_as_limit",
            "np.sqrt(3 * variance)",
            "np.sqrt(variance)",
            "The variance of U(-r, r) is r^2 / 3. Solve for r.",
        ),
        (
            "forgets_the_root",
            "np.sqrt(3 * variance)",
            "3 * variance",
            "r is squared in the variance.",
        ),
        (
            "divides_by_three",
            "np.sqrt(3 * variance)",
            "np.sqrt(variance / 3)",
            "The variance of U(-r, r) is r^2 / 3. Solve for r.",
        ),
        (
            "takes_the_whole_width",
            "np.sqrt(3 * variance)",
            "np.sqrt(12 * variance)",
            "r^2 / 12 belongs to a width r. Here the width is 2 r.",
        ),
        (
            "draws_positive_weights",
            "uniform(-limit, limit,",
            "uniform(0, limit,",
            "Weights lie on both sides of 0.",
        ),
        (
            "turns_the_shape",
            "size=(n, n_before)",
            "size=(n_before, n)",
            "W has a row for each unit of this layer.",
        ),
        ("does_not_seed", "np.random.seed(seed)", "", "The statement says how to seed."),
    ),
}
