"""Two results folders: whose score changes, by how much, and in which cases."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from fractions import Fraction
from typing import Any

from grader.report.model import Adjustment, Report

Number = int | float
BINS = 11


@dataclass(frozen=True, slots=True)
class CaseChange:
    """A case whose points or status differ; None: it is not in that report."""

    function: str
    name: str
    old: Number | None
    new: Number | None
    old_status: str | None
    new_status: str | None


@dataclass(frozen=True, slots=True)
class Change:
    """A student whose score differs, or whose cases do although the sum is the same."""

    exercise: str
    student: str
    old: Number | None
    new: Number | None
    change: Number | None
    cases: tuple[CaseChange, ...]
    by_hand: bool
    """What a person set differs as well."""
    by_lateness: bool = False
    """What was taken off for lateness differs as well."""
    old_max: Number = 0
    new_max: Number = 0


@dataclass(frozen=True, slots=True)
class Slim:
    """What a comparison needs of a report."""

    score: Number | None
    max_score: Number
    cases: dict[tuple[str, str], tuple[Number, str]]
    adjustments: tuple[Adjustment, ...]


@dataclass(frozen=True, slots=True)
class Difference:
    """All of it. ``same`` counts the students of whom nothing changes."""

    same: int
    changed: tuple[Change, ...]
    only_old: tuple[tuple[str, str], ...]
    only_new: tuple[tuple[str, str], ...]

    @property
    def rescored(self) -> tuple[Change, ...]:
        return tuple(each for each in self.changed if each.old != each.new)

    def attainable(self) -> list[tuple[str, Number, Number, int]]:
        """Exercise, its points before and now, students: where what can be earned is not the same."""
        counts = Counter(
            (each.exercise, each.old_max, each.new_max)
            for each in self.changed
            if each.old_max != each.new_max
        )
        return [(*what, count) for what, count in sorted(counts.items())]

    def by_case(self) -> list[tuple[str, str, int]]:
        """Function, case, how many students it changes for: the commonest first."""
        counts = Counter((case.function, case.name) for each in self.changed for case in each.cases)
        return [
            (*case, count)
            for case, count in sorted(counts.items(), key=lambda item: (-item[1], item[0]))
        ]

    def histogram(self) -> list[tuple[Number, Number, int]]:
        """From, up to, students: of those whose score changes by a number; many values in equal steps around zero."""
        changes = [each.change for each in self.rescored if each.change is not None]
        if not changes:
            return []
        if len(set(changes)) <= BINS:
            return [(value, value, count) for value, count in sorted(Counter(changes).items())]
        widest = max(abs(change) for change in changes)
        step = 2 * widest / BINS
        counts = Counter(min(int((change + widest) / step), BINS - 1) for change in changes)
        return [
            (round(step * n - widest, 6), round(step * (n + 1) - widest, 6), counts[n])
            for n in range(BINS)
        ]

    def as_json(self) -> dict[str, Any]:
        return {
            "same": self.same,
            "changed": [asdict(each) for each in self.changed],
            "only_old": [
                {"exercise": exercise, "student": student} for exercise, student in self.only_old
            ],
            "only_new": [
                {"exercise": exercise, "student": student} for exercise, student in self.only_new
            ],
            "cases": [
                {"function": f, "name": name, "students": count}
                for f, name, count in self.by_case()
            ],
            "histogram": [
                {"from": low, "to": high, "students": count}
                for low, high, count in self.histogram()
            ],
        }


def compare(old: Iterable[Report], new: Iterable[Report]) -> Difference:
    """Compare report by report; of the old ones little is kept, of the new ones nothing."""
    before = {(report.exercise.id, report.submission.student): _slim(report) for report in old}
    changed, only_new, same = [], [], 0
    for report in new:
        key = (report.exercise.id, report.submission.student)
        slim = before.pop(key, None)
        if slim is None:
            only_new.append(key)
            continue
        change = _change(key, slim, _slim(report))
        if change is None:
            same += 1
        else:
            changed.append(change)
    changed.sort(key=lambda each: (each.exercise, each.student.casefold(), each.student))
    return Difference(same, tuple(changed), tuple(sorted(before)), tuple(sorted(only_new)))


def _slim(report: Report) -> Slim:
    return Slim(
        report.score,
        report.max_score,
        {(case.function, case.name): (case.points, case.status.value) for case in report.cases},
        report.adjustments,
    )


def _change(key: tuple[str, str], old: Slim, new: Slim) -> Change | None:
    names = [*old.cases, *(name for name in new.cases if name not in old.cases)]
    cases = tuple(
        CaseChange(
            *name,
            *_pair(old.cases.get(name), new.cases.get(name), 0),
            *_pair(old.cases.get(name), new.cases.get(name), 1),
        )
        for name in names
        if old.cases.get(name) != new.cases.get(name)
    )
    if (old.score, old.max_score) == (new.score, new.max_score) and not cases:
        return None
    change: Number | None = None
    if old.score is not None and new.score is not None:
        exact = Fraction(str(new.score)) - Fraction(str(old.score))
        change = exact.numerator if exact.denominator == 1 else round(float(exact), 6)
    return Change(
        *key,
        old.score,
        new.score,
        change,
        cases,
        by_hand=_set(old, by_hand=True) != _set(new, by_hand=True),
        by_lateness=_set(old, by_hand=False) != _set(new, by_hand=False),
        old_max=old.max_score,
        new_max=new.max_score,
    )


def _set(slim: Slim, by_hand: bool) -> tuple[Adjustment, ...]:
    return tuple(each for each in slim.adjustments if (each.kind is None) is by_hand)


def _pair(old: tuple[Any, ...] | None, new: tuple[Any, ...] | None, index: int) -> tuple[Any, Any]:
    return (old[index] if old else None, new[index] if new else None)
