"""Files that change between being found and being read."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from grader.batch.triage import contents, read
from grader.intake import collect
from grader.model.delivery import LARGEST


def vanish(path: Path) -> None:
    path.unlink()


def become_a_folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


def become_a_link(path: Path) -> None:
    path.unlink()
    path.symlink_to("/etc/hostname")


def become_a_pipe(path: Path) -> None:
    path.unlink()
    os.mkfifo(path)


def grow(path: Path) -> None:
    os.truncate(path, LARGEST + 1)


@pytest.mark.skipif(os.name != "posix", reason="links and pipes")
@pytest.mark.parametrize(
    ("change", "why"),
    [
        (vanish, "The file does not exist."),
        (become_a_folder, "This is a folder, not a file."),
        (become_a_link, "The file is a link"),
        (become_a_pipe, "This is not a regular file."),
        (grow, "The file is larger than 64 MB."),
    ],
)
def test_a_file_that_changed_since_is_one_students_trouble(
    tmp_path: Path, change: Callable[[Path], None], why: str
) -> None:
    """Nothing is waited for or followed, and the others' files are read; a cluster is told the same."""
    for name in ("ann", "bob"):
        (tmp_path / f"{name}.py").write_text("def double(x):\n    return 2 * x\n")
    ann, bob = collect([tmp_path]).pending
    change(tmp_path / "ann.py")
    material = read(ann)
    assert not material.sources and material.unreadable["ann.py"].startswith(why)
    assert read(ann, contents(ann)) == material
    assert read(bob).sources and not read(bob).unreadable
