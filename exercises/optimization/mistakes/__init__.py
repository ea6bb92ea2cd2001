"""What students get wrong about mini-batches, update rules and learning-rate decay."""

from __future__ import annotations

from grader.authoring import Exercise

from .adam import of_adam
from .batches import of_batches
from .descent import of_decay, of_gradient_descent
from .momentum import of_momentum, of_the_starts


def declare_mistakes(exercise: Exercise) -> None:
    """Declare the known mistakes of all eight functions."""
    of_gradient_descent(exercise)
    of_batches(exercise)
    of_the_starts(exercise)
    of_momentum(exercise)
    of_adam(exercise)
    of_decay(exercise)
