"""Proves an exercise on submissions with a known verdict, through the pipeline that grades students.

checks              what a check and a finding are
known_verdicts      right, empty, guessed and mistaken submissions
margins             tolerances, and answers that are inputs of other cases
variant_difficulty  variants of one exercise are equally hard
by_hand             what a person marks is found
declarations        builds_on, rng, limits and equivalents are true
omissions           what nobody would notice: no seed, no hidden case, another statement, a hidden number
fixed_answers       submissions that return what they are told
mine                known mistakes for what a class got wrong
determinism         order, time, neighbours, user and load change nothing
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial
from itertools import groupby
from pathlib import Path

from grader.course.catalog import Course
from grader.course.definition import Definition
from grader.course.variants import first_of_each_task
from grader.pipeline.worker_pool import sandbox_workers
from grader.sandbox.judge.sandbox import Sandbox
from grader.util.errors import AuthorError, IsolationError
from grader.util.junit_xml import Case, Suite, junit_xml
from grader.verify import (
    by_hand,
    declarations,
    determinism,
    known_verdicts,
    margins,
    omissions,
    variant_difficulty,
)
from grader.verify.checks import Check, Finding, Subject, faulty

__all__ = [
    "Check", "Finding", "Subject", "checks_of", "junit", "verify", "verify_course", "verify_exercise",
]  # fmt: skip

_ALL = "all variants"
_OF_THE_TASK = (
    "limits leave room", "calls are declared", "faults cost once", "equivalents agree",
    "results repeat",
)  # fmt: skip


def checks_of(definition: Definition) -> list[Check]:
    """All checks of one exercise, in their order. A released bundle has none."""
    if definition.prepared is not None:
        return []
    forms = [
        Check(
            f"{form.function}: {form.name} passes",
            partial(known_verdicts.check_accepted_form, form),
            form.where,
        )
        for form in definition.accepted_forms
    ]
    mistakes = [
        Check(
            f"{mistake.function}: {mistake.name} is caught",
            partial(known_verdicts.check_mistake, mistake),
            mistake.where,
        )
        for mistake in definition.mistakes
    ]
    checks = [
        Check("statement names the functions", omissions.check_statement),
        Check("what is declared is asked for", omissions.check_undeclared_cases),
        Check("cases that draw have seeds", omissions.check_seeds),
        Check("hidden cases exist", omissions.check_hidden),
        Check("public cases exist", omissions.check_public),
        Check("no text gives a hidden number", omissions.check_told_numbers),
        Check("reference returns something", omissions.check_values),
        Check("reference passes", known_verdicts.check_reference),
        *forms,
        Check("starter fails", known_verdicts.check_starter),
        Check("trivial answers fail", known_verdicts.check_trivial),
        *mistakes,
        Check("public answers earn nothing hidden", known_verdicts.check_guessed),
        *([Check("parts are found", by_hand.check_rubrics)] if definition.rubrics else []),
        Check("tolerances fit", margins.check_tolerances),
        Check("no answer is an input", margins.check_leaks),
        Check("limits leave room", declarations.check_limits),
        Check("code rules are kept", declarations.check_rules),
        Check("slow solutions are named", declarations.check_slow),
        Check("random numbers are declared", declarations.check_rng),
        Check("calls are declared", declarations.check_builds_on),
        Check("faults cost once", declarations.check_carry_forward),
        Check("equivalents agree", declarations.check_equivalents),
        Check("results repeat", determinism.check_determinism),
    ]
    if definition.variant in (None, *first_of_each_task(definition)):
        return checks
    # Another instance of a task that is verified whole: what follows from its numbers.
    return [check for check in checks if check.name not in _OF_THE_TASK]


def verify_course(course: Course, ids: Sequence[str], jobs: int) -> Iterator[Finding]:
    """Yield every finding of the exercises, one exercise after the other, on ``jobs`` processes.

    One that cannot be read, or whose cases cannot be made, is a finding too (`Finding.fault`): it
    hides nothing about the others.
    """
    tasks = []
    for exercise_id in ids or course.ids():
        try:
            tasks += [(course.root, exercise_id, part) for part in _parts(course, exercise_id)]
        except AuthorError as fault:
            yield faulty(exercise_id, fault)
    with sandbox_workers(min(jobs, max(1, len(tasks)))) as map_tasks:
        for findings in map_tasks(_verify_one, tasks):
            yield from findings


def _verify_one(sandbox: Sandbox, task: tuple[Path, str, str | None]) -> list[Finding]:
    root, exercise_id, part = task
    findings: list[Finding] = []
    try:
        findings.extend(_verify_part(Course(root), exercise_id, part, sandbox))
    except IsolationError:
        raise  # the machine is at fault, and no exercise
    except AuthorError as fault:
        findings.append(faulty(exercise_id, fault))
    return findings


def verify(course: Course, ids: Sequence[str], sandbox: Sandbox) -> Iterator[Finding]:
    """Yield every finding of the exercises; raises AuthorError for a faulty exercise."""
    for exercise_id in ids or course.ids():
        for part in _parts(course, exercise_id):
            yield from _verify_part(course, exercise_id, part, sandbox)


def _parts(course: Course, exercise_id: str) -> tuple[str | None, ...]:
    """What of an exercise is verified apart: each variant, and their comparison (``_ALL``)."""
    if not course.has_variants(exercise_id):
        return (None,)
    return (*course.definition(exercise_id).variants, _ALL)


def _verify_part(
    course: Course, exercise_id: str, part: str | None, sandbox: Sandbox
) -> Iterator[Finding]:
    if part == _ALL:
        yield from variant_difficulty.check_variants(course, exercise_id, sandbox)
    else:
        definition = course.definition(exercise_id, part)
        yield from verify_exercise(definition, sandbox, course.root)


def verify_exercise(
    definition: Definition, sandbox: Sandbox, course: Path | None = None
) -> Iterator[Finding]:
    """Yield the findings of one exercise. ``course`` is where another process finds it."""
    checks = checks_of(definition)
    if checks:
        subject = Subject(definition, sandbox, course)
        for check in checks:
            yield from check.run(subject)


def junit(findings: Sequence[Finding]) -> str:
    """The findings as JUnit XML: a suite per exercise, a case per finding."""
    suites = groupby(findings, key=lambda finding: finding.exercise)
    return junit_xml(Suite(name, [_junit_case(f) for f in group]) for name, group in suites)


def _junit_case(finding: Finding) -> Case:
    return Case(
        classname=f"{finding.exercise}.{finding.kind}",
        name=finding.name,
        outcome="error" if finding.fault else "passed" if finding.passed else "failure",
        message="" if finding.passed else finding.detail,
        properties={"public cases": finding.public} if finding.public else {},
    )
