"""Scaled initialization: Xavier, He, Bengio. 100 points, 23 of them public."""

from __future__ import annotations

from mistakes import declare_mistakes

from grader.authoring import Exercise

exercise = Exercise(title="Scaled initialization", reference="scaled_initialization.py")

DEVIATION = "weight_deviation"
SCALED = "initialize_scaled"
MIXED = "initialize_for_activations"

exercise.function(SCALED, builds_on=(DEVIATION,), rng="fixed")
exercise.function(MIXED, builds_on=(DEVIATION,), rng="fixed")

# Neighbouring widths differ, so that a transposed W or n[l] for n[l-1] shows. No case's own seed is
# the one that it hands over: a function that does not seed itself then draws other numbers.


@exercise.case(DEVIATION, points=3, visibility="public", seed=1)
def deviation_of_he(rng):
    """gives He's scaling for a layer with four inputs"""
    return dict(scaling="he", n_before=4, n=3)


@exercise.case(DEVIATION, points=4, visibility="hidden", seed=2)
def deviation_of_xavier(rng):
    """gives Xavier's scaling"""
    return dict(scaling="xavier", n_before=23, n=7)


@exercise.case(DEVIATION, points=4, visibility="hidden", seed=3)
def deviation_of_bengio(rng):
    """counts inputs and outputs for Bengio's scaling"""
    return dict(scaling="bengio", n_before=11, n=34)


@exercise.case(DEVIATION, points=4, visibility="hidden", seed=4)
def deviation_of_a_wide_layer(rng):
    """gives He's scaling whatever the layer's own width is"""
    return dict(scaling="he", n_before=5, n=120)


@exercise.case(SCALED, points=6, visibility="public", seed=11)
def he_two_layers(rng):
    """draws two layers with He's scaling and zero biases"""
    return dict(layers_dims=[3, 5, 2], scaling="he", seed=3)


@exercise.case(SCALED, points=5, visibility="public", seed=12)
def xavier_two_layers(rng):
    """draws two layers with Xavier's scaling and zero biases"""
    return dict(layers_dims=[2, 4, 1], scaling="xavier", seed=3)


@exercise.case(SCALED, points=11, visibility="hidden", seed=13)
def he_five_layers(rng):
    """scales every layer by the number of its own inputs"""
    return dict(layers_dims=[3, 8, 6, 4, 5, 1], scaling="he", seed=6)


@exercise.case(SCALED, points=11, visibility="hidden", seed=14)
def xavier_four_layers(rng):
    """works for another scaling and another seed"""
    return dict(layers_dims=[10, 7, 3, 5, 2], scaling="xavier", seed=41)


@exercise.case(SCALED, points=12, visibility="hidden", seed=15)
def bengio_four_layers(rng):
    """counts inputs and outputs of every layer with Bengio's scaling"""
    return dict(layers_dims=[6, 9, 2, 7, 3], scaling="bengio", seed=8)


@exercise.case(MIXED, points=9, visibility="public", seed=41)
def mixed_relu_then_tanh(rng):
    """scales a ReLU layer and a tanh layer"""
    return dict(layers_dims=[4, 6, 3], activations=["relu", "tanh"], seed=3)


@exercise.case(MIXED, points=16, visibility="hidden", seed=42)
def mixed_four_layers(rng):
    """looks up the activation of every layer"""
    return dict(layers_dims=[5, 8, 3, 6, 2], activations=["tanh", "relu", "relu", "tanh"], seed=7)


@exercise.case(MIXED, points=15, visibility="hidden", seed=43)
def mixed_five_layers(rng):
    """works for another order of activations and another seed"""
    return dict(
        layers_dims=[7, 2, 5, 9, 4, 3],
        activations=["relu", "tanh", "relu", "tanh", "tanh"],
        seed=51,
    )


declare_mistakes(exercise)

# Other faults give the same on the public cases.
exercise.needs_hidden_cases(
    MIXED, "always_uses_he", "draws_transposed", "forgets_the_last_layer", "swaps_the_two"
)
exercise.needs_hidden_cases(SCALED, "forgets_the_last_layer", "swaps_the_widths")
exercise.needs_hidden_cases(DEVIATION, "counts_outputs")
