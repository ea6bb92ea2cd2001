"""Mistakes in gradient descent and the decay of its rate."""

from __future__ import annotations

from grader.authoring import Exercise

from .shared import BIAS_HINT, DOWNHILL_HINT, LAST_LAYER_HINT

RATE_HINT = "The learning rate is an argument of the function: use it as it comes."


def of_gradient_descent(exercise: Exercise) -> None:
    def mistake(id: str, old: str, new: str, hint: str) -> None:
        exercise.mistake("update_parameters_with_gd", id, edit=(old, new), hint=hint)

    mistake("updates_b_with_dW", 'grads["d" + name]', 'grads["dW" + name[1:]]', BIAS_HINT)
    mistake(
        "forgets_the_last_layer",
        "in list(parameters):",
        "in list(parameters)[:-2]:",
        LAST_LAYER_HINT,
    )
    mistake(
        "climbs",
        "parameters[name] - learning_rate",
        "parameters[name] + learning_rate",
        DOWNHILL_HINT,
    )
    mistake("ignores_the_learning_rate", "learning_rate * grads", "0.01 * grads", RATE_HINT)
    mistake("forgets_the_learning_rate", "learning_rate * grads", "1.0 * grads", RATE_HINT)
    mistake(
        "updates_weights_only",
        "in list(parameters):",
        'in [key for key in parameters if key[0] == "W"]:',
        "Biases are learned as well as weights.",
    )
    mistake(
        "returns_the_step",
        "parameters[name] - learning_rate * grads",
        "learning_rate * grads",
        "The new parameter is the old one with a step taken off, not the step itself.",
    )


def of_decay(exercise: Exercise) -> None:
    for id, new, hint in (
        (
            "forgets_the_epoch",
            "learning_rate0 / (1 + decay_rate)",
            "The rate goes on falling: the epoch's number is missing.",
        ),
        (
            "forgets_the_one",
            "learning_rate0 / (decay_rate * epoch_num)",
            "At epoch 0 the rate is the first one, so what is below the line must be 1 there.",
        ),
        ("multiplies", "learning_rate0 * (1 + decay_rate * epoch_num)", "That lets the rate grow."),
        (
            "forgets_the_parentheses",
            "learning_rate0 / 1 + decay_rate * epoch_num",
            "What belongs below the line needs parentheses.",
        ),
        (
            "decays_exponentially",
            "learning_rate0 * decay_rate**epoch_num",
            "That is exponential decay, another schedule.",
        ),
        (
            "counts_from_one",
            "learning_rate0 / (1 + decay_rate * (epoch_num - 1))",
            "Epochs are counted from 0 here.",
        ),
    ):
        exercise.mistake(
            "update_lr", id, edit=("learning_rate0 / (1 + decay_rate * epoch_num)", new), hint=hint
        )
    right = "learning_rate0 / (1 + decay_rate * np.floor(epoch_num / time_interval))"
    for id, new, hint in (
        (
            "forgets_the_floor",
            "learning_rate0 / (1 + decay_rate * epoch_num / time_interval)",
            "Between two steps the rate must stay where it is: only complete intervals count.",
        ),
        (
            "floors_the_denominator",
            "learning_rate0 / np.floor(1 + decay_rate * epoch_num / time_interval)",
            "Only the number of intervals is rounded down; the decay rate may be a fraction.",
        ),
        ("rounds_up", right.replace("floor", "ceil"), "Only complete intervals count: round down."),
        (
            "rounds_to_nearest",
            right.replace("floor", "round"),
            "Only complete intervals count: round down.",
        ),
        (
            "ignores_the_interval",
            "learning_rate0 / (1 + decay_rate * epoch_num)",
            "That is the decay of every epoch; here an interval must be complete first.",
        ),
        (
            "decays_only_at_multiples",
            "learning_rate0 / (1 + decay_rate * epoch_num / time_interval) if epoch_num % "
            "time_interval == 0 else learning_rate0",
            "Between two multiples of the interval the rate keeps its last value; it does not return "
            "to the first.",
        ),
        (
            "ignores_the_argument",
            right.replace("time_interval", "1000"),
            "The interval is an argument of the function; 1000 is only its default.",
        ),
    ):
        exercise.mistake("schedule_lr_decay", id, edit=(right, new), hint=hint)
