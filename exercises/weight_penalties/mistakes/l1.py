"""Mistakes in the L1 penalty."""

from __future__ import annotations

from grader.authoring import Exercise


def of_the_l1_cost(exercise: Exercise) -> None:
    def mistake(id: str, old: str, new: str, hint: str) -> None:
        exercise.mistake("l1_cost", id, edit=(old, new), hint=hint)

    factor, sizes = "lambd / (2 * m)", "np.sum(np.abs(w))"
    mistake(
        "forgets_the_half",
        factor,
        "lambd / m",
        "In this course the L1 penalty carries the same 2 as the L2 penalty.",
    )
    mistake(
        "uses_lambda_alone",
        factor,
        "lambd",
        "In this course the L1 penalty is divided by 2 m, as the L2 penalty is.",
    )
    mistake(
        "forgets_to_average",
        factor,
        "lambd / 2",
        "The penalty is divided by the number of examples as the cross-entropy is.",
    )
    mistake(
        "multiplies_by_m",
        factor,
        "lambd / 2 * m",
        "What stands after the / must be in parentheses to be divided by.",
    )
    mistake(
        "forgets_the_absolute_values",
        sizes,
        "np.sum(w)",
        "In a plain sum negative weights cancel positive ones.",
    )
    mistake(
        "takes_the_absolute_value_last",
        sizes,
        "np.abs(np.sum(w))",
        "First the size of every weight, then the sum.",
    )
    mistake(
        "penalises_squares", sizes, "np.sum(w**2)", "Squares make the L2 penalty; this one is L1."
    )
    mistake(
        "penalises_the_bias",
        sizes,
        "(np.sum(np.abs(w)) + abs(b))",
        "The bias is one number among many; it is left out of the penalty.",
    )


def of_the_l1_gradients(exercise: Exercise) -> None:
    def mistake(id: str, old: str, new: str, hint: str) -> None:
        exercise.mistake("l1_gradients", id, edit=(old, new), hint=hint)

    share = " + lambd / (2 * m) * np.sign(w)"
    mistake(
        "forgets_the_half",
        share,
        " + lambd / m * np.sign(w)",
        "Nothing is squared here, so no 2 cancels.",
    )
    mistake(
        "forgets_to_average_the_penalty",
        share,
        " + lambd / 2 * np.sign(w)",
        "The penalty is divided by m as the cross-entropy is.",
    )
    mistake(
        "pulls_by_the_weight",
        share,
        " + lambd / (2 * m) * w",
        "L1 pulls at a small weight as hard as at a large one: which function has a slope of "
        "plus or minus one only?",
    )
    mistake(
        "uses_the_l2_share", share, " + lambd / m * w", "That is the derivative of the L2 penalty."
    )
    mistake(
        "pulls_by_the_size",
        share,
        " + lambd / (2 * m) * np.abs(w)",
        "Differentiate the absolute value on either side of zero.",
    )
    mistake(
        "forgets_the_penalty",
        share,
        "",
        "These are the gradients of the plain cost. The penalty has a derivative as well.",
    )
    mistake(
        "subtracts_the_penalty",
        share,
        " - lambd / (2 * m) * np.sign(w)",
        "The penalty is added to the cost; its derivative keeps the sign.",
    )
    mistake(
        "pulls_at_zero",
        "np.sign(w)",
        "np.where(w >= 0, 1, -1)",
        "A weight that is zero is where the penalty wants it: leave it there.",
    )
    mistake(
        "penalises_the_bias",
        "db = np.sum(dZ) / m",
        "db = np.sum(dZ) / m + lambd / (2 * m) * np.sign(b)",
        "The bias is not in the penalty, so its derivative has no share of it.",
    )
