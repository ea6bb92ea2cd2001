"""The demo class: each of its submissions has a known verdict, through the real command."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

from grader.demo import CLASS, VERDICTS

from .conftest import CHECKOUT, Ran, reports

Grader = Callable[..., Ran]


def test_demo_verdicts(grader: Grader, tmp_path: Path) -> None:
    """Status and score, in all and per function; a table on stdout; the results where it says."""
    ran = grader("demo", "--quiet", GRADER_COURSE=str(CHECKOUT))
    assert ran.code == 0, ran.err
    found = {
        exercise: {
            student: {
                "status": report["submission"]["status"],
                "score": report["score"],
                "functions": {f["name"]: [f["status"], f["score"]] for f in report["functions"]},
            }
            for student, report in reports(tmp_path / "demo-results" / exercise).items()
        }
        for exercise in ("optimization", "regularization")
    }
    expected = json.loads(VERDICTS.read_text("utf-8"))
    assert found == expected
    assert len(ran.out.splitlines()) == 1 + sum(map(len, expected.values()))
    assert "this looks like optimization, not regularization" in ran.out
    assert "demo-results/regularization/summary.html" in ran.err
    page = (tmp_path / "demo-results/regularization/summary.html").read_text("utf-8")
    clusters = page.partition("Wrong in the same way")[2].partition("</section>")[0]
    # Two students make a mistake that nobody declared: the summary shows what it is, to be pasted.
    assert "2 students" in clusters and "exercise.mistake(" in clusters


def test_demo_class_is_data() -> None:
    """Nothing in the package imports, or names, a submission of the demo, hostile as some are."""
    names = {path.stem for path in CLASS.rglob("*.py")}
    assert len(names) >= 8
    for path in (CHECKOUT / "grader").rglob("*.py"):
        if CLASS not in path.parents:
            text = path.read_text("utf-8")
            assert not any(name in text for name in names), path
    assert not list(CLASS.rglob("__init__.py"))
