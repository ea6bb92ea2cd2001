"""What students get wrong about penalties on weights."""

from __future__ import annotations

from grader.authoring import Exercise


def declare_mistakes(exercise: Exercise) -> None:
    """Declare the known mistakes of all seven functions."""
    for declare in (
        of_the_l2_cost,
        of_the_l2_gradients,
        of_the_l1_cost,
        of_the_l1_gradients,
        of_the_norm,
        of_the_factor,
        of_the_update,
    ):
        declare(exercise)


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
