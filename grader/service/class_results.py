"""A class on one assignment: everybody of it, their attempts, and the reports that count."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from grader.classroom.roster import Roster
from grader.model.result import Points, SubmissionStatus
from grader.report.model import MemberSection, NoteSection, Report, Timing
from grader.report.report_file import parse_report
from grader.service import rules, standing
from grader.service.database_tables import (
    Assignment,
    Member,
    Result,
    Role,
    Submission,
    SubmissionState,
    Upload,
)
from grader.service.membership import entry_of
from grader.service.rules import Rules
from grader.service.standing import Attempt
from grader.util.batched import batched

_AT_A_TIME = 200


@dataclass(frozen=True)
class Line:
    """One student of the class.

    attempts  in order, the latest first
    upload    the id of files that were uploaded and are not handed in
    """

    member: Member
    attempts: Sequence[Attempt] = ()
    upload: str | None = None

    @cached_property
    def counting(self) -> Attempt | None:
        """The attempt that counts; where none has points, the latest."""
        counts = (each for each in self.attempts if each.counts)
        return next(counts, self.attempts[0] if self.attempts else None)

    @property
    def points(self) -> Points | None:
        return None if self.counting is None else self.counting.points

    @property
    def waits(self) -> bool:
        """Whether an attempt has no result yet."""
        return any(not each.submission.state.is_final for each in self.attempts)

    @property
    def failed(self) -> bool:
        """Whether a person has to look: the grader failed on the attempt that would count."""
        last = self.counting
        return last is not None and last.submission.state is SubmissionState.FAILED


def lines(session: Session, assignment: Assignment) -> list[Line]:
    """Every student of the course, by name."""
    students = select(Member).where(
        Member.course_id == assignment.course_id, Member.role == Role.STUDENT
    )
    attempts = standing.class_attempts(session, assignment)
    found = _lines(session, assignment, session.scalars(students).all(), attempts)
    return sorted(found, key=lambda line: (line.member.person.name.casefold(), line.member.number))


def lines_of(session: Session, assignment: Assignment, members: Sequence[Member]) -> list[Line]:
    """The lines of these members, in the same order."""
    ids = [member.id for member in members]
    attempts = standing.class_attempts(session, assignment, ids)
    return _lines(session, assignment, members, attempts)


def _lines(
    session: Session,
    assignment: Assignment,
    members: Sequence[Member],
    attempts: Mapping[str, Sequence[Attempt]],
) -> list[Line]:
    waiting = select(Upload.member_id, Upload.id).where(
        Upload.assignment_id == assignment.id, Upload.submission_id.is_(None)
    )
    uploads = dict(session.execute(waiting).all())
    return [Line(each, attempts.get(each.id, ()), uploads.get(each.id)) for each in members]


def roster(lines: Sequence[Line]) -> Roster:
    """The class as exports and summaries need it."""
    return Roster(tuple(entry_of(line.member) for line in lines))


def version(session: Session, assignment: Assignment, lines: Sequence[Line]) -> tuple[object, ...]:
    """What differs whenever `reports` would return something else."""
    newest = session.scalar(
        select(func.max(Result.id))
        .join(Submission, Submission.id == Result.submission_id)
        .where(Submission.assignment_id == assignment.id)
    )
    counting = tuple(
        (line.member.id, line.member.person.name, line.counting.submission.id, line.points)
        for line in lines
        if line.counting is not None
    )
    return newest, len(lines), sum(line.waits for line in lines), counting


def reports(session: Session, assignment: Assignment, lines: Sequence[Line]) -> Iterator[Report]:
    """The instructor's report of each student's attempt that counts, overrides and late policy in it.

    Who has handed in and has no result yet, or none at all, comes last, with a report that says so: a table
    without them would say that they have not handed in. Where nobody has a result, there is no report.
    """
    own = Rules.of(assignment)
    given = {row.member_id: row for row in standing.extensions(session, assignment.id)}
    overrides = standing.overrides_in_force(session, Submission.assignment_id == assignment.id)

    def counted(line: Line, attempt: Attempt, report: Report) -> Report:
        late = rules.late_policy(own, rules.window(own, given.get(line.member.id)).due_at)
        report = standing.with_facts(report, attempt.submission)
        set_ = overrides.get(attempt.submission.id, [])
        return _of_member(standing.adjusted(report, set_, late), line)

    graded = [(line, line.counting) for line in lines if line.counting is not None]
    others: list[tuple[Line, Attempt]] = []
    sample: Report | None = None
    for part in batched(graded, _AT_A_TIME):
        texts = _texts(session, [attempt.submission.id for _, attempt in part])
        for line, attempt in part:
            if (text := texts.get(attempt.submission.id)) is None:
                others.append((line, attempt))
                continue
            sample = parse_report(text)
            yield counted(line, attempt, sample)
    if sample is not None:
        for line, attempt in others:
            yield counted(line, attempt, _without_result(sample, attempt))


def _without_result(sample: Report, attempt: Attempt) -> Report:
    """A report that says that there is no result.

    Args:
        sample: of the same exercise.
    """
    waits = not attempt.submission.state.is_final
    text = "It is still being graded." if waits else "The grader failed on this submission."
    facts: dict[str, Any] = {
        "file": "", "files": (), "sha256": attempt.submission.sha256, "kind": None, "reason": None,
        "status": SubmissionStatus.GRADED, "ambiguous": None, "likeness": {},
    }  # fmt: skip
    return sample.model_copy(
        update={
            "submission": sample.submission.model_copy(update=facts),
            "score": None,
            "adjustments": (),
            "functions": (),
            "cases": (),
            "by_hand": (),
            "automatic_score": None,
            "notes": (NoteSection(kind="grader_error", text=text),),
            "timing": Timing(total=None, steps={}),
        }
    )


def _texts(session: Session, submissions: Sequence[str]) -> dict[str, str]:
    """Submission -> its latest report as it is stored."""
    rows = session.execute(
        select(Result.submission_id, Result.report)
        .where(Result.submission_id.in_(submissions))
        .order_by(Result.number)
    )
    return dict(rows.all())


def _of_member(report: Report, line: Line) -> Report:
    entry = entry_of(line.member)
    ids = tuple(dict.fromkeys(text for _, text in entry.ids))
    section = MemberSection(id=entry.id, name=entry.name, ids=ids, section=entry.section)
    facts = {"student": entry.id, "members": (section,)}
    return report.model_copy(update={"submission": report.submission.model_copy(update=facts)})
