"""What travels to whoever grades, and what comes back.

Order    a submission that was found, and what is already known of it
Verdict  a report that is to be kept (see ``judge``)
Same     nothing to do: the report that is there says what grading again would say
Open     it belongs to no exercise by itself; the coordinator decides, knowing the class
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from grader.batch import messages
from grader.batch.triage import Task
from grader.model.delivery import Pending
from grader.model.result import Status, SubmissionStatus

if TYPE_CHECKING:
    from grader.report.model import Environment, Report


@dataclass(frozen=True, slots=True)
class Known:
    """What an earlier report was made from."""

    exercise: str
    version: str
    sha256: str
    file: str
    files: tuple[str, ...]
    environment: str
    status: str = SubmissionStatus.GRADED
    reason: str | None = None
    """Why there is no score: another reason is worth another report."""

    @classmethod
    def of(cls, report: Report) -> Known | None:
        """None for a report that does not count as done."""
        found = report.submission
        if any(case.status == Status.GRADER_ERROR for case in report.cases):
            return None
        # It was to be graded, and then there was nothing in it to run: the same way leads there again.
        tried = found.reason == messages.nothing_of(report.exercise.id)
        return cls(
            report.exercise.id,
            report.exercise.version,
            found.sha256,
            found.file,
            found.files,
            environment_hash(report.environment),
            SubmissionStatus.GRADED if tried else found.status,
            None if tried else found.reason,
        )


@dataclass(frozen=True, slots=True)
class Order:
    """One submission to grade. ``data``: the contents of all that was handed in, for who cannot open it."""

    pending: Pending
    known: tuple[Known, ...] = ()
    data: tuple[tuple[bytes | str, ...], ...] | None = None


@dataclass(frozen=True, slots=True)
class Same:
    task: Task


@dataclass(frozen=True, slots=True)
class Open:
    """``fault``: what the grader could not do with it, if that is why."""

    task: Task
    fault: str | None = None


def upload_of(pending: Pending) -> int | None:
    """The platform's number of the file; none beside a pseudonym, since it tells whose it is."""
    return None if pending.secrets else pending.delivery().upload or None


def environment_hash(environment: Environment) -> str:
    """Equal for equal environments; short enough to send with every order."""
    return hashlib.sha256(environment.model_dump_json().encode()).hexdigest()[:32]
