"""What students get wrong about signals in deep networks."""

from __future__ import annotations

from grader.authoring import Exercise

from .growing import of_the_rate, of_the_sizes
from .passing import of_the_identities, of_the_way_back, of_the_way_forward
from .shrinking import of_the_decay, of_the_gap


def declare_mistakes(exercise: Exercise) -> None:
    """Declare the known mistakes of all seven functions."""
    of_the_way_forward(exercise)
    of_the_way_back(exercise)
    of_the_identities(exercise)
    of_the_rate(exercise)
    of_the_sizes(exercise)
    of_the_decay(exercise)
    of_the_gap(exercise)
