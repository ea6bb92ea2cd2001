"""Files are whole, and every student has a file name of their own."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from grader.util.files import is_temporary, remove_temporary_files, safe_name, write_atomically

NAMES = st.text(st.characters(), max_size=120)


def test_failed_rename(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever reads in between finds the old file."""
    path = tmp_path / "report.json"
    write_atomically(path, "old")

    def refuse(*_: object) -> None:
        raise OSError("disk full")

    monkeypatch.setattr(os, "replace", refuse)
    with pytest.raises(OSError, match="disk full"):
        write_atomically(path, "new")
    assert [entry.name for entry in tmp_path.iterdir()] == ["report.json"]
    assert path.read_text() == "old"


def test_text_encoding(tmp_path: Path) -> None:
    """The same bytes on every system."""
    write_atomically(tmp_path / "a", "ü\n\r\n")
    assert (tmp_path / "a").read_bytes() == b"\xc3\xbc\n\r\n"


def test_link_replaced(tmp_path: Path) -> None:
    """A link in the results folder cannot direct the writing elsewhere."""
    (tmp_path / "elsewhere").write_text("mine")
    (tmp_path / "link").symlink_to("elsewhere")
    write_atomically(tmp_path / "link", "report")
    assert (tmp_path / "elsewhere").read_text() == "mine"
    assert (tmp_path / "link").read_text() == "report"


def test_temporary_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A temporary file is known by its name; results and other people's files stay."""
    with monkeypatch.context() as patch:
        patch.setattr(os, "replace", lambda *_: None)  # as if killed before the rename
        write_atomically(tmp_path / "anna.json", "{}")
    (leftover,) = tmp_path.iterdir()
    assert is_temporary(leftover.name)
    for name in ("anna.json", "x.tmp", ".grader-notes"):
        (tmp_path / name).touch()
    assert remove_temporary_files(tmp_path) == 1
    assert sorted(entry.name for entry in tmp_path.iterdir()) == [
        ".grader-notes",
        "anna.json",
        "x.tmp",
    ]


@settings(deadline=None, max_examples=300)
@given(NAMES)
@example("../../etc/passwd")
@example("CON")
@example("..")
@example("")
@example("\ud800")
@example("界" * 200)
def test_file_name_of_any_name(student: str) -> None:
    """No separator, no dot file, no reserved name, not too long, writable on any system."""
    name = safe_name(student)
    assert len(f"{name}.json".encode()) < 200
    assert not set(name) & set('/\\:*?"<>| \0\n')
    assert name[0] not in ".-~" and name[-1] not in ". "
    assert name.split(".")[0].lower() not in {"con", "prn", "aux", "nul", "com1", "lpt1"}


@settings(deadline=None, max_examples=300)
@given(NAMES, NAMES)
@example("Anna", "anna")
@example("a b", "a_b")
@example("Ö", "O\u0308")
@example("ß", "ss")
@example("x" * 200, "x" * 201)
def test_distinct_file_names(one: str, other: str) -> None:
    """Not even where upper and lower case, or two forms of an accent, are the same to a disk."""
    if one != other:
        assert safe_name(one).casefold() != safe_name(other).casefold()


def test_plain_names() -> None:
    """What needs no change gets none; the rest keeps its letters."""
    assert safe_name("anna.lee@uni-x.edu") == "anna.lee@uni-x.edu"
    assert safe_name("Müller, Anna").startswith("Müller_Anna~")
