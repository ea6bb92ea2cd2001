"""Bonus points: earned beyond the maximum, and counted right by whatever reads a score."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from datetime import UTC, datetime
from fractions import Fraction
from pathlib import Path

import pytest

from grader.classroom.late_policy import LatePolicy
from grader.report.report_file import read_report
from tests.authoring.judged import ID, write_judged
from tests.cli.conftest import Ran

REFERENCE = '''
import numpy as np


def total(x):
    """Return the sum."""
    return float(np.sum(x))


def middle(x):
    """Return the median."""
    return float(np.median(x))


def both(x):
    """Return mean and spread."""
    return x.mean(), x.std()
'''
EXERCISE = """
exercise.function("middle", bonus=True)
exercise.function("both", all_or_nothing=True)

@exercise.case("total", visibility="public", points=60, seed=1)
def adds(rng):
    '''adds'''
    return dict(x=rng.normal(size=5))
@exercise.case("total", points=10, seed=2, bonus=True)
def adds_nothing(rng):
    '''adds nothing up to zero'''
    return dict(x=np.zeros(0))
@exercise.case("both", points=40, seed=3)
def of_many(rng):
    '''finds both'''
    return dict(x=rng.normal(size=6))
@exercise.case("both", points=4, seed=4, bonus=True)
def of_one(rng):
    '''finds both of a single number'''
    return dict(x=rng.normal(size=1))
@exercise.case("middle", visibility="public", points=20, seed=5)
def of_five(rng):
    '''finds the middle'''
    return dict(x=rng.normal(size=5))
"""
BONUS = REFERENCE
PLAIN = """
import numpy as np
def total(x):
    return sum(x) if len(x) else 7.0
def both(x):
    return (x.mean(), x.std()) if len(x) > 1 else None
"""
WRONG = BONUS.replace("np.sum(x)", "np.sum(x) + 1")
CLASS = {"ada_31_9001_a.py": BONUS, "bob_32_9002_a.py": PLAIN, "cyd_33_9003_a.py": WRONG}


@pytest.fixture
def results(graded_once: Callable[..., Path], tmp_path: Path) -> Path:
    course = write_judged(tmp_path / "course", EXERCISE, REFERENCE).root
    for name, source in CLASS.items():
        (tmp_path / "class").mkdir(exist_ok=True)
        (tmp_path / "class" / name).write_text(source)
    return graded_once("class", "--course", course, "--layout", "canvas", out="out")


def test_a_class_with_bonus_points(
    results: Path, grader: Callable[..., Ran], tmp_path: Path
) -> None:
    """Perfect work without bonus has 100 of 100; with it, more; platforms get what they take."""
    reports = {p.stem: json.loads(p.read_bytes()) for p in (results / "reports").glob("*.json")}
    ada, bob, cyd = (reports[name] for name in sorted(reports))
    assert [(r["score"], r["max_score"], r["max_bonus"]) for r in (ada, bob, cyd)] == [
        (134, 100, 34), (100, 100, 34), (64, 100, 34),
    ]  # fmt: skip
    statuses = {
        f["name"]: (f["status"], f["score"], f["max_score"], f["max_bonus"])
        for f in bob["functions"]
    }
    assert statuses == {
        "total": ("passed", 60, 60, 10), "both": ("passed", 40, 40, 4), "middle": ("missing", 0, 0, 20),
    }  # fmt: skip

    with (results / "gradebook.csv").open() as file:
        rows = list(csv.DictReader(file))
    assert [(row["total"], row["max"]) for row in rows] == [
        ("134", "100"),
        ("100", "100"),
        ("64", "100"),
    ]
    summary = (results / "summary.html").read_text()
    assert "<b>2</b> with full score" in summary
    names = sorted(reports)
    page = (results / "feedback" / f"{names[1]}.html").read_text()
    assert "100 / 100 (+34 bonus) points" in page and "0 / 20 bonus" in page

    ran = grader("export", "moodle", results)
    grades = [row[2] for row in csv.reader(io.StringIO(ran.out))][1:]
    assert grades == ["100", "100", "64"]
    assert "bonus points beyond the maximum" in ran.err
    canvas = grader("export", "canvas", results, "--points", "10").out
    assert [row[-1] for row in csv.reader(io.StringIO(canvas))][-3:] == ["13.4", "10", "6.4"]
    for platform, key, wanted in (
        ("prairielearn", "score", 1.0),
        ("coursera", "fractionalScore", 1.0),
    ):
        assert grader("export", platform, results, "--out", tmp_path / platform).code == 0
        made = next((tmp_path / platform).rglob(f"{names[0]}.json"))
        assert json.loads(made.read_bytes())[key] == wanted
    assert grader("export", "gradescope", results, "--out", tmp_path / "gs").code == 0
    made = json.loads(next((tmp_path / "gs").rglob(f"{names[0]}.json")).read_bytes())
    assert made["score"] == 134
    assert sum(test["max_score"] for test in made["tests"]) == 100


def test_check_and_show(results: Path, grader: Callable[..., Ran], tmp_path: Path) -> None:
    """Work without its bonus passes; `show` tells the bonus points apart."""
    course = tmp_path / "course"
    ran = grader("check", tmp_path / "class" / "bob_32_9002_a.py", "--course", course)
    assert ran.code == 0
    assert "Score: 60 / 60 (+20 bonus) on the public cases. Everything passed." in ran.out
    shown = grader("show", ID, "--course", course).out
    assert "100 points and 34 bonus points" in shown and "60 +10 bonus" in shown


@pytest.mark.parametrize(("of_earned", "left"), [(False, 124), (True, 120.6)])
def test_late_work_loses_a_share_of_the_maximum_without_bonus(
    results: Path, of_earned: bool, left: float
) -> None:
    """A day at 10 %: 10 of 100 attainable points, bonus points apart, or a tenth of what was earned."""
    report = read_report(min((results / "reports").glob("*.json")))
    assert (report.score, report.max_score, report.max_bonus) == (134, 100, 34)
    due = datetime(2026, 11, 20, tzinfo=UTC)
    submission = report.submission.model_copy(update={"submitted_at": "2026-11-20T12:00:00Z"})
    policy = LatePolicy({"*": due}, Fraction(10), of_earned=of_earned)
    late = policy.apply(report.model_copy(update={"submission": submission}), [])
    assert (late.score, late.max_score, late.max_bonus) == (left, 100, 34)
