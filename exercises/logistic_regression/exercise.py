"""Logistic regression as a network of one unit. 100 points, 24 of them public."""

from __future__ import annotations

import numpy as np
from mistakes import declare_mistakes

from grader.authoring import Exercise

exercise = Exercise(title="Logistic regression", reference="logistic_regression.py")
exercise.support("lr_utils.py", names=("lr_utils",))

SIGMOID = "sigmoid"
START = "initialize_with_zeros"
PROPAGATE = "propagate"
OPTIMIZE = "optimize"
PREDICT = "predict"
MODEL = "model"

exercise.equivalent(
    PROPAGATE, ("m = X.shape[1]", "m = Y.shape[1]"), reason="X and Y have one column per example"
)
exercise.equivalent(
    OPTIMIZE, ("print_cost: bool = False", "print_cost: bool = True"), reason="nothing is printed"
)
exercise.equivalent(PREDICT, (".astype(int)", ""), reason="booleans stand for 0 and 1 as well")
exercise.equivalent(
    PREDICT,
    ("A > 0.5", "A >= 0.5"),
    reason="exactly one half may stand for either label: public solutions differ",
)
exercise.equivalent(
    MODEL, ("print_cost: bool = False", "print_cost: bool = True"), reason="nothing is printed"
)
exercise.equivalent(
    MODEL, ("(X_train.shape[0])", "(X_test.shape[0])"), reason="both sets have the same features"
)

exercise.function(PROPAGATE, builds_on=(SIGMOID,))
exercise.function(OPTIMIZE, builds_on=(PROPAGATE,))
exercise.function(PREDICT, builds_on=(SIGMOID,))
exercise.function(MODEL, builds_on=(START, OPTIMIZE, PREDICT))


def examples(rng, features, m):
    """Examples, and labels that follow a direction with some noise; both labels occur."""
    X = rng.normal(size=(features, m))
    direction = np.linspace(-1, 1.5, features).reshape(1, features)
    score = direction @ X + rng.normal(size=(1, m))
    return X, (score > np.median(score)).astype(int)


def starting_point(rng, features, m):
    """A unit that is neither at zero nor saturated, with examples."""
    X, Y = examples(rng, features, m)
    return dict(w=rng.normal(size=(features, 1)) * 0.8, b=float(rng.normal()), X=X, Y=Y)


@exercise.case(SIGMOID, points=3, visibility="public", seed=1)
def sigmoid_of_whole_numbers(rng):
    """works on every entry of an array of whole numbers"""
    return dict(z=np.array([0, 2, -3]))


@exercise.case(SIGMOID, points=5, visibility="hidden", seed=2)
def sigmoid_of_a_matrix(rng):
    """works on every entry of a matrix"""
    return dict(z=rng.normal(size=(2, 5)) * 2)


@exercise.case(SIGMOID, points=2, visibility="hidden", seed=3)
def sigmoid_of_one_number(rng):
    """takes a single number as well"""
    return dict(z=1.4)


@exercise.case(START, points=2, visibility="public", seed=11)
def starts_two_features(rng):
    """returns a column of zeros and the number zero"""
    return dict(dim=2)


@exercise.case(START, points=4, visibility="hidden", seed=12)
def starts_many_features(rng):
    """has one weight for every feature"""
    return dict(dim=7)


@exercise.case(START, points=2, visibility="hidden", seed=13)
def starts_one_feature(rng):
    """keeps both axes for a single feature"""
    return dict(dim=1)


@exercise.case(PROPAGATE, points=6, visibility="public", seed=21)
def propagates_whole_numbers(rng):
    """computes cost and gradients from whole numbers"""
    return dict(
        w=np.array([[1], [-1]]), b=1, X=np.array([[1, 2, -1], [3, 0, 1]]), Y=np.array([[1, 0, 1]])
    )


@exercise.case(PROPAGATE, points=6, visibility="hidden", seed=22)
def propagates_more_examples(rng):
    """averages over the examples when there are more of them than features"""
    return starting_point(rng, 3, 8)


@exercise.case(PROPAGATE, points=8, visibility="hidden", seed=23)
def propagates_more_features(rng):
    """averages over the examples when there are fewer of them than features"""
    return starting_point(rng, 6, 4)


@exercise.case(PROPAGATE, points=6, visibility="hidden", seed=24)
def propagates_one_example(rng):
    """keeps all shapes for a single example"""
    return dict(w=rng.normal(size=(4, 1)), b=-0.4, X=rng.normal(size=(4, 1)), Y=np.array([[1]]))


exercise.property(PROPAGATE, "agrees_with_differences", points=2, seed=25)


@exercise.case(OPTIMIZE, points=5, visibility="public", seed=31)
def optimizes_in_three_steps(rng):
    """takes three steps and keeps the cost of the first"""
    return dict(**starting_point(rng, 2, 5), num_iterations=3, learning_rate=0.2)


@exercise.case(OPTIMIZE, points=7, visibility="hidden", seed=32)
def optimizes_beyond_a_hundred_steps(rng):
    """keeps the cost of every hundredth step"""
    return dict(**starting_point(rng, 3, 9), num_iterations=101, learning_rate=0.05)


@exercise.case(OPTIMIZE, points=7, visibility="hidden", seed=33)
def optimizes_many_features(rng):
    """uses the learning rate and the number of steps it is given"""
    return dict(**starting_point(rng, 5, 12), num_iterations=250, learning_rate=0.03)


@exercise.case(OPTIMIZE, points=5, visibility="hidden", seed=34)
def optimizes_in_one_step(rng):
    """takes a single step, from whole numbers"""
    X, Y = examples(rng, 4, 6)
    w = np.array([[1], [0], [-1], [0]])
    return dict(w=w, b=1, X=np.rint(X).astype(int), Y=Y, num_iterations=1, learning_rate=1.5)


@exercise.case(PREDICT, points=3, visibility="public", seed=41)
def predicts_four_examples(rng):
    """labels four examples"""
    X = np.array([[1.0, -2.0, 0.5, 3.0], [0.2, 1.0, -1.5, -0.2]])
    return dict(w=np.array([[0.9], [-0.4]]), b=-0.2, X=X)


@exercise.case(PREDICT, points=7, visibility="hidden", seed=42)
def predicts_near_the_boundary(rng):
    """labels examples whose probability is close to one half"""
    X = np.vstack([np.linspace(-1, 1, 10), rng.permutation(10) / 10, rng.normal(size=10) / 10])
    return dict(w=np.array([[0.3], [0.2], [0.1]]), b=-0.085, X=X)


@exercise.case(PREDICT, points=4, visibility="hidden", seed=44)
def predicts_many_features(rng):
    """labels more examples of more features, all of them whole numbers"""
    # With a half in b no probability is exactly one half, which may stand for either label.
    X = rng.randint(-3, 4, size=(6, 15))
    return dict(w=np.array([[1], [-2], [1], [2], [-1], [1]]), b=0.5, X=X)


def two_sets(rng, features, m_train, m_test, **options):
    X, Y = examples(rng, features, m_train + m_test)
    return dict(
        X_train=X[:, :m_train],
        Y_train=Y[:, :m_train],
        X_test=X[:, m_train:],
        Y_test=Y[:, m_train:],
        **options,
    )


@exercise.case(MODEL, points=5, visibility="public", seed=59)
def models_a_few_examples(rng):
    """trains for a few steps and predicts both sets"""
    return two_sets(rng, 3, 6, 4, num_iterations=20, learning_rate=0.1)


@exercise.case(MODEL, points=5, visibility="hidden", seed=52)
def models_more_features(rng):
    """trains on the training set alone, whose features are whole numbers"""
    inputs = two_sets(rng, 5, 12, 7, num_iterations=150, learning_rate=0.05)
    for name in ("X_train", "X_test"):
        inputs[name] = np.rint(2 * inputs[name]).astype(int)
    return inputs


@exercise.case(MODEL, points=6, visibility="hidden", seed=53)
def models_equal_sets(rng):
    """tells two sets of the same size apart"""
    return two_sets(rng, 2, 9, 9, num_iterations=201, learning_rate=0.7)


declare_mistakes(exercise)

exercise.equivalent(
    MODEL,
    ("num_iterations: int = 2000", "num_iterations: int = 2001"),
    ("num_iterations: int = 2000", "num_iterations: int = 1999"),
    ("learning_rate: float = 0.5", "learning_rate: float = 1.0"),
    ("learning_rate: float = 0.5", "learning_rate: float = 0.0"),
    reason="how a model is trained when nobody says so is anybody's choice",
)

# Other faults give the same on the public cases.
exercise.needs_hidden_cases(START, "w_is_a_square")
exercise.needs_hidden_cases(MODEL, "forgets_what_was_learned")
exercise.needs_hidden_cases(OPTIMIZE, "keeps_every_cost")
exercise.needs_hidden_cases(PROPAGATE, "forgets_the_zeros")
