"""What anybody may know about an exercise: of hidden cases only their number."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from grader.model.exercise import Visibility
from grader.model.result import Points, rounded
from grader.util.untrusted_text import harmless

if TYPE_CHECKING:
    from grader.course.definition import Definition


@dataclass(frozen=True, slots=True)
class PublicCase:
    name: str
    description: str
    points: Points


@dataclass(frozen=True, slots=True)
class FunctionFacts:
    name: str
    points: Points
    public: tuple[PublicCase, ...]
    hidden: int
    bonus: Points


@dataclass(frozen=True, slots=True)
class ExerciseFacts:
    id: str
    title: str
    version: str
    points: Points
    bonus: Points
    editions: tuple[str, ...]
    functions: tuple[FunctionFacts, ...]

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


def facts(definition: Definition) -> ExerciseFacts:
    """Collect the facts of a declared exercise or of a released bundle."""
    cases = definition.prepared.cases if definition.prepared is not None else definition.cases
    functions = []
    for name in definition.functions:
        graded = [case for case in cases if case.function == name]
        public = [case for case in graded if case.visibility is Visibility.PUBLIC]
        functions.append(
            FunctionFacts(
                name,
                _sum(case.points for case in graded if not case.bonus),
                tuple(
                    PublicCase(c.name, harmless(" ".join(c.description.split())), rounded(c.points))
                    for c in public
                ),
                len(graded) - len(public),
                _sum(case.points for case in graded if case.bonus),
            )
        )
    return ExerciseFacts(
        id=definition.id,
        title=harmless(definition.title),
        version=definition.version,
        points=_sum(case.points for case in cases if not case.bonus),
        bonus=_sum(case.points for case in cases if case.bonus),
        editions=tuple(edition.name for edition in definition.editions),
        functions=tuple(functions),
    )


def _sum(points: Iterable[Fraction]) -> Points:
    return rounded(sum(points, Fraction(0)))
