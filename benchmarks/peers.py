"""What people grade with now, each in an environment of its own: pytest, gradescope-utils, nbgrader, otter.

They are installed by name into virtual environments that are made for them below a folder, or found
there; never a dependency of this project. One environment for all would be unfair: pytest loads the
plugins that others bring along. One that cannot be installed is named as such. Each
grades the same files by the same cases, written as a course would (`written`), in a fresh process
for each submission as it is used; nbgrader starts a kernel for each by itself.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import venv
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks import written
from benchmarks.measure import Cost, run

PACKAGES = {
    "pytest": ("pytest", "numpy"),
    "gradescope-utils": ("gradescope-utils", "numpy"),
    "nbgrader": ("nbgrader", "ipykernel", "numpy"),
    "otter-grader": ("otter-grader", "numpy"),
}


@dataclass(frozen=True, slots=True)
class Environment:
    """A virtual environment with one tool in it, and its version; None where it is not there."""

    folder: Path
    version: str | None = None

    def tool(self, name: str) -> Path:
        return self._programs / name

    @property
    def variables(self) -> dict[str, str]:
        """As if it were activated: nbgrader calls other programs of it by name."""
        return {"PATH": f"{self._programs}{os.pathsep}{os.environ.get('PATH', '')}"}

    @property
    def _programs(self) -> Path:
        return self.folder / ("Scripts" if sys.platform == "win32" else "bin")


def environments(folder: Path, tools: Sequence[str] = ()) -> dict[str, Environment]:
    """One for each tool: made where there is none, with the tool installed if that can be done."""
    return {tool: _environment(folder / tool, tool) for tool in tools or PACKAGES}


def _environment(folder: Path, tool: str) -> Environment:
    made = Environment(folder)
    if not made.tool("python").exists():
        venv.create(folder, with_pip=True)
    version = _version(made, tool)
    if version is None:
        command = [made.tool("python"), "-m", "pip", "install", "--quiet", *PACKAGES[tool]]
        subprocess.run(command, capture_output=True)
        version = _version(made, tool)
    return Environment(folder, version)


def _version(made: Environment, tool: str) -> str | None:
    code = "import sys; from importlib.metadata import version; print(version(sys.argv[1]))"
    ran = subprocess.run([made.tool("python"), "-c", code, tool], capture_output=True, text=True)
    return ran.stdout.strip() if ran.returncode == 0 else None


@dataclass(slots=True)
class Marks:
    """What a tool's run cost for each submission, and how many cases passed in each."""

    cost: Cost
    passed: list[int]


def by_pytest(made: Environment, files: list[Path], work: Path) -> Marks:
    """``python -m pytest`` for each submission."""
    cost, passed = Cost(0, 0), []
    for file in files:
        folder = _beside(file, work, {"test_layer.py": written.pytest_file()})
        report = folder / "report.xml"
        command = [made.tool("python"), "-m", "pytest", "-q", f"--junitxml={report}"]
        cost += run(command, folder, check=False)
        counts = re.search(r'errors="(\d+)" failures="(\d+)".*?tests="(\d+)"', report.read_text())
        assert counts is not None
        errors, failures, total = map(int, counts.groups())
        passed.append(total - failures - errors)
    return Marks(cost / len(files), passed)


def by_gradescope(made: Environment, files: list[Path], work: Path) -> Marks:
    """gradescope-utils' runner for each submission, as its container calls it."""
    cost, passed = Cost(0, 0), []
    for file in files:
        folder = _beside(file, work, {"run_tests.py": written.gradescope_file()})
        cost += run([made.tool("python"), "run_tests.py"], folder)
        results = json.loads((folder / "results.json").read_text())
        passed.append(sum(round(test["score"]) for test in results["tests"]))
    return Marks(cost / len(files), passed)


def by_otter(made: Environment, files: list[Path], work: Path) -> Marks:
    """``otter run`` for each submission, as its container calls it."""
    tests = work / "otter" / "tests"
    tests.mkdir(parents=True, exist_ok=True)
    for name, text in written.otter_files().items():
        (tests / name).write_text(text, "utf-8")
    otter, archive = made.tool("otter"), work / "otter" / "autograder.zip"
    run(
        [otter, "generate", "-t", tests, "-o", archive, "--no-environment"],
        work / "otter",
        made.variables,
    )
    cost, passed = Cost(0, 0), []
    for file in files:
        folder = _beside(file, work, {})
        cost += run(
            [otter, "run", "-a", archive, "-o", folder, folder / "layer.py"], folder, made.variables
        )
        results = json.loads((folder / "results.json").read_text())
        passed.append(round(sum(test.get("score", 0) for test in results["tests"])))
    return Marks(cost / len(files), passed)


def by_nbgrader(made: Environment, files: list[Path], work: Path) -> Marks:
    """``nbgrader autograde`` for a folder of them; starting up is not counted."""
    course = work / "nbgrader"
    shutil.rmtree(course, ignore_errors=True)
    source = course / "source" / "layer"
    source.mkdir(parents=True)
    (course / "nbgrader_config.py").write_text(
        "c = get_config()\nc.CourseDirectory.course_id = 'layer'\n"
        "c.ClearSolutions.code_stub = {'python': 'raise NotImplementedError()'}\n"
    )
    (source / "layer.ipynb").write_text(_notebook("### BEGIN SOLUTION\n### END SOLUTION"), "utf-8")
    nbgrader = made.tool("nbgrader")
    run([nbgrader, "generate_assignment", "layer"], course, made.variables)
    for file in files:
        handed_in = course / "submitted" / file.stem / "layer"
        handed_in.mkdir(parents=True)
        (handed_in / "layer.ipynb").write_text(_notebook(file.read_text("utf-8")), "utf-8")
    grade = [nbgrader, "autograde", "layer", "--force"]
    one = run([*grade, f"--student={files[0].stem}"], course, made.variables)
    every = run(grade, course, made.variables)
    run([nbgrader, "export"], course, made.variables)
    lines = (course / "grades.csv").read_text("utf-8").splitlines()
    columns = lines[0].split(",")
    rows = [dict(zip(columns, line.split(","), strict=False)) for line in lines[1:]]
    scores = {row["student_id"]: round(float(row["raw_score"])) for row in rows}
    return Marks((every - one) / (len(files) - 1), [scores[file.stem] for file in files])


def _beside(file: Path, work: Path, others: dict[str, str]) -> Path:
    """A folder with the submission under the name that the tests import, and the tests."""
    folder = work / "submission"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    shutil.copy(file, folder / f"{written.MODULE}.py")
    for name, text in others.items():
        (folder / name).write_text(text, "utf-8")
    return folder


def _notebook(solution: str) -> str:
    cells = [_cell("solution", solution, grade=False)]
    cells += [_cell(name, source, grade=True) for name, source in written.notebook_cells()]
    kernel = {"display_name": "Python 3", "language": "python", "name": "python3"}
    notebook = {"cells": cells, "metadata": {"kernelspec": kernel}, "nbformat": 4}
    return json.dumps({**notebook, "nbformat_minor": 4})


def _cell(name: str, source: str, grade: bool) -> dict[str, Any]:
    mark = {"grade": grade, "grade_id": name, "locked": grade, "schema_version": 3}
    mark |= {"solution": not grade, "task": False}
    if grade:
        mark["points"] = 1
    return {
        "cell_type": "code",
        "execution_count": None,
        "metadata": {"nbgrader": mark},
        "outputs": [],
        "source": source,
    }


SIDES = {
    "pytest": by_pytest,
    "gradescope-utils": by_gradescope,
    "otter-grader": by_otter,
    "nbgrader": by_nbgrader,
}
