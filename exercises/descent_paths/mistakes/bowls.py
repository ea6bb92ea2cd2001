"""Mistakes of condition_number, descent_steps, momentum_path."""

from __future__ import annotations

from .shared import AVERAGE_V, RATIO, START, Mistakes

# Function: (id, old, new, hint).
MISTAKES: Mistakes = {
    "condition_number": (
        (
            "turns_the_ratio",
            RATIO,
            "eigenvalues[0] / eigenvalues[-1]",
            "The largest eigenvalue is divided by the smallest: the result is at least 1.",
        ),
        (
            "takes_the_root",
            RATIO,
            "np.sqrt(eigenvalues[-1] / eigenvalues[0])",
            "That is the ratio of singular values of X. Asked is that of eigenvalues of H.",
        ),
        (
            "compares_features_only",
            RATIO,
            "np.max(np.diag(X @ X.T)) / np.min(np.diag(X @ X.T))",
            "The diagonal of H is not enough: features can depend on each other.",
        ),
        (
            "centers_the_inputs",
            "eigvalsh(X @ X.T)",
            "eigvalsh(np.cov(X, bias=True))",
            "H is made of X as it is. No mean is taken off.",
        ),
        (
            "subtracts",
            RATIO,
            "eigenvalues[-1] - eigenvalues[0]",
            "A ratio is asked for, not a difference.",
        ),
    ),
    "descent_steps": (
        ("counts_the_start", "steps = 0", "steps = 1", "Before the first step, no step was taken."),
        (
            "stops_too_early",
            "return steps",
            "return steps - 1",
            "The last step counts as well: after it, w is near enough.",
        ),
        (
            "looks_at_the_largest_entry",
            "np.linalg.norm(w) > tolerance",
            "np.max(np.abs(w)) > tolerance",
            "The distance from the minimum is the norm of w, not its largest entry.",
        ),
        (
            "forgets_the_curvatures",
            "learning_rate * curvatures * w",
            "learning_rate * w",
            "The gradient is c w, not w.",
        ),
        (
            "looks_at_the_gradient",
            "np.linalg.norm(w) > tolerance",
            "np.linalg.norm(curvatures * w) > tolerance",
            "The rule looks at the distance from the minimum, not at the gradient.",
        ),
        (
            "squares_the_norm",
            "np.linalg.norm(w) > tolerance",
            "np.sum(w**2) > tolerance",
            "The norm has a root.",
        ),
    ),
    "momentum_path": (
        (
            "descends_plainly",
            AVERAGE_V,
            "curvatures * w",
            "This is plain gradient descent: v remembers nothing.",
        ),
        (
            "turns_the_shares",
            AVERAGE_V,
            "(1 - beta) * v + beta * (curvatures * w)",
            "Beta is the share of the old v.",
        ),
        (
            "forgets_one_minus_beta",
            AVERAGE_V,
            "beta * v + curvatures * w",
            "In this course the gradient counts with 1 - beta.",
        ),
        (
            "begins_with_the_gradient",
            "v = np.zeros(w.shape)",
            "v = curvatures * w",
            "Before the first step v is zero.",
        ),
        ("forgets_the_start", START, "path = []", "The first row is the start."),
        (
            "keeps_the_velocities",
            "path.append(w)",
            "path.append(v)",
            "Asked are the positions w, not v.",
        ),
        (
            "climbs",
            "w = w - learning_rate * v",
            "w = w + learning_rate * v",
            "Descent steps against the gradient.",
        ),
        (
            "corrects_the_bias",
            "w = w - learning_rate * v",
            "w = w - learning_rate * v / (1 - beta ** len(path))",
            "There is no bias correction here.",
        ),
    ),
}
