"""What is recognised in the files of a submission before it is graded."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from grader.model.submission import Note
from grader.report.phrases import NOTES_FOR_STUDENTS
from grader.util.untrusted_text import harmless, neutralise, with_code


@dataclass(frozen=True, slots=True)
class Recognition:
    """What grading would find, in words for the student.

    missing    graded function -> None where it is there, else why it is not
    problem    why nothing at all could be graded
    notes      what else may explain a result: which version counts, what was repaired or left aside
    """

    missing: Mapping[str, str | None]
    problem: str | None = None
    notes: tuple[str, ...] = ()

    @classmethod
    def of(
        cls,
        missing: Mapping[str, str | None],
        notes: Iterable[Note],
        problem: str | None = None,
        ambiguous: str | None = None,
    ) -> Recognition:
        """The same, of the loader's findings: texts of strangers are made harmless."""
        told = sorted(
            (note for note in notes if note.kind in NOTES_FOR_STUDENTS),
            key=lambda note: NOTES_FOR_STUDENTS.index(note.kind),
        )
        texts = [with_code(note.text) for note in told]
        return cls(
            {harmless(name): why and with_code(why) for name, why in missing.items()},
            problem and neutralise(problem),
            tuple(dict.fromkeys([neutralise(ambiguous), *texts] if ambiguous else texts)),
        )

    @property
    def found(self) -> tuple[str, ...]:
        """The graded functions that are there."""
        return tuple(name for name, why in self.missing.items() if why is None)
