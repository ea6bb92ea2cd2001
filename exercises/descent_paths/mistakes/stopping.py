"""Mistakes of stopped_norms."""

from __future__ import annotations

from .shared import LAST_NORMS, Mistakes

# Function: (id, old, new, hint).
MISTAKES: Mistakes = {
    "stopped_norms": (
        ("takes_the_root", "np.sum(W**2)", "np.linalg.norm(W)", "The norm is asked for squared."),
        (
            "adds_without_squares",
            "np.sum(W**2)",
            "np.sum(W)",
            "In a plain sum negative weights cancel positive ones.",
        ),
        (
            "keeps_the_worst_epoch",
            "np.argmin(dev_errors)",
            "np.argmax(dev_errors)",
            "The best epoch has the smallest dev error.",
        ),
        (
            "keeps_the_epoch_after",
            "int(np.argmin(dev_errors))",
            "int(np.argmin(dev_errors)) + 1",
            "The epoch with the smallest dev error is kept, not the one after it.",
        ),
        (
            "leaves_out_the_last",
            LAST_NORMS,
            "norms[0], norms[int(np.argmin(dev_errors))]",
            "Three numbers are asked for.",
        ),
        (
            "averages_the_squares",
            "np.sum(W**2)",
            "np.mean(W**2)",
            "The squares are added up, not averaged.",
        ),
    ),
}
