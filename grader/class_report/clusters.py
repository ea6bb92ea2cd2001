"""Functions that are wrong in the same way, over a class: equal results on every case, named or not.

Results that are equal up to one factor, a sign or a transposition are one cluster, where they are not
told different mistakes.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from grader.report.model import FunctionSection, Report

EXAMPLES = 5
FEWEST = 2
"""Of one student there is no cluster."""


@dataclass(slots=True)
class Cluster:
    """The students whose function gives the same wrong results.

    mistake  the id that was named for it, where one was
    edit     an edit of the reference that gives the results, as a diff; ``draft`` declares it
    text     the shortest of their functions
    others   how many of them give the results only up to a factor, a sign or a transposition
    """

    function: str
    behaviour: str
    count: int = 0
    students: list[str] = field(default_factory=list)
    mistake: str | None = None
    edit: str | None = None
    draft: str | None = None
    text: str | None = None
    others: int = 0

    @property
    def related(self) -> str:
        """What is equal for results that are equal up to relations; "" where there are few numbers."""
        return self.behaviour.partition("-")[2]

    def take_in(self, other: Cluster) -> None:
        """Count the students of a related cluster as well."""
        self.others += other.count
        self.count += other.count
        self.students = sorted({*self.students, *other.students})[:EXAMPLES]

    def add(self, student: str, function: FunctionSection, mistake: str | None) -> None:
        """Count a student."""
        self.count += 1
        self.students = sorted([*self.students, student])[:EXAMPLES]
        self.mistake = self.mistake or mistake
        self.edit, self.draft = self.edit or function.edit, self.draft or function.draft
        if function.text and (self.text is None or _size(function.text) < _size(self.text)):
            self.text = function.text


def _size(text: str) -> tuple[int, str]:
    return len(text), text


@dataclass(slots=True)
class Clusters:
    """Collects the clusters of one exercise, from one report at a time."""

    _found: dict[tuple[str, str], Cluster] = field(default_factory=dict)

    def add(self, report: Report) -> None:
        """Count the wrong functions of one report."""
        for function in report.functions:
            if function.behaviour is None:
                continue
            key = function.name, function.behaviour
            named = (c.mistake for c in report.cases if c.function == function.name and c.mistake)
            cluster = self._found.setdefault(key, Cluster(*key))
            cluster.add(report.submission.student, function, next(named, None))

    def largest(self) -> list[Cluster]:
        """The clusters of several students, the largest first."""
        several = (each for each in self._related() if each.count >= FEWEST)
        return sorted(several, key=lambda c: (-c.count, c.function, c.behaviour))

    def _related(self) -> Iterator[Cluster]:
        """The clusters, with those that are related as one; what was found stays as it is."""
        heads: dict[tuple[str, str], list[Cluster]] = {}
        ordered = sorted(self._found.values(), key=lambda c: (-c.count, c.behaviour))
        for cluster in (replace(each) for each in ordered):
            known = heads.setdefault((cluster.function, cluster.related or cluster.behaviour), [])
            for head in known:
                if head.mistake == cluster.mistake:
                    head.take_in(cluster)
                    break
            else:
                known.append(cluster)
        yield from (head for known in heads.values() for head in known)

    def with_drafts(self) -> list[Cluster]:
        """All that an edit explains and nobody declared, of single students too; the largest first."""
        drafted = (each for each in self._found.values() if each.draft)
        return sorted(drafted, key=lambda c: (-c.count, c.function, c.behaviour))
