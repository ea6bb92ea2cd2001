"""What students get wrong about these claims."""

from __future__ import annotations

from grader.authoring import Exercise

from . import dropout, fits, layers


def declare_mistakes(exercise: Exercise) -> None:
    """Declare the known mistakes of all seven functions."""
    for group in (fits, layers, dropout):
        for function, rows in group.MISTAKES.items():
            for id, old, new, hint in rows:
                exercise.mistake(function, id, edit=(old, new), hint=hint)
