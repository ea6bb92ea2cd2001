"""Mistakes of prediction_bias_variance, tanh_from_sigmoid, collapse_linear_layers."""

from __future__ import annotations

from .shared import VAR, Mistakes

# Function: (id, old, new, hint).
MISTAKES: Mistakes = {
    "prediction_bias_variance": (
        (
            "turns_the_sign",
            "return mean - Y,",
            "return Y - mean,",
            "The bias is the prediction minus the truth.",
        ),
        (
            "measures_from_the_truth",
            VAR,
            "np.mean((predictions - Y) ** 2, axis=0, keepdims=True)",
            "The variance is about the distance from the predictions' own mean.",
        ),
        (
            "divides_by_one_less",
            VAR,
            "np.var(predictions, axis=0, keepdims=True, ddof=1)",
            "The variance divides by k here, not by k - 1.",
        ),
        (
            "takes_the_deviation",
            VAR,
            "np.std(predictions, axis=0, keepdims=True)",
            "The variance has no root.",
        ),
        (
            "averages_over_examples",
            "np.mean(predictions, axis=0, keepdims=True)",
            "np.mean(predictions, axis=1, keepdims=True)",
            "The mean runs over the fits, which are rows.",
        ),
        (
            "squares_the_bias",
            "return mean - Y,",
            "return (mean - Y) ** 2,",
            "The bias is asked for as it is, with its sign.",
        ),
    ),
    "tanh_from_sigmoid": (
        (
            "forgets_the_inner_two",
            "2 * sigmoid(2 * Z) - 1",
            "2 * sigmoid(Z) - 1",
            "The sigmoid takes 2z.",
        ),
        (
            "forgets_the_outer_two",
            "2 * sigmoid(2 * Z) - 1",
            "sigmoid(2 * Z) - 1",
            "The sigmoid goes from 0 to 1, tanh from -1 to 1: which width?",
        ),
        (
            "forgets_the_shift",
            "2 * sigmoid(2 * Z) - 1",
            "2 * sigmoid(2 * Z)",
            "tanh of 0 is 0. Is yours?",
        ),
        (
            "shifts_by_a_half",
            "2 * sigmoid(2 * Z) - 1",
            "2 * sigmoid(2 * Z) - 0.5",
            "tanh of 0 is 0. Is yours?",
        ),
    ),
    "collapse_linear_layers": (
        (
            "adds_biases_only",
            'parameters[f"W{l}"] @ b + parameters[f"b{l}"]',
            'parameters[f"b{l}"]',
            "The biases of earlier layers go through the later ones.",
        ),
        (
            "forgets_later_biases",
            'parameters[f"W{l}"] @ b + parameters[f"b{l}"]',
            'parameters[f"W{l}"] @ b',
            "Every layer adds its own bias.",
        ),
        (
            "leaves_out_the_last_layer",
            "len(parameters) // 2 + 1",
            "len(parameters) // 2",
            "A range stops before its end: which layer is missing?",
        ),
        ("turns_the_weights", "return W, b", "return W.T, b", "W has a row for each output."),
        (
            "begins_without_a_bias",
            'parameters["b1"]',
            '0 * parameters["b1"]',
            "The first layer has a bias too.",
        ),
    ),
}
