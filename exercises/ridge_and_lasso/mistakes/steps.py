"""Mistakes of soft_threshold, share_of_zeros, shared_weight_penalties, best_lambda."""

from __future__ import annotations

from .shared import Mistakes

# Function: (id, old, new, hint).
MISTAKES: Mistakes = {
    "soft_threshold": (
        (
            "goes_beyond_zero",
            "np.maximum(np.abs(w) - threshold, 0)",
            "(np.abs(w) - threshold)",
            "A small weight should stop at zero, not pass it.",
        ),
        (
            "cuts_without_shrinking",
            "np.maximum(np.abs(w) - threshold, 0)",
            "np.where(np.abs(w) > threshold, np.abs(w), 0)",
            "Large weights move too, by the same amount as small ones.",
        ),
        (
            "loses_the_signs",
            "np.sign(w) * np.maximum",
            "np.maximum",
            "A negative weight should stay negative.",
        ),
        (
            "treats_positive_weights_only",
            "np.sign(w) * np.maximum(np.abs(w) - threshold, 0)",
            "np.maximum(w - threshold, 0)",
            "Negative weights move towards zero as well: they are not set to zero.",
        ),
        (
            "clips_to_the_threshold",
            "np.sign(w) * np.maximum(np.abs(w) - threshold, 0)",
            "np.clip(w, -threshold, threshold)",
            "You return the part that is to be taken away.",
        ),
        (
            "multiplies",
            "np.maximum(np.abs(w) - threshold, 0)",
            "np.abs(w) * (1 - threshold)",
            "Weights move by an amount, not by a factor. A factor never reaches zero.",
        ),
    ),
    "share_of_zeros": (
        (
            "counts_without_dividing",
            "np.mean(w == 0)",
            "np.sum(w == 0)",
            "That is the number of zeros. Which share of all weights is it?",
        ),
        (
            "counts_the_others",
            "np.mean(w == 0)",
            "np.mean(w != 0)",
            "That is the share of weights that are left.",
        ),
        (
            "rounds_small_weights",
            "np.mean(w == 0)",
            "np.mean(np.abs(w) < 1e-6)",
            "Small is not zero: only exact zeros count.",
        ),
        (
            "takes_per_cent",
            "np.mean(w == 0)",
            "100 * np.mean(w == 0)",
            "A share lies between 0 and 1.",
        ),
        (
            "counts_negative_ones_too",
            "np.mean(w == 0)",
            "np.mean(w <= 0)",
            "A negative weight is not zero.",
        ),
    ),
    "shared_weight_penalties": (
        (
            "gives_each_the_whole_weight",
            "np.full(copies, weight / copies)",
            "np.full(copies, weight)",
            "The total stays the same: each feature gets its part only.",
        ),
        (
            "counts_one_feature",
            "np.full(copies, weight / copies)",
            "np.full(1, weight / copies)",
            "Every feature pays: add up over all of them.",
        ),
        (
            "squares_the_sum",
            "np.sum(w**2)",
            "np.sum(w) ** 2",
            "Every feature has its own, smaller weight. Square each of them, then add up.",
        ),
        (
            "forgets_the_absolute_values",
            "np.sum(np.abs(w))",
            "np.sum(w)",
            "L1 adds sizes: it is never negative.",
        ),
        (
            "swaps_the_results",
            "return np.sum(np.abs(w)), np.sum(w**2)",
            "return np.sum(w**2), np.sum(np.abs(w))",
            "Both are right; L1 comes first.",
        ),
    ),
    "best_lambda": (
        (
            "trusts_the_training_error",
            "np.argmin(dev_errors)",
            "np.argmin(train_errors)",
            "The training error is smallest without a penalty. Which error tells about new examples?",
        ),
        (
            "takes_the_largest_dev_error",
            "np.argmin(dev_errors)",
            "np.argmax(dev_errors)",
            "A small error is a good one.",
        ),
        (
            "closes_the_gap",
            "np.argmin(dev_errors)",
            "np.argmin(np.array(dev_errors) - np.array(train_errors))",
            "A small gap can come from two large errors. Which error shall be small?",
        ),
        (
            "adds_both_errors",
            "np.argmin(dev_errors)",
            "np.argmin(np.array(dev_errors) + np.array(train_errors))",
            "The training error has no say in the choice.",
        ),
        (
            "returns_the_position",
            "lambdas[int(np.argmin(dev_errors))]",
            "int(np.argmin(dev_errors))",
            "That is a position in the list. Which lambda stands there?",
        ),
        (
            "returns_the_error",
            "lambdas[int(np.argmin(dev_errors))]",
            "min(dev_errors)",
            "That is the smallest dev error. Which lambda does it belong to?",
        ),
    ),
}
