"""Mistakes of costs_along_line, second_differences."""

from __future__ import annotations

from .shared import Mistakes

# Function: (id, old, new, hint).
MISTAKES: Mistakes = {
    "costs_along_line": (
        (
            "halves_the_squares",
            "np.mean((A - Y) ** 2, axis=1)",
            "np.mean((A - Y) ** 2, axis=1) / 2",
            "The squared error has no 1/2 here.",
        ),
        (
            "adds_instead_of_averaging",
            "np.mean((A - Y) ** 2, axis=1)\n",
            "np.sum((A - Y) ** 2, axis=1)\n",
            "Both costs are averages over the examples.",
        ),
        (
            "swaps_the_results",
            "return cross_entropies, squared_errors",
            "return squared_errors, cross_entropies",
            "Both are right; the cross-entropy comes first.",
        ),
        (
            "walks_backwards",
            "w + steps * direction",
            "w - steps * direction",
            "A positive t goes along the direction.",
        ),
        (
            "forgets_the_start",
            "w + steps * direction",
            "steps * direction",
            "The line begins at w, not at zero.",
        ),
        (
            "forgets_the_sigmoid",
            "np.mean((A - Y) ** 2, axis=1)",
            "np.mean(((w + steps * direction).T @ X - Y) ** 2, axis=1)",
            "Both costs look at a, not at z.",
        ),
        (
            "takes_distances",
            "np.mean((A - Y) ** 2, axis=1)",
            "np.mean(np.abs(A - Y), axis=1)",
            "The errors are squared.",
        ),
        (
            "turns_the_sign_of_the_loss",
            "np.mean(-(Y * np.log(A) + (1 - Y) * np.log(1 - A)), axis=1)",
            "np.mean(Y * np.log(A) + (1 - Y) * np.log(1 - A), axis=1)",
            "A cost is positive, and these logarithms are negative.",
        ),
    ),
    "second_differences": (
        (
            "takes_first_differences",
            "costs[:-2] - 2 * costs[1:-1] + costs[2:]",
            "costs[1:] - costs[:-1]",
            "Those are slopes. How does a slope change?",
        ),
        (
            "turns_the_sign",
            "costs[:-2] - 2 * costs[1:-1] + costs[2:]",
            "2 * costs[1:-1] - costs[:-2] - costs[2:]",
            "A valley bends upwards: its second difference is positive.",
        ),
        (
            "halves",
            "costs[:-2] - 2 * costs[1:-1] + costs[2:]",
            "(costs[:-2] + costs[2:]) / 2 - costs[1:-1]",
            "That is half of it: the middle counts twice, its neighbours once.",
        ),
        (
            "forgets_the_two",
            "- 2 * costs[1:-1]",
            "- costs[1:-1]",
            "On a straight line the second difference is zero. Is yours?",
        ),
        (
            "skips_a_value",
            "costs[:-2] - 2 * costs[1:-1] + costs[2:]",
            "costs[2:] - costs[:-2]",
            "The middle value is missing.",
        ),
    ),
}
