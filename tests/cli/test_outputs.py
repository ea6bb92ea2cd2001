"""What cannot be written is told in a line, and a stream that is not there stops nothing."""

from __future__ import annotations

import errno
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from grader.cli.main import main

from .conftest import Ran

Grader = Callable[..., Ran]
Write = Callable[..., Path]

WRITERS = (
    ("package", "gradescope", "scaling", "--out"),
    ("export", "canvas", "results", "--out"),
    ("export", "coursera", "results", "--out"),
    ("new", "another", "--course"),
)


@pytest.fixture
def results(grader: Grader, write: Write) -> None:
    write("ann.py")
    assert grader("grade", "ann.py", "--out", "results", "--quiet").code == 0


@pytest.fixture
def beside_them(
    results: None, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, course: Path
) -> None:
    """This process stands in the folder of the results."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("GRADER_COURSE", str(course))


@pytest.mark.usefixtures("beside_them")
def test_unwritable_place_is_wrong_use(
    capsys: pytest.CaptureFixture[str],
) -> None:
    """Below a file there is no room for a folder: one line, 2, and nothing half done."""
    for command in WRITERS:
        assert main([*command, "ann.py/there"]) == 2
        said = capsys.readouterr().err.splitlines()
        assert len(said) == 1 and said[0].startswith("error: cannot write into ann.py/there"), said
        assert said[0].endswith("Not a directory")


@pytest.mark.usefixtures("beside_them")
def test_full_disk(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """One line, 3; what was there before stays as it was."""
    (tmp_path / "there").write_text("as it was")

    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr("grader.util.files.os.replace", full)
    for command in WRITERS[:2]:
        assert main([*command, "there"]) == 3
        assert capsys.readouterr().err == (
            "error: cannot write into there: No space left on device\n"
        )
    assert (tmp_path / "there").read_text() == "as it was"
    again = ["grade", "ann.py", "--out", "results", "--fresh", "--jobs", "1", "--quiet"]
    assert main(again) == 3
    assert capsys.readouterr().err.splitlines() == [
        "error: cannot write into results: No space left on device",
        "hint: fix this, then run the same command again: it goes on from here",
    ]
    assert sorted(p.name for p in tmp_path.iterdir()) == ["ann.py", "results", "there"]


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="there is no /dev/full here")
def test_unwritable_output(environment: dict[str, str], tmp_path: Path) -> None:
    """Half a list in a file must not look like a list."""
    with open("/dev/full", "w") as full:
        ran = subprocess.run(
            [sys.executable, "-m", "grader", "list"],
            cwd=tmp_path, env=environment, stdout=full, stderr=subprocess.PIPE, text=True,
        )  # fmt: skip
    assert (ran.returncode, ran.stderr) == (
        3,
        "error: cannot write the output: No space left on device\n",
    )


@pytest.mark.skipif(os.name != "posix", reason="a shell that closes streams")
@pytest.mark.parametrize("closed", [">&-", "2>&-", ">&- 2>&- <&-"])
def test_closed_streams(environment: dict[str, str], write: Write, closed: str) -> None:
    """A service may start the command without them."""
    folder = write("ann.py").parent
    command = f'"{sys.executable}" -m grader grade ann.py --out results --jobs 1 {closed}'
    ran = subprocess.run(["/bin/sh", "-c", command], cwd=folder, env=environment)
    assert ran.returncode == 0
    assert (folder / "results" / "reports" / "ann.json").is_file()


@pytest.mark.skipif(os.name != "posix", reason="a folder that is in use cannot be removed")
def test_removed_working_directory(environment: dict[str, str], tmp_path: Path) -> None:
    """As after another terminal removed it: two lines, no traceback."""
    (tmp_path / "gone").mkdir()
    command = f'cd gone && rmdir ../gone && "{sys.executable}" -P -m grader list'
    ran = subprocess.run(
        ["/bin/sh", "-c", command], cwd=tmp_path, env=environment, capture_output=True, text=True
    )
    assert (ran.returncode, ran.stdout) == (2, "")
    assert ran.stderr.splitlines() == [
        "error: the working directory cannot be read: No such file or directory",
        "hint: change to a folder that exists",
    ]


def test_unreadable_course(grader: Grader, tmp_path: Path) -> None:
    """The variable may hold anything."""
    ran = grader("list", GRADER_COURSE=str(tmp_path / ("x" * 300)))
    assert (ran.code, len(ran.err.splitlines())) == (3, 1)
    assert ran.err.endswith("cannot be read: File name too long\n")
