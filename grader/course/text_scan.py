"""Tells from the text of a course which exercises a file may belong to, without running any of it.

Reading one exercise means to run it; a student who checks one file should not wait for all of
them. A graded function is always defined in the exercise's reference solution, so whoever defines
none of the reference's functions is not meant. Where the text leaves a doubt the answer is yes:
then the exercise is read, and that decides.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from functools import lru_cache
from pathlib import Path

# Written out as one text, or as texts in brackets: whatever else an author writes is a doubt.
_REFERENCE = re.compile(
    r"""\breference\s*=\s*("[^"]*"|'[^']*'|[\[(](?:\s*(?:"[^"]*"|'[^']*')\s*,?)*\s*[\])])\s*[,)]"""
)
_TEXT = re.compile(r"""["']([^"']*)["']""")
_FUNCTION = re.compile(r"\bdef\s+(\w+)")
_OTHER_NAMES = re.compile(r"""\b(?:also|aliases)\s*=|["'](?:also|aliases)["']""")


def may_grade(folder: Path, course: Path, names: Collection[str]) -> bool:
    """Whether the exercise in ``folder`` may grade a function of one of these names."""
    try:
        declared = _REFERENCE.findall(_read(folder / "exercise.py"))
        if len(declared) != 1 or _has_other_names(folder):
            return True
        files = _TEXT.findall(declared[0])
        return any(not names_in.isdisjoint(names) for names_in in _defined(files, folder, course))
    except (OSError, UnicodeDecodeError):  # told when the exercise is read
        return True


def _has_other_names(folder: Path) -> bool:
    """Whether submissions may define a function by a name that the reference does not have."""
    files = (*folder.glob("*.py"), *folder.parent.glob("*.py"))
    return any(_OTHER_NAMES.search(_read(file)) for file in files)


def _defined(files: Collection[str], folder: Path, course: Path) -> Iterator[frozenset[str]]:
    for name in files:
        own = folder / name
        yield _functions(own if own.is_file() else course / "reference" / name)


@lru_cache(maxsize=256)
def _functions(file: Path) -> frozenset[str]:
    return frozenset(_FUNCTION.findall(_read(file)))


@lru_cache(maxsize=256)
def _read(file: Path) -> str:
    return file.read_text("utf-8")
