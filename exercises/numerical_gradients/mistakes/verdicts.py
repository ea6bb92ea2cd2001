"""Mistakes in the ratio and what is said of it."""

from __future__ import annotations

from grader.authoring import Exercise

from .shared import PARENTHESES_HINT

BELOW_HINT = "Below the line stands the sum of two norms: the gradient's and its approximation's."


def of_the_ratio(exercise: Exercise) -> None:
    def mistake(id: str, edits: list[tuple[str, str]], hint: str) -> None:
        exercise.mistake("check_ratio", id, edits=edits, hint=hint)

    above = "np.linalg.norm(approximation - gradient)"
    below = "np.linalg.norm(approximation) + np.linalg.norm(gradient)"
    result = "return numerator / denominator"
    mistake("divides_by_the_gradient_alone", [(below, "np.linalg.norm(gradient)")], BELOW_HINT)
    mistake(
        "divides_by_the_approximation_alone", [(below, "np.linalg.norm(approximation)")], BELOW_HINT
    )
    mistake(
        "adds_before_the_norm",
        [(below, "np.linalg.norm(approximation + gradient)")],
        BELOW_HINT + " The norm of a sum is smaller when the two point in different directions.",
    )
    mistake(
        "squares_the_norms",
        [
            (above, above + "**2"),
            (below, "np.linalg.norm(approximation)**2 + np.linalg.norm(gradient)**2"),
        ],
        "A norm already has its root: squares change the ratio.",
    )
    mistake(
        "forgets_to_divide",
        [(result, "return numerator")],
        "The difference is relative: divide by the sizes of what you compare.",
    )
    mistake(
        "takes_the_largest_entry",
        [
            (above, "np.max(np.abs(approximation - gradient))"),
            (below, "np.max(np.abs(approximation)) + np.max(np.abs(gradient))"),
        ],
        "The norms are Euclidean: every entry counts, not only the largest.",
    )
    mistake(
        "subtracts_the_norms",
        [(above, "abs(np.linalg.norm(approximation) - np.linalg.norm(gradient))")],
        "Two columns of the same length can differ: take the norm of their difference.",
    )
    mistake("multiplies_the_norms", [(below, below.replace("+", "*"))], BELOW_HINT)
    mistake(
        "forgets_the_parentheses",
        [(result, "return numerator / np.linalg.norm(approximation) + np.linalg.norm(gradient)")],
        PARENTHESES_HINT,
    )


def of_the_verdict(exercise: Exercise) -> None:
    def mistake(id: str, edits: list[tuple[str, str]], hint: str) -> None:
        exercise.mistake("check_verdict", id, edits=edits, hint=hint)

    great, closer = "ratio <= 1e-7", "ratio < 1e-3"
    mistake("excludes_the_lower_limit", [(great, "ratio < 1e-7")], "1e-7 itself is great.")
    mistake("includes_the_upper_limit", [(closer, "ratio <= 1e-3")], "1e-3 itself is worrying.")
    mistake(
        "moves_both_limits",
        [(great, "ratio < 1e-7"), (closer, "ratio <= 1e-3")],
        "Look at the limits themselves: 1e-7 is great, 1e-3 is worrying.",
    )
    mistake(
        "worries_from_1e_5_on",
        [(closer, "ratio < 1e-5")],
        "1e-5 asks for a closer look; the worry begins later.",
    )
    mistake("is_content_with_1e_5", [(great, "ratio <= 1e-5")], "1e-5 asks for a closer look.")
    mistake(
        "knows_two_verdicts",
        [(closer, "ratio <= 1e-7")],
        "Between great and worry lies a range that asks for a closer look.",
    )
    mistake(
        "turns_the_order",
        [
            ('return "great"', 'return "worry"'),
            ('"look closer"\n    return "worry"', '"look closer"\n    return "great"'),
        ],
        "A small ratio is the good news.",
    )
