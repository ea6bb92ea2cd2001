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

_KERNEL = """
import ast, asyncio, inspect, sys
code = compile(sys.stdin.read(), "cell", "exec", flags=ast.PyCF_ALLOW_TOP_LEVEL_AWAIT)
waits = eval(code)
if inspect.iscoroutine(waits):
    asyncio.run(waits)
"""


def test_first_cell_says_what_is_missing(course: Path, grader: Grader, tmp_path: Path) -> None:
    """In its folder it says nothing; alone, and where the grader is missing, what to do. It installs nothing."""
    grader("release", "clusters", "--course", course, "--out", tmp_path)
    released = tmp_path / "clusters" / "clusters.ipynb"
    alone = tmp_path / "alone" / released.name
    alone.parent.mkdir()
    shutil.copy(released, alone)
    assert run_first_cell(released) == ""
    assert "run this cell again: exercise.json" in run_first_cell(alone)
    absent = "import importlib.util\nimportlib.util.find_spec = lambda name: None\n"
    assert "not installed here. You can write" in run_first_cell(released, absent)
    assert "pip" not in released.read_text()


def test_first_cell_installs_the_wheel(course: Path, grader: Grader, tmp_path: Path) -> None:
    """From the file beside it, and goes on where that fails."""
    wheel = tmp_path / "numpy_grader-1.0-py3-none-any.whl"
    wheel.write_bytes(b"no wheel")
    grader("release", "clusters", "--course", course, "--out", tmp_path, "--install", wheel)
    absent = "import importlib.util\nimportlib.util.find_spec = lambda name: None\n"
    said = run_first_cell(tmp_path / "clusters" / "clusters.ipynb", absent)
    assert "The grader could not be installed" in said


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


def run_first_cell(path: Path, before: str = "") -> str:
    """What the first code cell prints, run as a kernel runs it, in the notebook's folder."""
    cells = nbformat.read(path, as_version=4).cells
    text = next(cell.source for cell in cells if cell.cell_type == "code")
    done = subprocess.run(
        [sys.executable, "-c", _KERNEL],
        input=before + text,
        cwd=path.parent,
        capture_output=True,
        text=True,
        # No network is asked for the package.
        env={**os.environ, "PIP_NO_INDEX": "1", "PIP_DISABLE_PIP_VERSION_CHECK": "1"},
    )
    assert done.returncode == 0, done.stderr
    assert "Traceback" not in done.stdout + done.stderr
    return done.stdout
