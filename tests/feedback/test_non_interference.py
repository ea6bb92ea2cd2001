"""Hidden inputs do not show in what students read: over all known mistakes of the course.

Every submission is graded twice, on the hidden cases as they are and on others drawn from other
seeds. Where status, mistake and carried_from of every case stay, the student's view may not change by a byte.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction
from functools import cache
from itertools import takewhile, zip_longest

import pytest

from grader.course.catalog import find_course
from grader.course.definition import Definition
from grader.course.editing import apply
from grader.course.prepare import prepare
from grader.course.reference_program import program_of
from grader.diagnosis.candidates import CandidateSource
from grader.diagnosis.diagnose import Candidates
from grader.model.declaration import EditDeclaration
from grader.model.exercise import Exercise, Reason, Visibility
from grader.model.submission import Program, Submission
from grader.pipeline.grade import FindMistakes, Graded, grade_program
from grader.report.build import Context, build_report, describe_environment
from grader.report.model import Environment
from grader.report.pages import feedback_page
from grader.report.report_file import report_bytes
from grader.report.student_view import student_view
from grader.report.terminal import render_check
from grader.sandbox.judge.sandbox import Sandbox
from grader.util.errors import AuthorError
from tests.feedback.conftest import ROOT

COURSE = find_course(ROOT)
SOME = ("initialization", "python_basics", "regularization")
FEW = 2
"""The exercises, and how many submissions of each, in a run that is not thorough."""


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "name" in metafunc.fixturenames:
        thorough = metafunc.config.getoption("--thorough")
        metafunc.parametrize("name", COURSE.ids() if thorough else SOME)


def with_other_hidden_inputs(definition: Definition) -> Definition:
    """The same exercise, its hidden inputs drawn from other seeds."""
    return replace(
        definition,
        cases=tuple(
            case if case.visibility is Visibility.PUBLIC else replace(case, seed=case.seed + 9000)
            for case in definition.cases
        ),
    )


def submissions(definition: Definition) -> Iterator[Program]:
    """All known mistakes: in each submission one of every function, as far as they reach."""
    by_function = [
        [m for m in definition.mistakes if m.function == name] for name in definition.functions
    ]
    for mistakes in zip_longest(*by_function):
        files = definition.reference
        for mistake in filter(None, mistakes):
            files = edited(files, mistake)
        yield program_of(files, definition)


def some(programs: Iterator[Program], thorough: bool) -> list[Program]:
    """All submissions of a thorough run; otherwise a few of them, spread over all."""
    every = list(programs)
    return every if thorough else every[:: max(1, len(every) // FEW)][:FEW]


def edited(files: dict[str, str], mistake: EditDeclaration) -> dict[str, str]:
    with contextlib.suppress(AuthorError):
        return apply(files, mistake)
    return files


def in_time(candidates: CandidateSource, everything: bool) -> FindMistakes:
    """All candidates for one exercise; for the others the known mistakes, which are made faster."""
    if everything:
        return candidates

    def known(function: str) -> Candidates:
        every = candidates(function)
        make = every.make
        return replace(
            every,
            make=lambda: takewhile(lambda s: s.reason is Reason.KNOWN, make()),
            edit=None,
            holds=None,
        )

    return known


@cache
def environment() -> Environment:
    """What every report says of this machine."""
    return describe_environment("locked", (), {})


def views(exercise: Exercise, graded: Graded) -> tuple[bytes, str, str]:
    """Everything that a student may be handed."""
    submission = Submission("anna", "anna.py", ("anna.py",), "0" * 64, "py")
    context = Context(environment(), graded.notes)
    report = build_report(exercise, submission, graded.result, context)
    view = student_view(report)
    return report_bytes(view), feedback_page(report), render_check(view, color=False, width=80)


def test_non_interference(sandbox: Sandbox, name: str, thorough: bool) -> None:
    """Known mistakes tell nothing of the hidden inputs.

    The report as JSON, the page and the terminal's text stay what they were, and so do the small
    inputs on which functions differ.
    """
    before = replace(COURSE.definition(name), counterexample=True)
    sides = []
    for definition in (before, with_other_hidden_inputs(before)):
        exercise = prepare(definition, sandbox)
        exercise = replace(exercise, limits=replace(exercise.limits, submission_cpu_seconds=300.0))
        candidates = in_time(
            CandidateSource(definition, exercise, sandbox), everything=name == "regularization"
        )
        sides.append(
            [
                (
                    views(exercise, graded),
                    [(c.status, c.mistake, c.carried_from) for c in graded.result.cases],
                )
                for program in some(submissions(definition), thorough)
                for graded in [grade_program(exercise, program, sandbox, candidates)]
            ]
        )
    compared = 0
    for (one, verdicts), (other, others) in zip(*sides, strict=True):
        if verdicts == others:
            assert one == other
            compared += 1
    # Other inputs change a verdict here and there, more often where many functions are in one file;
    # where none changes, and that is never rare, not a byte may differ.
    assert Fraction(compared, len(sides[0])) >= Fraction(1, 3)
