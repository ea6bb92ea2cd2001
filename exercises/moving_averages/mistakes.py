"""What students get wrong about exponentially weighted averages."""

from __future__ import annotations

from grader.authoring import Exercise

SHARE_HINT = "beta is what stays of the old average; the new value gets the rest."
REST_HINT = "The two shares add up to 1: what is the new value's, when beta stays?"
START_HINT = "The recursion starts at v = 0, before the first value."


def declare_mistakes(exercise: Exercise) -> None:
    """Declare the known mistakes of all four functions."""
    of_the_average(exercise)
    of_the_correction(exercise)
    of_the_weights(exercise)
    of_the_window(exercise)


def of_the_average(exercise: Exercise) -> None:
    def mistake(id: str, edits: list[tuple[str, str]], hint: str) -> None:
        exercise.mistake("moving_average", id, edits=edits, hint=hint)

    step = "v = beta * v + (1 - beta) * values[t]"
    result = "return averages"
    mistake("swaps_the_shares", [(step, "v = (1 - beta) * v + beta * values[t]")], SHARE_HINT)
    mistake("forgets_the_rest", [(step, "v = beta * v + values[t]")], REST_HINT)
    mistake("starts_at_the_first_value", [("v = 0", "v = values[0]")], START_HINT)
    mistake(
        "corrects_the_bias",
        [("averages[t] = v", "averages[t] = v / (1 - beta ** (t + 1))")],
        "This function leaves the bias in; the next one takes it out.",
    )
    mistake(
        "starts_over_at_every_value",
        [(step, "v = beta * 0 + (1 - beta) * values[t]")],
        "The average of the step before must be kept for the next one.",
    )
    mistake(
        "mixes_with_the_value_before",
        [(step, "v = beta * (values[t - 1] if t > 0 else 0) + (1 - beta) * values[t]")],
        "What is mixed in is the average so far, not the value before.",
    )
    mistake(
        "is_one_step_late",
        [("averages[t] = v", "averages[t] = v_before"), (step, "v_before = v\n        " + step)],
        "The first entry already holds its share of the first value.",
    )
    mistake(
        "returns_the_last_average",
        [(result, "return averages[-1]")],
        "The averages of all steps are asked for.",
    )
    mistake(
        "averages_all_equally",
        [("averages[t] = v", "averages[t] = np.mean(values[:t + 1], axis=0)")],
        "Here old values count less than new ones.",
    )
    mistake(
        "averages_the_last_few",
        [
            (
                "averages[t] = v",
                "averages[t] = np.mean(values[max(0, t + 1 - round(1 / (1 - beta))):t "
                "+ 1], axis=0)",
            )
        ],
        "1/(1 - beta) is only roughly how far the average looks back; no value falls out suddenly.",
    )


def of_the_correction(exercise: Exercise) -> None:
    def mistake(id: str, edits: list[tuple[str, str]], hint: str) -> None:
        exercise.mistake("corrected_average", id, edits=edits, hint=hint)

    step = "v = beta * v + (1 - beta) * values[t - 1]"
    entry = "averages[t - 1] = v / (1 - beta**t)"
    mistake(
        "does_not_correct",
        [(entry, "averages[t - 1] = v")],
        "The first averages are too small, because the start is zero.",
    )
    mistake(
        "keeps_the_corrected_average",
        [(entry, "v = v / (1 - beta**t)\n        averages[t - 1] = v")],
        "The correction is for reading only: the recursion goes on with the uncorrected average.",
    )
    mistake(
        "counts_one_step_too_many",
        [(entry, "averages[t - 1] = v / (1 - beta ** (t + 1))")],
        "The first value is step 1: after it a single beta is missing from the sum of the weights.",
    )
    mistake(
        "corrects_by_the_last_step",
        [(entry, "averages[t - 1] = v / (1 - beta ** len(values))")],
        "Every step has its own correction; the first ones need most.",
    )
    mistake(
        "forgets_the_power",
        [(entry, "averages[t - 1] = v / (1 - beta)")],
        "That is right for the first step only: how does the missing weight shrink with time?",
    )
    mistake(
        "multiplies",
        [(entry, "averages[t - 1] = v * (1 - beta**t)")],
        "The averages are too small at first: the correction must make them larger.",
    )
    mistake(
        "divides_by_the_power",
        [(entry, "averages[t - 1] = v / beta**t")],
        "What is missing is beta^t; what is there is the rest.",
    )
    mistake(
        "multiplies_beta_by_t",
        [(entry, "averages[t - 1] = v / (1 - beta * t)")],
        "The bias falls like a power of beta, not along a line.",
    )
    mistake(
        "starts_at_the_first_value",
        [("v = 0", "v = values[0]"), (entry, "averages[t - 1] = v")],
        "Starting at the first value is another remedy. Here the start is 0, and a division makes up "
        "for it.",
    )
    mistake(
        "starts_at_the_first_value_and_corrects",
        [("v = 0", "v = values[0]")],
        START_HINT + " The correction is made for that start.",
    )
    mistake("swaps_the_shares", [(step, "v = (1 - beta) * v + beta * values[t - 1]")], SHARE_HINT)
    mistake("forgets_the_rest", [(step, "v = beta * v + values[t - 1]")], REST_HINT)
    mistake(
        "returns_the_last_average",
        [("return averages", "return averages[-1]")],
        "The averages of all steps are asked for.",
    )


def of_the_weights(exercise: Exercise) -> None:
    def mistake(id: str, new: str, hint: str) -> None:
        exercise.mistake(
            "average_weights", id, edit=("(1 - beta) * beta ** (t - i)", new), hint=hint
        )

    mistake(
        "starts_with_the_newest",
        "(1 - beta) * beta ** (i - 1)",
        "The values are right; the oldest value's weight comes first.",
    )
    mistake("forgets_the_share", "beta ** (t - i)", "When a value enters, which share does it get?")
    mistake(
        "makes_them_sum_to_one",
        "beta ** (t - i) / np.sum(beta ** (t - i))",
        "Those are the weights after bias correction. Without it they sum to less than 1.",
    )
    mistake(
        "counts_one_power_too_many",
        "(1 - beta) * beta ** (t - i + 1)",
        "The newest value has not been multiplied by beta yet.",
    )
    mistake("swaps_the_shares", "beta * (1 - beta) ** (t - i)", SHARE_HINT)
    mistake(
        "weighs_all_equally",
        "np.ones(t) / t",
        "Old values count less than new ones, by the same factor at every step.",
    )
    mistake(
        "falls_along_a_line",
        "(1 - beta) * i / t",
        "Every step multiplies all older weights by beta once more.",
    )
    mistake(
        "adds_the_start",
        "np.concatenate([[beta ** t], (1 - beta) * beta ** (t - i)])",
        "The start at zero has a weight too, but it is none of the t values.",
    )


def of_the_window(exercise: Exercise) -> None:
    def mistake(id: str, new: str, hint: str) -> None:
        exercise.mistake(
            "averaging_window", id, edit=("return 1 / (1 - beta)", f"return {new}"), hint=hint
        )

    mistake(
        "returns_the_share",
        "1 - beta",
        "That is the newest value's share. How many such shares make up the whole? (1 / 1 - beta "
        "without parentheses is that share, too.)",
    )
    mistake(
        "divides_by_beta",
        "1 / beta",
        "A beta near 1 remembers long, so the window must grow as beta comes near 1.",
    )
    mistake(
        "rounds", "round(1 / (1 - beta))", "The window is a rough measure, but it is not rounded."
    )
    mistake(
        "rounds_down", "int(1 / (1 - beta))", "The window is a rough measure, but it is not cut."
    )
    mistake("leaves_out_the_newest", "beta / (1 - beta)", "The newest value is inside the window.")
    mistake(
        "solves_for_one_over_e",
        "np.log(1 / np.e) / np.log(beta)",
        "That is where a weight has fallen to 1/e exactly; the window is the simpler number near it.",
    )
    mistake(
        "takes_twice_as_much",
        "2 / (1 - beta)",
        "Check with beta 0.9: the lecture speaks of ten days.",
    )
