"""What a check is: a name, and a function that yields findings about one exercise."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from grader.course.definition import Definition
from grader.course.prepare import prepare, with_mistakes
from grader.course.reference_program import program_of
from grader.diagnosis.candidates import CandidateSource
from grader.model.declaration import Where
from grader.model.submission import Program
from grader.sandbox.judge.sandbox import Sandbox
from grader.util.errors import AuthorError


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was proved of an exercise, or not.

    detail  why it failed, or by how much it passed
    public  of a known mistake: what students are told who have the public cases only
    fault   why nothing could be proved: the exercise itself cannot be used
    """

    exercise: str
    kind: str
    name: str
    passed: bool
    detail: str = ""
    public: str = ""
    fault: AuthorError | None = None


def faulty(exercise_id: str, fault: AuthorError) -> Finding:
    """The finding that an exercise cannot be read, or that its cases cannot be made."""
    detail = f"{fault.message} ({fault.hint})" if fault.hint else fault.message
    return Finding(exercise_id, "exercise", "can be used", False, detail, fault=fault)


class Subject:
    """One exercise to verify, prepared once, with the results of all its known mistakes."""

    def __init__(self, definition: Definition, sandbox: Sandbox, course: Path | None) -> None:
        exercise = prepare(definition, sandbox)
        self.definition = definition
        self.sandbox = sandbox
        self.course = course
        self.exercise = with_mistakes(definition, exercise, sandbox, exercise.function_names)

    @property
    def label(self) -> str:
        """The exercise's id, and which variant it is."""
        variant = self.definition.variant
        return self.definition.id if variant is None else f"{self.definition.id} ({variant})"

    @cached_property
    def candidates(self) -> CandidateSource:
        """All that a wrong result of a function may be explained by."""
        return CandidateSource(self.definition, self.exercise, self.sandbox)

    @property
    def excused(self) -> frozenset[str]:
        """Functions that declare a reason why a trivial answer may earn points."""
        return frozenset(f.name for f in self.definition.declared if f.trivial)

    def program(self, **files: str) -> Program:
        """A submission of files: name without ``.py`` -> text."""
        return program_of({f"{name}.py": text for name, text in files.items()}, self.definition)

    def finding(self, kind: str, name: str, passed: bool, detail: str) -> Finding:
        return Finding(self.label, kind, name, passed, detail)

    def findings(
        self, kind: str, faults: Iterable[tuple[str, str]], whole: str, fine: str
    ) -> Iterator[Finding]:
        """A finding for each fault, a name and a detail; without any, one that the ``whole`` is ``fine``."""
        faults = list(faults)
        for name, detail in faults:
            yield self.finding(kind, name, False, detail)
        if not faults:
            yield self.finding(kind, whole, True, fine)


@dataclass(frozen=True, slots=True)
class Check:
    """One thing to prove of an exercise. ``where`` is the author's line that it is about."""

    name: str
    run: Callable[[Subject], Iterator[Finding]]
    where: Where | None = None


def listed(names: Sequence[str], most: int = 3) -> str:
    """The first few names, and how many more there are."""
    more = len(names) - most
    return ", ".join(names[:most]) + (f" and {more} more" if more > 0 else "")
