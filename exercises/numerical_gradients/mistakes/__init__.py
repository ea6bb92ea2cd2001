"""What students get wrong about differences, and about parameters in one column."""

from __future__ import annotations

from grader.authoring import Exercise

from .columns import of_the_column, of_the_way_back
from .differences import of_one_side, of_the_order, of_two_sides
from .gradients import of_the_cost, of_the_gradient, of_the_search
from .verdicts import of_the_ratio, of_the_verdict


def declare_mistakes(exercise: Exercise) -> None:
    """Declare the known mistakes of all ten functions."""
    of_one_side(exercise)
    of_two_sides(exercise)
    of_the_order(exercise)
    of_the_ratio(exercise)
    of_the_verdict(exercise)
    of_the_column(exercise)
    of_the_way_back(exercise)
    of_the_cost(exercise)
    of_the_gradient(exercise)
    of_the_search(exercise)
