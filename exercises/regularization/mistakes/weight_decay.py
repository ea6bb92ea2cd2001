"""Mistakes in weight decay."""

from __future__ import annotations

from grader.authoring import Exercise

COST = "compute_cost_with_regularization"
BACKWARD = "backward_propagation_with_regularization"


def of_the_cost(exercise: Exercise) -> None:
    def mistake(id: str, old: str, new: str, hint: str) -> None:
        exercise.mistake(COST, id, edit=(old, new), hint=hint)

    factor = "lambd / (2 * m) *"
    squares = "np.sum(W1**2) + np.sum(W2**2) + np.sum(W3**2)"
    mistake(
        "multiplies_by_m",
        factor,
        "lambd / 2 * m *",
        "Python works from left to right: what stands after the / must be in parentheses to be "
        "divided by.",
    )
    mistake(
        "uses_the_notebooks_lambda",
        factor,
        "0.7 / (2 * m) *",
        "lambd is an argument of the function: 0.7 is the notebook's value of it.",
    )
    mistake(
        "forgets_the_squares",
        squares,
        "np.sum(W1) + np.sum(W2) + np.sum(W3)",
        "A plain sum lets negative weights cancel positive ones. The penalty adds up squares "
        "(np.square, not np.squeeze).",
    )
    mistake(
        "forgets_layer_1",
        squares,
        "np.sum(W2**2) + np.sum(W3**2)",
        "Every layer's weights are penalised. Count the terms of your sum.",
    )
    mistake(
        "forgets_layer_3",
        squares,
        "np.sum(W1**2) + np.sum(W2**2)",
        "Every layer's weights are penalised, the output layer's too. Count the terms of your sum.",
    )
    mistake(
        "forgets_to_average",
        factor,
        "lambd / 2 *",
        "The penalty is an average over the examples as the cross-entropy is; m is missing.",
    )
    mistake(
        "forgets_the_half",
        factor,
        "lambd / m *",
        "There is a 2 below lambd: it cancels when the square is differentiated.",
    )
    mistake(
        "penalises_absolute_values",
        squares,
        "np.sum(abs(W1)) + np.sum(abs(W2)) + np.sum(abs(W3))",
        "Absolute values make the L1 penalty; this one is L2.",
    )
    mistake(
        "penalises_the_norm",
        squares,
        "np.linalg.norm(W1) + np.linalg.norm(W2) + np.linalg.norm(W3)",
        "The penalty takes the Frobenius norm squared: no root is left.",
    )
    mistake(
        "penalises_the_biases",
        squares,
        squares + ' + sum(np.sum(parameters[name]**2) for name in ("b1", "b2", "b3"))',
        "Only weights are penalised; a bias is one number among many.",
    )
    mistake(
        "subtracts_the_penalty",
        "cross_entropy_cost(A3, Y) + penalty",
        "cross_entropy_cost(A3, Y) - penalty",
        "Large weights must make the cost larger, not smaller.",
    )
    mistake(
        "returns_the_penalty_alone",
        "return cross_entropy_cost(A3, Y) + penalty",
        "return penalty",
        "The cost has two parts; the cross-entropy of the predictions is missing.",
    )
    mistake(
        "forgets_the_penalty",
        "cross_entropy_cost(A3, Y) + penalty",
        "cross_entropy_cost(A3, Y)",
        "The cost has two parts; the penalty of the weights is missing.",
    )


def of_the_gradients(exercise: Exercise) -> None:
    def penalty(new: str) -> list[tuple[str, str]]:
        return [(f" + lambd / m * W{layer}", new.replace("W", f"W{layer}")) for layer in (1, 2, 3)]

    def mistake(id: str, edits: list[tuple[str, str]], hint: str) -> None:
        exercise.mistake(BACKWARD, id, edits=edits, hint=hint)

    mistake(
        "counts_features",
        [("m = X.shape[1]", "m = X.shape[0]")],
        "m is the number of examples, which are the columns of X.",
    )
    mistake(
        "uses_the_notebooks_lambda",
        [(f"+ lambd / m * W{layer}", f"+ 0.7 / m * W{layer}") for layer in (1, 2, 3)],
        "lambd is an argument of the function: 0.7 is the notebook's value of it.",
    )
    mistake(
        "keeps_the_half",
        penalty(" + lambd / (2 * m) * W"),
        "Differentiate lambda / (2 m) * w^2 with respect to w: what becomes of the 2?",
    )
    mistake(
        "penalises_the_last_layer_only",
        penalty("")[:2],
        "Every layer's weights are in the penalty, so every dW has its share.",
    )
    mistake(
        "forgets_the_first_layer",
        penalty("")[:1],
        "Every layer's weights are in the penalty, the first layer's too.",
    )
    mistake(
        "forgets_the_penalty",
        penalty(""),
        "These are the gradients of the plain cost. The penalty has a derivative as well.",
    )
    mistake(
        "forgets_to_average_the_penalty",
        penalty(" + lambd * W"),
        "The penalty is divided by m as the cross-entropy is.",
    )
    mistake(
        "subtracts_the_penalty",
        penalty(" - lambd / m * W"),
        "The penalty is added to the cost; its derivative keeps the sign.",
    )
    mistake(
        "averages_the_penalty_twice",
        penalty(" + lambd / m**2 * W"),
        "The penalty's share carries 1/m once: check what your parentheses divide.",
    )
    mistake(
        "penalises_the_sum_of_weights",
        penalty(" + lambd / m * np.sum(W)"),
        "A weight's derivative holds that weight alone, not the sum of its layer.",
    )
    biases = [f"np.sum(dZ{layer}, axis=1, keepdims=True) / m" for layer in (1, 2, 3)]
    mistake(
        "penalises_the_biases",
        [(old, f"{old} + lambd / m * b{layer}") for layer, old in enumerate(biases, start=1)],
        "No bias is in the penalty, so no db has a share of it.",
    )
    mistake(
        "forgets_the_relu",
        [("dA2 * (A2 > 0)", "dA2"), ("dA1 * (A1 > 0)", "dA1")],
        "A unit that ReLU set to zero passes no gradient back.",
    )
    mistake(
        "masks_by_the_gradient",
        [("dA2 * (A2 > 0)", "dA2 * (dA2 > 0)"), ("dA1 * (A1 > 0)", "dA1 * (dA1 > 0)")],
        "ReLU's derivative depends on what went through it in the forward pass, not on the "
        "gradient.",
    )
