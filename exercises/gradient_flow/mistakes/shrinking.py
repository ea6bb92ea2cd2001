"""Mistakes in small weights."""

from __future__ import annotations

from grader.authoring import Exercise

from .shared import NORM_HINT


def of_the_decay(exercise: Exercise) -> None:
    def mistake(id: str, edits: list[tuple[str, str]], hint: str) -> None:
        exercise.mistake("shrink_weights", id, edits=edits, hint=hint)

    factor = "factor = 1 - learning_rate * lambd / m"
    result = "return [factor**steps * W for W in weights]"
    mistake(
        "halves_the_decay",
        [(factor, "factor = 1 - learning_rate * lambd / (2 * m)")],
        "The 2 of the penalty disappears when W squared is differentiated.",
    )
    mistake(
        "forgets_the_examples",
        [(factor, "factor = 1 - learning_rate * lambd")],
        "The penalty is divided by the number of examples, and so is its gradient.",
    )
    mistake(
        "forgets_the_learning_rate",
        [(factor, "factor = 1 - lambd / m")],
        "A step follows the gradient by the learning rate only.",
    )
    mistake(
        "grows",
        [(factor, "factor = 1 + learning_rate * lambd / m")],
        "A step goes against the gradient of the penalty.",
    )
    mistake(
        "makes_one_step",
        [(result, "return [factor * W for W in weights]")],
        "The update is made several times.",
    )
    mistake(
        "subtracts_from_the_first_weights",
        [(result, "return [(1 - steps * (1 - factor)) * W for W in weights]")],
        "Each step takes its share of what the step before left, not of the first weights.",
    )
    mistake(
        "shrinks_the_last_layer_only",
        [(result, "return [*weights[:-1], factor**steps * weights[-1]]")],
        "The penalty adds up the squares of all layers.",
    )
    mistake(
        "subtracts_a_number",
        [(result, "return [W - steps * (1 - factor) for W in weights]")],
        "The gradient of a square depends on the weight: large weights lose more.",
    )
    mistake(
        "returns_the_decay",
        [(result, "return [W - factor**steps * W for W in weights]")],
        "That is what the weights lose; what is left of them?",
    )


def of_the_gap(exercise: Exercise) -> None:
    def mistake(id: str, edits: list[tuple[str, str]], hint: str) -> None:
        exercise.mistake("tanh_gap", id, edits=edits, hint=hint)

    tanh, linear = "A = np.tanh(W @ A)", "B = W @ B"
    result = "return np.linalg.norm(A - B) / np.linalg.norm(B)"
    mistake(
        "is_not_relative",
        [(result, "return np.linalg.norm(A - B)")],
        "A small output differs little from anything: divide by its size.",
    )
    mistake(
        "divides_by_the_tanh_output",
        [(result, "return np.linalg.norm(A - B) / np.linalg.norm(A)")],
        "The linear network is what you compare with: its output stands below the line.",
    )
    mistake(
        "squares_the_norms",
        [(result, "return np.linalg.norm(A - B)**2 / np.linalg.norm(B)**2")],
        NORM_HINT,
    )
    mistake(
        "bends_the_last_layer_only",
        [(tanh, "A = W @ A"), (result, "A = np.tanh(A)\n    " + result)],
        "Every layer of the first network ends with tanh.",
    )
    mistake(
        "bends_the_first_input",
        [(tanh, "A = W @ np.tanh(A)")],
        "tanh follows the product with the weights; the input itself is not bent.",
    )
    mistake(
        "feeds_both_alike",
        [(tanh, "A, B = np.tanh(W @ A), W @ A"), (linear, "pass")],
        "The linear network never sees an activation of the other one.",
    )
    mistake(
        "compares_norms",
        [(result, "return abs(np.linalg.norm(A) - np.linalg.norm(B)) / np.linalg.norm(B)")],
        "Two outputs of the same size can differ: take the norm of their difference.",
    )
    mistake(
        "averages_relative_errors",
        [(result, "return np.mean(np.abs(A - B) / np.abs(B))")],
        "Norms first, then one quotient: entries near zero would count too much.",
    )
