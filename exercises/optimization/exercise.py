"""Optimization: mini-batches, three update rules, learning-rate decay. 100 points, 25 of them public."""

from __future__ import annotations

import numpy as np
from mistakes import declare_mistakes
from networks import batch, gradients_like, network, squares_like

from grader.authoring import Exercise

exercise = Exercise(title="Optimization", reference="optimization.py")
exercise.support("opt_utils.py", names=("opt_utils", "opt_utils_v1a"))
exercise.function("random_mini_batches", rng="fixed")
# Before 2021 the assignment had no learning-rate decay.
exercise.edition("2017", without=("update_lr", "schedule_lr_decay"))

GD = "update_parameters_with_gd"
BATCHES = "random_mini_batches"
VELOCITY = "initialize_velocity"
MOMENTUM = "update_parameters_with_momentum"
ADAM_START = "initialize_adam"
ADAM = "update_parameters_with_adam"
DECAY = "update_lr"
SCHEDULE = "schedule_lr_decay"

# Before 2021 the corrected averages stayed inside the function.
exercise.accepted_form(
    ADAM,
    "three_values",
    edit=("return parameters, v, s, v_corrected, s_corrected", "return parameters, v, s"),
)


def gd_inputs(rng, *widths, learning_rate):
    parameters = network(rng, *widths)
    return dict(
        parameters=parameters, grads=gradients_like(rng, parameters), learning_rate=learning_rate
    )


@exercise.case(GD, points=3, visibility="public", seed=1)
def gd_two_layers(rng):
    """steps against the gradients of two layers"""
    return gd_inputs(rng, 3, 2, 4, learning_rate=0.1)


@exercise.case(GD, points=3, visibility="hidden", seed=2)
def gd_four_layers(rng):
    """updates every layer of a deeper network"""
    return gd_inputs(rng, 4, 3, 5, 2, 1, learning_rate=0.03)


@exercise.case(GD, points=4, visibility="hidden", seed=3)
def gd_five_layers(rng):
    """takes the learning rate as given"""
    return gd_inputs(rng, 2, 6, 3, 4, 3, 2, learning_rate=1.7)


def batch_inputs(rng, features, examples, **options):
    """Distinct columns and labels that differ from example to example, so that any mix-up shows."""
    X, _ = batch(rng, features, examples)
    Y = rng.normal(size=(1, examples))
    return dict(X=X, Y=Y, **options)


@exercise.case(BATCHES, points=4, visibility="public", seed=11)
def batches_with_a_rest(rng):
    """puts what is left into a smaller last batch"""
    return batch_inputs(rng, 3, 7, mini_batch_size=2, seed=0)


@exercise.case(BATCHES, points=3, visibility="hidden", seed=12)
def batches_without_a_rest(rng):
    """makes no empty batch when the size divides the number of examples"""
    return batch_inputs(rng, 4, 12, mini_batch_size=3, seed=5)


@exercise.case(BATCHES, points=3, visibility="hidden", seed=13)
def batches_of_another_seed(rng):
    """shuffles with the seed it is given, X and Y alike"""
    return batch_inputs(rng, 2, 23, mini_batch_size=5, seed=42)


# No size exceeds the number of examples: many right solutions take the last batch from the loop
# variable of the full ones, of which there would be none.


@exercise.case(BATCHES, points=2, visibility="hidden", seed=14)
def batches_of_the_whole_data(rng):
    """makes one batch when the size is the number of examples"""
    return batch_inputs(rng, 3, 6, mini_batch_size=6, seed=3)


@exercise.case(BATCHES, points=2, visibility="hidden", seed=15)
def batches_of_one(rng):
    """makes a batch of every example when the size is 1"""
    return batch_inputs(rng, 2, 5, mini_batch_size=1, seed=9)


@exercise.case(BATCHES, points=3, visibility="hidden", seed=16)
def batches_by_default(rng):
    """uses batches of 64 and seed 0 when not told otherwise"""
    return batch_inputs(rng, 2, 150)


@exercise.case(BATCHES, points=3, visibility="hidden", seed=17)
def batches_and_a_rest_of_two(rng):
    """keeps the rest when the number of full batches divides the number of examples"""
    return batch_inputs(rng, 4, 10, mini_batch_size=4, seed=1)


@exercise.case(VELOCITY, points=2, visibility="public", seed=21)
def velocity_two_layers(rng):
    """returns zeros for every gradient of two layers"""
    return dict(parameters=network(rng, 3, 2, 4))


@exercise.case(VELOCITY, points=3, visibility="hidden", seed=22)
def velocity_four_layers(rng):
    """gives every layer the shapes of its own parameters"""
    return dict(parameters=network(rng, 2, 5, 3, 6, 4))


def momentum_inputs(rng, *widths, beta, learning_rate, first=False):
    parameters = network(rng, *widths)
    grads = gradients_like(rng, parameters)
    v = gradients_like(rng, parameters)
    if first:
        v = {name: np.zeros_like(value) for name, value in v.items()}
    return dict(parameters=parameters, grads=grads, v=v, beta=beta, learning_rate=learning_rate)


@exercise.case(MOMENTUM, points=2, visibility="public", seed=31)
def momentum_first_step(rng):
    """takes a first step, with averages that start at zero"""
    return momentum_inputs(rng, 3, 2, 4, beta=0.9, learning_rate=0.1, first=True)


@exercise.case(MOMENTUM, points=1, visibility="public", seed=35)
def momentum_second_step(rng):
    """takes a second step, with averages that the first one left"""
    return momentum_inputs(rng, 2, 3, 1, beta=0.7, learning_rate=0.2)


@exercise.case(MOMENTUM, points=4, visibility="hidden", seed=32)
def momentum_later_step(rng):
    """mixes the gradients into averages that earlier steps left"""
    return momentum_inputs(rng, 4, 3, 2, beta=0.8, learning_rate=0.5)


@exercise.case(MOMENTUM, points=4, visibility="hidden", seed=33)
def momentum_four_layers(rng):
    """updates every layer of a deeper network"""
    return momentum_inputs(rng, 2, 5, 3, 6, 4, beta=0.35, learning_rate=0.07)


@exercise.case(MOMENTUM, points=4, visibility="hidden", seed=34)
def momentum_without_memory(rng):
    """is gradient descent when beta is 0"""
    return momentum_inputs(rng, 5, 2, 3, beta=0.0, learning_rate=0.3)


@exercise.case(ADAM_START, points=2, visibility="public", seed=41)
def adam_start_two_layers(rng):
    """returns zeros for both averages of two layers"""
    return dict(parameters=network(rng, 3, 2, 4))


@exercise.case(ADAM_START, points=3, visibility="hidden", seed=42)
def adam_start_five_layers(rng):
    """gives every layer the shapes of its own parameters"""
    return dict(parameters=network(rng, 3, 5, 2, 6, 4, 1))


def adam_inputs(rng, *widths, t, first=False, **options):
    parameters = network(rng, *widths)
    grads = gradients_like(rng, parameters)
    v, s = gradients_like(rng, parameters), squares_like(rng, parameters)
    if first:
        v = {name: np.zeros_like(value) for name, value in v.items()}
        s = {name: np.zeros_like(value) for name, value in s.items()}
    return dict(parameters=parameters, grads=grads, v=v, s=s, t=t, **options)


@exercise.case(ADAM, points=5, visibility="public", seed=51)
def adam_second_step(rng):
    """takes a step with t = 2, with an epsilon that can be seen"""
    return adam_inputs(
        rng, 3, 2, 4, t=2, first=True, learning_rate=0.02, beta1=0.8, beta2=0.888, epsilon=1e-2
    )


@exercise.case(ADAM, points=4, visibility="hidden", seed=52)
def adam_first_step(rng):
    """corrects the first step fully"""
    return adam_inputs(
        rng, 4, 3, 2, t=1, first=True, learning_rate=0.1, beta1=0.7, beta2=0.95, epsilon=0.3
    )


@exercise.case(ADAM, points=6, visibility="hidden", seed=53)
def adam_later_step(rng):
    """mixes the gradients into averages that earlier steps left, and corrects by the step's number"""
    return adam_inputs(rng, 2, 5, 3, t=7, learning_rate=0.3, beta1=0.85, beta2=0.97, epsilon=0.1)


@exercise.case(ADAM, points=6, visibility="hidden", seed=54)
def adam_four_layers(rng):
    """updates every layer of a deeper network"""
    return adam_inputs(
        rng, 3, 4, 2, 5, 1, t=3, learning_rate=0.05, beta1=0.6, beta2=0.9, epsilon=0.5
    )


@exercise.case(ADAM, points=4, visibility="hidden", seed=55)
def adam_by_default(rng):
    """uses its usual rates and epsilon when not told otherwise, with gradients so small that epsilon shows"""
    inputs = adam_inputs(rng, 4, 2, 3, t=5)
    for averages, scale in (("grads", 1e-5), ("v", 1e-5), ("s", 1e-10)):
        inputs[averages] = {name: value * scale for name, value in inputs[averages].items()}
    return inputs


@exercise.case(DECAY, points=2, visibility="public", seed=61)
def decays_after_two_epochs(rng):
    """divides the first rate by a number that grows with the epochs"""
    return dict(learning_rate0=0.5, epoch_num=2, decay_rate=1)


@exercise.case(DECAY, points=1, visibility="public", seed=64)
def decays_at_a_rate(rng):
    """multiplies the epochs by the decay rate"""
    return dict(learning_rate0=0.8, epoch_num=5, decay_rate=0.3)


@exercise.case(DECAY, points=2, visibility="hidden", seed=62)
def decays_slowly(rng):
    """uses the decay rate"""
    return dict(learning_rate0=0.3, epoch_num=13, decay_rate=0.07)


@exercise.case(DECAY, points=3, visibility="hidden", seed=63)
def decays_from_another_rate(rng):
    """starts from the rate it is given, after many epochs"""
    return dict(learning_rate0=2.4, epoch_num=270, decay_rate=0.4)


@exercise.case(SCHEDULE, points=2, visibility="public", seed=71)
def schedule_at_a_step(rng):
    """lowers the rate when an interval is complete"""
    return dict(learning_rate0=0.5, epoch_num=300, decay_rate=0.3, time_interval=100)


@exercise.case(SCHEDULE, points=1, visibility="public", seed=75)
def schedule_between_two_steps(rng):
    """counts intervals that are complete"""
    return dict(learning_rate0=0.8, epoch_num=2540, decay_rate=0.4, time_interval=400)


@exercise.case(SCHEDULE, points=3, visibility="hidden", seed=72)
def schedule_between_steps(rng):
    """keeps the last rate until the next interval is complete"""
    return dict(learning_rate0=0.3, epoch_num=266, decay_rate=0.25, time_interval=60)


@exercise.case(SCHEDULE, points=3, visibility="hidden", seed=73)
def schedule_right_before_a_step(rng):
    """keeps the rate up to the last epoch of an interval"""
    # The result is not 0.5, which notebooks set as a global learning rate.
    return dict(learning_rate0=0.7, epoch_num=199, decay_rate=0.6, time_interval=100)


@exercise.case(SCHEDULE, points=3, visibility="hidden", seed=74)
def schedule_by_default(rng):
    """uses intervals of 1000 epochs when not told otherwise"""
    return dict(learning_rate0=0.9, epoch_num=1_000_000, decay_rate=0.45)


declare_mistakes(exercise)

IN_PLACE = "what is returned is judged; a change of the arguments in place is only noted"
KEYS_STAY = "no key is added or removed on the way"

exercise.equivalent(GD, ("parameters = dict(parameters)", "pass"), reason=IN_PLACE)
exercise.equivalent(
    MOMENTUM,
    ("parameters, v = dict(parameters), dict(v)", "pass"),
    ("parameters, v = dict(parameters)", "parameters, v = parameters"),
    ("dict(parameters), dict(v)", "dict(parameters), v"),
    reason=IN_PLACE,
)
exercise.equivalent(
    ADAM,
    ("parameters, v, s = dict(parameters), dict(v), dict(s)", "pass"),
    ("= dict(parameters), dict(v), dict(s)", "= parameters, dict(v), dict(s)"),
    ("= dict(parameters), dict(v), dict(s)", "= dict(parameters), v, dict(s)"),
    ("= dict(parameters), dict(v), dict(s)", "= dict(parameters), dict(v), s"),
    reason=IN_PLACE,
)
for _name in (GD, MOMENTUM, ADAM):
    exercise.equivalent(_name, ("in list(parameters)", "in parameters"), reason=KEYS_STAY)
exercise.equivalent(
    BATCHES, ("m = X.shape[1]", "m = Y.shape[1]"), reason="there is a label for every example"
)
exercise.equivalent(ADAM_START, ("return v, s", "return s, v"), reason="both hold the same zeros")

# Other faults give the same on the public cases.
exercise.needs_hidden_cases(BATCHES, "drops_the_rest")
