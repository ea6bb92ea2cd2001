"""The wheel in a virtual environment of its own, used far from the repository."""

from __future__ import annotations

import json
import subprocess
import sys
import venv
from pathlib import Path

import pytest

from tests.packaging.conftest import ROOT, dependencies

RIGHT = ROOT / "tests/course/submissions/regularization/right_in_place.py"


@pytest.fixture(scope="module")
def programs(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of its programs. Dependencies are lent, since a test must not need a network."""
    home = tmp_path_factory.mktemp("environment")
    venv.create(home, with_pip=False)
    python = home / "bin" / "python"
    command = [sys.executable, "-m", "pip", "--python", str(python), "install", "-q"]
    subprocess.run([*command, "--no-deps", "--no-index", str(wheel)], check=True)
    (site,) = home.glob("lib/*/site-packages")
    (site / "lent.pth").write_text(f"{dependencies()}\n")
    return home / "bin"


def run(folder: Path, *command: object) -> subprocess.CompletedProcess[str]:
    environment = {"PATH": "/usr/bin:/bin", "HOME": str(folder), "NO_COLOR": "1"}
    return subprocess.run(
        list(map(str, command)),
        cwd=folder, env=environment, capture_output=True, text=True, check=False,
    )  # fmt: skip


def test_the_command_and_the_module_are_one(programs: Path, tmp_path: Path) -> None:
    """``grader`` and ``python -m grader`` list the packaged course."""
    command = run(tmp_path, programs / "grader", "list", "--ids")
    module = run(tmp_path, programs / "python", "-m", "grader", "list", "--ids")
    assert command.returncode == module.returncode == 0, command.stderr + module.stderr
    assert "regularization" in command.stdout.split()
    assert command.stdout == module.stdout


def test_a_file_is_graded_with_the_packaged_course(programs: Path, tmp_path: Path) -> None:
    """A report with full points, from the hidden cases that the wheel holds."""
    graded = run(tmp_path, programs / "grader", "grade", RIGHT, "--out", "results", "--quiet")
    assert graded.returncode == 0, graded.stderr
    (path,) = (tmp_path / "results" / "reports").glob("*.json")
    report = json.loads(path.read_text("utf-8"))
    assert report["score"] == report["max_score"]
    assert {case["visibility"] for case in report["cases"]} >= {"public", "hidden"}
