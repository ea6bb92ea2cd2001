"""What students get wrong about weight decay and dropout."""

from __future__ import annotations

from grader.authoring import Exercise

from .dropout import of_dropout, of_dropouts_gradients
from .weight_decay import of_the_cost, of_the_gradients


def declare_mistakes(exercise: Exercise) -> None:
    """Declare the known mistakes of all four functions."""
    of_the_cost(exercise)
    of_the_gradients(exercise)
    of_dropout(exercise)
    of_dropouts_gradients(exercise)
