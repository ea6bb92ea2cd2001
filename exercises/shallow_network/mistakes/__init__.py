"""What students get wrong about a network with one hidden layer."""

from __future__ import annotations

from grader.authoring import Exercise

from .backward import of_the_backward_pass, of_the_update
from .forward import of_the_cost, of_the_forward_pass
from .shared import Declare
from .starting import of_the_sizes, of_the_start
from .training import of_prediction, of_training


def declare_mistakes(exercise: Exercise) -> None:
    """Declare the known mistakes of all eight functions."""
    for function, of in (
        ("layer_sizes", of_the_sizes),
        ("initialize_parameters", of_the_start),
        ("forward_propagation", of_the_forward_pass),
        ("compute_cost", of_the_cost),
        ("backward_propagation", of_the_backward_pass),
        ("update_parameters", of_the_update),
        ("nn_model", of_training),
        ("predict", of_prediction),
    ):
        of(declaring(exercise, function))


def declaring(exercise: Exercise, function: str) -> Declare:
    """Return a function that declares mistakes of this one function."""

    def mistake(id: str, edits: list[tuple[str, str]], hint: str) -> None:
        exercise.mistake(function, id, edits=edits, hint=hint)

    return mistake
