"""Mistakes of rmsprop_path, largest_jump."""

from __future__ import annotations

from .shared import AVERAGE_S, RMS_STEP, START, Mistakes

# Function: (id, old, new, hint).
MISTAKES: Mistakes = {
    "rmsprop_path": (
        (
            "forgets_the_squares",
            AVERAGE_S,
            "beta * S + (1 - beta) * np.abs(g)",
            "S averages the squares of the gradients.",
        ),
        (
            "forgets_the_root",
            "(np.sqrt(S) + epsilon)",
            "(S + epsilon)",
            "The step is divided by the root of S.",
        ),
        (
            "puts_epsilon_inside",
            "(np.sqrt(S) + epsilon)",
            "np.sqrt(S + epsilon)",
            "Epsilon stands beside the root, not under it.",
        ),
        (
            "forgets_epsilon",
            "(np.sqrt(S) + epsilon)",
            "np.sqrt(S)",
            "Epsilon is missing below the gradient.",
        ),
        (
            "averages_over_directions",
            AVERAGE_S,
            "beta * S + (1 - beta) * np.mean(g**2)",
            "Every direction has its own S. That makes the steps equal.",
        ),
        (
            "turns_the_shares",
            AVERAGE_S,
            "(1 - beta) * S + beta * g**2",
            "Beta is the share of the old S.",
        ),
        (
            "forgets_one_minus_beta",
            AVERAGE_S,
            "beta * S + g**2",
            "The square counts with 1 - beta.",
        ),
        ("forgets_the_start", START, "path = []", "The first row is the start."),
        (
            "descends_plainly",
            RMS_STEP,
            "learning_rate * g",
            "This is plain gradient descent: where is S used?",
        ),
    ),
    "largest_jump": (
        (
            "measures_the_values",
            "np.diff(averages)",
            "np.diff(values)",
            "Those are jumps of the values. How far does the average jump?",
        ),
        (
            "begins_with_zero",
            "averages = [values[0]]\n    for value in values[1:]:",
            "averages = [0.0]\n    for value in values:",
            "Here the average begins with the first value.",
        ),
        (
            "turns_the_shares",
            "beta * averages[-1] + (1 - beta) * value",
            "(1 - beta) * averages[-1] + beta * value",
            "Beta is the share of the old average.",
        ),
        (
            "loses_falls",
            "np.max(np.abs(np.diff(averages)))",
            "np.max(np.diff(averages))",
            "A jump down is a jump as well.",
        ),
        (
            "measures_the_range",
            "np.max(np.abs(np.diff(averages)))",
            "np.ptp(averages)",
            "Compare neighbours, not the highest with the lowest.",
        ),
        (
            "takes_the_mean",
            "np.max(np.abs(np.diff(averages)))",
            "np.mean(np.abs(np.diff(averages)))",
            "The largest is asked for, not the mean.",
        ),
    ),
}
