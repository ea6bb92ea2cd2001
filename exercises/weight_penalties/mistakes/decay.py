"""Mistakes in weight decay as a factor."""

from __future__ import annotations

from grader.authoring import Exercise


def of_the_norm(exercise: Exercise) -> None:
    def mistake(id: str, new: str, hint: str) -> None:
        exercise.mistake("squared_frobenius_norm", id, edit=("np.sum(W**2)", new), hint=hint)

    mistake("takes_the_root", "np.linalg.norm(W)", "The norm is asked for squared.")
    mistake(
        "sums_without_squares", "np.sum(W)", "In a plain sum negative entries cancel positive ones."
    )
    mistake("squares_the_sum", "np.sum(W)**2", "First the squares, then the sum.")
    mistake("sums_absolute_values", "np.sum(np.abs(W))", "Sizes are squared here, not just summed.")
    mistake("averages_the_squares", "np.mean(W**2)", "The squares are added up, not averaged.")
    mistake(
        "takes_the_spectral_norm",
        "np.linalg.norm(W, 2)**2",
        "The largest stretching of a matrix is another norm; this one treats all entries alike.",
    )
    mistake("sums_within_columns", "np.sum(W**2, axis=0)", "The sum runs over both indices.")


def of_the_factor(exercise: Exercise) -> None:
    def mistake(id: str, new: str, hint: str) -> None:
        exercise.mistake("decay_factor", id, edit=("1 - learning_rate * lambd / m", new), hint=hint)

    mistake(
        "returns_what_is_lost",
        "learning_rate * lambd / m",
        "That is the share that a weight loses. What is left of it?",
    )
    mistake("lets_weights_grow", "1 + learning_rate * lambd / m", "A decay makes weights smaller.")
    mistake(
        "keeps_the_half",
        "1 - learning_rate * lambd / (2 * m)",
        "The 2 of the penalty cancelled when its square was differentiated.",
    )
    mistake(
        "forgets_the_learning_rate",
        "1 - lambd / m",
        "A step's size is in everything that the step does.",
    )
    mistake(
        "forgets_to_average",
        "1 - learning_rate * lambd",
        "The penalty is divided by the number of examples.",
    )
    mistake(
        "subtracts_too_early",
        "(1 - learning_rate * lambd) / m",
        "Only the second term is divided by m.",
    )


def of_the_update(exercise: Exercise) -> None:
    def mistake(id: str, old: str, new: str, hint: str) -> None:
        exercise.mistake("update_with_weight_decay", id, edit=(old, new), hint=hint)

    factor, weights = (
        "decay_factor(learning_rate, lambd, m)",
        'factor * W - learning_rate * grads[f"dW{l}"]',
    )
    mistake(
        "keeps_the_half",
        factor,
        "1 - learning_rate * lambd / (2 * m)",
        "The 2 of the penalty cancelled when its square was differentiated.",
    )
    mistake(
        "forgets_the_learning_rate",
        factor,
        "1 - lambd / m",
        "The learning rate multiplies the penalty's gradient too.",
    )
    mistake(
        "forgets_to_average",
        factor,
        "1 - learning_rate * lambd",
        "The penalty is divided by the number of examples.",
    )
    mistake(
        "lets_weights_grow",
        factor,
        "1 + learning_rate * lambd / m",
        "A decay makes weights smaller.",
    )
    mistake(
        "does_not_decay",
        factor,
        "1.0",
        "This is plain gradient descent: the penalty's gradient is missing.",
    )
    mistake(
        "decays_the_biases",
        'b - learning_rate * grads[f"db{l}"]',
        'factor * b - learning_rate * grads[f"db{l}"]',
        "Only weights are penalised, so no bias decays.",
    )
    mistake(
        "decays_after_the_step",
        weights,
        'factor * (W - learning_rate * grads[f"dW{l}"])',
        "The factor belongs to the old weights alone; yours shrinks the step as well.",
    )
    mistake(
        "forgets_the_last_layer",
        "len(parameters) // 2 + 1",
        "len(parameters) // 2",
        "A range stops before its end: how many layers does yours visit?",
    )
    exercise.mistake(
        "update_with_weight_decay",
        "climbs",
        edits=[
            ('W - learning_rate * grads[f"dW{l}"]', 'W + learning_rate * grads[f"dW{l}"]'),
            ('b - learning_rate * grads[f"db{l}"]', 'b + learning_rate * grads[f"db{l}"]'),
        ],
        hint="Gradient descent steps against the gradient.",
    )
