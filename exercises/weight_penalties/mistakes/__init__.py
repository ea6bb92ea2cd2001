"""What students get wrong about penalties on weights."""

from __future__ import annotations

from grader.authoring import Exercise

from .decay import of_the_factor, of_the_norm, of_the_update
from .l1 import of_the_l1_cost, of_the_l1_gradients
from .l2 import of_the_l2_cost, of_the_l2_gradients


def declare_mistakes(exercise: Exercise) -> None:
    """Declare the known mistakes of all seven functions."""
    for declare in (
        of_the_l2_cost,
        of_the_l2_gradients,
        of_the_l1_cost,
        of_the_l1_gradients,
        of_the_norm,
        of_the_factor,
        of_the_update,
    ):
        declare(exercise)
