"""What students get wrong about bias, variance and the basic recipe."""

from __future__ import annotations

from grader.authoring import Exercise


def declare_mistakes(exercise: Exercise) -> None:
    """Declare the known mistakes of all five functions."""
    of_the_error(exercise)
    of_the_gaps(exercise)
    of_the_verdict(exercise)
    of_the_recipe(exercise)
    of_the_remedies(exercise)


def of_the_error(exercise: Exercise) -> None:
    def mistake(id: str, new: str, hint: str) -> None:
        exercise.mistake(
            "error_percent", id, edit=("100 * np.mean(predictions != Y)", new), hint=hint
        )

    mistake(
        "returns_a_fraction",
        "np.mean(predictions != Y)",
        "The errors of this exercise are in percent.",
    )
    mistake(
        "returns_the_accuracy",
        "100 * np.mean(predictions == Y)",
        "That is the share of right predictions; errors are the others.",
    )
    mistake(
        "returns_the_count",
        "np.sum(predictions != Y)",
        "A number of errors says little without the number of examples.",
    )
    mistake(
        "lets_errors_cancel",
        "100 * np.mean(predictions - Y)",
        "A 1 for a 0 and a 0 for a 1 are both errors; in a plain difference they cancel.",
    )
    mistake(
        "divides_by_the_positives",
        "100 * np.sum(predictions != Y) / np.sum(Y)",
        "Every example counts, those with label 0 too.",
    )
    mistake(
        "divides_by_the_number_of_rows",
        "100 * np.sum(predictions != Y) / Y.shape[0]",
        "Examples are columns: which axis of Y counts them?",
    )
    mistake(
        "rounds_to_whole_percents",
        "round(100 * np.mean(predictions != Y))",
        "Half a percent makes a difference: do not round.",
    )


def of_the_gaps(exercise: Exercise) -> None:
    line = "train_error - optimal_error, dev_error - train_error"

    def mistake(id: str, new: str, hint: str) -> None:
        exercise.mistake("error_gaps", id, edit=(line, new), hint=hint)

    mistake(
        "forgets_the_optimal_error",
        "train_error, dev_error - train_error",
        "What nobody can avoid is not the model's bias.",
    )
    mistake(
        "measures_variance_from_the_optimum",
        "train_error - optimal_error, dev_error - optimal_error",
        "Variance is what is lost on the way from the training set to the dev set.",
    )
    mistake(
        "drops_the_sign",
        "abs(train_error - optimal_error), abs(dev_error - train_error)",
        "A model that does better than expected has a negative gap.",
    )
    mistake(
        "turns_the_signs",
        "optimal_error - train_error, train_error - dev_error",
        "A gap is positive when the error got worse.",
    )
    mistake(
        "swaps_the_gaps",
        "dev_error - train_error, train_error - optimal_error",
        "The two numbers are right; the bias comes first.",
    )
    mistake(
        "corrects_both_for_the_optimum",
        "train_error - optimal_error, dev_error - train_error - optimal_error",
        "Training and dev error both contain what is unavoidable: in their difference it is gone.",
    )


def of_the_verdict(exercise: Exercise) -> None:
    gaps = "error_gaps(train_error, dev_error, optimal_error)"
    both = "bias > margin and variance > margin"

    def mistake(id: str, *edits: tuple[str, str], hint: str) -> None:
        exercise.mistake("diagnose_errors", id, edits=edits, hint=hint)

    mistake(
        "forgets_the_optimal_error",
        (gaps, "error_gaps(train_error, dev_error)"),
        hint="15 % is a high error only if somebody can do better.",
    )
    mistake(
        "measures_variance_from_the_optimum",
        (gaps, "train_error - optimal_error, dev_error - optimal_error"),
        hint="Variance is what is lost on the way from the training set to the dev set.",
    )
    mistake(
        "swaps_bias_and_variance",
        ('return "high bias"\n', 'return "high variance "\n'),
        ('return "high variance"\n', 'return "high bias"\n'),
        ('"high variance "', '"high variance"'),
        hint="Underfitting shows on the training set already; which of the two is that?",
    )
    mistake("never_sees_both", (both, "False"), hint="A model can underfit and overfit at once.")
    mistake(
        "sees_either_as_both",
        (both, "bias > margin or variance > margin"),
        hint="Both are high only when each of the two gaps is.",
    )
    mistake(
        "takes_a_better_dev_error_for_variance",
        (gaps, "train_error - optimal_error, abs(dev_error - train_error)"),
        hint="A dev error below the training error is luck, not variance.",
    )
    mistake(
        "uses_its_own_margin",
        (gaps, gaps + "\n    margin = 2.0"),
        hint="How large a gap is high is an argument of the function.",
    )
    mistake(
        "counts_the_margin_itself",
        (both, "bias >= margin and variance >= margin"),
        ("    if bias > margin:", "    if bias >= margin:"),
        ("    if variance > margin:", "    if variance >= margin:"),
        hint="A gap of exactly the margin is not yet high.",
    )
    mistake(
        "compares_ratios",
        (gaps, gaps + "\n    variance = margin + 1 if dev_error >= 2 * train_error else margin"),
        hint="Twice a small error is still small: variance is a difference, not a ratio.",
    )


def of_the_recipe(exercise: Exercise) -> None:
    call = "diagnose_errors(train_error, dev_error, optimal_error, margin)"

    def mistake(id: str, *edits: tuple[str, str], hint: str) -> None:
        exercise.mistake("next_step", id, edits=edits, hint=hint)

    mistake(
        "reduces_variance_first",
        ('if "high bias" in diagnosis', 'if diagnosis == "high bias"'),
        hint="Where both are high the recipe has an order: a model that does not even fit its own "
        "training set needs that first.",
    )
    mistake(
        "swaps_the_steps",
        ('return "reduce bias"', 'return "reduce variance "'),
        ('return "reduce variance"', 'return "reduce bias"'),
        ('"reduce variance "', '"reduce variance"'),
        hint="Each trouble has a remedy of its own: look up which is which.",
    )
    mistake(
        "stops_after_the_bias",
        ('return "reduce variance"', 'return "done"'),
        hint="A model that fits its training set is not done: how does it do on the dev set?",
    )
    mistake(
        "never_stops",
        ('return "done"', 'return "reduce variance"'),
        hint="When both gaps are small there is nothing left to reduce.",
    )
    mistake(
        "forgets_the_optimal_error",
        (call, "diagnose_errors(train_error, dev_error, 0.0, margin)"),
        hint="What nobody can avoid cannot be reduced.",
    )
    mistake(
        "forgets_the_margin",
        (call, "diagnose_errors(train_error, dev_error, optimal_error)"),
        hint="How large a gap is high is an argument of the function.",
    )


def of_the_remedies(exercise: Exercise) -> None:
    def mistake(id: str, *edits: tuple[str, str], hint: str) -> None:
        exercise.mistake("helps_against", id, edits=edits, hint=hint)

    mistake(
        "expects_data_to_cure_bias",
        ('"more data": "variance"', '"more data": "bias"'),
        hint="A model too simple for its training set does not get better with a larger one.",
    )
    mistake(
        "expects_regularization_to_cure_bias",
        ('"regularization": "variance"', '"regularization": "bias"'),
        hint="Regularization makes a model simpler. Who needs that?",
    )
    mistake(
        "expects_size_to_cure_variance",
        ('"bigger network": "bias"', '"bigger network": "variance"'),
        hint="A bigger network fits more. Who needs that?",
    )
    mistake(
        "expects_training_to_cure_variance",
        ('"longer training": "bias"', '"longer training": "variance"'),
        hint="Longer training fits the training set better. Who needs that?",
    )
    mistake(
        "sees_half_of_the_architecture",
        ('"other architecture": "both"', '"other architecture": "bias"'),
        hint="One remedy stands on both sides of the recipe.",
    )
    mistake(
        "sees_the_other_half_of_the_architecture",
        ('"other architecture": "both"', '"other architecture": "variance"'),
        hint="One of the remedies stands on both sides of the recipe, as the last one on each.",
    )
    mistake(
        "swaps_bias_and_variance",
        ('"bigger network": "bias"', '"bigger network": "variance"'),
        ('"longer training": "bias"', '"longer training": "variance"'),
        ('"better optimizer": "bias"', '"better optimizer": "variance"'),
        ('"more data": "variance"', '"more data": "bias"'),
        ('"regularization": "variance"', '"regularization": "bias"'),
        hint="Bias is underfitting, variance is overfitting: which of them needs a model that fits more?",
    )
