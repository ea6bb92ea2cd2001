"""Weight penalties: L2, L1, Frobenius norm, weight decay. 100 points, 25 of them public."""

from __future__ import annotations

from mistakes import declare_mistakes
from networks import batch, gradients_like, network

from grader.authoring import Exercise

exercise = Exercise(
    title="Penalties on weights", reference=["activations.py", "costs.py", "weight_penalties.py"]
)
exercise.support("penalty_utils.py", names=("penalty_utils",))
exercise.function("update_with_weight_decay", builds_on=("decay_factor",))


def regression(rng, features, examples, lambd, zero=None):
    """Weights of either sign, a bias far from zero; one weight exactly zero where it is asked for."""
    X, Y = batch(rng, features, examples)
    w = rng.normal(size=(features, 1))
    if zero is not None:
        w[zero] = 0.0
    return dict(w=w, b=1.7, X=X, Y=Y, lambd=lambd)


def step(rng, widths, learning_rate, lambd, m):
    parameters = network(rng, *widths)
    grads = gradients_like(rng, parameters)
    return dict(parameters=parameters, grads=grads, learning_rate=learning_rate, lambd=lambd, m=m)


@exercise.case("l2_cost", points=4, visibility="public", seed=101)
def l2_cost_of_five_examples(rng):
    """adds half of lambda over m times the squared weights"""
    return regression(rng, 3, 5, lambd=0.8)


@exercise.case("l2_cost", points=6, visibility="hidden", seed=102)
def l2_cost_with_a_large_penalty(rng):
    """lets the penalty dominate when lambda is large"""
    return regression(rng, 6, 13, lambd=40.0)


@exercise.case("l2_cost", points=3, visibility="hidden", seed=103)
def l2_cost_without_penalty(rng):
    """is the plain cross-entropy when lambda is 0"""
    return regression(rng, 4, 9, lambd=0.0)


@exercise.case("l2_cost", points=3, visibility="hidden", seed=104)
def l2_cost_of_one_example(rng):
    """works for a single example"""
    return regression(rng, 5, 1, lambd=1.3)


@exercise.case("l2_gradients", points=4, visibility="public", seed=111)
def l2_gradients_of_five_examples(rng):
    """adds every weight's own share to its derivative"""
    return regression(rng, 3, 5, lambd=0.7)


@exercise.case("l2_gradients", points=6, visibility="hidden", seed=112)
def l2_gradients_with_a_large_penalty(rng):
    """penalises the weights, and not the bias, when lambda is large"""
    return regression(rng, 6, 11, lambd=25.0)


@exercise.case("l2_gradients", points=4, visibility="hidden", seed=113)
def l2_gradients_without_penalty(rng):
    """is plain logistic regression when lambda is 0"""
    return regression(rng, 4, 8, lambd=0.0)


@exercise.case("l2_gradients", points=4, visibility="hidden", seed=114)
def l2_gradients_of_one_example(rng):
    """keeps all shapes for a single example"""
    return regression(rng, 5, 1, lambd=0.9)


@exercise.case("l1_cost", points=4, visibility="public", seed=121)
def l1_cost_of_five_examples(rng):
    """adds half of lambda over m times the weights' sizes"""
    return regression(rng, 3, 5, lambd=0.6)


@exercise.case("l1_cost", points=6, visibility="hidden", seed=129)
def l1_cost_with_a_large_penalty(rng):
    """lets the penalty dominate when lambda is large"""
    return regression(rng, 7, 12, lambd=35.0)


@exercise.case("l1_cost", points=4, visibility="hidden", seed=123)
def l1_cost_of_one_example(rng):
    """works for a single example"""
    return regression(rng, 4, 1, lambd=2.1)


@exercise.case("l1_gradients", points=4, visibility="public", seed=131)
def l1_gradients_of_five_examples(rng):
    """adds a share that depends on a weight's sign only"""
    return regression(rng, 3, 5, lambd=0.9)


@exercise.case("l1_gradients", points=7, visibility="hidden", seed=159)
def l1_gradients_with_a_large_penalty(rng):
    """penalises the weights, and not the bias, when lambda is large"""
    return regression(rng, 6, 10, lambd=30.0)


@exercise.case("l1_gradients", points=5, visibility="hidden", seed=133)
def l1_gradients_of_a_weight_that_is_zero(rng):
    """leaves a weight alone that is zero already"""
    return regression(rng, 5, 7, lambd=4.0, zero=2)


@exercise.case("squared_frobenius_norm", points=3, visibility="public", seed=201)
def norm_of_a_small_matrix(rng):
    """adds up the squares of all entries"""
    return dict(W=rng.normal(size=(2, 3)))


@exercise.case("squared_frobenius_norm", points=4, visibility="hidden", seed=202)
def norm_of_a_wide_matrix(rng):
    """works for more columns than rows"""
    return dict(W=rng.normal(size=(3, 8)) * 2)


@exercise.case("squared_frobenius_norm", points=3, visibility="hidden", seed=203)
def norm_of_a_single_row(rng):
    """works for the weights of an output unit"""
    return dict(W=rng.normal(size=(1, 6)))


@exercise.case("decay_factor", points=2, visibility="public", seed=211)
def factor_of_a_small_set(rng):
    """is a little below 1"""
    return dict(learning_rate=0.1, lambd=0.7, m=5)


@exercise.case("decay_factor", points=3, visibility="hidden", seed=212)
def factor_of_a_large_lambda(rng):
    """falls as lambda grows"""
    return dict(learning_rate=0.03, lambd=250.0, m=40)


@exercise.case("decay_factor", points=3, visibility="hidden", seed=213)
def factor_of_a_large_learning_rate(rng):
    """falls as the learning rate grows"""
    return dict(learning_rate=1.5, lambd=3.0, m=17)


@exercise.case("update_with_weight_decay", points=4, visibility="public", seed=221)
def decays_two_layers(rng):
    """shrinks the weights and steps against the gradients"""
    return step(rng, (3, 2, 4), learning_rate=0.1, lambd=0.7, m=5)


@exercise.case("update_with_weight_decay", points=7, visibility="hidden", seed=222)
def decays_four_layers(rng):
    """treats every layer of a deeper network alike"""
    return step(rng, (4, 3, 5, 2, 1), learning_rate=0.4, lambd=9.0, m=12)


@exercise.case("update_with_weight_decay", points=4, visibility="hidden", seed=223)
def decays_without_penalty(rng):
    """is gradient descent when lambda is 0"""
    return step(rng, (2, 5, 3), learning_rate=0.3, lambd=0.0, m=8)


@exercise.case("update_with_weight_decay", points=3, visibility="hidden", seed=224)
def decays_a_single_layer(rng):
    """works for logistic regression, and with a large learning rate"""
    return step(rng, (6, 1), learning_rate=2.5, lambd=1.2, m=30)


declare_mistakes(exercise)

for _name in ("l2_cost", "l2_gradients", "l1_cost", "l1_gradients"):
    exercise.equivalent(
        _name, ("m = X.shape[1]", "m = Y.shape[1]"), reason="there is a label for every example"
    )
exercise.equivalent(
    "update_with_weight_decay",
    ("decay_factor(learning_rate, lambd, m)", "decay_factor(lambd, learning_rate, m)"),
    reason="the factor holds their product",
)
exercise.equivalent(
    "update_with_weight_decay",
    ("len(parameters) // 2", "len(grads) // 2"),
    reason="there is a gradient for every parameter",
)

# Other faults give the same on the public cases.
exercise.needs_hidden_cases("l2_cost", "returns_the_penalty_alone")
exercise.needs_hidden_cases("update_with_weight_decay", "forgets_the_last_layer")
