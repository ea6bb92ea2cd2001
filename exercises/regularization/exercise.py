"""Regularization: weight decay and dropout. 100 points, 18 of them public."""

from __future__ import annotations

from mistakes import declare_mistakes
from networks import batch, dropout_cache, network, three_layer_cache

from grader.authoring import Exercise

exercise = Exercise(
    title="Regularization", reference=["activations.py", "costs.py", "regularization.py"]
)
exercise.support("reg_utils.py", names=("reg_utils",))
exercise.function("forward_propagation_with_dropout", rng="fixed")

COST = "compute_cost_with_regularization"
BACKWARD = "backward_propagation_with_regularization"
DROPOUT = "forward_propagation_with_dropout"
DROPOUT_BACKWARD = "backward_propagation_with_dropout"


def cost_inputs(rng, widths, examples, lambd):
    """An output of the very network whose weights are penalised, with labels."""
    parameters = network(rng, *widths)
    X, Y = batch(rng, widths[0], examples)
    A3 = three_layer_cache(X, parameters)[9]
    return dict(A3=A3, Y=Y, parameters=parameters, lambd=lambd)


def backward_inputs(rng, widths, examples, lambd):
    """The cache of a real forward pass."""
    parameters = network(rng, *widths)
    X, Y = batch(rng, widths[0], examples)
    return dict(X=X, Y=Y, cache=three_layer_cache(X, parameters), lambd=lambd)


def dropout_inputs(rng, widths, examples, keep_prob):
    parameters = network(rng, *widths)
    X, _ = batch(rng, widths[0], examples)
    return dict(X=X, parameters=parameters, keep_prob=keep_prob)


def dropout_backward_inputs(rng, widths, examples, keep_prob):
    """The cache of a real forward pass, with masks that seed 1 does not give."""
    parameters = network(rng, *widths)
    X, Y = batch(rng, widths[0], examples)
    cache = dropout_cache(rng, X, parameters, keep_prob)
    return dict(X=X, Y=Y, cache=cache, keep_prob=keep_prob)


@exercise.case(COST, points=4, visibility="public", seed=101)
def cost_of_five_examples(rng):
    """adds the penalty of all three layers to the cross-entropy"""
    return cost_inputs(rng, (3, 4, 2, 1), examples=5, lambd=0.6)


@exercise.case(COST, points=4, visibility="hidden", seed=102)
def cost_without_penalty(rng):
    """is the plain cross-entropy when lambd is 0"""
    return cost_inputs(rng, (2, 5, 3, 1), examples=7, lambd=0.0)


@exercise.case(COST, points=6, visibility="hidden", seed=103)
def cost_with_a_large_penalty(rng):
    """lets the penalty dominate when lambd is large"""
    return cost_inputs(rng, (4, 3, 6, 1), examples=11, lambd=30.0)


@exercise.case(COST, points=6, visibility="hidden", seed=106)
def cost_of_many_examples(rng):
    """averages cost and penalty over the examples"""
    return cost_inputs(rng, (2, 6, 3, 1), examples=40, lambd=2.5)


@exercise.case(BACKWARD, points=5, visibility="public", seed=207)
def gradients_of_five_examples(rng):
    """returns the gradients of all three layers, with the penalty's share"""
    return backward_inputs(rng, (3, 2, 4, 1), examples=5, lambd=0.8)


@exercise.case(BACKWARD, points=4, visibility="hidden", seed=202)
def gradients_without_penalty(rng):
    """is plain backpropagation when lambd is 0"""
    return backward_inputs(rng, (4, 5, 3, 1), examples=6, lambd=0.0)


@exercise.case(BACKWARD, points=8, visibility="hidden", seed=203)
def gradients_with_a_large_penalty(rng):
    """penalises the weights of every layer, and no bias, when lambd is large"""
    return backward_inputs(rng, (3, 5, 4, 1), examples=9, lambd=12.0)


@exercise.case(BACKWARD, points=8, visibility="hidden", seed=204)
def gradients_of_one_example(rng):
    """keeps all shapes for a single example"""
    return backward_inputs(rng, (5, 3, 4, 1), examples=1, lambd=0.3)


@exercise.case(DROPOUT, points=5, visibility="public", seed=301)
def drops_some_units(rng):
    """drops and rescales both hidden layers, and returns the masks in the cache"""
    return dropout_inputs(rng, (3, 4, 2, 1), examples=5, keep_prob=0.7)


@exercise.case(DROPOUT, points=7, visibility="hidden", seed=302)
def keeps_every_unit(rng):
    """is the plain forward pass when keep_prob is 1"""
    return dropout_inputs(rng, (4, 5, 3, 1), examples=6, keep_prob=1.0)


@exercise.case(DROPOUT, points=7, visibility="hidden", seed=303)
def keeps_few_units(rng):
    """keeps the expected share of units and rescales them strongly when keep_prob is small"""
    return dropout_inputs(rng, (3, 7, 5, 1), examples=8, keep_prob=0.3)


@exercise.case(DROPOUT, points=8, visibility="hidden", seed=304)
def keeps_most_units(rng):
    """keeps the expected share of units and rescales them when keep_prob is large"""
    return dropout_inputs(rng, (2, 20, 3, 1), examples=12, keep_prob=0.86)


@exercise.case(DROPOUT, points=3, visibility="hidden", seed=305)
def keeps_half_by_default(rng):
    """keeps a unit with probability 0.5 when not told otherwise"""
    inputs = dropout_inputs(rng, (4, 6, 4, 1), examples=7, keep_prob=0.5)
    del inputs["keep_prob"]
    return inputs


@exercise.case(DROPOUT_BACKWARD, points=4, visibility="public", seed=401)
def gradients_of_kept_units(rng):
    """sends gradients through the units that the forward pass kept"""
    return dropout_backward_inputs(rng, (3, 4, 5, 1), examples=5, keep_prob=0.8)


@exercise.case(DROPOUT_BACKWARD, points=5, visibility="hidden", seed=402)
def gradients_when_all_are_kept(rng):
    """is plain backpropagation when keep_prob is 1"""
    return dropout_backward_inputs(rng, (4, 5, 3, 1), examples=6, keep_prob=1.0)


@exercise.case(DROPOUT_BACKWARD, points=8, visibility="hidden", seed=403)
def gradients_when_few_are_kept(rng):
    """reads the masks from the cache and rescales strongly when keep_prob is small"""
    return dropout_backward_inputs(rng, (3, 7, 5, 1), examples=8, keep_prob=0.3)


@exercise.case(DROPOUT_BACKWARD, points=8, visibility="hidden", seed=404)
def gradients_when_most_are_kept(rng):
    """reads the masks from the cache and rescales when keep_prob is large"""
    return dropout_backward_inputs(rng, (2, 6, 4, 1), examples=10, keep_prob=0.86)


declare_mistakes(exercise)

exercise.equivalent(
    COST, ("m = Y.shape[1]", "m = A3.shape[1]"), reason="there is an output for every label"
)
for _name in (BACKWARD, DROPOUT_BACKWARD):
    exercise.equivalent(
        _name, ("m = X.shape[1]", "m = Y.shape[1]"), reason="there is a label for every example"
    )
    exercise.equivalent(
        _name,
        ("db3 = np.sum(dZ3, axis=1, keepdims=True)", "db3 = np.sum(dZ3, keepdims=True)"),
        ("W3.T @ dZ3", "W3.T * dZ3"),
        reason="the last layer has one unit: its only row is all of dZ3, its product an outer one",
    )
exercise.equivalent(
    DROPOUT,
    ("np.random.rand(*A1.shape) <", "np.random.rand(*A1.shape) <="),
    ("np.random.rand(*A2.shape) <", "np.random.rand(*A2.shape) <="),
    reason="no draw of a float equals keep_prob, but for one that was chosen to",
)
