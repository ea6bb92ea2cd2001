"""A kernel that takes no filter: everything starts, says "weak", and keeps hidden cases back."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.hostile.attacks import HERE
from tests.hostile.target import COURSE, HONEST

pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="seccomp is Linux's")
ROOT = HERE.parents[1]
BARE = [sys.executable, "-m", "tests.hostile.bare"]


def grader(*arguments: object, without_seccomp: bool = True) -> subprocess.CompletedProcess[str]:
    poorer = [*BARE, *(["--no-seccomp"] if without_seccomp else [])]
    command = [*poorer, sys.executable, "-m", "grader", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, cwd=ROOT, timeout=120)


def test_doctor_says_weak_and_what_is_missing() -> None:
    """It starts where the filter is refused, instead of taking every child for dead."""
    done = grader("doctor", "--json")
    told = json.loads(done.stdout)
    assert (done.returncode, told["level"]) == (0, "weak")
    assert not {"seccomp", "landlock", "pid_namespace"} & set(told["layers"])


def test_without_namespaces_and_landlock_it_is_locked_all_the_same() -> None:
    """The filter alone keeps everything out of reach."""
    told = json.loads(grader("doctor", "--json", without_seccomp=False).stdout)
    assert told["level"] == "locked"
    assert "seccomp" in told["layers"] and "landlock" not in told["layers"]


def test_a_student_checks_a_file_as_anywhere() -> None:
    """Public cases need no isolation."""
    done = grader("check", HONEST, "--course", COURSE, "--exercise", "target")
    assert done.returncode == 0, done.stderr
    assert "Everything passed." in done.stdout


def test_hidden_cases_are_refused_unless_somebody_insists(tmp_path: Path) -> None:
    """As documented: one line, exit code 3; with --allow-unsafe reports say "weak"."""
    options = (HONEST, "--course", COURSE, "--exercise", "target", "--out", tmp_path / "out")
    done = grader("grade", *options)
    assert done.returncode == 3
    assert "error: the isolation on this machine is weak" in done.stderr.splitlines()[-2]
    assert grader("grade", *options, "--allow-unsafe").returncode == 0
    report = json.loads((tmp_path / "out" / "reports" / "honest.json").read_text())
    assert report["environment"]["isolation"]["level"] == "weak"
    assert report["score"] == report["max_score"]
