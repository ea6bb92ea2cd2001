"""Dropout in a network of any depth. 100 points, 25 of them public."""

from __future__ import annotations

import numpy as np
from mistakes import declare_mistakes
from networks import batch, network

from grader.authoring import Exercise

exercise = Exercise(
    title="Dropout in a deep network", reference=["activations.py", "dropout_network.py"]
)
exercise.support("dropout_utils.py", names=("dropout_utils",))
exercise.function("mean_dropped_activation", builds_on=("drop_units",), rng="fixed")
exercise.function("forward_with_dropout", builds_on=("drop_units",), rng="fixed")
exercise.function("backward_with_dropout", builds_on=("forward_with_dropout",))  # its property
exercise.function("layer_to_drop_most", all_or_nothing=True)
exercise.function("drop_units", rng="as_found")


def activations(rng, units, examples, keep_prob):
    """What comes out of ReLU: some zeros, the rest positive."""
    return dict(A=np.maximum(0, rng.normal(loc=0.7, size=(units, examples))), keep_prob=keep_prob)


def forward_inputs(rng, widths, examples, keep_probs, seed):
    parameters = network(rng, *widths)
    X, _ = batch(rng, widths[0], examples)
    return dict(X=X, parameters=parameters, keep_probs=keep_probs, seed=seed)


def backward_inputs(rng, widths, examples, keep_probs, dead_unit=False):
    """The cache of a real forward pass, with masks that no seed of a student's gives.

    The dead unit's Z is exactly 0 for every example.
    """
    parameters = network(rng, *widths)
    if dead_unit:
        parameters["W1"][0] = parameters["b1"][0] = 0.0
    X, Y = batch(rng, widths[0], examples)
    cache = {"A0": X}
    A = X
    for l in range(1, len(widths)):
        Z = parameters[f"W{l}"] @ A + parameters[f"b{l}"]
        if l < len(widths) - 1:
            D = rng.uniform(size=Z.shape) < keep_probs[l - 1]
            A = np.maximum(0, Z) * D / keep_probs[l - 1]
            cache[f"D{l}"] = D
        else:
            A = 1 / (1 + np.exp(-Z))
        cache[f"Z{l}"], cache[f"A{l}"] = Z, A
    return dict(Y=Y, parameters=parameters, cache=cache, keep_probs=keep_probs)


def predict_inputs(rng, widths, examples):
    return dict(X=batch(rng, widths[0], examples)[0], parameters=network(rng, *widths))


@exercise.case("drop_units", points=4, visibility="public", seed=101)
def drops_some_units(rng):
    """drops some units of a layer and rescales the others"""
    return activations(rng, 4, 3, keep_prob=0.7)


@exercise.case("drop_units", points=4, visibility="hidden", seed=102)
def drops_most_units(rng):
    """rescales strongly when keep_prob is small"""
    return activations(rng, 6, 9, keep_prob=0.2)


@exercise.case("drop_units", points=4, visibility="hidden", seed=103)
def drops_few_units(rng):
    """rescales a little when keep_prob is large"""
    return activations(rng, 25, 4, keep_prob=0.9)


@exercise.case("drop_units", points=4, visibility="hidden", seed=104)
def drops_no_unit(rng):
    """changes nothing when keep_prob is 1"""
    return activations(rng, 5, 1, keep_prob=1.0)


exercise.property("drop_units", "keeps_the_mean", points=2, seed=105)


@exercise.case("mean_dropped_activation", points=3, visibility="public", seed=111)
def mean_of_seven_draws(rng):
    """averages seven draws, each with a mask of its own"""
    return dict(**activations(rng, 3, 4, keep_prob=0.6), draws=7, seed=1)


@exercise.case("mean_dropped_activation", points=4, visibility="hidden", seed=112)
def mean_of_many_draws(rng):
    """comes near the activations themselves after many draws"""
    return dict(**activations(rng, 4, 5, keep_prob=0.8), draws=400, seed=23)


@exercise.case("mean_dropped_activation", points=3, visibility="hidden", seed=113)
def mean_of_one_draw(rng):
    """is that draw when there is one only"""
    return dict(**activations(rng, 5, 2, keep_prob=0.4), draws=1, seed=7)


@exercise.case("forward_with_dropout", points=6, visibility="public", seed=201)
def forward_through_three_layers(rng):
    """drops both hidden layers, each with its own keep_prob"""
    return forward_inputs(rng, (3, 4, 5, 1), 5, [0.7, 0.5], seed=1)


@exercise.case("forward_with_dropout", points=8, visibility="hidden", seed=202)
def forward_through_five_layers(rng):
    """drops every hidden layer of a deeper network"""
    return forward_inputs(rng, (4, 7, 6, 5, 3, 2), 8, [0.5, 0.8, 0.6, 0.9], seed=77)


@exercise.case("forward_with_dropout", points=6, visibility="hidden", seed=203)
def forward_where_a_layer_keeps_all(rng):
    """draws a mask also for a layer that keeps all its units"""
    return forward_inputs(rng, (3, 5, 4, 6, 1), 4, [0.6, 1.0, 0.5], seed=5)


@exercise.case("forward_with_dropout", points=4, visibility="hidden", seed=204)
def forward_of_one_example(rng):
    """keeps all shapes for a single example"""
    return forward_inputs(rng, (2, 9, 8, 1), 1, [0.8, 0.7], seed=31)


@exercise.case("forward_with_dropout", points=2, visibility="hidden", seed=205)
def forward_without_hidden_layers(rng):
    """drops neither input nor output when there is nothing else"""
    return forward_inputs(rng, (4, 1), 6, [], seed=3)


@exercise.case("backward_with_dropout", points=6, visibility="public", seed=301)
def backward_through_three_layers(rng):
    """sends gradients through the units that the forward pass kept"""
    return backward_inputs(rng, (3, 4, 5, 1), 5, [0.7, 0.5])


@exercise.case("backward_with_dropout", points=6, visibility="hidden", seed=302)
def backward_through_five_layers(rng):
    """reads every layer's own mask and keep_prob in a deeper network"""
    return backward_inputs(rng, (4, 7, 6, 5, 3, 1), 9, [0.5, 0.8, 0.6, 0.9])


@exercise.case("backward_with_dropout", points=5, visibility="hidden", seed=303)
def backward_where_all_are_kept(rng):
    """is plain backpropagation when every keep_prob is 1, with no gradient where Z is 0"""
    return backward_inputs(rng, (3, 6, 4, 1), 7, [1.0, 1.0], dead_unit=True)


@exercise.case("backward_with_dropout", points=5, visibility="hidden", seed=304)
def backward_of_one_example(rng):
    """keeps all shapes for a single example"""
    return backward_inputs(rng, (5, 8, 9, 1), 1, [0.8, 0.7])


@exercise.case("backward_with_dropout", points=2, visibility="hidden", seed=305)
def backward_without_hidden_layers(rng):
    """is logistic regression when there is no hidden layer"""
    return backward_inputs(rng, (4, 1), 6, [])


exercise.property(
    "backward_with_dropout",
    "agrees_with_differences",
    points=2,
    seed=306,
    hint="Both passes belong together: the same masks, the same keep_probs, the same layers.",
)


@exercise.case("predict_probabilities", points=4, visibility="public", seed=401)
def predicts_with_three_layers(rng):
    """uses every unit as it is"""
    return predict_inputs(rng, (3, 4, 5, 1), 5)


@exercise.case("predict_probabilities", points=6, visibility="hidden", seed=402)
def predicts_with_five_layers(rng):
    """uses every unit of a deeper network as it is"""
    return predict_inputs(rng, (4, 7, 6, 5, 3, 2), 7)


@exercise.case("predict_probabilities", points=2, visibility="hidden", seed=403)
def predicts_one_example(rng):
    """works for a single example"""
    return predict_inputs(rng, (6, 5, 4, 1), 1)


@exercise.case("layer_to_drop_most", points=2, visibility="public", seed=501)
def worry_in_the_middle(rng):
    """finds the layer of the largest weight matrix in a network of five layers"""
    return dict(layer_dims=[3, 4, 7, 8, 3, 1])


@exercise.case("layer_to_drop_most", points=1, visibility="hidden", seed=502)
def worry_at_the_input(rng):
    """finds it right behind a wide input"""
    return dict(layer_dims=[200, 10, 30, 5, 1])


@exercise.case("layer_to_drop_most", points=2, visibility="hidden", seed=503)
def worry_before_a_wide_output(rng):
    """looks at hidden layers only, however wide the output is"""
    return dict(layer_dims=[30, 8, 6, 9, 50])


@exercise.case("layer_to_drop_most", points=2, visibility="hidden", seed=504)
def worry_behind_a_narrow_layer(rng):
    """looks at weights, not at units"""
    return dict(layer_dims=[100, 2, 60, 20, 10, 1])


@exercise.case("layer_to_drop_most", points=1, visibility="hidden", seed=505)
def worry_in_the_last_hidden_layer(rng):
    """looks at every hidden layer, up to the last one"""
    return dict(layer_dims=[4, 5, 6, 30, 1])


declare_mistakes(exercise)

exercise.equivalent(
    "drop_units",
    ("rand(*A.shape) < keep_prob", "rand(*A.shape) <= keep_prob"),
    reason="no draw of a float equals keep_prob, but for one that was chosen to",
)
exercise.equivalent(
    "backward_with_dropout",
    ('f"Z{l - 1}"', "f'A{l - 1}'"),
    reason="a kept unit's A is positive where its Z is; the others get no gradient",
)
exercise.equivalent(
    "layer_to_drop_most",
    ("1 + int(np.argmax(weights))", "1 + np.argmax(weights)"),
    reason="NumPy's whole numbers are numbers",
)

# Other faults give the same on the public cases.
exercise.needs_hidden_cases("backward_with_dropout", "reads_the_keep_probs_backwards")
exercise.needs_hidden_cases("forward_with_dropout", "reads_the_keep_probs_backwards")
exercise.needs_hidden_cases("mean_dropped_activation", "returns_the_sum")
