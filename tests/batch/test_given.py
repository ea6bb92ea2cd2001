"""Paths on the command line: files and folders of any kind."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from grader.intake import LAYOUTS, collect
from grader.model.delivery import ListedFile, Listing
from grader.util.errors import UsageError

from .archives import foldered
from .test_layouts import found


def test_file_given_twice(tmp_path: Path) -> None:
    """A file given by its folder and by its own path is one submission."""
    folder = foldered(tmp_path / "class", {"ann.py": "", "bob.py": ""})
    assert found(collect([folder / "ann.py", folder])) == {"ann": ["ann.py"], "bob": ["bob.py"]}


def test_too_many_files(tmp_path: Path) -> None:
    """A folder with too many files cannot be graded: an environment may have been handed in."""
    folder = foldered(tmp_path / "class", {f"ann/{number}.py": "" for number in range(201)})
    (ann,) = collect([folder]).pending
    assert ann.broken == "this folder holds 201 code files; more than 200 are not one submission"


@pytest.mark.skipif(os.name != "posix", reason="file names of any bytes")
def test_name_of_any_bytes(tmp_path: Path) -> None:
    """Bytes that are not text are replaced in the name; the file is read."""
    (tmp_path / os.fsdecode(b"ann\xff.py")).write_text("")
    (ann,) = collect([tmp_path]).pending
    assert (ann.student, ann.file) == ("ann\ufffd", "ann\ufffd.py")
    assert ann.parts[0][1].is_file()


def test_link_to_a_folder(tmp_path: Path) -> None:
    """Links are not followed, and the hint names the target; a path below a file is an error too."""
    folder = foldered(tmp_path / "class", {"ann.py": ""})
    (tmp_path / "link").symlink_to(folder, target_is_directory=True)
    with pytest.raises(UsageError, match="links are not followed") as caught:
        collect([tmp_path / "link"])
    assert caught.value.hint == f"give the folder itself: {folder.resolve()}"
    with pytest.raises(UsageError, match="cannot read .*Not a directory"):
        collect([folder / "ann.py" / "x.py"])


def test_unreadable_platform_files(tmp_path: Path) -> None:
    """Without Gradescope's names nobody can be graded, which is one error; without a time, everybody can."""
    gone = ListedFile("submission_metadata.yml", tmp_path / "submission_metadata.yml")
    with pytest.raises(UsageError, match=r"cannot read .*metadata.yml: No such file or directory"):
        LAYOUTS["gradescope"].reader(Listing(tmp_path, (gone,)))
    late = ListedFile("submitted/ann/ps1/timestamp.txt", tmp_path / "timestamp.txt")
    code = ListedFile("submitted/ann/ps1/hw.py", tmp_path / "hw.py")
    read = LAYOUTS["nbgrader"].reader(Listing(tmp_path, (late, code)))
    owned = read(code)
    assert owned is not None and (owned.key, owned.submitted_at) == ("ann", None)
