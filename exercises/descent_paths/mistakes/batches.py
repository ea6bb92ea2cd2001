"""Mistakes of batch_count, mini_batch, train_on_mini_batches."""

from __future__ import annotations

from .shared import COLUMNS, ENTROPY, GRADIENTS, Mistakes

# Function: (id, old, new, hint).
MISTAKES: Mistakes = {
    "batch_count": (
        (
            "forgets_the_rest",
            "(m + size - 1) // size",
            "m // size",
            "The examples that are left over make a batch too.",
        ),
        (
            "always_adds_one",
            "(m + size - 1) // size",
            "m // size + 1",
            "When nothing is left over, there is no further batch.",
        ),
        (
            "does_not_round",
            "(m + size - 1) // size",
            "m / size",
            "There is no part of a batch: round up.",
        ),
        (
            "turns_the_ratio",
            "(m + size - 1) // size",
            "-(-size // m)",
            "How often does the size fit into m?",
        ),
    ),
    "mini_batch": (
        (
            "counts_from_zero",
            "first = (t - 1) * size",
            "first = t * size",
            "The first batch has number 1.",
        ),
        (
            "steps_by_one",
            "first = (t - 1) * size",
            "first = t - 1",
            "Each batch begins where the one before it ended.",
        ),
        (
            "ends_one_early",
            COLUMNS,
            "X[:, first : first + size - 1], Y[:, first : first + size - 1]",
            "A slice stops before its end. How many columns has yours?",
        ),
        (
            "cuts_the_inputs_only",
            COLUMNS,
            "X[:, first : first + size], Y",
            "The labels belong to the same examples.",
        ),
        ("takes_the_rest", COLUMNS, "X[:, first:], Y[:, first:]", "A batch ends after its size."),
        (
            "cuts_from_the_end",
            "first = (t - 1) * size",
            "first = max(X.shape[1] - t * size, 0)",
            "The first batch holds the first examples.",
        ),
    ),
    "train_on_mini_batches": (
        (
            "averages_over_all_examples",
            GRADIENTS,
            "X_t @ (A - Y_t).T / X.shape[1], np.sum(A - Y_t) / X.shape[1]",
            "A batch's gradient is averaged over the batch, not over all examples.",
        ),
        (
            "divides_by_the_full_size",
            GRADIENTS,
            "X_t @ (A - Y_t).T / size, np.sum(A - Y_t) / size",
            "The last batch may be smaller: divide by the number of its examples.",
        ),
        (
            "forgets_to_average",
            GRADIENTS,
            "X_t @ (A - Y_t).T, np.sum(A - Y_t)",
            "The gradient is an average over the batch.",
        ),
        (
            "trains_on_everything",
            "mini_batch(X, Y, t, size)",
            "(X, Y)",
            "Every step uses one batch only.",
        ),
        (
            "trains_one_epoch",
            "range(epochs)",
            "range(1)",
            "All batches are used once for every epoch.",
        ),
        (
            "keeps_one_cost_per_epoch",
            "return w, b, costs",
            "return w, b, costs[:: batch_count(X.shape[1], size)]",
            "Every batch has its own cost.",
        ),
        (
            "leaves_the_last_batch",
            "size) + 1",
            "size)",
            "A range stops before its end: is the last batch used?",
        ),
        (
            "adds_up_the_cost",
            ENTROPY,
            "-np.sum(Y_t * np.log(A) + (1 - Y_t) * np.log(1 - A))",
            "The cost of a batch is an average over its examples.",
        ),
        ("keeps_the_bias", "b - learning_rate * db", "b", "The bias is learned as well."),
        (
            "climbs",
            "w - learning_rate * dw, b - learning_rate * db",
            "w + learning_rate * dw, b + learning_rate * db",
            "Descent steps against the gradient.",
        ),
    ),
}
