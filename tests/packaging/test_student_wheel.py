"""What students install holds no answer, and is enough to check with a released bundle."""

from __future__ import annotations

import csv
import io
import json
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from grader.cli.main import main
from grader.demo import CLASS
from tests.packaging.conftest import ROOT
from tests.packaging.test_wheel import environment
from tests.released import released
from tools.student_wheel import without_answers


@pytest.fixture(scope="module")
def student_wheel(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return without_answers(wheel, tmp_path_factory.mktemp("students"))


@pytest.fixture(scope="module")
def site(student_wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What pip installs of it."""
    target = tmp_path_factory.mktemp("site")
    command = [sys.executable, "-m", "pip", "install", "-q", "--no-deps", "--no-index"]
    subprocess.run([*command, "--target", str(target), str(student_wheel)], check=True)
    return target


def run(site: Path, folder: Path, *arguments: object) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "grader", *map(str, arguments)]
    return subprocess.run(
        command, cwd=folder, env=environment(site), capture_output=True, text=True
    )


def test_no_line_of_the_course_is_in_it(student_wheel: Path) -> None:
    """No exercise, no reference solution, and no right submission of the demo, nor their names."""
    with zipfile.ZipFile(student_wheel) as archive:
        assert archive.testzip() is None
        names = archive.namelist()
        record = archive.read(next(n for n in names if n.endswith("RECORD"))).decode()
    assert not [name for name in names if "_course" in name or "demo/class" in name]
    assert sorted(row[0] for row in csv.reader(io.StringIO(record))) == sorted(names)


@pytest.fixture(scope="module")
def bundles(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("bundles")
    shutil.copytree(released("regularization", tmp_path_factory), folder / "regularization")
    return folder


def test_it_explains_what_the_course_explains(
    site: Path, bundles: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The hints of the README's picture, in a terminal and in a session, without the course."""
    mine = bundles / "mine.py"
    mine.write_bytes((CLASS / "regularization" / "Priya Raman.py").read_bytes())
    assert main(["check", str(mine), "--course", str(ROOT), "--json"]) == 1
    cases = json.loads(capsys.readouterr().out)["cases"]
    hints = {case["hint"] for case in cases if case["mistake"] is not None}
    assert hints
    printed = run(site, bundles, "check", mine, "--course", "regularization").stdout
    code = (
        "import sys; sys.path[:0] = ['.', 'regularization']\n"
        "from mine import *\nimport grader\n"
        "assert 'site' in grader.__file__, grader.__file__\nprint(grader.check())"
    )
    command = [sys.executable, "-c", code]
    ran = subprocess.run(
        command, cwd=bundles, env=environment(site), capture_output=True, text=True
    )
    assert ran.returncode == 0, ran.stderr
    for hint in hints:
        assert hint in " ".join(printed.split())
        assert hint in " ".join(ran.stdout.split())


def test_it_checks_a_file_with_a_released_bundle(site: Path, bundles: Path) -> None:
    """The public cases run, and a right file passes."""
    right = ROOT / "tests/course/submissions/regularization/right_in_place.py"
    ran = run(site, bundles, "check", right, "--course", "regularization")
    assert ran.returncode == 0, ran.stdout + ran.stderr
    assert "on the public cases" in ran.stdout


@pytest.mark.parametrize("command", [["demo"], ["list"], ["verify"], ["check", __file__]])
def test_what_needs_a_course_says_so(site: Path, tmp_path: Path, command: list[str]) -> None:
    """One error and one hint; no traceback, and no word of a fault of the grader."""
    ran = run(site, tmp_path, *command)
    assert ran.returncode == 2, ran.stdout + ran.stderr
    told = ran.stderr.splitlines()
    assert [line.partition(":")[0] for line in told] == ["error", "hint"], ran.stderr
    assert "fault" not in ran.stderr
