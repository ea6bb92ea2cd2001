"""One neuron: sizes, computation graph, loops, and the shape of two costs. 100 points, 28 public."""

from __future__ import annotations

import numpy as np
from mistakes import declare_mistakes
from networks import batch

from grader.authoring import Exercise

exercise = Exercise(title="One neuron, step by step", reference=["activations.py", "one_neuron.py"])
exercise.support("neuron_utils.py", names=("neuron_utils",))

SIZES, JOIN, GRAPH = "data_sizes", "join_bias", "graph_derivatives"
DOTS, SUMS, STEP = "partial_dots", "running_sums", "loop_step"
LINE, BEND = "costs_along_line", "second_differences"
exercise.function(STEP, builds_on=(SUMS,))


def images(rng, train, test, size, channels):
    return dict(
        train_images=rng.randint(0, 256, size=(train, size, size, channels)),
        test_images=rng.randint(0, 256, size=(test, size, size, channels)),
    )


def neuron(rng, features, examples):
    X, Y = batch(rng, features, examples)
    return dict(w=rng.normal(size=(features, 1)), b=0.6, X=X, Y=Y)


def line(rng, features, examples, steps):
    """Far out in both directions, where activations go flat."""
    X, Y = batch(rng, features, examples)
    w, direction = rng.normal(size=(2, features, 1))
    return dict(w=w, direction=direction, X=X, Y=Y, steps=steps)


@exercise.case(SIZES, points=2, visibility="public", seed=1)
def sizes_of_small_images(rng):
    """counts images, pixels and features"""
    return images(rng, 3, 2, 4, 3)


@exercise.case(SIZES, points=3, visibility="hidden", seed=2)
def sizes_of_the_lectures_images(rng):
    """works for colour images of 64 x 64 pixels"""
    return images(rng, 2, 1, 64, 3)


@exercise.case(SIZES, points=2, visibility="hidden", seed=3)
def sizes_of_grey_images(rng):
    """works for images with a single channel"""
    return images(rng, 5, 3, 6, 1)


@exercise.case(JOIN, points=3, visibility="public", seed=11)
def joins_three_weights(rng):
    """puts the bias in front of three weights"""
    return dict(w=rng.normal(size=(3, 1)), b=0.7, X=rng.normal(size=(3, 4)))


@exercise.case(JOIN, points=6, visibility="hidden", seed=12)
def joins_a_square(rng):
    """works when there are as many examples as features"""
    return dict(w=rng.normal(size=(5, 1)), b=-2.3, X=rng.normal(size=(5, 5)))


@exercise.case(JOIN, points=2, visibility="hidden", seed=13)
def joins_one_example(rng):
    """works for a single example"""
    return dict(w=rng.normal(size=(2, 1)), b=1.4, X=rng.normal(size=(2, 1)))


@exercise.case(GRAPH, points=4, visibility="public", seed=21)
def walks_back_from_a_one(rng):
    """differentiates at every node of the graph"""
    return dict(x1=1.5, x2=-0.8, w1=0.4, w2=1.1, b=-0.3, y=1)


@exercise.case(GRAPH, points=6, visibility="hidden", seed=22)
def walks_back_from_a_zero(rng):
    """works for the label 0"""
    return dict(x1=-0.7, x2=2.2, w1=0.9, w2=0.35, b=0.5, y=0)


@exercise.case(GRAPH, points=5, visibility="hidden", seed=23)
def walks_back_from_a_sure_mistake(rng):
    """works for a confident wrong prediction"""
    return dict(x1=2.0, x2=1.2, w1=-1.3, w2=-0.9, b=-1.0, y=1)


@exercise.case(DOTS, points=3, visibility="public", seed=31)
def adds_up_four_features(rng):
    """keeps the sum after every feature"""
    return dict(w=rng.normal(size=(4, 1)), x=rng.normal(size=(4, 1)))


@exercise.case(DOTS, points=5, visibility="hidden", seed=32)
def adds_up_many_features(rng):
    """works for any number of features"""
    return dict(w=rng.normal(size=(11, 1)), x=rng.normal(size=(11, 1)))


@exercise.case(SUMS, points=5, visibility="public", seed=41)
def sums_over_four_examples(rng):
    """keeps the sums after every example"""
    return neuron(rng, 2, 4)


@exercise.case(SUMS, points=8, visibility="hidden", seed=42)
def sums_over_a_square(rng):
    """works when there are as many examples as features"""
    return neuron(rng, 6, 6)


@exercise.case(SUMS, points=4, visibility="hidden", seed=43)
def sums_over_one_example(rng):
    """works for a single example"""
    return neuron(rng, 3, 1)


@exercise.case(STEP, points=4, visibility="public", seed=51)
def steps_with_four_examples(rng):
    """divides the sums and takes a step"""
    return dict(**neuron(rng, 2, 4), learning_rate=0.3)


@exercise.case(STEP, points=7, visibility="hidden", seed=52)
def steps_with_many_examples(rng):
    """works for many examples and a large learning rate"""
    return dict(**neuron(rng, 5, 20), learning_rate=2.0)


@exercise.case(STEP, points=3, visibility="hidden", seed=53)
def steps_with_one_example(rng):
    """works for a single example"""
    return dict(**neuron(rng, 4, 1), learning_rate=0.1)


@exercise.case(LINE, points=4, visibility="public", seed=61)
def walks_three_steps(rng):
    """measures both costs at three places"""
    return line(rng, 2, 4, np.array([-1.0, 0.5, 2.0]))


@exercise.case(LINE, points=8, visibility="hidden", seed=62)
def walks_far(rng):
    """measures where the squared error is flat and the cross-entropy is steep"""
    return line(rng, 3, 5, np.linspace(-4, 4, 9))


@exercise.case(LINE, points=4, visibility="hidden", seed=63)
def walks_with_one_example(rng):
    """works for a single example"""
    return line(rng, 4, 1, np.array([0.25, -0.5, 1.0, 3.0]))


@exercise.case(BEND, points=3, visibility="public", seed=71)
def bends_of_five_costs(rng):
    """measures how five costs bend"""
    return dict(costs=np.array([3.0, 1.5, 1.0, 1.75, 2.0]))


@exercise.case(BEND, points=6, visibility="hidden", seed=72)
def bends_of_a_squared_error(rng):
    """finds where a cost is not convex"""
    t = np.linspace(-6, 6, 13)
    return dict(costs=(1 / (1 + np.exp(-t - rng.uniform(0, 0.5))) - 1) ** 2)


@exercise.case(BEND, points=3, visibility="hidden", seed=73)
def bends_of_three_costs(rng):
    """works for the smallest number of costs"""
    return dict(costs=rng.uniform(1, 3, size=3))


declare_mistakes(exercise)

exercise.equivalent(
    SUMS,
    ("np.cumsum(losses[0])", "np.cumsum(losses[-1])"),
    ("np.cumsum(dZ[0])", "np.cumsum(dZ[-1])"),
    reason="one neuron has one row, which is the first and the last",
)
exercise.equivalent(
    STEP, ("m = X.shape[1]", "m = Y.shape[1]"), reason="there is a label for every example"
)
exercise.equivalent(LINE, ("(A - Y) ** 2", "(Y - A) ** 2"), reason="a square does not see the sign")

# Other faults give the same on the public cases.
exercise.needs_hidden_cases("graph_derivatives", "turns_the_sign_of_da")
