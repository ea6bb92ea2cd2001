"""Ways of judging do not let hidden inputs out: forms, credit, rules for code, limits, slow solutions.

Each submission is graded on two draws of the hidden inputs. Where statuses, mistakes and points stay, the
student's view does not change by a byte.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from grader.report.model import Report
from grader.report.pages import feedback_page
from grader.report.report_file import report_bytes
from grader.report.student_view import student_view
from grader.report.terminal import render_check
from grader.sandbox.judge.sandbox import Sandbox
from tests.authoring.judged import Grader, write_judged

REFERENCE = '''
import numpy as np


def parts(x):
    """Return three numbers."""
    return {"low": x.min(), "high": x.max(), "sum": x.sum()}


def entries(x):
    """Return the squares."""
    return x**2


def word(x):
    """Return numbers as text."""
    return ";".join(f"{v:.4f}" for v in x)


def axis(x):
    """Return a direction."""
    return x / np.sqrt(x @ x)
'''
EXERCISE = """
exercise.function("parts", forbid=["for"], rules_cost=Fraction(1, 4))
exercise.too_slow("entries", "one_by_one", times=20, hint="All at once.",
    edit=("return x**2", "return np.array([v * v for v in x])"))

@exercise.case("parts", points=3, seed=SEED, credit="items")
def three(rng):
    '''finds three'''
    return dict(x=rng.normal(size=8))
@exercise.case("entries", points=3, seed=SEED + 1, credit="entries", limits=CaseLimits(cpu_seconds=0.5))
def forty(rng):
    '''squares'''
    return dict(x=rng.normal(size=40))
@exercise.case("word", points=2, seed=SEED + 2, form="numbers")
def spelled(rng):
    '''writes'''
    return dict(x=rng.normal(size=4))
@exercise.case("axis", points=2, seed=SEED + 3, form="up_to_sign", bonus=True)
def direction(rng):
    '''points'''
    return dict(x=rng.normal(size=4))
"""
CANONICAL = """
def numbers(text):
    return sorted(float(part) for part in text.split(";"))
"""
SUBMISSIONS = {
    "half right": """
def parts(x):
    return {"low": x.min(), "high": x.max(), "sum": float(x[0])}
def entries(x):
    out = x**2
    out[3:9] = x[0]
    return out
def word(x):
    return f"{x[0]} and more"
def axis(x):
    return x
""",
    "by other means": """
def parts(x):
    for v in x: pass
    return {"low": x.min(), "high": x.max(), "sum": x.sum()}
def entries(x):
    out = x.copy()
    for i in range(len(x)):
        out[i] = x[i] * x[i]
    return out
def word(x):
    return [float(v) for v in x]
def axis(x):
    return -x / np.sqrt(x @ x)
""",
    "tells what it sees": """
def parts(x):
    return {"low": x.min(), "high": str(x), "sum": [float(v) for v in x]}
def entries(x):
    while x[0] > -99: pass
def word(x):
    raise ValueError(str(x))
def axis(x):
    return np.array([str(v) for v in x])
""",
}


@pytest.fixture(scope="module")
def graders(sandbox: Sandbox, tmp_path_factory: pytest.TempPathFactory) -> list[Grader]:
    made = []
    for seed in (10, 9010):
        folder: Path = tmp_path_factory.mktemp("course")
        exercise = EXERCISE.replace("SEED", str(seed))
        course = write_judged(folder, exercise, REFERENCE, canonical=CANONICAL)
        made.append(Grader(course, sandbox))
    return made


def facts(report: Report) -> list[tuple[object, ...]]:
    return [(case.status, case.mistake, case.points, case.error_type) for case in report.cases]


@pytest.mark.parametrize("source", SUBMISSIONS.values(), ids=SUBMISSIONS)
def test_hidden_inputs_do_not_show(graders: list[Grader], source: str) -> None:
    here, there = (grader.report(source) for grader in graders)
    assert facts(here) == facts(there)  # or the test would show nothing
    views = []
    for report in (here, there):
        exercise = report.exercise.model_copy(update={"version": "", "public_version": ""})
        view = student_view(report.model_copy(update={"exercise": exercise}))
        views.append(
            (report_bytes(view), feedback_page(view), render_check(view, color=False, width=99))
        )
    assert views[0] == views[1]
