"""Mistakes of ridge_cost, ridge_gradient, ridge_weights."""

from __future__ import annotations

from .shared import CANCEL, ERROR_PART, NOT_AVERAGED, SIZES, SQUARED_ERRORS, SQUARES, Mistakes

# Function: (id, old, new, hint).
MISTAKES: Mistakes = {
    "ridge_cost": (
        ("penalises_sizes", SQUARES, SIZES, "Sizes make the lasso. Ridge squares every weight."),
        ("averages_the_errors", SQUARED_ERRORS, "np.mean(errors**2)", NOT_AVERAGED),
        (
            "halves_and_averages_the_penalty",
            SQUARES,
            "lambd / (2 * X.shape[1]) * np.sum(w**2)",
            NOT_AVERAGED,
        ),
        ("halves_the_penalty", SQUARES, "lambd / 2 * np.sum(w**2)", NOT_AVERAGED),
        (
            "lets_errors_cancel",
            SQUARED_ERRORS,
            "np.sum(errors) ** 2",
            "First square every error, then add up. " + CANCEL,
        ),
        (
            "forgets_the_penalty",
            " + " + SQUARES,
            "",
            "This is the cost without a penalty: where is lambda?",
        ),
        (
            "penalises_the_norm",
            SQUARES,
            "lambd * np.linalg.norm(w)",
            "The norm is a root. The penalty has no root.",
        ),
        (
            "squares_the_sum_of_weights",
            SQUARES,
            "lambd * np.sum(w) ** 2",
            "First square every weight, then add up. " + CANCEL,
        ),
    ),
    "ridge_gradient": (
        (
            "forgets_the_two_of_the_errors",
            ERROR_PART,
            "-X @ errors.T",
            "The error is squared: which factor comes down?",
        ),
        (
            "forgets_the_two_of_the_penalty",
            "2 * lambd * w",
            "lambd * w",
            "The weight is squared: which factor comes down?",
        ),
        (
            "halves_everything",
            ERROR_PART + " + 2 * lambd * w",
            "-X @ errors.T + lambd * w",
            "Both sums hold squares, and neither has a 1/2 in front.",
        ),
        (
            "climbs",
            ERROR_PART,
            "2 * X @ errors.T",
            "The error is y minus the prediction: a larger prediction makes it smaller. Check the sign.",
        ),
        ("averages", ERROR_PART, "-2 * X @ errors.T / X.shape[1]", NOT_AVERAGED),
        (
            "forgets_the_penalty",
            " + 2 * lambd * w",
            "",
            "The penalty depends on w as well: what is its derivative?",
        ),
        (
            "pulls_by_the_sign",
            "2 * lambd * w",
            "2 * lambd * np.sign(w)",
            "The derivative of a square grows with the weight.",
        ),
        (
            "subtracts_the_penalty",
            "+ 2 * lambd * w",
            "- 2 * lambd * w",
            "The penalty is added to the cost. Its derivative keeps the sign.",
        ),
    ),
    "ridge_weights": (
        (
            "forgets_the_penalty",
            "np.linalg.solve(X @ X.T + lambd * np.eye(n), X @ Y.T)",
            "np.linalg.pinv(X.T) @ Y.T",
            "Without lambda on the diagonal this is plain least squares.",
        ),
        (
            "divides_lambda_by_m",
            "lambd * np.eye(n)",
            "lambd / X.shape[1] * np.eye(n)",
            NOT_AVERAGED,
        ),
        (
            "halves_lambda",
            "lambd * np.eye(n)",
            "lambd / 2 * np.eye(n)",
            "Both terms of the gradient have a 2, so it cancels in both.",
        ),
        (
            "squares_lambda",
            "lambd * np.eye(n)",
            "lambd**2 * np.eye(n)",
            "Lambda stands in the equation as it is.",
        ),
        (
            "subtracts_the_penalty",
            "X @ X.T + lambd * np.eye(n)",
            "X @ X.T - lambd * np.eye(n)",
            "Set the gradient to zero and bring w to one side: which sign has lambda w there?",
        ),
    ),
}
