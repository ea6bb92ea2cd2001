"""What students get wrong about normalizing inputs."""

from __future__ import annotations

from grader.authoring import Exercise

AXIS_HINT = "A feature is a row, an example a column: over which of the two does the mean run?"
ROOT_HINT = (
    "Dividing by the variance does not give a spread of 1. Which number has the feature's unit?"
)
ORDER_HINT = "First move the feature to zero, then scale it; an operator binds before you think."


def declare_mistakes(exercise: Exercise) -> None:
    """Declare the known mistakes of all three functions."""
    of_the_statistics(exercise)
    of_one_set(exercise)
    of_three_sets(exercise)


def of_the_statistics(exercise: Exercise) -> None:
    def mistake(id: str, edits: list[tuple[str, str]], hint: str) -> None:
        exercise.mistake("input_statistics", id, edits=edits, hint=hint)

    mean = "np.mean(X, axis=1, keepdims=True)"
    spread = "np.sqrt(np.mean((X - mu) ** 2, axis=1, keepdims=True))"
    mistake(
        "returns_the_variance",
        [(spread, "np.mean((X - mu) ** 2, axis=1, keepdims=True)")],
        ROOT_HINT,
    )
    mistake(
        "averages_over_features",
        [(mean, mean.replace("axis=1", "axis=0")), (spread, spread.replace("axis=1", "axis=0"))],
        AXIS_HINT,
    )
    mistake(
        "makes_flat_arrays",
        [(mean, "np.mean(X, axis=1)"), (spread, "np.std(X, axis=1)")],
        "An array of shape (n,) is no column: against an (n, m) array it broadcasts along the "
        "wrong side.",
    )
    mistake(
        "takes_one_mean_for_all",
        [(mean, "np.mean(X)"), (spread, "np.std(X)")],
        "Every feature has its own mean and its own spread.",
    )
    mistake(
        "does_not_center_the_squares",
        [(spread, "np.sqrt(np.mean(X ** 2, axis=1, keepdims=True))")],
        "The lecture squares x after the mean was taken off. What do you square?",
    )
    mistake(
        "divides_by_one_less",
        [(spread, "np.std(X, axis=1, keepdims=True, ddof=1)")],
        "Both statistics are means over all m examples; m - 1 belongs to another estimate.",
    )
    mistake(
        "takes_absolute_distances",
        [(spread, "np.mean(np.abs(X - mu), axis=1, keepdims=True)")],
        "A standard deviation is the root of a mean of squares, not a mean of distances.",
    )
    mistake(
        "takes_the_range",
        [(spread, "np.ptp(X, axis=1, keepdims=True)")],
        "Largest minus smallest depends on two examples only; the standard deviation on all.",
    )
    mistake(
        "forgets_the_mean",
        [
            (mean, "np.sum(X, axis=1, keepdims=True) / X.shape[1]"),
            (spread, "np.sqrt(np.sum((X - mu) ** 2, axis=1, keepdims=True))"),
        ],
        "The squares are added up, but not averaged: the spread must not grow with the number of "
        "examples.",
    )
    mistake(
        "swaps_the_results",
        [("return mu, sigma", "return sigma, mu")],
        "Both values are right; the mean comes first.",
    )


def of_one_set(exercise: Exercise) -> None:
    def mistake(id: str, new: str, hint: str) -> None:
        exercise.mistake("normalize_inputs", id, edit=("(X - mu) / sigma", new), hint=hint)

    mistake("divides_by_the_variance", "(X - mu) / sigma**2", ROOT_HINT)
    mistake(
        "forgets_to_divide",
        "X - mu",
        "The features now lie around zero, but their spreads still differ.",
    )
    mistake("forgets_the_mean", "X / sigma", "The features are scaled, but do not lie around zero.")
    mistake("divides_the_mean_only", "X - mu / sigma", ORDER_HINT)
    mistake("divides_before_shifting", "X / sigma - mu", ORDER_HINT)
    mistake("adds_the_mean", "(X + mu) / sigma", "After the shift the mean is to be zero.")
    mistake(
        "multiplies_by_the_deviation",
        "(X - mu) * sigma",
        "A feature that spreads widely must be made narrower.",
    )
    mistake(
        "measures_again",
        "(X - X.mean(axis=1, keepdims=True)) / X.std(axis=1, keepdims=True)",
        "mu and sigma are arguments: the function must not measure the data that it is given.",
    )
    mistake(
        "divides_by_the_root",
        "(X - mu) / np.sqrt(sigma)",
        "sigma is already the standard deviation; no further root is needed.",
    )


def of_three_sets(exercise: Exercise) -> None:
    def mistake(id: str, edits: list[tuple[str, str]], hint: str) -> None:
        exercise.mistake("normalize_splits", id, edits=edits, hint=hint)

    measure = "mu, sigma = input_statistics(X_train)"
    dev, test = "normalize_inputs(X_dev, mu, sigma)", "normalize_inputs(X_test, mu, sigma)"
    own = "(X_{0} - X_{0}.mean(axis=1, keepdims=True)) / X_{0}.std(axis=1, keepdims=True)"
    alike = "An example must look the same to the network, in whichever set it stands: "
    mistake(
        "measures_every_set",
        [(dev, own.format("dev")), (test, own.format("test"))],
        alike + "measure once, on the training set.",
    )
    mistake(
        "measures_all_data",
        [(measure, "mu, sigma = input_statistics(np.hstack([X_train, X_dev, X_test]))")],
        "Statistics of all data let the test set look into the training.",
    )
    mistake(
        "measures_train_and_dev",
        [(measure, "mu, sigma = input_statistics(np.hstack([X_train, X_dev]))")],
        "The dev set is held out as well: it adds nothing to the statistics.",
    )
    mistake("leaves_the_test_set", [(test, "X_test")], alike + "the test set is normalized too.")
    mistake(
        "leaves_both_held_out_sets",
        [(dev, "X_dev"), (test, "X_test")],
        alike + "the held-out sets are normalized too.",
    )
    mistake(
        "keeps_the_means_of_held_out_sets",
        [
            (dev, "normalize_inputs(X_dev, X_dev.mean(axis=1, keepdims=True), sigma)"),
            (test, "normalize_inputs(X_test, X_test.mean(axis=1, keepdims=True), sigma)"),
        ],
        "Both statistics come from the training set, the mean as well as the deviation.",
    )
    mistake(
        "only_shifts_held_out_sets",
        [(dev, "X_dev - mu"), (test, "X_test - mu")],
        "The held-out sets are shifted like the training set, but not scaled like it.",
    )
    mistake(
        "swaps_dev_and_test",
        [("return train, dev, test", "return train, test, dev")],
        "All three are right, in another order: training, dev, test.",
    )
    mistake(
        "returns_the_training_set_alone",
        [("return train, dev, test", "return train")],
        "All three sets are returned.",
    )
