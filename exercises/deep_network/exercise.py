"""A deep network, step by step. 100 points, 21 of them public."""

from __future__ import annotations

import numpy as np
from equivalents import declare_equivalents
from layers import forward, layer_cache
from mistakes import declare_mistakes
from networks import batch, gradients_like, network

from grader.authoring import Exercise

exercise = Exercise(
    title="A deep network, step by step", reference=["activations.py", "deep_network.py"]
)
exercise.support("dnn_utils.py", names=("dnn_utils", "dnn_utils_v2"))

INIT = "initialize_parameters"
INIT_DEEP = "initialize_parameters_deep"
LINEAR = "linear_forward"
LAYER = "linear_activation_forward"
MODEL = "L_model_forward"
COST = "compute_cost"
LINEAR_BACKWARD = "linear_backward"
LAYER_BACKWARD = "linear_activation_backward"
MODEL_BACKWARD = "L_model_backward"
UPDATE = "update_parameters"

exercise.function(LAYER, builds_on=(LINEAR,))
exercise.function(MODEL, builds_on=(LAYER,))
exercise.function(LAYER_BACKWARD, builds_on=(LINEAR_BACKWARD,))
exercise.function(MODEL_BACKWARD, builds_on=(LAYER_BACKWARD,))
exercise.function("initialize_parameters", rng="fixed")
exercise.function("initialize_parameters_deep", rng="fixed")

# In 2017 the gradient that layer l hands to the layer before was filed under "dA" + str(l).
exercise.accepted_form(MODEL_BACKWARD, "keys_of_2017", edit=('f"dA{l - 1}"', 'f"dA{l}"'))

# Neighbouring widths differ, so that a transposed W or n[l] for n[l-1] shows; where they are
# equal on purpose, the case says so. No case has the seed that a function sets itself.


@exercise.case(INIT, points=2, visibility="public", seed=11)
def initialize_three_two_one(rng):
    """draws W1 and W2 from seed 1, scaled by 0.01, with zero biases"""
    return dict(n_x=3, n_h=2, n_y=1)


@exercise.case(INIT, points=2, visibility="hidden", seed=12)
def initialize_a_wide_hidden_layer(rng):
    """gives each layer the shape of its own widths"""
    return dict(n_x=4, n_h=6, n_y=3)


@exercise.case(INIT, points=2, visibility="hidden", seed=13)
def initialize_a_narrow_hidden_layer(rng):
    """draws one layer after the other"""
    return dict(n_x=7, n_h=3, n_y=1)


@exercise.case(INIT_DEEP, points=2, visibility="public", seed=21)
def initialize_two_layers(rng):
    """draws two layers from seed 3, scaled by 0.01, with zero biases"""
    return dict(layer_dims=[5, 4, 2])


@exercise.case(INIT_DEEP, points=4, visibility="hidden", seed=22)
def initialize_four_layers(rng):
    """draws the layers one after another, for any number of layers"""
    return dict(layer_dims=[4, 7, 3, 5, 2])


@exercise.case(INIT_DEEP, points=4, visibility="hidden", seed=23)
def initialize_six_layers(rng):
    """gives every layer the shape of its own widths"""
    return dict(layer_dims=[2, 6, 4, 3, 5, 8, 1])


def linear_inputs(rng, before, after, examples):
    return dict(
        A=rng.normal(size=(before, examples)),
        W=rng.normal(size=(after, before)),
        b=rng.normal(size=(after, 1)),
    )


@exercise.case(LINEAR, points=2, visibility="public", seed=31)
def linear_part(rng):
    """adds the bias to every column, and returns its arguments as the cache"""
    return linear_inputs(rng, 3, 2, 5)


@exercise.case(LINEAR, points=2, visibility="hidden", seed=32)
def linear_part_of_square_matrices(rng):
    """is a matrix product even where other products would fit as well"""
    return linear_inputs(rng, 4, 4, 4)


@exercise.case(LINEAR, points=2, visibility="hidden", seed=33)
def linear_part_of_one_example(rng):
    """keeps the column for a single example"""
    return linear_inputs(rng, 5, 3, 1)


def layer_inputs(rng, before, after, examples, activation):
    inputs = linear_inputs(rng, before, after, examples)
    return dict(A_prev=inputs["A"], W=inputs["W"], b=inputs["b"], activation=activation)


@exercise.case(LAYER, points=2, visibility="public", seed=41)
def layer_with_relu(rng):
    """applies ReLU, and returns both caches"""
    return layer_inputs(rng, 3, 4, 5, "relu")


@exercise.case(LAYER, points=4, visibility="hidden", seed=42)
def layer_with_sigmoid(rng):
    """applies the sigmoid, and returns both caches"""
    return layer_inputs(rng, 5, 2, 7, "sigmoid")


@exercise.case(LAYER, points=4, visibility="hidden", seed=43)
def layer_of_one_example(rng):
    """keeps all shapes for a single example"""
    return layer_inputs(rng, 4, 6, 1, "relu")


def model_inputs(rng, widths, examples):
    parameters = network(rng, *widths)
    return dict(X=batch(rng, widths[0], examples)[0], parameters=parameters)


@exercise.case(MODEL, points=2, visibility="public", seed=51)
def three_layers(rng):
    """runs two ReLU layers and a sigmoid output, and returns three caches"""
    return model_inputs(rng, (4, 3, 5, 1), examples=6)


@exercise.case(MODEL, points=4, visibility="hidden", seed=52)
def five_layers(rng):
    """works for any number of layers"""
    return model_inputs(rng, (3, 6, 4, 5, 2, 1), examples=8)


@exercise.case(MODEL, points=4, visibility="hidden", seed=53)
def four_layers_of_equal_width(rng):
    """feeds every layer with the activation of the one before"""
    return model_inputs(rng, (4, 4, 4, 4, 1), examples=5)


@exercise.case(MODEL, points=4, visibility="hidden", seed=54)
def two_layers_of_one_example(rng):
    """keeps all shapes for a single example"""
    return model_inputs(rng, (5, 3, 1), examples=1)


def cost_inputs(rng, examples):
    _, Y = batch(rng, 1, examples)
    return dict(AL=rng.uniform(0.05, 0.95, size=(1, examples)), Y=Y)


@exercise.case(COST, points=2, visibility="public", seed=61)
def cost_of_four_examples(rng):
    """averages the cross-entropy of labels of both kinds"""
    return cost_inputs(rng, examples=4)


@exercise.case(COST, points=3, visibility="hidden", seed=62)
def cost_of_many_examples(rng):
    """divides by the number of examples"""
    return cost_inputs(rng, examples=50)


@exercise.case(COST, points=3, visibility="hidden", seed=63)
def cost_of_one_example(rng):
    """returns a number for a single example, too"""
    return dict(AL=np.array([[0.04]]), Y=np.array([[1]]))


def linear_backward_inputs(rng, before, after, examples):
    inputs = linear_inputs(rng, before, after, examples)
    return dict(
        dZ=rng.normal(size=(after, examples)), cache=(inputs["A"], inputs["W"], inputs["b"])
    )


@exercise.case(LINEAR_BACKWARD, points=2, visibility="public", seed=71)
def linear_gradients(rng):
    """returns dA_prev, dW and db of several units"""
    return linear_backward_inputs(rng, 3, 2, 5)


@exercise.case(LINEAR_BACKWARD, points=3, visibility="hidden", seed=72)
def linear_gradients_of_many_examples(rng):
    """averages over the examples where the derivative of a mean does"""
    return linear_backward_inputs(rng, 4, 6, 9)


@exercise.case(LINEAR_BACKWARD, points=3, visibility="hidden", seed=73)
def linear_gradients_of_one_unit(rng):
    """keeps all shapes for a single unit"""
    return linear_backward_inputs(rng, 5, 1, 3)


@exercise.case(LINEAR_BACKWARD, points=2, visibility="hidden", seed=74)
def linear_gradients_of_one_example(rng):
    """keeps all shapes for a single example"""
    return linear_backward_inputs(rng, 4, 3, 1)


def layer_backward_inputs(rng, before, after, examples, activation):
    """A cache whose Z belongs to its A_prev, W and b."""
    inputs = linear_inputs(rng, before, after, examples)
    if activation == "relu":
        inputs["W"][0] = inputs["b"][0] = 0.0  # the first unit's Z is exactly 0
    return dict(
        dA=rng.normal(size=(after, examples)),
        cache=layer_cache(inputs["A"], inputs["W"], inputs["b"]),
        activation=activation,
    )


@exercise.case(LAYER_BACKWARD, points=2, visibility="public", seed=81)
def layer_gradients_with_sigmoid(rng):
    """sends the gradient through the sigmoid's derivative"""
    return layer_backward_inputs(rng, 3, 2, 5, "sigmoid")


@exercise.case(LAYER_BACKWARD, points=4, visibility="hidden", seed=82)
def layer_gradients_with_relu(rng):
    """lets the gradient through where ReLU let the value through, and nowhere else"""
    return layer_backward_inputs(rng, 4, 5, 7, "relu")


@exercise.case(LAYER_BACKWARD, points=4, visibility="hidden", seed=83)
def layer_gradients_of_one_example(rng):
    """keeps all shapes for a single example"""
    inputs = layer_backward_inputs(rng, 5, 4, 1, "sigmoid")
    return {**inputs, "dA": 10 * inputs["dA"]}


def model_backward_inputs(rng, widths, examples):
    """Output and caches of one forward pass."""
    parameters = network(rng, *widths)
    X, Y = batch(rng, widths[0], examples)
    AL, caches = forward(X, parameters)
    return dict(AL=AL, Y=Y, caches=caches)


@exercise.case(MODEL_BACKWARD, points=3, visibility="public", seed=91)
def gradients_of_two_layers(rng):
    """returns the gradients of both layers and of their inputs"""
    return model_backward_inputs(rng, (4, 3, 1), examples=5)


@exercise.case(MODEL_BACKWARD, points=4, visibility="hidden", seed=126)
def gradients_of_five_layers(rng):
    """works for any number of layers"""
    return model_backward_inputs(rng, (3, 6, 4, 5, 2, 1), examples=8)


@exercise.case(MODEL_BACKWARD, points=5, visibility="hidden", seed=136)
def gradients_of_layers_of_equal_width(rng):
    """hands every layer the gradient of the one behind it"""
    return model_backward_inputs(rng, (3, 4, 4, 4, 1), examples=6)


@exercise.case(MODEL_BACKWARD, points=4, visibility="hidden", seed=94)
def gradients_of_one_example(rng):
    """keeps all shapes for a single example"""
    return model_backward_inputs(rng, (5, 4, 3, 1), examples=1)


def update_inputs(rng, *widths, learning_rate):
    parameters = network(rng, *widths)
    return dict(
        parameters=parameters, grads=gradients_like(rng, parameters), learning_rate=learning_rate
    )


@exercise.case(UPDATE, points=2, visibility="public", seed=101)
def update_two_layers(rng):
    """steps against the gradients of two layers"""
    return update_inputs(rng, 3, 4, 1, learning_rate=0.1)


@exercise.case(UPDATE, points=4, visibility="hidden", seed=102)
def update_four_layers(rng):
    """updates every layer of a deeper network"""
    return update_inputs(rng, 4, 3, 5, 2, 1, learning_rate=0.03)


@exercise.case(UPDATE, points=4, visibility="hidden", seed=103)
def update_with_a_large_rate(rng):
    """takes the learning rate as given"""
    return update_inputs(rng, 2, 6, 3, 1, learning_rate=1.7)


declare_mistakes(exercise)
declare_equivalents(exercise)

# Other faults give the same on the public cases.
exercise.needs_hidden_cases(MODEL_BACKWARD, "forgets_the_first_layer")
exercise.needs_hidden_cases(MODEL, "has_two_layers", "leaves_out_a_hidden_layer")
exercise.needs_hidden_cases(INIT_DEEP, "forgets_the_last_layer")
exercise.needs_hidden_cases(LAYER, "always_sigmoid", "forgets_the_activation")
