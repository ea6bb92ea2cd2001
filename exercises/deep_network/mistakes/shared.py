"""What the mistakes of several functions share."""

from __future__ import annotations

from collections.abc import Callable

from grader.authoring import Exercise


def _for(exercise: Exercise, function: str) -> Callable[..., None]:
    def mistake(id: str, hint: str, *edits: tuple[str, str]) -> None:
        exercise.mistake(function, id, edits=edits, hint=hint)

    return mistake
