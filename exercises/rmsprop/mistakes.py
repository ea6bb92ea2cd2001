"""What students get wrong about RMSprop."""

from __future__ import annotations

from grader.authoring import Exercise

LAST_LAYER_HINT = "The loop ends one layer early. Each layer has two entries in the dictionary."
SHARE_HINT = "beta is what stays of the old average; the new square gets the rest."
EPSILON_HINT = "epsilon only keeps the divisor away from zero: where does it stand in the formula?"

CORRECTED_STEP = """\
        s = {k: beta * s[k] + (1 - beta) * grads[k]**2 for k in s}
        parameters = {
            k[1:]: parameters[k[1:]]
            - learning_rate * grads[k] / (np.sqrt(s[k] / (1 - beta**t)) + epsilon)
            for k in s
        }
"""


def declare_mistakes(exercise: Exercise) -> None:
    """Declare the known mistakes of all three functions."""
    of_the_start(exercise)
    of_one_step(exercise)
    of_the_run(exercise)


def of_the_start(exercise: Exercise) -> None:
    def mistake(id: str, edits: list[tuple[str, str]], hint: str) -> None:
        exercise.mistake("initialize_rmsprop", id, edits=edits, hint=hint)

    zeros = 's["d" + name] = np.zeros(parameters[name].shape)'
    loop = "for name in parameters:"
    mistake(
        "forgets_the_last_layer", [(loop, "for name in list(parameters)[:-2]:")], LAST_LAYER_HINT
    )
    mistake(
        "uses_the_parameters_names",
        [(zeros, zeros.replace('"d" + name', "name"))],
        'These are averages of squared gradients: their keys start with "d".',
    )
    mistake(
        "gives_biases_the_shape_of_weights",
        [(zeros, 's["d" + name] = np.zeros(parameters["W" + name[1:]].shape)')],
        "The average of a bias's squared gradient has the bias's shape.",
    )
    mistake(
        "makes_flat_arrays",
        [(zeros, 's["d" + name] = np.zeros(parameters[name].shape[0])')],
        "Use the whole shape, not only the number of rows.",
    )
    mistake(
        "starts_at_numbers",
        [(zeros, 's["d" + name] = 0')],
        "Every entry of a gradient has its own average: the start is an array.",
    )
    mistake(
        "starts_at_ones",
        [(zeros, zeros.replace("zeros", "ones"))],
        "An average starts at zero here, before the first square.",
    )
    mistake(
        "copies_the_parameters",
        [(zeros, 's["d" + name] = np.copy(parameters[name])')],
        "Only the shape comes from the parameters, not the values.",
    )


def of_one_step(exercise: Exercise) -> None:
    def mistake(id: str, edits: list[tuple[str, str]], hint: str) -> None:
        exercise.mistake("update_parameters_with_rmsprop", id, edits=edits, hint=hint)

    average = 's["d" + name] = beta * s["d" + name] + (1 - beta) * grad**2'
    divisor = '(np.sqrt(s["d" + name]) + epsilon)'
    move = "parameters[name] - learning_rate * grad"
    loop, grad = "for name in list(parameters):", 'grad = grads["d" + name]'
    mistake(
        "puts_epsilon_inside_the_root",
        [(divisor, 'np.sqrt(s["d" + name] + epsilon)')],
        EPSILON_HINT + " Outside the root.",
    )
    mistake("forgets_epsilon", [(divisor, 'np.sqrt(s["d" + name])')], EPSILON_HINT)
    mistake(
        "forgets_the_root",
        [(divisor, '(s["d" + name] + epsilon)')],
        "An average of squares has the gradient's unit squared: which operation undoes that?",
    )
    mistake(
        "averages_the_gradient",
        [(average, average.replace("grad**2", "grad"))],
        "Square the gradient, entry by entry, before it enters the average.",
    )
    mistake(
        "forgets_the_share",
        [(average, average.replace("(1 - beta) * ", ""))],
        "Without its share the average of squares grows to many times their size.",
    )
    mistake(
        "swaps_the_shares",
        [(average, 's["d" + name] = (1 - beta) * s["d" + name] + beta * grad**2')],
        SHARE_HINT,
    )
    mistake(
        "squares_the_share",
        [(average, 's["d" + name] = beta * s["d" + name] + ((1 - beta) * grad)**2')],
        "Only the gradient is squared, not its share.",
    )
    mistake(
        "divides_by_the_old_average",
        [
            (average, 'old = s["d" + name]\n        ' + average),
            (divisor, "(np.sqrt(old) + epsilon)"),
        ],
        "First the average takes in the new square, then it divides.",
    )
    mistake(
        "takes_one_average_for_the_array",
        [(average, 's["d" + name] = beta * s["d" + name] + (1 - beta) * np.mean(grad**2)')],
        "Every entry has its own average: that is the point of the method.",
    )
    mistake(
        "moves_by_the_average",
        [(move, 'parameters[name] - learning_rate * s["d" + name]')],
        "The average only divides; the step itself follows the gradient.",
    )
    mistake(
        "does_not_divide",
        [(move + f" / {divisor}", move)],
        "The gradient is divided by the root of the average.",
    )
    mistake(
        "multiplies",
        [(move + f" / {divisor}", move + f" * {divisor}")],
        "Directions with large gradients must get smaller steps.",
    )
    mistake(
        "climbs",
        [(move, "parameters[name] + learning_rate * grad")],
        "The gradient points uphill: which sign takes the cost down?",
    )
    mistake(
        "ignores_the_learning_rate",
        [(move, "parameters[name] - 0.01 * grad")],
        "The learning rate is an argument of the function; 0.01 is only its default.",
    )
    mistake(
        "corrects_the_bias",
        [(divisor, '(np.sqrt(s["d" + name] / (1 - beta)) + epsilon)')],
        "Bias correction belongs to Adam; RMSprop divides by the plain average.",
    )
    mistake(
        "updates_b_with_dW",
        [(grad, 'grad = grads["dW" + name[1:]]')],
        "A bias is updated with its own gradient: mind the letter in the key.",
    )
    mistake(
        "forgets_the_last_layer", [(loop, "for name in list(parameters)[:-2]:")], LAST_LAYER_HINT
    )
    mistake(
        "returns_the_parameters_alone",
        [("return parameters, s", "return parameters")],
        "The next step needs the new averages: return them, too.",
    )


def of_the_run(exercise: Exercise) -> None:
    def mistake(id: str, edits: list[tuple[str, str]], hint: str) -> None:
        exercise.mistake("run_rmsprop", id, edits=edits, hint=hint)

    start, loop = "s = initialize_rmsprop(parameters)", "for grads in gradients:"
    step = "parameters, s = update_parameters_with_rmsprop("
    options = "parameters, grads, s, beta, learning_rate, epsilon)"
    mistake(
        "starts_over_at_every_step",
        [(options, options.replace("grads, s,", "grads, initialize_rmsprop(parameters),"))],
        "The averages remember earlier gradients: make them once, before the first step.",
    )
    mistake(
        "leaves_the_parameters",
        [
            (start, start + "\n    first = parameters"),
            (options, options.replace("parameters, grads", "first, grads")),
        ],
        "Each step starts where the one before ended.",
    )
    mistake(
        "takes_the_first_gradient_throughout",
        [(options, options.replace("grads,", "gradients[0],"))],
        "Every step has its own gradient.",
    )
    mistake(
        "takes_one_step_less",
        [(loop, "for grads in gradients[:-1]:")],
        "There are as many steps as gradients.",
    )
    mistake(
        "runs_backwards",
        [(loop, "for grads in reversed(gradients):")],
        "The first gradient of the list comes first.",
    )
    mistake(
        "uses_the_defaults",
        [(options, "parameters, grads, s)")],
        "Hand beta, the learning rate and epsilon on to every step.",
    )
    mistake(
        "corrects_the_bias_as_adam_does",
        [
            (loop, "for t, grads in enumerate(gradients, 1):"),
            (f"        {step}\n            {options}\n", CORRECTED_STEP),
        ],
        "Bias correction belongs to Adam; RMSprop divides by the plain average.",
    )
    mistake(
        "averages_the_gradients_first",
        [(loop, "for grads in [{k: sum(g[k] for g in gradients) / len(gradients) for k in s}]:")],
        "The steps follow one another; a mean gradient takes a single one.",
    )
