"""Gradient flow: what depth, scaling and weight decay do to a signal. 100 points, 26 of them public."""

from __future__ import annotations

import itertools

import numpy as np
from mistakes import declare_mistakes

from grader.authoring import Exercise

exercise = Exercise(title="Vanishing and exploding signals", reference="gradient_flow.py")

ACTIVATIONS = "linear_activations"
GRADIENTS = "linear_gradients"
OUTPUT = "identity_network_output"
RATE = "growth_rate"
SIZES = "signal_sizes"
SHRINK = "shrink_weights"
GAP = "tanh_gap"

exercise.function(GAP, builds_on=(ACTIVATIONS,))
# Sizes are an array; a list of numbers says the same.
exercise.accepted_form(
    SIZES, "list", edit=("return np.array(sizes)", "return [float(size) for size in sizes]")
)


def layers(rng, *widths, scale=1.0):
    """Weights W[1], ..., W[L] for these widths, of a size that keeps a linear signal's."""
    return [
        scale * rng.normal(size=(after, before)) / np.sqrt(before)
        for before, after in itertools.pairwise(widths)
    ]


def identities(n, count, scale):
    return [scale * np.eye(n) for _ in range(count)]


@exercise.case(ACTIVATIONS, points=3, visibility="public", seed=1)
def activations_of_scaled_identities(rng):
    """grows by half in each of four layers of 1.5 I"""
    return dict(X=rng.normal(size=(2, 3)), weights=identities(2, 4, 1.5))


@exercise.case(ACTIVATIONS, points=5, visibility="hidden", seed=2)
def activations_of_five_layers(rng):
    """multiplies the layers in their order, whatever their widths"""
    return dict(X=rng.normal(size=(3, 4)), weights=layers(rng, 3, 5, 2, 6, 4, 2))


@exercise.case(ACTIVATIONS, points=4, visibility="hidden", seed=3)
def activations_of_square_layers(rng):
    """tells a layer's weights from their transposes"""
    return dict(X=rng.normal(size=(3, 1)), weights=layers(rng, 3, 3, 3, 3))


@exercise.case(GRADIENTS, points=4, visibility="public", seed=11)
def gradients_of_scaled_identities(rng):
    """halves the gradient in each of four layers of 0.5 I"""
    return dict(dA=rng.normal(size=(2, 3)), weights=identities(2, 4, 0.5))


@exercise.case(GRADIENTS, points=6, visibility="hidden", seed=12)
def gradients_of_five_layers(rng):
    """goes back from the last layer to the first, whatever their widths"""
    return dict(dA=rng.normal(size=(2, 4)), weights=layers(rng, 3, 5, 2, 6, 4, 2))


@exercise.case(GRADIENTS, points=5, visibility="hidden", seed=13)
def gradients_of_square_layers(rng):
    """tells a layer's weights from their transposes"""
    return dict(dA=rng.normal(size=(3, 1)), weights=layers(rng, 3, 3, 3, 3))


# A vanished output lies far below the standard absolute tolerance: there only rtol counts.


@exercise.case(OUTPUT, points=4, visibility="public", seed=21)
def output_that_explodes(rng):
    """grows like a power of 1.5"""
    return dict(X=rng.normal(size=(2, 3)), W_last=rng.normal(size=(1, 2)), scale=1.5, layers=5)


@exercise.case(OUTPUT, points=6, visibility="hidden", seed=22, atol=0.0)
def output_that_vanishes(rng):
    """falls like a power of 0.9, through 150 layers"""
    return dict(X=rng.normal(size=(3, 4)), W_last=rng.normal(size=(2, 3)), scale=0.9, layers=150)


@exercise.case(OUTPUT, points=4, visibility="hidden", seed=23)
def output_of_one_layer(rng):
    """has no scaled layer when the last one is the only one"""
    return dict(X=rng.normal(size=(4, 1)), W_last=rng.normal(size=(3, 4)), scale=0.5, layers=1)


@exercise.case(RATE, points=4, visibility="public", seed=31)
def rate_of_scaled_identities(rng):
    """is the common factor when every layer has the same"""
    X = rng.normal(size=(2, 3))
    return dict(activations=[X * 1.5**layer for layer in range(5)])


@exercise.case(RATE, points=5, visibility="hidden", seed=32)
def rate_of_six_layers(rng):
    """averages layers that change the signal by different factors"""
    widths = (3, 6, 2, 5, 4, 3, 2)
    return dict(activations=[rng.normal(size=(n, 4)) * 1.8**i for i, n in enumerate(widths)])


@exercise.case(RATE, points=4, visibility="hidden", seed=33)
def rate_of_a_vanishing_signal(rng):
    """is below 1 for a signal that fades"""
    return dict(activations=[rng.normal(size=(n, 1)) * 0.6**i for i, n in enumerate((5, 3, 4, 3))])


def normals(rng, *widths, examples):
    matrices = [rng.normal(size=(after, before)) for before, after in itertools.pairwise(widths)]
    return dict(X=rng.normal(size=(widths[0], examples)), normals=matrices)


@exercise.case(SIZES, points=4, visibility="public", seed=41)
def sizes_with_he_and_relu(rng):
    """follows ReLU layers with He's scaling"""
    return dict(**normals(rng, 6, 4, 8, 3, examples=5), scaling="he", activation="relu")


@exercise.case(SIZES, points=5, visibility="hidden", seed=42)
def sizes_with_xavier_and_tanh(rng):
    """follows tanh layers with Xavier's scaling"""
    return dict(**normals(rng, 5, 9, 4, 7, 6, examples=6), scaling="xavier", activation="tanh")


@exercise.case(SIZES, points=5, visibility="hidden", seed=43)
def sizes_with_bengio_and_tanh(rng):
    """looks at inputs and outputs of a layer with Bengio's scaling"""
    return dict(**normals(rng, 4, 10, 3, 8, 2, examples=7), scaling="bengio", activation="tanh")


@exercise.case(SIZES, points=2, visibility="hidden", seed=45)
def sizes_with_he_and_tanh(rng):
    """scales after He whatever the activation is"""
    return dict(**normals(rng, 7, 3, 9, 5, examples=4), scaling="he", activation="tanh")


@exercise.case(SIZES, points=3, visibility="hidden", seed=44)
def sizes_with_xavier_and_relu(rng):
    """shows that ReLU layers need more than Xavier's scaling"""
    return dict(**normals(rng, *[12] * 9, examples=1), scaling="xavier", activation="relu")


@exercise.case(SHRINK, points=4, visibility="public", seed=51)
def shrinks_two_layers(rng):
    """multiplies by the factor of weight decay at every step"""
    return dict(weights=layers(rng, 3, 4, 2), learning_rate=0.1, lambd=2.0, m=5, steps=3)


@exercise.case(SHRINK, points=5, visibility="hidden", seed=52)
def shrinks_four_layers(rng):
    """shrinks every layer under a large lambda"""
    return dict(weights=layers(rng, 4, 3, 5, 2, 3), learning_rate=0.05, lambd=30.0, m=7, steps=12)


@exercise.case(SHRINK, points=4, visibility="hidden", seed=53)
def shrinks_in_one_step(rng):
    """is the lecture's update when a single step is made"""
    return dict(weights=layers(rng, 2, 3, 3), learning_rate=0.3, lambd=1.5, m=4, steps=1)


@exercise.case(GAP, points=3, visibility="public", seed=61)
def gap_of_two_layers(rng):
    """compares the outputs of two networks with the same weights"""
    return dict(X=rng.normal(size=(3, 4)), weights=layers(rng, 3, 5, 2))


@exercise.case(GAP, points=6, visibility="hidden", seed=62)
def gap_of_four_layers(rng):
    """sends the whole network through tanh, the last layer too"""
    return dict(X=rng.normal(size=(4, 6)), weights=layers(rng, 4, 3, 6, 5, 3, scale=1.6))


@exercise.case(GAP, points=5, visibility="hidden", seed=63)
def gap_of_small_weights(rng):
    """is small, and relative to the output, when the weights are small"""
    return dict(X=rng.normal(size=(5, 3)), weights=layers(rng, 5, 4, 4, 2, scale=0.2))


declare_mistakes(exercise)

exercise.equivalent(
    SIZES, ("np.maximum(0, Z)", "np.maximum(Z, 0)"), reason="the larger of two, in any order"
)
exercise.equivalent(SIZES, ("np.array(sizes)", "sizes"), reason="a list of numbers is accepted")
exercise.equivalent(GAP, ("norm(A - B)", "norm(B - A)"), reason="a norm does not see the sign")

# Other faults give the same on the public cases.
exercise.needs_hidden_cases(ACTIVATIONS, "forgets_the_last_layer")
exercise.needs_hidden_cases(GRADIENTS, "forgets_the_inputs_gradient")
exercise.needs_hidden_cases(SHRINK, "halves_the_decay")
