"""The released notebook at work: its own cells run anywhere, and nobody is told of them."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import nbformat

from grader.load import Wanted, build_program, read_bytes
from grader.load.read.release_cells import mark
from tests.tools.conftest import Grader


def test_every_cell_runs(course: Path, grader: Grader, tmp_path: Path) -> None:
    """In its folder, alone in another, and where the grader cannot be installed: no cell of ours raises."""
    spec = "a-grader-that-nobody-has"
    grader("release", "clusters", "--course", course, "--out", tmp_path, "--install", spec)
    released = tmp_path / "clusters" / "clusters.ipynb"
    alone = tmp_path / "alone" / released.name
    alone.parent.mkdir()
    shutil.copy(released, alone)
    whole = run_cells(released)
    assert "0 / 2 on the public cases" in whole and "Put what came with" not in whole
    parted = run_cells(alone)
    assert parted.count("run this cell again: exercise.json") == 2 and "error" not in parted
    absent = "import importlib.util\nimportlib.util.find_spec = lambda name: None\n"
    alone_too = run_cells(released, absent)
    assert "could not be installed" in alone_too and "handed in all the same" in alone_too
    renamed = released.rename(released.with_name("mine.ipynb"))
    assert "There is no clusters.ipynb here" in run_cells(renamed)


def test_release_cells_are_no_students_work(course: Path, grader: Grader, tmp_path: Path) -> None:
    """Marked, or known by their text where a tool removed marks and ids; edited ones are reported."""
    grader("release", "clusters", "--course", course, "--out", tmp_path)
    path = tmp_path / "clusters" / "clusters.ipynb"
    notebook = json.loads(path.read_text("utf-8"))

    def told() -> list[str]:
        source = read_bytes(json.dumps(notebook).encode(), "a.ipynb")
        program = build_program([source], Wanted([]))
        return [note.text for note in program.notes if "was not run" in note.text]

    assert told() == []
    check = notebook["cells"][-1]
    check["source"] = ["# a later release has other words\n"]
    check["metadata"] = {"grader": mark("# a later release has other words")}
    assert told() == []
    notebook = json.loads(path.read_text("utf-8"))
    for cell in notebook["cells"]:
        cell.pop("id")
        cell["metadata"] = {}
        cell["source"] = "".join(cell["source"]).replace("\n", "  \n")
    assert told() == []
    notebook["cells"][-1]["source"] += "\ntrain(10)"
    assert told() == [
        "Only definitions and constants are run. This code outside of functions was not run: "
        f"cell {len(notebook['cells'])}."
    ]


def run_cells(path: Path, first: str = "") -> str:
    """What the code cells print, run one after the other in the notebook's folder."""
    cells = nbformat.read(path, as_version=4).cells
    done = subprocess.run(
        [sys.executable, "-c", "import sys; exec(sys.stdin.read())"],
        input=first + "\n\n".join(cell.source for cell in cells if cell.cell_type == "code"),
        cwd=path.parent,
        capture_output=True,
        text=True,
        # No network is asked for the package.
        env={**os.environ, "PIP_NO_INDEX": "1", "PIP_DISABLE_PIP_VERSION_CHECK": "1"},
    )
    assert done.returncode == 0, done.stderr
    assert "Traceback" not in done.stdout + done.stderr
    return done.stdout
