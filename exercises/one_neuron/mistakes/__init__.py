"""What students get wrong about one neuron."""

from __future__ import annotations

from grader.authoring import Exercise

from . import costs, data, loops


def declare_mistakes(exercise: Exercise) -> None:
    """Declare the known mistakes of all eight functions."""
    for group in (data, loops, costs):
        for function, rows in group.MISTAKES.items():
            for id, old, new, hint in rows:
                exercise.mistake(function, id, edit=(old, new), hint=hint)
