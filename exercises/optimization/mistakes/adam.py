"""Mistakes in Adam."""

from __future__ import annotations

from grader.authoring import Exercise

from .shared import BIAS_HINT, DOWNHILL_HINT, LAST_LAYER_HINT


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
        "puts_epsilon_under_the_root_of_uncorrected_s",
        [(root, 'np.sqrt(s["d" + name] + epsilon)')],
        "Two things: the root is taken of the corrected average, and epsilon is added to that root.",
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
