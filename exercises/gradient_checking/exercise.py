"""Gradient checking, in one dimension and for a whole network. 100 points, 24 of them public."""

from __future__ import annotations

import numpy as np
from mistakes import declare_mistakes
from networks import batch, network, three_layer_cache, three_layer_gradients

from grader.authoring import Exercise

exercise = Exercise(
    title="Gradient checking",
    reference=["activations.py", "costs.py", "parameter_vectors.py", "gradient_checking.py"],
)
exercise.support("gc_utils.py", names=("gc_utils",))
exercise.function(
    "backward_propagation", trivial="the derivative of theta x is the argument x itself"
)
exercise.function("gradient_check", builds_on=("forward_propagation", "backward_propagation"))
# It is handed out with two bugs, which the check is to find.
exercise.given(
    "backward_propagation_n",
    edits=[
        ("dW2 = dZ2 @ A1.T / m", "dW2 = dZ2 @ A1.T / m * 2"),
        (
            "db1 = np.sum(dZ1, axis=1, keepdims=True) / m",
            "db1 = 4 / m * np.sum(dZ1, axis=1, keepdims=True)",
        ),
    ],
)
# Many notebooks never let the student touch the handed-out function with its two bugs.
exercise.edition("published", without=("backward_propagation_n",))
exercise.accepted_form(
    "gradient_check",
    "writes_the_cost_itself",
    edits=[
        ("J_plus = forward_propagation(x, theta_plus)", "J_plus = theta_plus * x"),
        ("J_minus = forward_propagation(x, theta_minus)", "J_minus = theta_minus * x"),
    ],
)

FORWARD = "forward_propagation"
BACKWARD = "backward_propagation"
CHECK = "gradient_check"
BACKWARD_N = "backward_propagation_n"
CHECK_N = "gradient_check_n"


@exercise.case(FORWARD, points=2, visibility="public", seed=1)
def cost_of_small_numbers(rng):
    """multiplies the input by the parameter"""
    return dict(x=2.0, theta=4.0)


@exercise.case(FORWARD, points=3, visibility="hidden", seed=2)
def cost_of_other_numbers(rng):
    """works for negative and fractional numbers"""
    return dict(x=-1.7, theta=1.35)


@exercise.case(BACKWARD, points=2, visibility="public", seed=3)
def derivative_of_small_numbers(rng):
    """is the derivative with respect to the parameter"""
    return dict(x=3.0, theta=4.0)


@exercise.case(BACKWARD, points=3, visibility="hidden", seed=4)
def derivative_of_other_numbers(rng):
    """works for negative and fractional numbers"""
    return dict(x=-2.25, theta=0.6)


# With the linear cost and its right derivative, the ratio is nothing but rounding: two right
# solutions differ by a factor. Two cases take these functions all the same, with a theta beside
# which epsilon is so small that theta + epsilon is rounded, in the same way for everybody: who
# writes x in the place of the derivative passes them. In all others the functions that
# gradient_check calls are replaced: by a wrong derivative, or by a curved cost with an epsilon whose
# truncation lies far above rounding. All numbers are exact in binary, so that a solution that writes
# theta * x itself has exact values too: it checks the replaced derivative against x, which is right
# for the cost of this assignment. Every replaced derivative has the sign of x and another size, so
# that it has something to find: with the wrong sign the ratio is 1, whatever the sizes. So signs
# are asked for by a property, which no constant has.


@exercise.case(CHECK, points=4, visibility="public", seed=21)
def checks_its_own_functions(rng):
    """checks your own two functions, where theta is so large that theta + epsilon is rounded"""
    return dict(x=2.0, theta=2.0**20, epsilon=0.6 / 2**32)


@exercise.case(CHECK, points=6, visibility="hidden", seed=22)
def checks_its_own_functions_elsewhere(rng):
    """checks your own two functions for a negative input"""
    return dict(x=-0.5, theta=3 * 2.0**20, epsilon=0.7 / 2**31)


@exercise.case(CHECK, points=4, visibility="public", seed=5, replaces="linear_wrong.py")
def finds_a_wrong_derivative(rng):
    """reports the relative difference of a derivative that is wrong"""
    return dict(x=3.0, theta=4.0, epsilon=1 / 128)


@exercise.case(CHECK, points=4, visibility="hidden", seed=6, replaces="cubic.py")
def measures_truncation(rng):
    """shifts theta to both sides of a curved cost and divides by the whole distance"""
    return dict(x=1.5, theta=0.75, epsilon=1 / 16)


@exercise.case(CHECK, points=4, visibility="hidden", seed=7, replaces="sine.py")
def measures_truncation_elsewhere(rng):
    """gives the same quality of approximation for another cost, input and parameter"""
    return dict(x=-2.0, theta=2.5, epsilon=1 / 4)


@exercise.case(CHECK, points=4, visibility="hidden", seed=8, replaces="cubic_wrong.py")
def finds_a_lost_factor(rng):
    """reports a derivative that is wrong for a curved cost"""
    return dict(x=0.75, theta=-1.125, epsilon=1 / 8)


@exercise.case(CHECK, points=2, visibility="hidden", seed=20, replaces="steep.py")
def checks_by_default(rng):
    """shifts by 1e-7 when not told otherwise, for a derivative below zero too"""
    return dict(x=-1.25, theta=rng.uniform(1, 2) / 2**22)


exercise.property(CHECK, "finds_a_wrong_sign", points=2, seed=23, replaces="linear_signs.py")


def network_inputs(rng, examples):
    """Parameters of the one network that fits into 47 numbers, with a batch for it."""
    parameters = network(rng, 4, 5, 3, 1)
    X, Y = batch(rng, 4, examples)
    return parameters, X, Y


def cache_inputs(rng, examples, flat_labels=False):
    parameters, X, Y = network_inputs(rng, examples)
    return dict(X=X, Y=Y[0] if flat_labels else Y, cache=three_layer_cache(X, parameters))


@exercise.case(BACKWARD_N, points=4, visibility="public", seed=9)
def network_gradients_of_three_examples(rng):
    """returns the gradients of all three layers"""
    return cache_inputs(rng, examples=3, flat_labels=True)


@exercise.case(BACKWARD_N, points=8, visibility="hidden", seed=10)
def network_gradients_of_seven_examples(rng):
    """averages over the examples, whatever their number"""
    return cache_inputs(rng, examples=7, flat_labels=True)


@exercise.case(BACKWARD_N, points=8, visibility="hidden", seed=13)
def network_gradients_of_one_example(rng):
    """keeps all shapes for a single example"""
    return cache_inputs(rng, examples=1)


def check_inputs(rng, examples, epsilon, spoil=None, flat_labels=False):
    """Right gradients of a real pass, spoiled if told, and what belongs to them."""
    parameters, X, Y = network_inputs(rng, examples)
    gradients = three_layer_gradients(X, Y, three_layer_cache(X, parameters))
    if spoil:
        spoil(gradients)
    Y = Y[0] if flat_labels else Y
    return dict(parameters=parameters, gradients=gradients, X=X, Y=Y, epsilon=epsilon)


@exercise.case(CHECK_N, points=8, visibility="public", seed=14)
def finds_two_planted_bugs(rng):
    """reports the relative difference when dW2 is doubled and db1 is four times as large"""

    def spoil(gradients):
        gradients["dW2"] = gradients["dW2"] * 2
        gradients["db1"] = gradients["db1"] * 4

    return check_inputs(rng, examples=3, epsilon=0.1, spoil=spoil, flat_labels=True)


@exercise.case(CHECK_N, points=8, visibility="hidden", seed=15)
def finds_a_wrong_last_bias(rng):
    """checks every parameter, up to the last one"""

    def spoil(gradients):
        gradients["db3"] = gradients["db3"] + 0.5

    return check_inputs(rng, examples=5, epsilon=0.2, spoil=spoil)


@exercise.case(CHECK_N, points=8, visibility="hidden", seed=16)
def finds_wrong_signs(rng):
    """reports gradients that point the wrong way"""

    def spoil(gradients):
        gradients["dW1"] = -1.5 * gradients["dW1"]
        gradients["db2"] = np.zeros_like(gradients["db2"])

    return check_inputs(rng, examples=6, epsilon=0.15, spoil=spoil)


@exercise.case(CHECK_N, points=6, visibility="hidden", seed=17)
def measures_truncation_of_the_network(rng):
    """shifts one parameter at a time to both sides, by a step that is not small"""
    return check_inputs(rng, examples=4, epsilon=0.5)


@exercise.case(CHECK_N, points=6, visibility="hidden", seed=18)
def measures_truncation_with_one_example(rng):
    """works for a single example and another step"""
    return check_inputs(rng, examples=1, epsilon=0.3)


@exercise.case(CHECK_N, points=4, visibility="hidden", seed=19, replaces="steep_network.py")
def checks_the_network_by_default(rng):
    """shifts by 1e-7 when not told otherwise"""
    parameters, X, Y = network_inputs(rng, examples=2)
    steepness = 2.0**22
    small = {name: value / steepness for name, value in parameters.items()}
    gradients = {"d" + name: 3 * steepness * value**2 for name, value in parameters.items()}
    return dict(parameters=small, gradients=gradients, X=X, Y=Y)


declare_mistakes(exercise)

for _name in (CHECK, CHECK_N):
    exercise.equivalent(
        _name,
        ("norm(grad - approximation)", "norm(approximation - grad)"),
        reason="a norm does not see the sign",
    )
exercise.equivalent(
    BACKWARD_N,
    ("db3 = np.sum(dZ3, axis=1, keepdims=True)", "db3 = np.sum(dZ3, keepdims=True)"),
    ("W3.T @ dZ3", "W3.T * dZ3"),
    reason="the last layer has one unit: its only row is all of dZ3, its product an outer one",
)
exercise.equivalent(
    CHECK_N,
    ("np.zeros(theta.shape)", "np.ones(theta.shape)"),
    reason="every entry is written before it is read",
)
exercise.equivalent(
    CHECK_N,
    ("theta_plus[i, 0] = theta_plus[i, 0]", "theta_plus[i, -1] = theta_plus[i, 0]"),
    ("theta_plus[i, 0] = theta_plus[i, 0]", "theta_plus[i, 0] = theta_plus[i, -1]"),
    ("theta_minus[i, 0] = theta_minus[i, 0]", "theta_minus[i, -1] = theta_minus[i, 0]"),
    ("theta_minus[i, 0] = theta_minus[i, 0]", "theta_minus[i, 0] = theta_minus[i, -1]"),
    ("approximation[i, 0]", "approximation[i, -1]"),
    reason="the vectors have one column, which is the first and the last",
)

# Other faults give the same on the public cases.
exercise.needs_hidden_cases(FORWARD, "returns_the_input")
