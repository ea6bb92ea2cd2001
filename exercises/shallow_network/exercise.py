"""A network with one hidden layer. 100 points, 25 of them public."""

from __future__ import annotations

import numpy as np
from mistakes import declare_mistakes
from networks import batch, gradients_like, network

from grader.authoring import Exercise

exercise = Exercise(
    title="A network with one hidden layer", reference=["activations.py", "shallow_network.py"]
)
exercise.support("planar_utils.py", names=("planar_utils",))

SIZES = "layer_sizes"
START = "initialize_parameters"
FORWARD = "forward_propagation"
COST = "compute_cost"
BACKWARD = "backward_propagation"
UPDATE = "update_parameters"
TRAIN = "nn_model"
PREDICT = "predict"

exercise.function(START, rng="as_found")
exercise.function(
    TRAIN,
    builds_on=(SIZES, START, FORWARD, COST, BACKWARD, UPDATE),
    rng="helpers",
    optional_args={"learning_rate": 1.2},  # a few notebooks of 2019 and 2020 have it as an argument
)
exercise.function(PREDICT, builds_on=(FORWARD,))

# Until 2021 the first parameters were drawn from a seed of their own.
exercise.accepted_form(
    START,
    "seeds_inside",
    edit=("    W1 = np.random.randn", "    np.random.seed(2)\n    W1 = np.random.randn"),
)
exercise.accepted_form(TRAIN, "seeds_inside", edit=("np.random.seed(3)", "np.random.seed(2)"))
# Since 2021 the cost is not handed the parameters, which it never used.
exercise.accepted_form(
    COST, "two_arguments", edit=("Y: np.ndarray, parameters: dict)", "Y: np.ndarray)")
)

COLUMNS = "X, Y and A2 have one column per example"
exercise.equivalent(COST, ("m = Y.shape[1]", "m = A2.shape[1]"), reason=COLUMNS)
exercise.equivalent(BACKWARD, ("m = X.shape[1]", "m = Y.shape[1]"), reason=COLUMNS)
exercise.equivalent(
    BACKWARD,
    ("np.sum(dZ2, axis=1, keepdims=True)", "np.sum(dZ2, keepdims=True)"),
    ("W2.T @ dZ2 * (1", "W2.T * dZ2 * (1"),
    reason="there is one output unit",
)
exercise.equivalent(
    PREDICT,
    ("return A2 > 0.5", "return A2 >= 0.5"),
    reason="exactly one half may stand for either label: public solutions differ",
)
exercise.equivalent(
    TRAIN, ("print_cost: bool = False", "print_cost: bool = True"), reason="nothing is printed"
)
exercise.equivalent(
    TRAIN,
    ("num_iterations: int = 10000", "num_iterations: int = 10001"),
    ("num_iterations: int = 10000", "num_iterations: int = 9999"),
    reason="how long a training lasts when nobody says so is anybody's choice",
)


def forward_pass(X, parameters):
    """The cache of a real pass, so that A1 and tanh(Z1) are the same."""
    Z1 = parameters["W1"] @ X + parameters["b1"]
    Z2 = parameters["W2"] @ np.tanh(Z1) + parameters["b2"]
    return {"Z1": Z1, "A1": np.tanh(Z1), "Z2": Z2, "A2": 1 / (1 + np.exp(-Z2))}


@exercise.case(SIZES, points=2, visibility="public", seed=1)
def sizes_of_two_outputs(rng):
    """reads the widths off the data"""
    return dict(X=rng.normal(size=(5, 3)), Y=rng.normal(size=(2, 3)))


@exercise.case(SIZES, points=4, visibility="hidden", seed=2)
def sizes_of_many_examples(rng):
    """counts features and outputs, not examples"""
    return dict(X=rng.normal(size=(2, 9)), Y=rng.normal(size=(1, 9)))


# No case that draws parameters has the seed 2, so that both forms differ. All that train have the
# seed 3 but one: who leaves the seeding to the caller loses that one only.


@exercise.case(START, points=3, visibility="public", seed=11)
def starts_two_inputs(rng):
    """draws small weights, with zero biases"""
    return dict(n_x=2, n_h=4, n_y=1)


@exercise.case(START, points=1, visibility="public", seed=14)
def starts_two_outputs(rng):
    """draws as many weights as it is told"""
    return dict(n_x=3, n_h=5, n_y=2)


@exercise.case(START, points=4, visibility="hidden", seed=12)
def starts_many_inputs(rng):
    """gives each layer the shapes of its own widths"""
    return dict(n_x=6, n_h=3, n_y=1)


@exercise.case(START, points=4, visibility="hidden", seed=13)
def starts_a_wide_hidden_layer(rng):
    """draws the first layer before the second"""
    return dict(n_x=3, n_h=8, n_y=5)


def pass_inputs(rng, features, hidden, m):
    parameters = network(rng, features, hidden, 1)
    X, Y = batch(rng, features, m)
    return X, Y, parameters


def forward_inputs(rng, features, hidden, m):
    X, _, parameters = pass_inputs(rng, features, hidden, m)
    return dict(X=X, parameters=parameters)


@exercise.case(FORWARD, points=4, visibility="public", seed=21)
def passes_three_examples(rng):
    """returns the output and all four entries of the cache"""
    return forward_inputs(rng, 2, 4, 3)


@exercise.case(FORWARD, points=6, visibility="hidden", seed=22)
def passes_many_examples(rng):
    """uses tanh in the hidden layer and the sigmoid in the output"""
    return forward_inputs(rng, 5, 3, 8)


@exercise.case(FORWARD, points=5, visibility="hidden", seed=23)
def passes_one_example(rng):
    """keeps all shapes for a single example"""
    return forward_inputs(rng, 3, 6, 1)


def cost_inputs(rng, features, hidden, m):
    X, Y, parameters = pass_inputs(rng, features, hidden, m)
    return dict(A2=forward_pass(X, parameters)["A2"], Y=Y, parameters=parameters)


@exercise.case(COST, points=3, visibility="public", seed=36)
def costs_of_five_examples(rng):
    """averages the cross-entropy of five examples"""
    return cost_inputs(rng, 3, 4, 5)


@exercise.case(COST, points=5, visibility="hidden", seed=32)
def costs_of_many_examples(rng):
    """averages over many examples"""
    return cost_inputs(rng, 2, 5, 33)


@exercise.case(COST, points=4, visibility="hidden", seed=33)
def costs_of_truth_values(rng):
    """takes labels that are true or false"""
    inputs = cost_inputs(rng, 4, 3, 6)
    return dict(inputs, Y=inputs["Y"].astype(bool))


def backward_inputs(rng, features, hidden, m):
    X, Y, parameters = pass_inputs(rng, features, hidden, m)
    return dict(parameters=parameters, cache=forward_pass(X, parameters), X=X, Y=Y)


@exercise.case(BACKWARD, points=5, visibility="public", seed=41)
def differentiates_three_examples(rng):
    """returns the gradients of both layers"""
    return backward_inputs(rng, 2, 4, 3)


@exercise.case(BACKWARD, points=7, visibility="hidden", seed=42)
def differentiates_many_examples(rng):
    """averages the gradients over the examples"""
    return backward_inputs(rng, 5, 3, 12)


@exercise.case(BACKWARD, points=7, visibility="hidden", seed=43)
def differentiates_a_wide_hidden_layer(rng):
    """sends the gradient back through tanh"""
    return backward_inputs(rng, 3, 9, 7)


@exercise.case(BACKWARD, points=6, visibility="hidden", seed=44)
def differentiates_one_example(rng):
    """keeps all shapes for a single example"""
    return backward_inputs(rng, 4, 6, 1)


def update_inputs(rng, features, hidden, **options):
    parameters = network(rng, features, hidden, 1)
    return dict(parameters=parameters, grads=gradients_like(rng, parameters), **options)


@exercise.case(UPDATE, points=2, visibility="public", seed=51)
def updates_by_default(rng):
    """steps with the learning rate 1.2 when not told otherwise"""
    return update_inputs(rng, 2, 4)


@exercise.case(UPDATE, points=3, visibility="hidden", seed=52)
def updates_in_a_small_step(rng):
    """takes the learning rate as given"""
    return update_inputs(rng, 5, 3, learning_rate=0.07)


@exercise.case(UPDATE, points=3, visibility="hidden", seed=53)
def updates_in_a_large_step(rng):
    """updates all four parameters"""
    return update_inputs(rng, 3, 6, learning_rate=2.5)


@exercise.case(UPDATE, points=2, visibility="hidden", seed=54)
def updates_a_wide_layer_by_default(rng):
    """steps with the default rate in a wider network"""
    return update_inputs(rng, 4, 7)


def training_inputs(rng, features, n_h, m, **options):
    """Points of two classes; the first draws are thrown away, for they are those of the weights."""
    rng.normal(size=100)
    X = rng.normal(size=(features, m)) * 2
    Y = (X[0:1] * X[1:2] > 0.3 * rng.normal(size=(1, m))).astype(int)
    return dict(X=X, Y=Y, n_h=n_h, **options)


@exercise.case(TRAIN, points=3, visibility="public", seed=3)
def trains_for_a_few_steps(rng):
    """trains three hidden units for a few steps"""
    return training_inputs(rng, 2, 3, 6, num_iterations=5)


@exercise.case(TRAIN, points=4, visibility="hidden", seed=3)
def trains_for_more_steps(rng):
    """trains for as many steps as told"""
    return training_inputs(rng, 3, 5, 10, num_iterations=40)


@exercise.case(TRAIN, points=3, visibility="hidden", seed=3)
def trains_many_units(rng):
    """trains as many hidden units as told"""
    return training_inputs(rng, 2, 7, 8, num_iterations=21)


@exercise.case(TRAIN, points=2, visibility="hidden", seed=64)
def trains_from_its_own_seed(rng):
    """starts from its own seed, whatever was drawn before"""
    return training_inputs(rng, 2, 4, 5, num_iterations=12)


def spread(rng, features, hidden, m):
    """Examples on both sides of the boundary, some of them close to it."""
    parameters = network(rng, features, hidden, 1)
    X = rng.normal(size=(features, m)) * 2
    Z2 = forward_pass(X, parameters)["Z2"]
    parameters["b2"] = parameters["b2"] - np.median(Z2) + 0.05
    return dict(parameters=parameters, X=X)


@exercise.case(PREDICT, points=2, visibility="public", seed=71)
def predicts_five_examples(rng):
    """labels five examples"""
    return spread(rng, 2, 4, 5)


@exercise.case(PREDICT, points=6, visibility="hidden", seed=72)
def predicts_many_examples(rng):
    """labels many examples, some of them close to the boundary"""
    return spread(rng, 4, 5, 24)


declare_mistakes(exercise)

# Other faults give the same on the public cases.
exercise.needs_hidden_cases(SIZES, "makes_the_hidden_layer_as_wide_as_the_input")
