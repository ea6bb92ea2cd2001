"""What students get wrong about descent."""

from __future__ import annotations

from grader.authoring import Exercise

from . import averages, batches, bowls, stopping


def declare_mistakes(exercise: Exercise) -> None:
    """Declare the known mistakes of all nine functions."""
    for group in (bowls, averages, batches, stopping):
        for function, rows in group.MISTAKES.items():
            for id, old, new, hint in rows:
                exercise.mistake(function, id, edit=(old, new), hint=hint)
