"""What students get wrong about ridge and lasso regression."""

from __future__ import annotations

from grader.authoring import Exercise

from . import lasso, ridge, steps


def declare_mistakes(exercise: Exercise) -> None:
    """Declare the known mistakes of all ten functions."""
    for group in (ridge, lasso, steps):
        for function, rows in group.MISTAKES.items():
            for id, old, new, hint in rows:
                exercise.mistake(function, id, edit=(old, new), hint=hint)
