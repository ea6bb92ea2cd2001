"""What a class got wrong, for the page of an assignment: counted again only when something has changed."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from threading import Lock
from typing import Any

from sqlalchemy.orm import Session

from grader.class_report.statistics import StudentRow
from grader.class_report.summary import Summary
from grader.service import class_results
from grader.service.class_results import Line
from grader.service.database_tables import Assignment

_REST_SECONDS = 10.0
"""A class that hands in changes all the time; counting a large one takes a second."""
_MOST_KEPT = 20


@dataclass(slots=True)
class _Kept:
    version: object
    values: dict[str, Any]
    counted_at: float


@dataclass(slots=True)
class Overviews:
    """The overviews that this process has counted.

    clock  seconds; for tests
    """

    clock: Callable[[], float] = time.monotonic
    _kept: dict[str, _Kept] = field(default_factory=dict)
    _lock: Lock = field(default_factory=Lock)

    def values(
        self, session: Session, assignment: Assignment, lines: Sequence[Line]
    ) -> dict[str, Any]:
        """What class_analysis.html prints. It may be some seconds old."""
        version = class_results.version(session, assignment, lines)
        with self._lock:  # whoever asks meanwhile waits for the one count
            kept = self._kept.get(assignment.id)
            if kept is not None and (
                kept.version == version or self.clock() - kept.counted_at < _REST_SECONDS
            ):
                return kept.values
            values = _values(session, assignment, lines)
            while len(self._kept) >= _MOST_KEPT:
                self._kept.pop(next(iter(self._kept)))
            self._kept[assignment.id] = _Kept(version, values, self.clock())
            return values


def _values(session: Session, assignment: Assignment, lines: Sequence[Line]) -> dict[str, Any]:
    summary = Summary(class_results.roster(lines))
    for report in class_results.reports(session, assignment, lines):
        summary.add(report)
    members = {line.member.number: line.member.id for line in lines}

    def page_of(row: StudentRow) -> str:
        return f"/assignments/{assignment.id}/class/{members[row.student]}"

    return summary.values(page_of)
