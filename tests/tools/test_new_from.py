"""``grader new --from``: assignments of other graders become exercises that can be verified."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from nbformat import v4, writes

from tests.tools.conftest import Grader

HEAD = "import numpy as np\nimport otter\ngrader = otter.Notebook()"


def grade_cell(text: str, points: int) -> Any:
    return v4.new_code_cell(
        text, metadata={"nbgrader": {"grade": True, "solution": False, "points": points}}
    )


NBGRADER = [
    v4.new_markdown_cell("# Means\n\nWrite `mean(x)`, which returns the mean."),
    v4.new_code_cell("import numpy as np\n%matplotlib inline\nTWO = 2\nSCALE = 1.0 * TWO"),
    v4.new_code_cell(
        'def mean(x):\n    """Return the mean of x."""\n    ### BEGIN SOLUTION\n'
        "    if len(x) == 0:\n        raise ValueError('nothing to average')\n"
        "    return np.sum(x) / len(x)\n    ### END SOLUTION"
    ),
    grade_cell(
        "assert mean([1, 2, 6]) == 3, 'the mean of three numbers'\n"
        "### BEGIN HIDDEN TESTS\nx = np.arange(5.0)\nx[0] = 10\n"
        "np.testing.assert_allclose(mean(x), 4)\n### END HIDDEN TESTS",
        3,
    ),
    grade_cell(
        "try:\n    mean([])\nexcept ValueError:\n    pass\nelse:\n    raise AssertionError('no error')",
        1,
    ),
    v4.new_code_cell(
        "def spread(x):\n    # BEGIN SOLUTION\n    return SCALE * np.sqrt(mean((x - mean(x)) ** 2))\n"
        "    # END SOLUTION"
    ),
    grade_cell(
        "np.random.seed(3)\nx = np.random.randn(7)\nassert spread(x) > 0\n"
        "for n in [3, 5]:\n    assert spread(np.arange(float(n))) > 0",
        2,
    ),
    v4.new_markdown_cell(
        "Why?", metadata={"nbgrader": {"grade": True, "solution": True, "points": 2}}
    ),
]
OTTER = [
    v4.new_raw_cell("# ASSIGNMENT CONFIG\ngenerate: true"),
    v4.new_code_cell(HEAD),
    v4.new_raw_cell("# BEGIN QUESTION\nname: q1\npoints: 4"),
    v4.new_markdown_cell("**Question 1.** Write `square(x)`."),
    v4.new_raw_cell("# BEGIN SOLUTION"),
    v4.new_code_cell("def square(x):\n    y = x * x # SOLUTION\n    return y # SOLUTION"),
    v4.new_raw_cell("# END SOLUTION"),
    v4.new_raw_cell("# BEGIN TESTS"),
    v4.new_code_cell("square(3) == 9"),
    v4.new_code_cell("# HIDDEN\nassert square(-2.5) == 6.25"),
    v4.new_raw_cell("# END TESTS"),
    v4.new_raw_cell("# END QUESTION"),
]
PLAIN = [
    v4.new_markdown_cell("# Halves"),
    v4.new_code_cell(
        "import math\n\nfew = 3\nmany = 100 * few\n\n\ndef half(x, digits=2):\n    return round(x / 2, digits)\n"
    ),
    v4.new_code_cell("def lost(f):\n    return f(1)\n"),
    v4.new_code_cell(
        "assert half(many) == 150\nassert half(1 / 3, digits=3) == 0.167\nassert lost(half) == 0.5\n"
        "y = half(8)\nassert half(y) == 2\nprint(half(1))"
    ),
]


def made_from(grader: Grader, root: Path, cells: list[Any]) -> tuple[dict[str, str], str]:
    """The new exercise's files, and what the command said was left to do."""
    notebook = root / "assignment.ipynb"
    notebook.write_text(writes(v4.new_notebook(cells=cells)))
    ran = grader("new", "means", "--from", notebook, "--course", root / "course")
    assert ran.code == 0, ran.err
    return {Path(line).name: Path(line).read_text() for line in ran.out.splitlines()}, ran.err


def failed(grader: Grader, root: Path) -> list[tuple[str, str, str]]:
    ran = grader("verify", "means", "--course", root / "course", "--jobs", "1", "--json")
    assert ran.code in (0, 1), ran.err
    return [(c["kind"], c["name"], c["detail"]) for c in json.loads(ran.out) if not c["passed"]]


def cases(grader: Grader, root: Path) -> dict[str, tuple[float, int, int]]:
    """Function -> points, public cases, hidden cases."""
    shown = json.loads(grader("show", "means", "--course", root / "course", "--json").out)
    return {f["name"]: (f["points"], len(f["public"]), f["hidden"]) for f in shown["functions"]}


def test_nbgrader(tmp_path: Path, grader: Grader) -> None:
    """Solutions, points, hidden tests, drawn arguments, an expected exception; it is verified."""
    files, said = made_from(grader, tmp_path, NBGRADER)
    assert "BEGIN" not in "".join(files.values()) and "%matplotlib" not in files["means.py"]
    assert cases(grader, tmp_path) == {"mean": (4, 2, 1), "spread": (2, 2, 1)}
    assert 'compares="exception"' in files["exercise.py"]
    assert "x[0] = 10" in files["exercise.py"]
    assert "`spread(x)`" in files["statement.md"]
    assert "marked by hand" in said and "%matplotlib" in said
    assert failed(grader, tmp_path) == []


def test_otter(tmp_path: Path, grader: Grader) -> None:
    """Cells of questions, solutions and tests; the hidden test stays hidden."""
    files, _ = made_from(grader, tmp_path, OTTER)
    assert "SOLUTION" not in files["means.py"] and "otter" not in files["means.py"]
    assert cases(grader, tmp_path) == {"square": (4, 1, 1)}
    assert "Question 1" in files["statement.md"]
    assert [kind for kind, *_ in failed(grader, tmp_path)] == []


def test_functions_and_asserts(tmp_path: Path, grader: Grader) -> None:
    """Without any marks. Constants come with what they need; what depends on a student's result is listed."""
    files, said = made_from(grader, tmp_path, PLAIN)
    assert cases(grader, tmp_path)["half"][1:] >= (1, 1)
    assert "    few = 3\n    many = 100 * few\n    return dict(x=many)" in files["exercise.py"]
    assert "half(y): its arguments depend on y" in said
    assert "half: its last test is hidden now" in said
    assert "carried_over.md" in files and "no known mistake" in files["carried_over.md"]
    assert {kind for kind, *_ in failed(grader, tmp_path)} <= {"case"}


@pytest.mark.parametrize(("content", "words"), [
    ("no json", "is no notebook"),
    (writes(v4.new_notebook(cells=[v4.new_code_cell("def f(x):\n    return x")])), "no call of a"),
    (None, "cannot be read"),
])  # fmt: skip
def test_useless_notebooks_are_refused(
    tmp_path: Path, grader: Grader, content: str | None, words: str
) -> None:
    """One error, exit code 2, and nothing written."""
    notebook = tmp_path / "a.ipynb"
    if content is not None:
        notebook.write_text(content)
    ran = grader("new", "means", "--from", notebook, "--course", tmp_path / "course")
    assert (ran.code, ran.out) == (2, "")
    assert words in ran.err
    assert not (tmp_path / "course").exists()
