"""What students get wrong about logistic regression."""

from __future__ import annotations

from sigmoid_mistakes import declare_sigmoid_mistakes, declare_single_numbers_only

from grader.authoring import Exercise

from .model import of_prediction, of_the_model
from .training import of_optimization, of_propagation, of_the_start


def declare_mistakes(exercise: Exercise) -> None:
    """Declare the known mistakes of all six functions."""
    declare_sigmoid_mistakes(exercise, "sigmoid", module="np", argument="z")
    declare_single_numbers_only(exercise, "sigmoid", argument="z")
    of_the_start(exercise)
    of_propagation(exercise)
    of_optimization(exercise)
    of_prediction(exercise)
    of_the_model(exercise)
