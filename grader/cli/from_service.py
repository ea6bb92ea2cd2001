"""``grader grade --from-service``: the batch, for a class that hands in at a service."""

from __future__ import annotations

import argparse
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from grader.batch.results_writer import ScoreRules
from grader.classroom.marks import NO_MARKS
from grader.cli.output import log_file, message
from grader.util.errors import UsageError
from grader.util.untrusted_text import harmless

if TYPE_CHECKING:
    from grader.classroom.enrolment import Enrolled
    from grader.classroom.late_policy import LatePolicy
    from grader.classroom.overrides import Overrides
    from grader.report.model import Report
    from grader.service.client import Place


@dataclass(frozen=True, slots=True)
class RulesOfEach(ScoreRules):
    """What the service says of each student, by the name in the results: two never have the same.

    A platform's id of one student may be the number of another: here it decides nothing.
    """

    each: Mapping[str, tuple[Overrides, LatePolicy]] = field(default_factory=dict)

    def apply(self, report: Report, names: Collection[str]) -> Report:
        report = (self.marks or NO_MARKS).apply(report, names)
        student = report.submission.student
        if student not in self.each:
            return report
        overrides, late = self.each[student]
        return overrides.apply(report, {student}, late)


def grade_from_service(arguments: argparse.Namespace) -> int:
    """Fetch what was handed in, and grade it on this machine as a folder of submissions."""
    from dataclasses import replace

    from grader.batch.run import chosen, run_batch
    from grader.classroom.anonymise import anonymise, read_key
    from grader.classroom.overrides import Overrides
    from grader.classroom.variant_choice import Allotment
    from grader.cli.batch_plan import marks_in, plan_of
    from grader.cli.dry_run import show
    from grader.cli.progress import progress_on_stderr, report_outcome
    from grader.course.catalog import find_course
    from grader.service.client import Client, read_token
    from grader.service.fetched_class import fetch, remember, set_points

    out = arguments.out
    if (out / "overrides.csv").is_file():
        raise UsageError(
            f"{out / 'overrides.csv'} does not go with --from-service",
            "set points on the service's pages: they are fetched with what was handed in",
        )
    course = find_course(arguments.course, arguments.settings)
    place = place_of(arguments.from_service, str(arguments.paths[0]))
    client = Client(place, read_token(arguments.token_file), patient=True)
    files = out.with_name(f"{out.name}.handed-in")
    fetched = fetch(client, place, files, arguments.attempts == "all")
    key = read_key(arguments.pseudonyms) if arguments.pseudonyms else None
    allotment = Allotment.of(course)
    names, rounds = {}, []
    for round in fetched.rounds:
        intake, known = fetched.intake(round, allotment)
        enrolled: Enrolled = known
        if key is not None:
            intake, hidden = anonymise(intake, known, key)
            enrolled = hidden or known
        each = {}
        for work, pending in zip(round.works, intake.pending, strict=True):
            names[work.id] = pending.student
            student = harmless(pending.student)
            entries = (replace(e, student=student) for e in set_points(work).entries)
            each[student] = (Overrides(tuple(entries)), fetched.late_for(work))
        rounds.append((round, intake, enrolled, each))
    notes = [harmless(line, 4000) for line in fetched.notes]
    worst = 0
    if not arguments.dry_run:
        remember(out, fetched, names)
    for round, intake, enrolled, each in rounds:
        arguments.out = out / round.folder if round.folder else out
        arguments.exercise = (fetched.exercise,)
        opening = [*notes, *map(harmless, enrolled.warnings()), harmless(intake.summary)]
        notes = []
        if arguments.dry_run:
            for line in () if arguments.quiet else opening:
                message(line)
            show(intake, chosen(arguments.only, intake), enrolled, arguments.json)
            continue
        rules = RulesOfEach(None, fetched.late, marks_in(arguments.out), each)
        plan = plan_of(arguments, rules, enrolled)
        with log_file(arguments.log_file), progress_on_stderr(arguments.quiet, opening) as progress:
            outcome = run_batch(course, intake, plan, progress)
        code = report_outcome(outcome, arguments.out, intake.unassigned, arguments.quiet)
        if code == 130:
            return code
        worst = max(worst, code)
    return worst


def place_of(url: str, assignment: str) -> Place:
    """The assignment at a service's address; raises UsageError."""
    from grader.service.client import Place

    base = url.rstrip("/").removesuffix("/assignments")
    return Place.of(f"{base}/assignments/{assignment}")
