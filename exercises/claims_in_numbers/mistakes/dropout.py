"""Mistakes of expected_dropout_cost, regression_with_dropout."""

from __future__ import annotations

from .shared import DROPPED, Mistakes

# Function: (id, old, new, hint).
MISTAKES: Mistakes = {
    "expected_dropout_cost": (
        (
            "turns_the_strength",
            "(1 - keep_prob) / keep_prob",
            "keep_prob",
            "The penalty grows when fewer inputs are kept.",
        ),
        (
            "forgets_to_divide",
            "(1 - keep_prob) / keep_prob",
            "1 - keep_prob",
            "Inverted dropout divides by keep_prob, and that makes more noise.",
        ),
        (
            "scales_as_plain_dropout",
            "(1 - keep_prob) / keep_prob",
            "(1 - keep_prob) * keep_prob",
            "p (1 - p) belongs to masks that are not divided by p.",
        ),
        (
            "forgets_the_inputs",
            "np.sum(w**2 * X**2)",
            "np.sum(w**2)",
            "The penalty of a weight depends on the size of its input.",
        ),
        (
            "forgets_the_penalty",
            " + strength * np.sum(w**2 * X**2)",
            "",
            "Dropout adds noise. What does it cost on average?",
        ),
        (
            "squares_the_prediction",
            "np.sum(w**2 * X**2)",
            "np.sum((w.T @ X) ** 2)",
            "The inputs are dropped one by one: square before you add up.",
        ),
        (
            "averages",
            "np.sum(errors**2) +",
            "np.mean(errors**2) +",
            "Nothing is averaged over the examples.",
        ),
    ),
    "regression_with_dropout": (
        (
            "keeps_the_wrong_units",
            "< keep)",
            "> keep)",
            "A unit is kept where the draw is below keep_prob.",
        ),
        (
            "forgets_to_divide",
            DROPPED,
            "A * (np.random.rand(*A.shape) < keep)",
            "What is kept is divided by keep_prob.",
        ),
        (
            "leaves_the_input",
            DROPPED,
            "A * (np.random.rand(*A.shape) < keep) / keep if l > 1 else A",
            "The input is dropped as well.",
        ),
        (
            "ends_with_relu",
            "np.maximum(0, Z) if l < L else Z",
            "np.maximum(0, Z)",
            "The output may be negative: it is linear.",
        ),
        (
            "ends_with_a_sigmoid",
            "np.maximum(0, Z) if l < L else Z",
            "np.maximum(0, Z) if l < L else sigmoid(Z)",
            "The output may be any real number: it is linear.",
        ),
        (
            "seeds_every_layer",
            "        keep = keep_probs[l - 1]\n",
            "        keep = keep_probs[l - 1]\n        np.random.seed(seed)\n",
            "The statement seeds once, before the first layer.",
        ),
        ("does_not_drop", DROPPED, "A", "This is prediction. Training drops units."),
    ),
}
