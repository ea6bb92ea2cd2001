"""What students get wrong about batch normalization."""

from __future__ import annotations

from grader.authoring import Exercise

AXIS_HINT = "A feature is a row. Its mean runs over the examples, which are columns."
EPSILON_HINT = "Where does epsilon stand: under the root, or beside it?"
ALL_HINT = "Every feature has its own statistics. Yours are shared by all features."
MEAN, VAR = "np.mean(Z, axis=1, keepdims=True)", "np.mean((Z - mu) ** 2, axis=1, keepdims=True)"
ROOT, TILDE = "np.sqrt(var + epsilon)", "gamma * Z_hat + beta"
RUNNING_ROOT = "np.sqrt(running_var + epsilon)"
SUM_BETA = "np.sum(dZ_tilde, axis=1, keepdims=True)"
SUM_GAMMA = 'np.sum(dZ_tilde * cache["Z_hat"], axis=1, keepdims=True)'
FIRST_TERM, BOTH_TERMS = (
    "dZ_hat / deviation",
    "dZ_hat / deviation + dvar * 2 * centred / m + dmu / m",
)
NEW_MU = "momentum * running_mu + (1 - momentum) * mu"
NEW_VAR = "momentum * running_var + (1 - momentum) * var"

# Function, id, edits, hint.
Rows = tuple[tuple[str, list[tuple[str, str]], str], ...]

FORWARD: Rows = (
    ("puts_epsilon_outside", [(ROOT, "(np.sqrt(var) + epsilon)")], EPSILON_HINT),
    (
        "forgets_epsilon",
        [(ROOT, "np.sqrt(var)")],
        "Epsilon is missing: what if a feature is constant?",
    ),
    (
        "divides_by_the_variance",
        [(ROOT, "(var + epsilon)")],
        "Which number has the unit of Z: the variance or its root?",
    ),
    (
        "averages_over_features",
        [(MEAN, MEAN.replace("axis=1", "axis=0")), (VAR, VAR.replace("axis=1", "axis=0"))],
        AXIS_HINT,
    ),
    ("takes_one_mean_for_all", [(MEAN, "np.mean(Z)"), (VAR, "np.mean((Z - mu) ** 2)")], ALL_HINT),
    (
        "divides_by_one_less",
        [(VAR, "np.var(Z, axis=1, keepdims=True, ddof=1)")],
        "The variance of a batch divides by m here, not by m - 1.",
    ),
    (
        "does_not_center_the_squares",
        [(VAR, "np.mean(Z ** 2, axis=1, keepdims=True)")],
        "A variance is a mean of squared distances. Distances from what?",
    ),
    (
        "shifts_before_scaling",
        [(TILDE, "gamma * (Z_hat + beta)")],
        "gamma multiplies z_hat alone. Beta comes after it.",
    ),
    (
        "forgets_the_scale_and_shift",
        [(TILDE, "Z_hat")],
        "The result has mean 0. What do gamma and beta do?",
    ),
    (
        "forgets_the_shift",
        [(TILDE, "gamma * Z_hat")],
        "Every feature has mean 0 at the end. It should have mean beta.",
    ),
    (
        "swaps_gamma_and_beta",
        [(TILDE, "beta * Z_hat + gamma")],
        "One of the two scales, the other shifts: which is which?",
    ),
    (
        "keeps_the_deviation_as_var",
        [('"var": var', '"var": np.sqrt(var)')],
        "The result is right. The cache should hold the variance, not its root.",
    ),
)

BACKWARD: Rows = (
    (
        "forgets_the_variance_term",
        [(BOTH_TERMS, FIRST_TERM + " + dmu / m")],
        "The variance also depends on every z. Its term is missing in dZ.",
    ),
    (
        "forgets_the_mean_term",
        [(BOTH_TERMS, FIRST_TERM + " + dvar * 2 * centred / m")],
        "The mean also depends on every z. Its term is missing in dZ.",
    ),
    (
        "takes_the_statistics_as_constants",
        [(BOTH_TERMS, FIRST_TERM)],
        "The mean and the variance come from Z. Your dZ treats both as fixed numbers.",
    ),
    (
        "forgets_gamma",
        [('cache["gamma"] * dZ_tilde', "dZ_tilde")],
        "From z_tilde back to z_hat: which factor stands between them?",
    ),
    (
        "multiplies_by_z_for_dgamma",
        [(SUM_GAMMA, SUM_GAMMA.replace("Z_hat", "Z"))],
        "What does gamma multiply in the forward pass: z or z_hat?",
    ),
    (
        "averages_the_sums",
        [
            (SUM_BETA, SUM_BETA.replace("sum", "mean")),
            (SUM_GAMMA, SUM_GAMMA.replace("sum", "mean")),
        ],
        "dgamma and dbeta are sums here. The 1/m of the cost is in dZ_tilde already.",
    ),
    (
        "sums_over_everything",
        [
            (SUM_BETA, "np.sum(dZ_tilde)"),
            (SUM_GAMMA, SUM_GAMMA.replace(", axis=1, keepdims=True", "")),
        ],
        "Every feature has its own gamma and beta, so it has its own sum.",
    ),
    (
        "forgets_the_half",
        [("-0.5 * deviation**-3", "-deviation**-3")],
        "Differentiate (var + epsilon) to the power -1/2: which number comes down?",
    ),
    (
        "keeps_the_power",
        [("deviation**-3", "deviation**-1")],
        "Differentiating lowers the power -1/2 by one. What power is left?",
    ),
    (
        "forgets_the_sign_of_the_power",
        [("-0.5 * deviation**-3", "0.5 * deviation**-3")],
        "The power is negative, so a minus comes down with it.",
    ),
    (
        "forgets_the_two",
        [("dvar * 2 * centred / m", "dvar * centred / m")],
        "The variance holds squares: what is the derivative of a square?",
    ),
    (
        "forgets_m",
        [("dvar * 2 * centred / m + dmu / m", "dvar * 2 * centred + dmu")],
        "Mean and variance divide by m. A single z moves them by that much less.",
    ),
    (
        "forgets_epsilon",
        [('np.sqrt(cache["var"] + cache["epsilon"])', 'np.sqrt(cache["var"])')],
        "The forward pass divides by the root of var + epsilon. The backward pass does too.",
    ),
    (
        "swaps_dgamma_and_dbeta",
        [('"dgamma": dgamma, "dbeta": dbeta', '"dgamma": dbeta, "dbeta": dgamma')],
        "Both are right, each under the other's name.",
    ),
)

UPDATE: Rows = (
    (
        "averages_the_wrong_way_round",
        [
            (NEW_MU, "(1 - momentum) * running_mu + momentum * mu"),
            (NEW_VAR, "(1 - momentum) * running_var + momentum * var"),
        ],
        "Momentum is the share of the old average that stays. Which of the two gets it?",
    ),
    (
        "adds_the_whole_batch",
        [(NEW_MU, "momentum * running_mu + mu"), (NEW_VAR, "momentum * running_var + var")],
        "The two shares of an average add up to 1.",
    ),
    (
        "forgets_the_variance",
        [(NEW_VAR, "running_var")],
        "The mean moves; the variance must move too.",
    ),
    (
        "averages_deviations",
        [(NEW_VAR, "(momentum * np.sqrt(running_var) + (1 - momentum) * np.sqrt(var)) ** 2")],
        "The variances are averaged as they are, without roots.",
    ),
    (
        "takes_the_plain_mean",
        [(NEW_MU, "(running_mu + mu) / 2"), (NEW_VAR, "(running_var + var) / 2")],
        "The two do not count alike: momentum says how much of the old one stays.",
    ),
    (
        "swaps_the_results",
        [("return running_mu, running_var", "return running_var, running_mu")],
        "Both are right; the mean comes first.",
    ),
)

PREDICT: Rows = (
    (
        "measures_the_batch",
        [
            ("Z - running_mu", "Z - np.mean(Z, axis=1, keepdims=True)"),
            (RUNNING_ROOT, "np.sqrt(np.var(Z, axis=1, keepdims=True) + epsilon)"),
        ],
        "A prediction must not depend on the examples beside it. Use the statistics of training.",
    ),
    (
        "measures_the_mean",
        [("Z - running_mu", "Z - np.mean(Z, axis=1, keepdims=True)")],
        "The variance is that of training; the mean must be too.",
    ),
    (
        "measures_the_variance",
        [(RUNNING_ROOT, "np.sqrt(np.var(Z, axis=1, keepdims=True) + epsilon)")],
        "The mean is that of training; the variance must be too.",
    ),
    ("puts_epsilon_outside", [(RUNNING_ROOT, "(np.sqrt(running_var) + epsilon)")], EPSILON_HINT),
    (
        "forgets_epsilon",
        [(RUNNING_ROOT, "np.sqrt(running_var)")],
        "Training adds epsilon to the variance. Prediction does the same.",
    ),
    (
        "divides_by_the_variance",
        [(RUNNING_ROOT, "(running_var + epsilon)")],
        "Divide by the deviation, which is the root of the variance.",
    ),
    (
        "forgets_the_scale_and_shift",
        [("gamma * Z_hat + beta", "Z_hat")],
        "gamma and beta were learned. Prediction uses them too.",
    ),
    (
        "shifts_before_scaling",
        [("gamma * Z_hat + beta", "gamma * (Z_hat + beta)")],
        "gamma multiplies z_hat alone. Beta comes after it.",
    ),
)

BOTH_RUNNING = "self.running_mu, self.running_var = update_running_statistics("
UPDATED = """self.running_mu, self.running_var = update_running_statistics(
            self.running_mu, self.running_var, cache["mu"], cache["var"], self.momentum
        )"""
PREDICTED = "return batch_norm_predict("
FIXED_HINT = "A prediction uses what training left. It changes nothing in the layer."
LAYER: Rows = (
    (
        "keeps_no_running_statistics",
        [(UPDATED, "")],
        "What does predict use later? Each forward pass moves the running statistics.",
    ),
    (
        "replaces_the_running_statistics",
        [(UPDATED, 'self.running_mu, self.running_var = cache["mu"], cache["var"]')],
        "A batch only moves the running statistics: the share momentum of the old ones stays.",
    ),
    (
        "keeps_the_other_share",
        [('cache["var"], self.momentum', 'cache["var"], 1 - self.momentum')],
        "Momentum is the share of the old average. Which of the two shares does your layer keep?",
    ),
    (
        "moves_the_mean_only",
        [(BOTH_RUNNING, "self.running_mu, _ = update_running_statistics(")],
        "The running variance stays as it was. It must move as the running mean does.",
    ),
    (
        "starts_with_variance_zero",
        [("np.ones_like(gamma)", "np.zeros_like(gamma)")],
        "Before the first batch the running variance is 1. What is yours?",
    ),
    (
        "predicts_by_the_batch",
        [
            (PREDICTED, "return batch_norm_forward("),
            (
                "Z, self.gamma, self.beta, self.running_mu, self.running_var, self.epsilon\n        )",
                "Z, self.gamma, self.beta, self.epsilon\n        )[0]",
            ),
        ],
        "A prediction must not depend on the examples beside it. Use the running statistics.",
    ),
    (
        "learns_from_predictions",
        [(PREDICTED, "self.forward(Z)\n        return batch_norm_predict(")],
        FIXED_HINT,
    ),
    (
        "keeps_the_first_cache",
        [("self._cache = cache\n", "self._cache = self._cache or cache\n")],
        "Backward belongs to the last forward pass. Whose cache does your layer keep?",
    ),
    (
        "returns_the_cache_too",
        [("return Z_tilde\n", "return Z_tilde, cache\n")],
        "The layer keeps the cache itself. Forward returns the array alone.",
    ),
    (
        "returns_all_gradients",
        [('return gradients["dZ"]', "return gradients")],
        "Backward returns dZ alone. The layer keeps dgamma and dbeta.",
    ),
    (
        "swaps_dgamma_and_dbeta",
        [("self.dgamma, self.dbeta =", "self.dbeta, self.dgamma =")],
        "Which of the two gradients has z_hat in its sum?",
    ),
    (
        "gives_no_gradients_without_forward",
        [('raise RuntimeError("call forward before backward")', "return None")],
        "Without a forward pass there is nothing to differentiate: raise a RuntimeError.",
    ),
    (
        "raises_another_exception",
        [("raise RuntimeError(", "raise ValueError(")],
        "Nothing is wrong with the value that backward gets. It is called too early.",
    ),
)


def declare_mistakes(exercise: Exercise) -> None:
    """Declare the known mistakes of the four functions and of the layer."""
    for function, rows in (
        ("batch_norm_forward", FORWARD),
        ("batch_norm_backward", BACKWARD),
        ("update_running_statistics", UPDATE),
        ("batch_norm_predict", PREDICT),
        ("BatchNorm", LAYER),
    ):
        for id, edits, hint in rows:
            exercise.mistake(function, id, edits=edits, hint=hint)
