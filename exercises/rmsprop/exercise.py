"""RMSprop: one step, and many. 100 points, 25 of them public."""

from __future__ import annotations

from mistakes import declare_mistakes
from networks import gradients_like, network, squares_like

from grader.authoring import Exercise

exercise = Exercise(title="RMSprop", reference="rmsprop.py")

START = "initialize_rmsprop"
STEP = "update_parameters_with_rmsprop"
RUN = "run_rmsprop"

exercise.function(RUN, builds_on=(START, STEP))


@exercise.case(START, points=5, visibility="public", seed=1)
def start_two_layers(rng):
    """returns zeros for every gradient of two layers"""
    return dict(parameters=network(rng, 3, 2, 4))


@exercise.case(START, points=8, visibility="hidden", seed=2)
def start_five_layers(rng):
    """gives every layer the shapes of its own parameters"""
    return dict(parameters=network(rng, 2, 5, 3, 6, 4, 1))


# No epsilon is tiny: with 1e-8 its place could not be seen.


def step_inputs(rng, *widths, first=False, **options):
    parameters = network(rng, *widths)
    grads, s = gradients_like(rng, parameters), squares_like(rng, parameters)
    if first:
        s = {name: value * 0.0 for name, value in s.items()}
    return dict(parameters=parameters, grads=grads, s=s, **options)


@exercise.case(STEP, points=10, visibility="public", seed=11)
def first_step(rng):
    """takes a first step, with averages that start at zero"""
    return step_inputs(rng, 3, 2, 4, first=True, beta=0.9, learning_rate=0.1, epsilon=0.05)


@exercise.case(STEP, points=10, visibility="hidden", seed=12)
def later_step(rng):
    """mixes the squares into averages that earlier steps left"""
    return step_inputs(rng, 4, 3, 2, beta=0.8, learning_rate=0.3, epsilon=0.2)


@exercise.case(STEP, points=12, visibility="hidden", seed=13)
def step_of_four_layers(rng):
    """updates every layer of a deeper network"""
    return step_inputs(rng, 2, 5, 3, 6, 4, beta=0.35, learning_rate=0.07, epsilon=0.5)


@exercise.case(STEP, points=9, visibility="hidden", seed=14)
def step_without_memory(rng):
    """divides the gradient by its own size when beta is 0"""
    return step_inputs(rng, 5, 2, 3, beta=0.0, learning_rate=0.4, epsilon=0.3)


@exercise.case(STEP, points=6, visibility="hidden", seed=15)
def step_by_default(rng):
    """uses beta 0.9 and learning rate 0.01 when not told otherwise"""
    return step_inputs(rng, 3, 4, 2, epsilon=0.4)


@exercise.case(STEP, points=2, visibility="hidden", seed=16)
def tiny_step_by_default(rng):
    """uses epsilon 1e-8 when not told otherwise, which shows when gradients are tiny"""
    inputs = step_inputs(rng, 4, 2, 3)
    for averages, scale in (("grads", 1e-5), ("s", 1e-10)):
        inputs[averages] = {name: value * scale for name, value in inputs[averages].items()}
    return inputs


def run_inputs(rng, *widths, steps, **options):
    parameters = network(rng, *widths)
    gradients = [gradients_like(rng, parameters) for _ in range(steps)]
    return dict(parameters=parameters, gradients=gradients, **options)


@exercise.case(RUN, points=10, visibility="public", seed=21)
def run_of_two_steps(rng):
    """hands the averages from the first step to the second"""
    return run_inputs(rng, 3, 2, 1, steps=2, beta=0.9, learning_rate=0.1, epsilon=0.1)


@exercise.case(RUN, points=13, visibility="hidden", seed=22)
def run_of_nine_steps(rng):
    """takes one step for every gradient"""
    return run_inputs(rng, 2, 4, 3, 2, steps=9, beta=0.7, learning_rate=0.05, epsilon=0.3)


@exercise.case(RUN, points=12, visibility="hidden", seed=23)
def run_of_one_step(rng):
    """works for a single gradient"""
    return run_inputs(rng, 4, 3, 5, 2, steps=1, beta=0.6, learning_rate=0.2, epsilon=0.2)


@exercise.case(RUN, points=3, visibility="hidden", seed=24)
def tiny_run_by_default(rng):
    """uses beta 0.9, learning rate 0.01 and epsilon 1e-8 when not told otherwise"""
    inputs = run_inputs(rng, 3, 2, 4, steps=3)
    inputs["gradients"] = [{n: g * 1e-5 for n, g in step.items()} for step in inputs["gradients"]]
    return inputs


declare_mistakes(exercise)

exercise.equivalent(
    STEP,
    ("parameters, s = dict(parameters), dict(s)", "pass"),
    ("parameters, s = dict(parameters), dict(s)", "parameters, s = parameters, dict(s)"),
    ("parameters, s = dict(parameters), dict(s)", "parameters, s = dict(parameters), s"),
    reason="what is returned is judged; a change of the arguments in place is only noted",
)
exercise.equivalent(
    STEP, ("in list(parameters)", "in parameters"), reason="no key is added or removed on the way"
)

# Other faults give the same on the public cases.
exercise.needs_hidden_cases(
    STEP,
    "divides_by_the_old_average",
    "forgets_the_share",
    "returns_the_parameters_alone",
    "swaps_the_shares",
)
