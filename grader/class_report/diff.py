"""Two results folders: whose score changes, by how much, and in which cases."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Any

from grader.model.result import Points, exact, rounded
from grader.report.model import Adjustment, Report
from grader.util.in_words import count_of, first_few
from grader.util.table import table
from grader.util.untrusted_text import harmless

BINS = 11
_WIDEST_BAR = 40


@dataclass(frozen=True, slots=True)
class CaseChange:
    """A case whose points or status differ; None: it is not in that report."""

    function: str
    name: str
    old: Points | None
    new: Points | None
    old_status: str | None
    new_status: str | None


@dataclass(frozen=True, slots=True)
class Change:
    """A student whose score differs, or whose cases differ although the score is the same.

    ``by_hand``: what a person set differs as well. ``by_lateness``: so does what was taken off for lateness.
    """

    exercise: str
    student: str
    old: Points | None
    new: Points | None
    change: Points | None
    cases: tuple[CaseChange, ...]
    by_hand: bool
    by_lateness: bool = False
    old_max: Points = 0
    new_max: Points = 0


@dataclass(frozen=True, slots=True)
class _Slim:
    """What a comparison needs of a report."""

    score: Points | None
    max_score: Points
    cases: dict[tuple[str, str], tuple[Points | None, str]]
    adjustments: tuple[Adjustment, ...]

    def set_by_hand(self, by_hand: bool) -> tuple[Adjustment, ...]:
        """What a person set, or else what the policy on late work took off."""
        return tuple(change for change in self.adjustments if (change.kind is None) is by_hand)


@dataclass(frozen=True, slots=True)
class Difference:
    """Everything that differs between two folders. ``same`` counts the students without a change."""

    same: int
    changed: tuple[Change, ...]
    only_old: tuple[tuple[str, str], ...]
    only_new: tuple[tuple[str, str], ...]

    @property
    def rescored(self) -> tuple[Change, ...]:
        """The students whose score changes."""
        return tuple(change for change in self.changed if change.old != change.new)

    def attainable(self) -> list[tuple[str, Points, Points, int]]:
        """Exercises whose attainable points change: the id, the points before and now, students."""
        counts = Counter(
            (change.exercise, change.old_max, change.new_max)
            for change in self.changed
            if change.old_max != change.new_max
        )
        return [(*key, count) for key, count in sorted(counts.items())]

    def by_case(self) -> list[tuple[str, str, int]]:
        """Function, case, the number of students for whom it changes: the most frequent first."""
        counts = Counter(
            (case.function, case.name) for change in self.changed for case in change.cases
        )
        ordered = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
        return [(*case, count) for case, count in ordered]

    def histogram(self) -> list[tuple[Points, Points, int]]:
        """Bars of the changes of scores: from, up to, students. Many different changes share equal steps."""
        changes = [change.change for change in self.rescored if change.change is not None]
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
        """What ``grader diff --json`` prints."""
        return {
            "same": self.same,
            "changed": [asdict(change) for change in self.changed],
            "only_old": [{"exercise": id, "student": student} for id, student in self.only_old],
            "only_new": [{"exercise": id, "student": student} for id, student in self.only_new],
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
    """Compare report by report; little is kept of the old ones, nothing of the new ones."""
    before = {(report.exercise.id, report.submission.student): _slim(report) for report in old}
    changed, only_new, same = [], [], 0
    for report in new:
        key = (report.exercise.id, report.submission.student)
        slim = before.pop(key, None)
        if slim is None:
            only_new.append(key)
        elif change := _change(key, slim, _slim(report)):
            changed.append(change)
        else:
            same += 1
    changed.sort(key=lambda change: (change.exercise, change.student.casefold(), change.student))
    return Difference(same, tuple(changed), tuple(sorted(before)), tuple(sorted(only_new)))


def _slim(report: Report) -> _Slim:
    cases: dict[tuple[str, str], tuple[Points | None, str]] = {
        (case.function, case.name): (case.points, case.status.value) for case in report.cases
    }
    for part in report.by_hand:
        word = "not yet marked" if part.score is None else "marked"
        cases |= {(part.name, item.text): (item.points, word) for item in part.items}
    return _Slim(report.score, report.max_score, cases, report.adjustments)


def _change(key: tuple[str, str], old: _Slim, new: _Slim) -> Change | None:
    absent = (None, None)
    cases = []
    for name in {**old.cases, **new.cases}:
        before, after = old.cases.get(name, absent), new.cases.get(name, absent)
        if before != after:
            cases.append(CaseChange(*name, before[0], after[0], before[1], after[1]))
    if (old.score, old.max_score) == (new.score, new.max_score) and not cases:
        return None
    difference: Points | None = None
    if old.score is not None and new.score is not None:
        difference = rounded(exact(new.score) - exact(old.score))
    return Change(
        *key,
        old.score,
        new.score,
        difference,
        tuple(cases),
        by_hand=old.set_by_hand(True) != new.set_by_hand(True),
        by_lateness=old.set_by_hand(False) != new.set_by_hand(False),
        old_max=old.max_score,
        new_max=new.max_score,
    )


def render(difference: Difference) -> str:
    """Return the comparison as text: who changes, in which cases, and a histogram of the changes."""
    total = difference.same + len(difference.changed)
    blocks = [f"{len(difference.rescored)} of {total} scores change"]
    others = len(difference.changed) - len(difference.rescored)
    if others:
        blocks[0] += f"; {others} keep their score with other cases passed"
    for what, keys in (
        ("only in the old folder", difference.only_old),
        ("only in the new folder", difference.only_new),
    ):
        if keys:
            students = first_few((f"{student} ({id})" for id, student in keys), 20)
            blocks[0] += f"\n{len(keys)} {what}: {harmless(students)}"
    for exercise, before, now, count in difference.attainable():
        blocks[0] += (
            f"\n{exercise} is worth {now:g} points instead of {before:g} "
            f"({count_of(count, 'student')})"
        )
    if difference.changed:
        blocks.append(
            table(
                ("student", "exercise", "old", "new", "change", "cases"),
                [_row(each) for each in difference.changed],
            )
        )
    if difference.by_case():
        blocks.append(
            table(
                ("case", "function", "students"),
                [(name, function, str(count)) for function, name, count in difference.by_case()],
            )
        )
    if difference.histogram():
        blocks.append(_histogram(difference))
    return "\n\n".join(blocks)


def _row(each: Change) -> tuple[str, ...]:
    change = "" if each.change is None else f"{each.change:+g}"
    cases = [*map(_case, each.cases[:4])]
    if len(each.cases) > 4:
        cases.append(f"{len(each.cases) - 4} more")
    if each.by_hand:
        cases.append("set by a person")
    if each.by_lateness:
        cases.append("taken off for lateness")
    return (
        harmless(each.student, 40),
        each.exercise,
        _score(each.old),
        _score(each.new),
        change,
        ", ".join(cases),
    )


def _case(case: CaseChange) -> str:
    if case.old_status == case.new_status:
        return f"{case.name} {_score(case.old)} -> {_score(case.new)} points"
    return f"{case.name} {case.old_status or 'not there'} -> {case.new_status or 'not there'}"


def _score(score: int | float | None) -> str:
    return "-" if score is None else f"{score:g}"


def _histogram(difference: Difference) -> str:
    bins = difference.histogram()
    tallest = max(count for _, _, count in bins)
    rows = [
        (
            f"{low:+g}" if low == high else f"{low:+.3g} to {high:+.3g}",
            str(count),
            "#" * (round(count * _WIDEST_BAR / tallest) or bool(count)),
        )
        for low, high, count in bins
    ]
    return table(("change", "students", ""), rows)
