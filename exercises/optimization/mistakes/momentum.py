"""Mistakes in the starts of both methods, and momentum."""

from __future__ import annotations

from grader.authoring import Exercise

from .shared import BIAS_HINT, DOWNHILL_HINT, LAST_LAYER_HINT


def of_the_starts(exercise: Exercise) -> None:
    zeros = 'v["d" + name] = np.zeros(parameters[name].shape)'
    for function, loop in (
        ("initialize_velocity", "for name in parameters:"),
        ("initialize_adam", "for name in parameters:"),
    ):

        def mistake(
            id: str, edits: list[tuple[str, str]], hint: str, function: str = function
        ) -> None:
            exercise.mistake(function, id, edits=edits, hint=hint)

        mistake(
            "forgets_the_last_layer",
            [(loop, "for name in list(parameters)[:-2]:")],
            LAST_LAYER_HINT,
        )
        mistake(
            "uses_the_parameters_names",
            [(zeros, zeros.replace('"d" + name', "name"))],
            'These are averages of gradients: their keys start with "d".',
        )
        mistake(
            "gives_biases_the_shape_of_weights",
            [(zeros, 'v["d" + name] = np.zeros(parameters["W" + name[1:]].shape)')],
            "The average of a bias's gradient has the bias's shape.",
        )
        mistake(
            "makes_flat_arrays",
            [(zeros, 'v["d" + name] = np.zeros(parameters[name].shape[0])')],
            "Use the whole shape, not only the number of rows.",
        )
        mistake(
            "copies_the_parameters",
            [(zeros, 'v["d" + name] = np.copy(parameters[name])')],
            "The averages start at zero, in the parameters' shapes.",
        )
    exercise.mistake(
        "initialize_velocity",
        "starts_at_one",
        hint="An average without a past starts at zero.",
        edit=(zeros, 'v["d" + name] = np.ones(parameters[name].shape)'),
    )
    exercise.mistake(
        "initialize_adam",
        "returns_one_average",
        edit=("return v, s", "return v"),
        hint="Adam keeps two averages: of the gradients and of their squares.",
    )


def of_momentum(exercise: Exercise) -> None:
    def mistake(id: str, edits: list[tuple[str, str]], hint: str) -> None:
        exercise.mistake("update_parameters_with_momentum", id, edits=edits, hint=hint)

    average = 'beta * v["d" + name] + (1 - beta) * grads["d" + name]'
    update = 'learning_rate * v["d" + name]'
    mistake(
        "steps_along_the_gradient",
        [(update, 'learning_rate * grads["d" + name]')],
        "The average is computed, but the step does not use it.",
    )
    mistake(
        "forgets_one_minus_beta",
        [(average, average.replace("(1 - beta) * ", ""))],
        "The two weights of an average add up to 1.",
    )
    mistake(
        "swaps_the_weights",
        [(average, '(1 - beta) * v["d" + name] + beta * grads["d" + name]')],
        "beta is the share of the old average that stays.",
    )
    mistake(
        "forgets_the_past",
        [(average, '(1 - beta) * grads["d" + name]')],
        "The old average is left out. With averages that start at zero the first step looks right.",
    )
    mistake(
        "steps_before_averaging",
        [
            (
                'v["d" + name] = ' + average,
                'old = v["d" + name]\n        v["d" + name] = ' + average,
            ),
            (update, "learning_rate * old"),
        ],
        "The step uses the new average, the one that holds today's gradient.",
    )
    mistake(
        "climbs",
        [("parameters[name] - learning_rate", "parameters[name] + learning_rate")],
        DOWNHILL_HINT,
    )
    mistake("updates_b_with_dW", [(update, 'learning_rate * v["dW" + name[1:]]')], BIAS_HINT)
    mistake(
        "forgets_the_last_layer",
        [("in list(parameters):", "in list(parameters)[:-2]:")],
        LAST_LAYER_HINT,
    )
    mistake(
        "returns_parameters_alone",
        [("return parameters, v", "return parameters")],
        "The next step needs the averages: return them too.",
    )
