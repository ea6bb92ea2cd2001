"""What students get wrong about dropout in a deep network."""

from __future__ import annotations

from grader.authoring import Exercise

from .dropping import of_dropping, of_the_mean
from .passes import of_the_backward_pass, of_the_forward_pass
from .using import of_predicting, of_the_choice


def declare_mistakes(exercise: Exercise) -> None:
    """Declare the known mistakes of all six functions."""
    for declare in (
        of_dropping,
        of_the_mean,
        of_the_forward_pass,
        of_the_backward_pass,
        of_predicting,
        of_the_choice,
    ):
        declare(exercise)
