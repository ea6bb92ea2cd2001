"""Mistakes in the L2 penalty."""

from __future__ import annotations

from grader.authoring import Exercise


def of_the_l2_cost(exercise: Exercise) -> None:
    def mistake(id: str, old: str, new: str, hint: str) -> None:
        exercise.mistake("l2_cost", id, edit=(old, new), hint=hint)

    factor, squares, sum_ = "lambd / (2 * m)", "np.sum(w**2)", "cross_entropy_cost(A, Y) + penalty"
    mistake(
        "multiplies_by_m",
        factor,
        "lambd / 2 * m",
        "Python works from left to right: what stands after the / must be in parentheses to be "
        "divided by.",
    )
    mistake(
        "forgets_the_half",
        factor,
        "lambd / m",
        "There is a 2 below lambda: it cancels when the square is differentiated.",
    )
    mistake(
        "forgets_to_average",
        factor,
        "lambd / 2",
        "The penalty is divided by the number of examples as the cross-entropy is.",
    )
    mistake(
        "forgets_the_squares",
        squares,
        "np.sum(w)",
        "In a plain sum negative weights cancel positive ones.",
    )
    mistake(
        "penalises_absolute_values",
        squares,
        "np.sum(np.abs(w))",
        "Absolute values make the L1 penalty; this one is L2.",
    )
    mistake(
        "penalises_the_norm", squares, "np.linalg.norm(w)", "The norm is squared: no root is left."
    )
    mistake(
        "penalises_the_bias",
        squares,
        "(np.sum(w**2) + b**2)",
        "The bias is one number among many; it is left out of the penalty.",
    )
    mistake(
        "subtracts_the_penalty",
        sum_,
        "cross_entropy_cost(A, Y) - penalty",
        "Large weights must make the cost larger.",
    )
    mistake(
        "forgets_the_penalty",
        sum_,
        "cross_entropy_cost(A, Y)",
        "The cost has two parts; the penalty is missing.",
    )
    mistake(
        "returns_the_penalty_alone",
        sum_,
        "penalty",
        "The cost has two parts; the cross-entropy is missing.",
    )


def of_the_l2_gradients(exercise: Exercise) -> None:
    def mistake(id: str, old: str, new: str, hint: str) -> None:
        exercise.mistake("l2_gradients", id, edit=(old, new), hint=hint)

    share = " + lambd / m * w"
    mistake(
        "keeps_the_half",
        share,
        " + lambd / (2 * m) * w",
        "Differentiate lambda / (2 m) * w^2 with respect to w: what becomes of the 2?",
    )
    mistake(
        "forgets_the_penalty",
        share,
        "",
        "These are the gradients of the plain cost. The penalty has a derivative as well.",
    )
    mistake(
        "forgets_to_average_the_penalty",
        share,
        " + lambd * w",
        "The penalty is divided by m as the cross-entropy is.",
    )
    mistake(
        "subtracts_the_penalty",
        share,
        " - lambd / m * w",
        "The penalty is added to the cost; its derivative keeps the sign.",
    )
    mistake(
        "penalises_the_sum_of_weights",
        share,
        " + lambd / m * np.sum(w)",
        "A weight's derivative holds that weight alone.",
    )
    mistake(
        "penalises_the_sign",
        share,
        " + lambd / m * np.sign(w)",
        "The derivative of a square grows with the weight; the sign alone belongs to L1.",
    )
    mistake(
        "penalises_the_bias",
        "db = np.sum(dZ) / m",
        "db = np.sum(dZ) / m + lambd / m * b",
        "The bias is not in the penalty, so its derivative has no share of it.",
    )
    mistake(
        "averages_the_penalty_twice",
        "X @ dZ.T / m + lambd / m * w",
        "(X @ dZ.T + lambd / m * w) / m",
        "The penalty's share carries 1/m once: check what your parentheses divide.",
    )
