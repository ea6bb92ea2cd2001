"""What students get wrong about mini-batches, update rules and learning-rate decay."""

from __future__ import annotations

from grader.authoring import Exercise

BIAS_HINT = "A bias is updated with its own gradient: mind the letter in the key."
LAST_LAYER_HINT = "The loop ends one layer early. Each layer has two entries in the dictionary."
DOWNHILL_HINT = "The gradient points uphill: which sign takes the cost down?"
RATE_HINT = "The learning rate is an argument of the function: use it as it comes."


def declare_mistakes(exercise: Exercise) -> None:
    """Declare the known mistakes of all eight functions."""
    of_gradient_descent(exercise)
    of_batches(exercise)
    of_the_starts(exercise)
    of_momentum(exercise)
    of_adam(exercise)
    of_decay(exercise)


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


def of_batches(exercise: Exercise) -> None:
    def mistake(id: str, edits: list[tuple[str, str]], hint: str) -> None:
        exercise.mistake("random_mini_batches", id, edits=edits, hint=hint)

    stop = "        stop = start + mini_batch_size\n"
    append = "mini_batches.append((shuffled_X[:, start:stop], shuffled_Y[:, start:stop]))"
    loop = "for start in range(0, m, mini_batch_size):"
    mistake(
        "does_not_seed",
        [("np.random.seed(seed)", "pass")],
        "Seed NumPy's random state with the function's argument before you draw the order.",
    )
    mistake(
        "ignores_the_seed",
        [("np.random.seed(seed)", "np.random.seed(0)")],
        "The seed is an argument of the function: two seeds give two orders.",
    )
    mistake(
        "does_not_shuffle_Y",
        [("Y[:, order]", "Y")],
        "Every label must stay with its example: Y needs the same order as X.",
    )
    mistake(
        "shuffles_Y_otherwise",
        [("Y[:, order]", "Y[:, np.random.permutation(m)]")],
        "Draw the order once and use it for both: a second draw separates labels from examples.",
    )
    mistake(
        "does_not_shuffle",
        [("X[:, order]", "X"), ("Y[:, order]", "Y")],
        "The order is drawn and then not used: the batches come from the unshuffled data.",
    )
    mistake(
        "adds_an_empty_batch",
        [(loop, "for start in range(0, m + 1, mini_batch_size):")],
        "When the size divides the number of examples, nothing is left for a last batch: none is "
        "added.",
    )
    mistake(
        "drops_the_rest",
        [(loop, "for start in range(0, m - mini_batch_size + 1, mini_batch_size):")],
        "The examples that do not fill a batch are still examples: they form a last, smaller one.",
    )
    mistake(
        "divides_by_the_number_of_batches",
        [
            (
                append,
                append.replace(
                    "mini_batches.append",
                    "if stop <= m or m % (m // mini_batch_size):\n            mini_batches.append",
                ),
            )
        ],
        "Is anything left? That is the remainder of a division by the size of a batch, not by how "
        "many full ones there are.",
    )
    mistake(
        "starts_the_last_at_its_own_size",
        [(stop, stop + "        if stop > m:\n            start = m - start\n")],
        "The last batch begins where the full ones ended, not at the column whose number is its "
        "size.",
    )
    mistake(
        "takes_the_last_from_the_front",
        [(stop, stop + "        if stop > m:\n            start, stop = 0, m - start\n")],
        "The last batch holds the columns that no other batch has; the first columns are in the "
        "first batch.",
    )
    mistake(
        "ends_the_last_at_the_end",
        [
            (
                stop,
                stop + "        if stop > m and start > 0:\n            start = m - "
                "mini_batch_size\n",
            )
        ],
        "The last batch must not reach back into the one before: no example appears twice.",
    )
    mistake(
        "ignores_the_size",
        [("    m = X.shape[1]\n", "    m = X.shape[1]\n    mini_batch_size = 64\n")],
        "The size is an argument of the function; 64 is only its default.",
    )
    mistake(
        "returns_X_alone",
        [(append, "mini_batches.append(shuffled_X[:, start:stop])")],
        "A mini-batch is a pair: examples and their labels.",
    )
    mistake(
        "turns_the_labels",
        [(append, append.replace("shuffled_Y[:, start:stop]", "shuffled_Y[0, start:stop]"))],
        "The labels of a batch keep their row: the shape is (1, k), not (k,).",
    )


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


def of_adam(exercise: Exercise) -> None:
    def mistake(id: str, edits: list[tuple[str, str]], hint: str) -> None:
        exercise.mistake("update_parameters_with_adam", id, edits=edits, hint=hint)

    root = 'np.sqrt(s_corrected["d" + name]) + epsilon'
    v_fix, s_fix = "(1 - beta1**t)", "(1 - beta2**t)"
    v_step_fix, s_step_fix = f'v["d" + name] / {v_fix}', f's["d" + name] / {s_fix}'
    v_step = 'step = v_corrected["d" + name]'
    mistake(
        "steps_with_uncorrected_s",
        [(root, 'np.sqrt(s["d" + name]) + epsilon')],
        "The root is taken of the corrected average.",
    )
    mistake(
        "steps_with_uncorrected_v",
        [(v_step, 'step = v["d" + name]')],
        "The step goes along the corrected average.",
    )
    mistake(
        "steps_uncorrected",
        [(v_step, 'step = v["d" + name]'), (root, 'np.sqrt(s["d" + name]) + epsilon')],
        "Both averages start at zero and are too small at first: the step uses the corrected ones.",
    )
    mistake(
        "steps_along_the_gradient",
        [(v_step, "step = grad")],
        "The step goes along the average of the gradients, not along the last one.",
    )
    mistake(
        "puts_epsilon_inside_the_root",
        [(root, 'np.sqrt(s_corrected["d" + name] + epsilon)')],
        "epsilon is added to the root, not to what is under it.",
    )
    mistake(
        "forgets_the_root",
        [(root, 's_corrected["d" + name] + epsilon')],
        "s averages squares: a root brings it back to the gradient's size.",
    )
    mistake(
        "forgets_epsilon",
        [(root, 'np.sqrt(s_corrected["d" + name])')],
        "epsilon keeps the division safe where all gradients were zero, and is an argument here.",
    )
    mistake(
        "corrects_s_with_beta1",
        [(s_fix, "(1 - beta1**t)")],
        "Each average is corrected with its own beta.",
    )
    mistake(
        "corrects_without_t",
        [(v_fix, "(1 - beta1)"), (s_fix, "(1 - beta2)")],
        "The correction fades with the steps: the power t is missing.",
    )
    mistake(
        "multiplies_by_t",
        [(v_fix, "(1 - beta1 * t)"), (s_fix, "(1 - beta2 * t)")],
        "t is a power of beta, not a factor.",
    )
    mistake(
        "always_corrects_the_second_step",
        [(v_fix, "(1 - beta1**2)"), (s_fix, "(1 - beta2**2)")],
        "t is the number of the step and an argument of the function, not always 2.",
    )
    mistake(
        "forgets_the_squares", [("* grad**2", "* grad")], "s averages the squares of the gradients."
    )
    mistake(
        "squares_the_average",
        [
            (
                'beta2 * s["d" + name] + (1 - beta2) * grad**2',
                '(beta2 * s["d" + name] + (1 - beta2) * grad)**2',
            )
        ],
        "Only the gradient is squared, not the whole average.",
    )
    mistake(
        "forgets_the_past",
        [
            ('beta1 * v["d" + name] + (1 - beta1) * grad', "(1 - beta1) * grad"),
            ('beta2 * s["d" + name] + (1 - beta2) * grad**2', "(1 - beta2) * grad**2"),
        ],
        "The old averages are left out. With averages that start at zero a step looks right.",
    )
    mistake(
        "swaps_the_betas",
        [
            ('beta1 * v["d" + name] + (1 - beta1)', 'beta2 * v["d" + name] + (1 - beta2)'),
            ('beta2 * s["d" + name] + (1 - beta2)', 'beta1 * s["d" + name] + (1 - beta1)'),
            (v_step_fix, 'v["d" + name] / (1 - beta2**t)'),
            (s_step_fix, 's["d" + name] / (1 - beta1**t)'),
        ],
        "beta1 belongs to the average of the gradients, beta2 to that of their squares.",
    )
    mistake(
        "keeps_corrected_averages",
        [
            (
                "return parameters, v, s, v_corrected",
                "return parameters, v_corrected, s_corrected, v_corrected",
            )
        ],
        "The next step starts from the plain averages: keep the corrected ones apart from them.",
    )
    mistake(
        "updates_b_with_dW",
        [
            (v_step, 'step = v_corrected["dW" + name[1:]]'),
            (root, 'np.sqrt(s_corrected["dW" + name[1:]]) + epsilon'),
        ],
        BIAS_HINT,
    )
    mistake(
        "forgets_the_last_layer",
        [("in list(parameters):", "in list(parameters)[:-2]:")],
        LAST_LAYER_HINT,
    )
    mistake(
        "climbs",
        [("parameters[name] - learning_rate", "parameters[name] + learning_rate")],
        DOWNHILL_HINT,
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
