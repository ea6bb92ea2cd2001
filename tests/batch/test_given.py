"""What is given on the command line: files and folders as they come."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from grader.intake import LAYOUTS, collect
from grader.model.delivery import ListedFile, Listing
from grader.util.errors import UsageError

from .archives import foldered
from .test_layouts import found


def test_a_file_given_twice_is_one_submission(tmp_path: Path) -> None:
    """By its folder and by its own path."""
    folder = foldered(tmp_path / "class", {"ann.py": "", "bob.py": ""})
    assert found(collect([folder / "ann.py", folder])) == {"ann": ["ann.py"], "bob": ["bob.py"]}


def test_a_folder_of_too_many_files_is_no_submission(tmp_path: Path) -> None:
    """An environment that was handed in with the homework, for instance."""
    folder = foldered(tmp_path / "class", {f"ann/{number}.py": "" for number in range(201)})
    (ann,) = collect([folder]).pending
    assert ann.broken == "this folder holds 201 code files; more than 200 are not one submission"


@pytest.mark.skipif(os.name != "posix", reason="file names of any bytes")
def test_a_name_of_any_bytes_can_be_shown(tmp_path: Path) -> None:
    """What is no text in it is replaced; the file is read all the same."""
    (tmp_path / os.fsdecode(b"ann\xff.py")).write_text("")
    (ann,) = collect([tmp_path]).pending
    assert (ann.student, ann.file) == ("ann\ufffd", "ann\ufffd.py")
    assert ann.parts[0][1].is_file()


def test_a_folder_behind_a_link_has_to_be_named_itself(tmp_path: Path) -> None:
    """Links are not followed, and the hint says where it leads; nor is a path below a file one."""
    folder = foldered(tmp_path / "class", {"ann.py": ""})
    (tmp_path / "link").symlink_to(folder, target_is_directory=True)
    with pytest.raises(UsageError, match="links are not followed") as caught:
        collect([tmp_path / "link"])
    assert caught.value.hint == f"give the folder itself: {folder.resolve()}"
    with pytest.raises(UsageError, match="cannot read .*Not a directory"):
        collect([folder / "ann.py" / "x.py"])


def test_what_a_platform_tells_may_not_be_readable(tmp_path: Path) -> None:
    """Without Gradescope's names nobody can be graded, which is one error; without a time, all can."""
    gone = ListedFile("submission_metadata.yml", tmp_path / "submission_metadata.yml")
    with pytest.raises(UsageError, match=r"cannot read .*metadata.yml: No such file or directory"):
        LAYOUTS["gradescope"].reader(Listing(tmp_path, (gone,)))
    late = ListedFile("submitted/ann/ps1/timestamp.txt", tmp_path / "timestamp.txt")
    code = ListedFile("submitted/ann/ps1/hw.py", tmp_path / "hw.py")
    read = LAYOUTS["nbgrader"].reader(Listing(tmp_path, (late, code)))
    owned = read(code)
    assert owned is not None and (owned.key, owned.submitted_at) == ("ann", None)
