"""Submissions that are tame on all cases, and hostile on inputs that are no case's: through the command.

Such inputs are drawn to find out whether an explanation is true. What happens there decides no points.
"""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from tests.authoring.judged import ID, write_judged
from tests.hostile import shipped
from tests.hostile.shipped import Results

pytestmark = pytest.mark.skipif(
    not sys.platform.startswith("linux"), reason="the locked sandbox is Linux's"
)
REFERENCE = '''
import numpy as np


def shares(x):
    """Each number's share of their sum."""
    return np.abs(x) / np.sum(np.abs(x))
'''
SETTINGS = """
from grader.authoring import Limits

exercise.counterexample = True
exercise.limits = Limits(case_cpu_seconds=0.25, submission_cpu_seconds=1, memory_bytes=2**27)
"""
EXERCISE = "".join(
    f"""
@exercise.case("shares", visibility={visibility!r}, seed={seed})
def shares_{seed}(rng):
    '''is right for four numbers'''
    return dict(x=rng.normal(size=4))
"""
    for visibility, seed in (("public", 1), ("hidden", 2), ("hidden", 3))
)
TAME = """
import os
import time

import numpy as np

KNOWN = {float(np.random.RandomState(seed).normal(size=4)[0]) for seed in (1, 2, 3)}


def begin(x):
    if float(np.ravel(x)[0]) not in KNOWN:
        otherwise()


def otherwise():
    pass


def shares(x):
    begin(x)
    return 1 - np.abs(x) / np.sum(np.abs(x))
"""
ENDS_NOTHING = {
    "forks": "os.fork()",
    "raises": "raise ValueError('no such input')",
}
ENDS_THE_SEARCH = {
    "spins": "while True: pass",
    "sleeps": "time.sleep(1000)",
    "allocates": "held = [np.ones(10**6) for _ in range(10**6)]",
    "leaves": "os._exit(0)",
    "prints": "for _ in range(10): print('x' * 100_000_000)",
    "works": "end = time.process_time() + 0.2\n    while time.process_time() < end: pass",
}


@pytest.fixture(scope="module")
def runs(tmp_path_factory: pytest.TempPathFactory) -> tuple[Results, Results]:
    """One class, graded twice."""
    folder: Path = tmp_path_factory.mktemp("further")
    course = write_judged(folder / "course", SETTINGS + EXERCISE, REFERENCE)
    submissions = folder / "class"
    for name, attack in {"tame": "pass", **ENDS_NOTHING, **ENDS_THE_SEARCH}.items():
        (submissions / name).mkdir(parents=True)
        source = TAME.replace("def otherwise():\n    pass", f"def otherwise():\n    {attack}")
        (submissions / name / "answers.py").write_text(source)
    one, other = (
        shipped.grade(submissions, folder / out, course=course.root, exercise=ID)
        for out in ("out-1", "out-2")
    )
    return one, other


def test_no_verdict_moves(runs: tuple[Results, Results]) -> None:
    """All get what the tame one gets."""
    reports = runs[0].reports
    assert len(reports) == 1 + len(ENDS_NOTHING) + len(ENDS_THE_SEARCH)
    tame = reports["tame"]
    for report in reports.values():
        assert report["score"] == tame["score"] == 0
        assert [c["status"] for c in report["cases"]] == [c["status"] for c in tame["cases"]]


def test_what_is_not_finished_is_silence(runs: tuple[Results, Results]) -> None:
    """Nothing is named and nothing is shown; instructors read why, of every function."""
    reports = runs[0].reports
    assert all(case["mistake"] for case in reports["tame"]["cases"])
    assert all(function["counterexample"] for function in reports["tame"]["functions"])
    for name in (*ENDS_NOTHING, *ENDS_THE_SEARCH):
        stopped = [n for n in reports[name]["notes"] if n["kind"] == "search_stopped"]
        assert bool(stopped) is (name in ENDS_THE_SEARCH), name
    for name in ENDS_THE_SEARCH:
        report = reports[name]
        assert {case["mistake"] for case in report["cases"]} == {None}, name
        assert not any(function["counterexample"] for function in report["functions"]), name


def test_another_run_says_the_same(runs: tuple[Results, Results]) -> None:
    """Report and page are the same to the byte, but for the times."""
    one, other = runs
    for student in one.reports:
        assert one.without_timing(student) == other.without_timing(student), student
        assert one.page(student) == other.page(student), student
