"""A deep network at work: two training loops. 100 points, 24 of them public."""

from __future__ import annotations

import numpy as np
from mistakes import declare_mistakes
from networks import batch

from grader.authoring import Exercise

exercise = Exercise(title="A deep network at work", reference="deep_network_application.py")
# The reference takes the given pieces from here, too, as a submission does.
exercise.support(
    "dnn_app_utils.py", names=("dnn_app_utils", "dnn_app_utils_v2", "dnn_app_utils_v3")
)

TWO = "two_layer_model"
DEEP = "L_layer_model"

# Until 2021 the recorded costs stayed inside the function.
ALONE = ("return parameters, costs", "return parameters")
for _name in (TWO, DEEP):
    exercise.function(_name, rng="helpers")
    exercise.accepted_form(_name, "parameters_alone", edit=ALONE)

# A file may bring its own start along, and that of the assignment before is another one: the loop
# is what is judged here.
OWN_START = (
    "parameters = initialize_parameters_deep(layers_dims)\n",
    """parameters = {}
    np.random.seed(3)
    for l in range(1, len(layers_dims)):
        parameters[f"W{l}"] = np.random.randn(layers_dims[l], layers_dims[l - 1]) * 0.01
        parameters[f"b{l}"] = np.zeros((layers_dims[l], 1))
""",
)
exercise.accepted_form(DEEP, "own_start", edit=OWN_START)
exercise.accepted_form(DEEP, "own_start_and_parameters_alone", edits=[OWN_START, ALONE])

# Large learning rates, so that a few steps already move every parameter far beyond rounding.


def training(rng, layers_dims, examples, learning_rate, num_iterations):
    """Inputs, and two labels 1 for every label 0, so that the output's bias has to move."""
    X, Y = batch(rng, layers_dims[0], examples)
    Y[0] = np.arange(1, examples + 1) % 3 > 0
    return dict(
        X=X,
        Y=Y,
        layers_dims=layers_dims,
        learning_rate=learning_rate,
        num_iterations=num_iterations,
    )


@exercise.case(TWO, points=12, visibility="public", seed=11)
def two_layers_two_steps(rng):
    """takes two steps, and records the cost before the first"""
    return training(rng, (4, 3, 1), 6, learning_rate=0.5, num_iterations=2)


@exercise.case(TWO, points=10, visibility="hidden", seed=12)
def two_layers_one_step(rng):
    """takes a single step with a large learning rate"""
    return training(rng, (3, 5, 1), 8, learning_rate=2.0, num_iterations=1)


@exercise.case(TWO, points=14, visibility="hidden", seed=13)
def two_layers_many_steps(rng):
    """goes on learning, and records a cost every hundred steps"""
    return training(rng, (5, 4, 1), 12, learning_rate=0.3, num_iterations=203)


@exercise.case(TWO, points=10, visibility="hidden", seed=14)
def two_layers_one_example(rng):
    """works for a single example"""
    return training(rng, (6, 2, 1), 1, learning_rate=0.9, num_iterations=5)


@exercise.case(DEEP, points=12, visibility="public", seed=21)
def three_layers_two_steps(rng):
    """takes two steps through three layers, and records the cost before the first"""
    return training(rng, [4, 5, 3, 1], 6, learning_rate=0.5, num_iterations=2)


@exercise.case(DEEP, points=14, visibility="hidden", seed=22)
def five_layers_three_steps(rng):
    """works for any number of layers"""
    return training(rng, [3, 8, 6, 7, 4, 1], 9, learning_rate=0.4, num_iterations=3)


@exercise.case(DEEP, points=16, visibility="hidden", seed=23)
def four_layers_many_steps(rng):
    """goes on learning, and records a cost every hundred steps"""
    return training(rng, [5, 6, 7, 4, 1], 10, learning_rate=0.05, num_iterations=103)


@exercise.case(DEEP, points=12, visibility="hidden", seed=24)
def two_layers_of_any_number_one_example(rng):
    """works for two layers and a single example as well"""
    return training(rng, [6, 4, 1], 1, learning_rate=0.7, num_iterations=4)


declare_mistakes(exercise)

for _name in (TWO, DEEP):
    exercise.equivalent(
        _name,
        ("learning_rate: float = 0.0075", "learning_rate: float = 0.015"),
        ("learning_rate: float = 0.0075", "learning_rate: float = 0.0"),
        ("num_iterations: int = 3000", "num_iterations: int = 3001"),
        ("num_iterations: int = 3000", "num_iterations: int = 2999"),
        reason="how a network is trained when nobody says so is anybody's choice",
    )

# Other faults give the same on the public cases.
exercise.needs_hidden_cases(DEEP, "records_every_cost")
exercise.needs_hidden_cases(TWO, "records_every_cost", "stops_one_step_early")
