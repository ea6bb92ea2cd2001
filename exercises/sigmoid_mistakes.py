"""What students get wrong about the sigmoid, wherever it is graded."""

from __future__ import annotations

from grader.authoring import Exercise


def declare_sigmoid_mistakes(exercise: Exercise, function: str, module: str, argument: str) -> None:
    """Declare them for a reference whose body is ``return 1 / (1 + module.exp(-argument))``."""
    right = f"return 1 / (1 + {module}.exp(-{argument}))"
    for id, new, hint in (
        (
            "turns_the_sign",
            f"return 1 / (1 + {module}.exp({argument}))",
            "Far to the right the sigmoid approaches 1. Which sign belongs in the exponent?",
        ),
        (
            "forgets_the_one",
            f"return 1 / {module}.exp(-{argument})",
            "Below the line stands a sum of two terms; without the 1 the value leaves (0, 1).",
        ),
        (
            "forgets_the_parentheses",
            f"return 1 / 1 + {module}.exp(-{argument})",
            "Python divides before it adds: what stands below the line needs parentheses.",
        ),
        (
            "subtracts",
            f"return 1 / (1 - {module}.exp(-{argument}))",
            "Below the line stands a sum, so that the value at 0 is one half.",
        ),
        (
            "is_tanh",
            f"return {module}.tanh({argument})",
            "That is tanh, which lies between -1 and 1.",
        ),
        (
            "is_the_exponential",
            f"return {module}.exp(-{argument})",
            "The exponential is only one part of the formula.",
        ),
    ):
        exercise.mistake(function, id, edit=(right, new), hint=hint)


def declare_single_numbers_only(exercise: Exercise, function: str, argument: str) -> None:
    """Declare the sigmoid that works for one number at a time."""
    exercise.mistake(
        function,
        "takes_single_numbers_only",
        edit=(f"np.exp(-{argument})", f"math.exp(-{argument})"),
        hint="This works for one number but not for an array: functions of math, and comparisons "
        "in an if, take single numbers; NumPy's functions take every entry at once.",
    )
