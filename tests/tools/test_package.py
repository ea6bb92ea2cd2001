"""``grader package``: bundles tried out in folders laid out as the platforms' containers are."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tomllib
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from grader.cli.arguments import plugin_names
from grader.course.catalog import Course
from grader.lms.autograder.platform_archive import REQUIREMENTS
from tests.tools.bundles import OF_EACH_KIND
from tests.tools.conftest import EXERCISE, REFERENCE, Grader, run_command, write_course

CHECKOUT = Path(__file__).parents[2]
RIGHT = REFERENCE
WRONG = REFERENCE.replace("np.argmin", "np.argmax")


@dataclass(frozen=True)
class Place:
    """Where a platform keeps things, and what it runs."""

    unpacked: str
    submission: str
    result: str
    script: str


FORMATS = plugin_names("lms/autograder/platforms")
PLACES = {
    "gradescope": Place("autograder/source", "autograder/submission", "autograder/results/results.json",
                        "autograder/source/run_autograder"),
    "prairielearn": Place("grade", "grade/student", "grade/results/results.json", "grade/tests/run.sh"),
    "coursera": Place("grader", "shared/submission", "shared/feedback.json", "grader/run.sh"),
}  # fmt: skip


@dataclass(frozen=True)
class Ran:
    code: int
    result: dict[str, Any] | None
    printed: str


Submit = Callable[..., Ran]

A_PIPE = "a named pipe, in the place of a file"


class Containers:
    """A folder for each platform, laid out as its container is, with a bundle unpacked in it."""

    def __init__(self, folder: Path, course: Path, grader: Grader) -> None:
        self._folder, self._course, self._grader = folder, course, grader

    def _root(self, format: str) -> Path:
        """Make the folder for who asks first: a container is made once, and grades many submissions."""
        root, archive = self._folder / format, self._folder / f"{format}.zip"
        if root.exists():
            return root
        made = self._grader(
            "package", format, "clusters", "--course", self._course, "--out", archive
        )
        assert made.code == 0
        with zipfile.ZipFile(archive) as opened:
            opened.extractall(root / PLACES[format].unpacked)
        python = root / "autograder" / "venv" / "bin" / "python"
        python.parent.mkdir(parents=True)
        python.write_text(f'#!/bin/sh\nexec "{sys.executable}" "$@"\n')
        python.chmod(0o755)
        return root

    def submit(self, format: str, **files: str) -> Ran:
        """Put files where submissions are, and run the platform's script."""
        place, root = PLACES[format], self._root(format)
        shutil.rmtree(root / place.submission, ignore_errors=True)
        (root / place.result).unlink(missing_ok=True)
        (root / place.submission).mkdir(parents=True)
        for name, text in files.items():
            path = root / place.submission / name.replace("_dot_", ".")
            if text == A_PIPE:
                os.mkfifo(path)
            else:
                path.write_text(text)
        kept = {n: v for n, v in os.environ.items() if not n.startswith(("GRADER_", "PYTHON"))}
        done = subprocess.run(
            ["bash", str(root / place.script)],
            capture_output=True,
            text=True,
            cwd=self._folder,
            env={**kept, "GRADER_PLATFORM_ROOT": str(root), "GRADER_PYTHON": sys.executable},
        )
        result = root / place.result
        found = json.loads(result.read_text("utf-8")) if result.is_file() else None
        return Ran(done.returncode, found, done.stdout + done.stderr)


@pytest.fixture(scope="module")
def submit(tmp_path_factory: pytest.TempPathFactory) -> Submit:
    """Hands a submission to a platform."""
    folder = tmp_path_factory.mktemp("containers")
    return Containers(folder, write_course(folder / "course"), run_command).submit


def test_gradescope(submit: Submit) -> None:
    """Nothing is hidden there, since that would hide the total; hidden cases stay closed."""
    ran = submit("gradescope", hw_dot_py=WRONG)
    assert ran.code == 0, ran.printed
    assert ran.result is not None
    assert ran.result["score"] == 4
    entries = [
        (t["name"], t["number"], t["score"], t["max_score"], t["status"])
        for t in ran.result["tests"]
    ]
    assert entries == [("squared_distances", "1", 4, 4, "passed"), ("assign", "2", 0, 4, "failed")]
    assert {t["visibility"] for t in ran.result["tests"]} == {"visible"}
    output = ran.result["tests"][1]["output"]
    assert "failed: names the nearest centre (0 / 1)" in output
    assert "works for more centres and coordinates (0 / 3)" in output
    assert "The result differs from the expected one." in output
    assert "The nearest centre has the smallest distance." in output
    assert ran.result["stdout_visibility"] == "hidden"


def test_prairielearn(submit: Submit) -> None:
    """Details are shown only when every entry has its points."""
    ran = submit("prairielearn", hw_dot_py=WRONG)
    assert ran.code == 0, ran.printed
    assert ran.result is not None
    assert (ran.result["gradable"], ran.result["score"]) == (True, 0.5)
    assert [(t["points"], t["max_points"]) for t in ran.result["tests"]] == [
        (1, 1),
        (3, 3),
        (0, 1),
        (0, 3),
    ]
    assert "The nearest centre has the smallest distance." in ran.result["tests"][2]["message"]


def test_coursera(submit: Submit) -> None:
    """Both in one file."""
    ran = submit("coursera", hw_dot_py=WRONG)
    assert ran.code == 0, ran.printed
    assert ran.result is not None
    assert ran.result["fractionalScore"] == 0.5
    assert "The nearest centre has the smallest distance." in ran.result["feedback"]


def test_two_files(submit: Submit) -> None:
    """The files of one student are one submission.

    What is no file is passed over, and nobody waits for what may come out of a named pipe.
    """
    head, _, tail = RIGHT.partition("def assign")
    rest = "import numpy as np\n\n\ndef assign" + tail
    ran = submit("gradescope", a_dot_py=head, b_dot_py=rest, pipe_dot_py=A_PIPE)
    assert ran.code == 0, ran.printed
    assert ran.result is not None
    assert ran.result["score"] == 8


OTHER, PDF = {"hw_dot_py": "def other(x):\n    return x\n"}, {"hw_dot_pdf": "%PDF"}


@pytest.mark.parametrize(
    ("format", "files"),
    [*((format, {}) for format in FORMATS), ("prairielearn", OTHER), ("gradescope", PDF)],
)
def test_ungradable(submit: Submit, format: str, files: dict[str, str]) -> None:
    """Never a zero without a word; where the platform knows it, no score at all."""
    ran = submit(format, **files)
    assert ran.code == 0, ran.printed
    assert ran.result is not None
    if format == "prairielearn":
        assert ran.result["gradable"] is False
    said = {"gradescope": "output", "prairielearn": "message", "coursera": "feedback"}[format]
    assert len(ran.result[said]) > 20


def test_hidden_case(submit: Submit, tmp_path: Path) -> None:
    """A student's own message from inside a hidden case does not come out."""
    spy = REFERENCE.replace(
        '    """Return the number of',
        '    if len(X) == 40: raise ValueError(f"spied {X[0, 0]}")\n    """Return the number of',
    )
    ran = submit("gradescope", hw_dot_py=spy)
    assert ran.result is not None
    assert "raised ValueError" in ran.result["tests"][1]["output"]
    assert "spied" not in json.dumps(ran.result)
    assert "execution_time" not in ran.result


def test_grader_fault(grader: Grader, tmp_path: Path) -> None:
    """The platform's staff are told by its own means; nobody gets a zero."""
    faulty = EXERCISE + "\nimport os\nif os.environ.get('GRADER_PLATFORM_ROOT'): 1 / 0\n"
    containers = Containers(tmp_path, write_course(tmp_path / "course", faulty), grader)
    ran = containers.submit("gradescope", hw_dot_py=RIGHT)
    assert (ran.code, ran.result) == (3, None)
    assert "ZeroDivisionError" in ran.printed


@pytest.mark.parametrize("format", FORMATS)
def test_reproducible_archive(format: str, tmp_path: Path, course: Path, grader: Grader) -> None:
    """The exercise in it is the course's, to the version; scripts can be run; bytes repeat."""
    first, second = tmp_path / "a.zip", tmp_path / "b.zip"
    for archive in (first, second):
        grader("package", format, "clusters", "--course", course, "--out", archive)
    assert first.read_bytes() == second.read_bytes()
    with zipfile.ZipFile(first) as opened:
        opened.extractall(tmp_path / "out")
        scripts = [i for i in opened.infolist() if i.filename.endswith((".sh", "run_autograder"))]
    assert scripts and all(entry.external_attr >> 16 == 0o100755 for entry in scripts)
    for script in scripts:
        assert (
            subprocess.run(["bash", "-n", str(tmp_path / "out" / script.filename)]).returncode == 0
        )
    (packed,) = (p.parent for p in (tmp_path / "out").rglob("exercises") if p.is_dir())
    assert (
        Course(packed).definition("clusters").version
        == Course(course).definition("clusters").version
    )
    assert not list((tmp_path / "out").rglob("*.pyc"))


def test_shipped_exercises(grader: Grader, tmp_path: Path, thorough: bool) -> None:
    """With the modules that it imports and all files of its reference; one of each kind, or all."""
    shipped = Course(CHECKOUT)
    for name in shipped.ids() if thorough else OF_EACH_KIND:
        archive, out = tmp_path / f"{name}.zip", tmp_path / name
        assert (
            grader("package", "gradescope", name, "--course", CHECKOUT, "--out", archive).code == 0
        )
        with zipfile.ZipFile(archive) as opened:
            opened.extractall(out, [n for n in opened.namelist() if n.startswith("course/")])
        packed = Course(out / "course").definition(name)
        assert packed.version == shipped.definition(name).version


def test_gradescope_setup(course: Path, grader: Grader, tmp_path: Path) -> None:
    """Into an environment of its own, from the archive's list."""
    root, archive = tmp_path / "root", tmp_path / "bundle.zip"
    grader("package", "gradescope", "clusters", "--course", course, "--out", archive)
    source = root / "autograder" / "source"
    with zipfile.ZipFile(archive) as opened:
        opened.extractall(source)
    stubs, log = tmp_path / "bin", tmp_path / "log"
    stubs.mkdir()
    stub = f'#!/bin/sh\necho "$@" >> "{log}"\nif [ "$2" = venv ]; then mkdir -p "$3/bin"; cp "$0" "$3/bin/python"; fi\n'
    (stubs / "python3").write_text(stub)
    (stubs / "python3").chmod(0o755)
    done = subprocess.run(
        ["bash", str(source / "setup.sh")],
        capture_output=True,
        text=True,
        env={"PATH": f"{stubs}:/usr/bin:/bin", "GRADER_PLATFORM_ROOT": str(root)},
    )
    assert done.returncode == 0, done.stderr
    lines = log.read_text().splitlines()
    assert lines[-2:] == [
        f"-m venv {root}/autograder/venv",
        "-m pip install --quiet -r requirements.txt",
    ]
    assert "numpy" in (source / "requirements.txt").read_text()


def test_requirements() -> None:
    """An installed package cannot read pyproject.toml, so they stand in the code as well."""
    project = tomllib.loads((CHECKOUT / "pyproject.toml").read_text("utf-8"))["project"]
    assert list(REQUIREMENTS) == project["dependencies"]


def test_released_bundle(course: Path, grader: Grader, tmp_path: Path) -> None:
    """It has nothing hidden to grade with."""
    grader("release", "clusters", "--course", course, "--out", tmp_path / "out")
    ran = grader(
        "package",
        "gradescope",
        "clusters",
        "--course",
        tmp_path / "out",
        "--out",
        tmp_path / "x.zip",
    )
    assert ran.code == 2
    assert not (tmp_path / "x.zip").exists()
