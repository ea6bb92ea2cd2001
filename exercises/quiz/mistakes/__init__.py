"""What students get wrong in the quiz: ideas that are misunderstood, and numbers that are misread.

A mistake is said by the parts that it answers wrongly. Ids that begin with ``misreads_`` are slips
with a number: the idea behind the answer is right, and the hint says so.
"""

from __future__ import annotations

from grader.authoring import Exercise

from . import first_half, second_half

# How the right answers stand in the reference; an edit that does not find them is refused.
RIGHT: dict[int, dict[int, str]] = {
    0: {1: '"B"', 2: "5"},
    1: {1: '"B"', 2: "(9_800_000, 100_000, 100_000)", 3: '"A"'},
    2: {1: '"ABE"', 2: '"C"', 3: "5_000"},
    3: {1: '"ACE"', 2: '"BD"'},
    4: {1: '"C"', 2: '"D"', 3: "9"},
    5: {1: '"B"', 2: "11", 3: '"D"'},
    6: {1: '"C"', 2: '"AC"', 3: "5_000"},
    7: {1: '"B"', 2: '"ABD"'},
    8: {1: '"D"', 2: "5", 3: "7"},
    9: {1: '"B"', 2: '"C"'},
}


def declare_mistakes(exercise: Exercise) -> None:
    """Declare every mistake as edits of the answers that it gets wrong."""
    for question, id, answers, hint in (*first_half.MISTAKES, *second_half.MISTAKES):
        edits = [
            (
                f"{part}: {RIGHT[question][part]}",
                f'{part}: "{wrong}"' if isinstance(wrong, str) else f"{part}: {wrong!r}",
            )
            for part, wrong in answers.items()
        ]
        exercise.mistake(f"question_{question}", id, edits=edits, hint=hint)
