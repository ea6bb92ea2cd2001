"""Which submissions a path on the command line stands for."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from grader.intake import collect
from grader.util.errors import UsageError

Write = Callable[..., Path]


def students(*paths: Path) -> dict[str, str]:
    return {pending.student: pending.file for pending in collect(paths).pending}


def test_files_and_folders(tmp_path: Path, write: Write) -> None:
    """Each file is a student's, and so is each folder, with all its files in the order of names."""
    write("class/ann.py")
    write("class/bob.ipynb")
    write("class/eve/2.py")
    write("class/eve/1.py")
    write("class/eve/more/3.ipynb")
    found = collect([tmp_path / "class"]).pending
    assert [(p.student, p.file, [name for name, _ in p.parts]) for p in found] == [
        ("ann", "ann.py", ["ann.py"]),
        ("bob", "bob.ipynb", ["bob.ipynb"]),
        ("eve", "eve", ["1.py", "2.py", "more/3.ipynb"]),
    ]


def test_leftovers_of_tools(tmp_path: Path, write: Write) -> None:
    """Hidden files, checkpoints and caches are not submissions; other files are only listed."""
    for name in (
        ".ann.py",
        "__MACOSX/ann.py",
        ".ipynb_checkpoints/ann-checkpoint.ipynb",
        "__pycache__/a.py",
        "readme.txt",
        "eve/.ipynb_checkpoints/x-checkpoint.ipynb",
        "eve/x.ipynb",
    ):
        write(f"class/{name}")
    found = collect([tmp_path / "class"])
    assert [(p.student, len(p.parts)) for p in found.pending] == [("eve", 1)]
    assert len(found.unassigned) == 1


def test_same_file_names(tmp_path: Path, write: Write) -> None:
    """Where folders tell two files apart, the gradebook shows the folders' names too."""
    first, second = write("a/hw1.ipynb"), write("b/hw1.ipynb")
    assert students(first, second) == {"a__hw1": "a/hw1.ipynb", "b__hw1": "b/hw1.ipynb"}
    assert students(tmp_path / "a", tmp_path / "b") == {
        "a__hw1": "a/hw1.ipynb",
        "b__hw1": "b/hw1.ipynb",
    }
    assert students(first) == {"hw1": "hw1.ipynb"}


def test_unique_names(tmp_path: Path, write: Write) -> None:
    """Names differ in more than ending, case, the encoding of an accent, or an invisible letter."""
    names = [
        "ann.py",
        "ann.ipynb",
        "Ann/x.py",
        "Zoe\u0308.py",
        "Zo\u00eb.ipynb",
        "an\u200bn.py",
        "ann~1.py",
    ]
    for name in names:
        write(f"class/{name}")
    found = students(tmp_path / "class")
    assert len({student.casefold() for student in found}) == len(names)


def test_path_given_twice(tmp_path: Path, write: Write) -> None:
    """A folder and a file in it give the same submission once."""
    path = write("class/ann.py")
    write("class/bob.py")
    assert list(students(tmp_path / "class", path, tmp_path / "class")) == ["ann", "bob"]


def test_links(tmp_path: Path, write: Write) -> None:
    """A linked file or folder is a submission that cannot be read; within a folder it is noted."""
    secret = write("secret/solution.py")
    write("class/eve/own.py")
    (tmp_path / "class" / "ann.py").symlink_to(secret)
    (tmp_path / "class" / "bob").symlink_to(secret.parent)
    (tmp_path / "class" / "eve" / "stolen.py").symlink_to(secret)
    ann, bob, eve = collect([tmp_path / "class"]).pending
    assert ann.parts == bob.parts == ()
    assert "link" in ann.broken and "link" in bob.broken
    assert [name for name, _ in eve.parts] == ["own.py"]
    assert "stolen.py" in eve.notes[0].text


def test_student_without_code(tmp_path: Path, write: Write) -> None:
    """A folder without code, a damaged archive, or a pipe in place of a file has a row. A lone document is read."""
    write("class/ann/essay.docx")
    write("class/bob.zip")
    os.mkfifo(tmp_path / "class" / "eve.py")
    write("class/zoe/photo.png", b"")
    ann, bob, eve, zoe = collect([tmp_path / "class"]).pending
    assert [name for name, _ in ann.parts] == ["essay.docx"] and ann.broken is None
    assert zoe.parts == () and zoe.broken is None
    assert "not downloaded" in bob.broken or "bytes" in bob.broken
    assert "regular file" in eve.broken


def test_results_folder(tmp_path: Path, write: Write) -> None:
    """Results may be in a folder among the submissions, but not mixed with them."""
    write("class/ann.py")
    write("class/results/reports/ann.json")
    out = tmp_path / "class" / "results"
    assert [p.student for p in collect([tmp_path / "class"], leave_out=out).pending] == ["ann"]
    with pytest.raises(UsageError, match="results"):
        collect([tmp_path / "class"], leave_out=tmp_path / "class")


def test_deeply_nested_folders(tmp_path: Path) -> None:
    """The depth of a student's folders has no limit."""
    folders = [f"{tmp_path}/class{'/d' * depth}" for depth in range(1200)]
    for folder in folders:
        os.mkdir(folder)
    code = Path(folders[-1], "x.py")
    code.write_text("")
    try:
        assert [len(p.parts) for p in collect([tmp_path / "class"]).pending] == [1]
    finally:  # by hand: shutil.rmtree does have such a limit
        code.unlink()
        for folder in reversed(folders):
            os.rmdir(folder)


def test_unlistable_folder(tmp_path: Path) -> None:
    """A folder whose path is too long cannot be read; the others can."""
    (tmp_path / "class").mkdir()
    (tmp_path / "class" / "bob.py").write_text("")
    here = os.open(tmp_path / "class", os.O_RDONLY)
    for name in ("eve", *["d" * 200] * 25):
        os.mkdir(name, dir_fd=here)
        there = os.open(name, os.O_RDONLY, dir_fd=here)
        os.close(here)
        here = there
    os.close(here)
    bob, eve = collect([tmp_path / "class"]).pending
    assert (bob.student, bob.broken) == ("bob", None)
    assert eve.student == "eve" and "cannot be read" in (eve.broken or "")
