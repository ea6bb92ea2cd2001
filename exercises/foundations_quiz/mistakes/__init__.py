"""What students get wrong in the quiz: ideas that are misunderstood.

A mistake is said by edits of the answers that it gets wrong; every other answer is right.
"""

from __future__ import annotations

from grader.authoring import Exercise

from . import first_half, second_half


def declare_mistakes(exercise: Exercise) -> None:
    """Declare every mistake as edits of the reference's answers."""
    for question, id, edits, hint in (*first_half.MISTAKES, *second_half.MISTAKES):
        exercise.mistake(f"foundations_{question}", id, edits=edits, hint=hint)
