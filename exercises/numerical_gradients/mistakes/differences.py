"""Mistakes in differences and their order."""

from __future__ import annotations

from grader.authoring import Exercise

from .shared import PARENTHESES_HINT

EPSILON_HINT = "epsilon is an argument of the function, and it is not small in every case."
CALL_HINT = "Call curve: the function is differentiated for other curves, too."


def of_one_side(exercise: Exercise) -> None:
    def mistake(id: str, new: str, hint: str) -> None:
        exercise.mistake(
            "one_sided_difference",
            id,
            hint=hint,
            edit=("(curve(theta + epsilon) - curve(theta)) / epsilon", new),
        )

    mistake(
        "steps_down",
        "(curve(theta) - curve(theta - epsilon)) / epsilon",
        "That is one-sided as well, but the lecture steps to the other side.",
    )
    mistake(
        "takes_both_sides",
        "(curve(theta + epsilon) - curve(theta - epsilon)) / (2 * epsilon)",
        "That is the better, two-sided difference; this one starts at theta itself.",
    )
    mistake(
        "forgets_to_divide",
        "curve(theta + epsilon) - curve(theta)",
        "That is how far the curve rises. How steeply does it rise?",
    )
    mistake(
        "forgets_the_parentheses",
        "curve(theta + epsilon) - curve(theta) / epsilon",
        PARENTHESES_HINT,
    )
    mistake(
        "divides_by_two_steps",
        "(curve(theta + epsilon) - curve(theta)) / (2 * epsilon)",
        "The two points lie a single step apart.",
    )
    mistake(
        "multiplies",
        "(curve(theta + epsilon) - curve(theta)) * epsilon",
        "A slope is height over width.",
    )
    mistake("does_not_call_curve", "((theta + epsilon) ** 3 - theta**3) / epsilon", CALL_HINT)
    mistake("ignores_epsilon", "(curve(theta + 1e-7) - curve(theta)) / 1e-7", EPSILON_HINT)
    mistake(
        "turns_the_sign",
        "(curve(theta) - curve(theta + epsilon)) / epsilon",
        "A rising curve has a positive slope.",
    )


def of_two_sides(exercise: Exercise) -> None:
    quotient = "(curve(theta + epsilon) - curve(theta - epsilon)) / (2 * epsilon)"

    def mistake(id: str, new: str, hint: str) -> None:
        exercise.mistake("two_sided_difference", id, edit=(quotient, new), hint=hint)

    mistake(
        "divides_by_one_step",
        quotient.replace("(2 * epsilon)", "epsilon"),
        "theta + epsilon and theta - epsilon lie two steps apart. (One page of the lecture forgets "
        "that as well.)",
    )
    mistake(
        "multiplies_by_epsilon",
        quotient.replace("(2 * epsilon)", "2 * epsilon"),
        "Python works from left to right: a / 2 * epsilon multiplies by epsilon.",
    )
    mistake(
        "takes_one_side",
        "(curve(theta + epsilon) - curve(theta)) / epsilon",
        "Step to both sides: the error then falls with the square of epsilon.",
    )
    mistake(
        "divides_one_side_by_two_steps",
        "(curve(theta + epsilon) - curve(theta)) / (2 * epsilon)",
        "The second point lies a step below theta.",
    )
    mistake(
        "takes_half_steps",
        "(curve(theta + epsilon / 2) - curve(theta - epsilon / 2)) / epsilon",
        "Both points lie a whole step away from theta.",
    )
    mistake(
        "adds",
        quotient.replace(") - curve", ") + curve"),
        "A slope needs the difference of the two heights.",
    )
    mistake(
        "does_not_call_curve",
        "((theta + epsilon) ** 3 - (theta - epsilon) ** 3) / (2 * epsilon)",
        CALL_HINT,
    )
    mistake("ignores_epsilon", quotient.replace("epsilon", "1e-7"), EPSILON_HINT)
    mistake("turns_the_sign", "-" + quotient, "A rising curve has a positive slope.")


def of_the_order(exercise: Exercise) -> None:
    def mistake(id: str, new: str, hint: str) -> None:
        exercise.mistake(
            "error_order",
            id,
            hint=hint,
            edit=("np.log(error_1 / error_2) / np.log(epsilon_1 / epsilon_2)", new),
        )

    logs = "An exponent is found by logarithms: if y = x^p, what is log y?"
    mistake("forgets_the_logarithms", "(error_1 / error_2) / (epsilon_1 / epsilon_2)", logs)
    mistake(
        "divides_the_errors",
        "error_1 / error_2",
        "How much the error falls depends on how much smaller the step was made. " + logs,
    )
    mistake("takes_the_slope", "(error_1 - error_2) / (epsilon_1 - epsilon_2)", logs)
    mistake(
        "turns_the_fraction",
        "np.log(epsilon_1 / epsilon_2) / np.log(error_1 / error_2)",
        "The error is a power of the step, not the other way round.",
    )
    mistake(
        "looks_at_one_step",
        "np.log(error_1) / np.log(epsilon_1)",
        "A single error also holds the unknown factor c; two of them let it cancel.",
    )
    mistake(
        "turns_the_sign",
        "np.log(error_2 / error_1) / np.log(epsilon_1 / epsilon_2)",
        "When the step falls, so does the error: the order is positive.",
    )
    mistake(
        "rounds",
        "np.round(np.log(error_1 / error_2) / np.log(epsilon_1 / epsilon_2))",
        "Return what was measured; it is only near an integer.",
    )
    mistake(
        "assumes_tenths",
        "np.log10(error_1 / error_2)",
        "The steps need not differ by a factor of ten.",
    )
