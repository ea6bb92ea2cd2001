"""Numerical gradients and what to do with them. 100 points, 26 of them public."""

from __future__ import annotations

import itertools

import numpy as np
from equivalents import declare_equivalents
from mistakes import declare_mistakes
from networks import network

from grader.authoring import Exercise

exercise = Exercise(
    title="Numerical gradients", reference=["numeric_costs.py", "numerical_gradients.py"]
)
exercise.support("numeric_utils.py", names=("numeric_utils",))

ONE, TWO = "one_sided_difference", "two_sided_difference"
ORDER = "error_order"
RATIO, VERDICT = "check_ratio", "check_verdict"
FLATTEN, RESTORE = "flatten_parameters", "restore_parameters"
COST, GRADIENT = "penalized_cost", "numerical_gradient"
FIND = "find_wrong_gradients"

# One of three words, and a list that may be empty, can be guessed one case at a time.
exercise.function(VERDICT, all_or_nothing=True)
exercise.function(FIND, all_or_nothing=True, builds_on=(RATIO,))
exercise.function(COST, builds_on=(RESTORE,))
exercise.function(GRADIENT, builds_on=(COST,))

# Functions cannot be handed over as arguments: curve and data_cost are fixed by name, and other
# ones take their place in some cases. Steps are large, so that truncation, not rounding, decides.


@exercise.case(ONE, points=2, visibility="public", seed=1)
def one_side_of_the_lecture(rng):
    """gives 3.0301 for the cube at 1 with a step of 0.01"""
    return dict(theta=1.0, epsilon=0.01)


@exercise.case(ONE, points=3, visibility="hidden", seed=2, replaces="sine.py")
def one_side_of_a_sine(rng):
    """works for another curve"""
    return dict(theta=0.8, epsilon=0.125)


@exercise.case(ONE, points=3, visibility="hidden", seed=3, replaces="exponential.py")
def one_side_with_a_long_step(rng):
    """takes the step as given, at a negative point"""
    return dict(theta=-0.6, epsilon=0.5)


@exercise.case(TWO, points=3, visibility="public", seed=11)
def two_sides_of_the_lecture(rng):
    """gives 3.0001 for the cube at 1 with a step of 0.01"""
    return dict(theta=1.0, epsilon=0.01)


@exercise.case(TWO, points=4, visibility="hidden", seed=12, replaces="sine.py")
def two_sides_of_a_sine(rng):
    """works for another curve"""
    return dict(theta=1.3, epsilon=0.25)


@exercise.case(TWO, points=3, visibility="hidden", seed=13, replaces="exponential.py")
def two_sides_with_a_long_step(rng):
    """takes the step as given, at a negative point"""
    return dict(theta=-0.3, epsilon=0.5)


@exercise.case(ORDER, points=2, visibility="public", seed=21)
def order_of_one_side(rng):
    """finds an order near 1 for the lecture's one-sided errors"""
    return dict(epsilon_1=0.01, error_1=0.0301, epsilon_2=0.001, error_2=0.003001)


@exercise.case(ORDER, points=3, visibility="hidden", seed=22)
def order_of_two_sides(rng):
    """finds an order near 2, whatever the two steps are"""
    return dict(epsilon_1=0.3, error_1=0.088, epsilon_2=0.07, error_2=0.0051)


@exercise.case(ORDER, points=2, visibility="hidden", seed=23)
def order_with_the_small_step_first(rng):
    """does not mind which step is the larger one"""
    return dict(epsilon_1=0.02, error_1=3e-7, epsilon_2=0.05, error_2=1.3e-5)


def pair(rng, n, error):
    gradient = rng.normal(size=(n, 1))
    return dict(gradient=gradient, approximation=gradient + error * rng.normal(size=(n, 1)))


@exercise.case(RATIO, points=3, visibility="public", seed=31)
def ratio_of_five_entries(rng):
    """compares two columns by one number"""
    return pair(rng, 5, 0.1)


@exercise.case(RATIO, points=4, visibility="hidden", seed=32)
def ratio_of_many_entries(rng):
    """is relative to the sizes of both"""
    made = pair(rng, 47, 1.0)
    return dict(gradient=50 * made["gradient"], approximation=20 * made["approximation"])


@exercise.case(RATIO, points=3, visibility="hidden", seed=33)
def ratio_of_opposite_columns(rng):
    """is large when the signs are wrong"""
    made = pair(rng, 8, 0.3)
    return dict(gradient=-0.4 * made["gradient"], approximation=made["approximation"])


@exercise.case(VERDICT, points=1, visibility="hidden", seed=41)
def verdict_of_a_tiny_ratio(rng):
    """is content with 1e-7"""
    return dict(ratio=1e-7)


@exercise.case(VERDICT, points=1, visibility="public", seed=42)
def verdict_of_a_large_ratio(rng):
    """worries about a large ratio"""
    return dict(ratio=0.28)


@exercise.case(VERDICT, points=2, visibility="hidden", seed=43)
def verdict_in_between(rng):
    """looks closer at 1e-5"""
    return dict(ratio=1e-5)


@exercise.case(VERDICT, points=2, visibility="hidden", seed=44)
def verdict_at_the_upper_limit(rng):
    """worries from 1e-3 on"""
    return dict(ratio=1e-3)


@exercise.case(VERDICT, points=1, visibility="hidden", seed=45)
def verdict_below_the_upper_limit(rng):
    """looks closer up to there"""
    return dict(ratio=8e-4)


@exercise.case(VERDICT, points=1, visibility="public", seed=46)
def verdict_of_a_smaller_ratio(rng):
    """is content with less than 1e-7"""
    return dict(ratio=3e-9)


@exercise.case(VERDICT, points=2, visibility="hidden", seed=47)
def verdict_above_the_lower_limit(rng):
    """looks closer right above 1e-7"""
    return dict(ratio=1.5e-7)


@exercise.case(FLATTEN, points=3, visibility="public", seed=51)
def flattens_two_layers(rng):
    """stacks all parameters into one column"""
    return dict(parameters=network(rng, 3, 2, 4))


@exercise.case(FLATTEN, points=4, visibility="hidden", seed=52)
def flattens_eleven_layers(rng):
    """counts the layers like numbers, beyond the ninth"""
    return dict(parameters=network(rng, 2, 3, 1, 2, 3, 2, 1, 3, 2, 2, 1, 2))


@exercise.case(FLATTEN, points=4, visibility="hidden", seed=53)
def flattens_in_another_order(rng):
    """does not rely on the order in which the dictionary was filled"""
    return dict(parameters=dict(reversed(network(rng, 4, 3, 5, 2).items())))


def column(rng, widths):
    size = sum(after * before + after for before, after in itertools.pairwise(widths))
    return rng.normal(size=(size, 1))


@exercise.case(RESTORE, points=3, visibility="public", seed=61)
def restores_two_layers(rng):
    """cuts a column into the parameters of two layers"""
    return dict(theta=column(rng, [3, 2, 4]), layers_dims=[3, 2, 4])


@exercise.case(RESTORE, points=5, visibility="hidden", seed=62)
def restores_four_layers(rng):
    """cuts every layer by its own widths"""
    return dict(theta=column(rng, [4, 2, 5, 3, 1]), layers_dims=[4, 2, 5, 3, 1])


@exercise.case(RESTORE, points=3, visibility="hidden", seed=63)
def restores_square_layers(rng):
    """goes through an array row by row"""
    return dict(theta=column(rng, [3, 3, 3]), layers_dims=[3, 3, 3])


def cost_inputs(rng, *widths, lambd, m, **more):
    widths = list(widths)
    return dict(theta=column(rng, widths), layers_dims=widths, lambd=lambd, m=m, **more)


@exercise.case(COST, points=3, visibility="public", seed=71)
def cost_of_two_layers(rng):
    """adds the squared weights of both layers"""
    return cost_inputs(rng, 2, 3, 1, lambd=0.7, m=5)


@exercise.case(COST, points=5, visibility="hidden", seed=72, replaces="mixed_cost.py")
def cost_of_four_layers(rng):
    """leaves the biases alone, whatever the rest of the cost is"""
    return cost_inputs(rng, 3, 4, 2, 5, 2, lambd=2.5, m=8)


@exercise.case(COST, points=3, visibility="hidden", seed=73, replaces="quartic_cost.py")
def cost_of_one_example(rng):
    """works for a single example"""
    return cost_inputs(rng, 3, 2, 2, lambd=0.4, m=1)


@exercise.case(GRADIENT, points=3, visibility="public", seed=81)
def gradient_of_two_layers(rng):
    """shifts one parameter at a time to both sides"""
    return cost_inputs(rng, 2, 3, 1, lambd=0.7, m=5, epsilon=0.25)


@exercise.case(GRADIENT, points=5, visibility="hidden", seed=82, replaces="mixed_cost.py")
def gradient_of_coupled_parameters(rng):
    """leaves all other parameters where they were"""
    return cost_inputs(rng, 3, 2, 4, 1, lambd=3.0, m=4, epsilon=0.5)


@exercise.case(GRADIENT, points=4, visibility="hidden", seed=83, replaces="quartic_cost.py")
def gradient_of_a_steep_cost(rng):
    """remembers the penalty's gradient, with another step"""
    return cost_inputs(rng, 2, 2, 2, 2, lambd=1.5, m=3, epsilon=0.125)


def checked(rng, *widths, wrong, noise=1e-9, **more):
    """Approximations that fit but for noise, and gradients that are off in the arrays named."""
    sizes = {"d" + k: v for k, v in network(rng, *widths).items()}
    approximations = {k: rng.normal(size=v.shape) for k, v in sizes.items()}
    gradients = {k: v * (1 + noise * rng.normal(size=v.shape)) for k, v in approximations.items()}
    for name in wrong:
        gradients[name] = 2 * gradients[name]
    return dict(gradients=gradients, approximations=approximations, **more)


@exercise.case(FIND, points=2, visibility="public", seed=91)
def finds_one_array(rng):
    """names the one array that is off"""
    return checked(rng, 3, 2, 4, wrong=["dW2"])


@exercise.case(FIND, points=3, visibility="hidden", seed=92)
def finds_three_arrays(rng):
    """names weights and biases, layer by layer"""
    made = checked(rng, 3, 4, 2, 5, 1, wrong=["db4", "dW3", "db1"])
    return {name: dict(reversed(arrays.items())) for name, arrays in made.items()}


@exercise.case(FIND, points=2, visibility="hidden", seed=93)
def finds_nothing(rng):
    """names none when all are right, however large they are"""
    made = checked(rng, 4, 3, 2, wrong=[], noise=1e-5)
    return {name: {k: 1e4 * v for k, v in arrays.items()} for name, arrays in made.items()}


@exercise.case(FIND, points=1, visibility="hidden", seed=95)
def finds_both_of_a_layer(rng):
    """names the weights of a layer before its bias, by a limit of 1e-3 when not told otherwise"""
    made = checked(rng, 2, 4, 3, wrong=["db2", "dW2"])
    made["gradients"]["db1"] = made["approximations"]["db1"] * 1.003
    return made


@exercise.case(FIND, points=2, visibility="hidden", seed=94)
def finds_with_another_limit(rng):
    """uses the limit that it is given"""
    made = checked(rng, 2, 3, 2, wrong=["db2"], noise=0.02, limit=0.1)
    made["gradients"]["dW1"] = made["gradients"]["dW1"] * np.array([[1.1, 1.05]])
    return made


declare_mistakes(exercise)
declare_equivalents(exercise)

# Other faults give the same on the public cases.
exercise.needs_hidden_cases(FIND, "names_all_of_a_failed_check")
exercise.needs_hidden_cases("flatten_parameters", "forgets_the_last_layer")
exercise.needs_hidden_cases("one_sided_difference", "forgets_to_divide")
exercise.needs_hidden_cases(
    "penalized_cost", "forgets_the_last_layer", "penalizes_the_last_layer_only"
)
exercise.needs_hidden_cases("restore_parameters", "forgets_the_last_layer")
exercise.needs_hidden_cases("two_sided_difference", "adds")
