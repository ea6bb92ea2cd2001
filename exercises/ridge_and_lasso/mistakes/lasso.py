"""Mistakes of lasso_cost, lasso_gradient, lasso_step."""

from __future__ import annotations

from .shared import CANCEL, ERROR_PART, NOT_AVERAGED, SIZES, SQUARED_ERRORS, SQUARES, Mistakes

# Function: (id, old, new, hint).
MISTAKES: Mistakes = {
    "lasso_cost": (
        (
            "penalises_squares",
            SIZES,
            SQUARES,
            "Squares make ridge regression. The lasso adds sizes.",
        ),
        ("forgets_the_absolute_values", SIZES, "lambd * np.sum(w)", CANCEL),
        ("averages_the_errors", SQUARED_ERRORS, "np.mean(errors**2)", NOT_AVERAGED),
        (
            "halves_and_averages_the_penalty",
            SIZES,
            "lambd / (2 * X.shape[1]) * np.sum(np.abs(w))",
            NOT_AVERAGED,
        ),
        (
            "adds_absolute_errors",
            SQUARED_ERRORS,
            "np.sum(np.abs(errors))",
            "Only the penalty is made of sizes. The errors are squared.",
        ),
        (
            "forgets_the_penalty",
            " + " + SIZES,
            "",
            "This is the cost without a penalty: where is lambda?",
        ),
    ),
    "lasso_gradient": (
        (
            "doubles_the_pull",
            "lambd * np.sign(w)",
            "2 * lambd * np.sign(w)",
            "A size is not squared, so no 2 comes down.",
        ),
        (
            "pulls_by_the_weight",
            "lambd * np.sign(w)",
            "lambd * w",
            "The slope of a size is plus or minus one, for small weights too.",
        ),
        (
            "uses_the_ridge_pull",
            "lambd * np.sign(w)",
            "2 * lambd * w",
            "That is the derivative of the squares. The lasso has sizes.",
        ),
        (
            "pulls_at_zero",
            "np.sign(w)",
            "np.where(w >= 0, 1, -1)",
            "A weight that is zero is where the penalty wants it. Leave it there.",
        ),
        (
            "forgets_the_penalty",
            " + lambd * np.sign(w)",
            "",
            "The penalty depends on w as well: what is its slope?",
        ),
        (
            "climbs",
            ERROR_PART,
            "2 * X @ errors.T",
            "The error is y minus the prediction. Check the sign.",
        ),
        (
            "forgets_the_two_of_the_errors",
            ERROR_PART,
            "-X @ errors.T",
            "The error is squared: which factor comes down?",
        ),
        (
            "subtracts_the_penalty",
            "+ lambd * np.sign(w)",
            "- lambd * np.sign(w)",
            "The penalty is added to the cost. Its derivative keeps the sign.",
        ),
    ),
    "lasso_step": (
        (
            "forgets_the_learning_rate_in_the_threshold",
            "soft_threshold(stepped, learning_rate * lambd)",
            "soft_threshold(stepped, lambd)",
            "The size of a step is in all that the step does.",
        ),
        (
            "does_not_threshold",
            "soft_threshold(stepped, learning_rate * lambd)",
            "stepped",
            "This is gradient descent on the errors alone: where is the penalty?",
        ),
        (
            "forgets_the_two",
            "w + 2 * learning_rate * X",
            "w + learning_rate * X",
            "The error is squared: which factor comes down?",
        ),
        (
            "climbs",
            "w + 2 * learning_rate * X",
            "w - 2 * learning_rate * X",
            "The step goes against the gradient. The gradient has a minus already.",
        ),
        (
            "penalises_twice",
            "w + 2 * learning_rate * X @ errors.T",
            "w + learning_rate * (2 * X @ errors.T - lambd * np.sign(w))",
            "Descend on the squared errors alone. The threshold is the penalty.",
        ),
        (
            "follows_the_gradient",
            "soft_threshold(stepped, learning_rate * lambd)",
            "stepped - learning_rate * lambd * np.sign(w)",
            "This jumps across zero. The threshold stops at zero.",
        ),
        (
            "thresholds_before_the_step",
            "soft_threshold(stepped, learning_rate * lambd)",
            "soft_threshold(w, learning_rate * lambd) + 2 * learning_rate * X @ errors.T",
            "First the step, then the threshold.",
        ),
        (
            "doubles_the_threshold",
            "learning_rate * lambd)",
            "2 * learning_rate * lambd)",
            "A size is not squared, so the threshold has no 2.",
        ),
    ),
}
