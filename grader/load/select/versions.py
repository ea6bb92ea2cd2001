"""Which of two files is the newer version: by what the platform, their names or an archive's dates say.

Names decide only where they are equal but for marks that everybody reads in one way: ``hw (1)``,
``hw-Copy1``, ``hw_v10`` after ``hw_v9``, ``Version 10/hw``, ``hw_final``. ``hw1`` and ``hw2`` may be
two assignments.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from grader.load import messages
from grader.model.submission import Source

_ENDINGS = re.compile(r"\.(?:ipynb|py|txt|json|html?|md|docx?|pdf|rtf)$", re.IGNORECASE)
_COPY = r"copy|kopie|kopia|copie|copia|cópia|kopi"
_NUMBERED = r"v|ver|vers|version|rev|revision|attempt|try|versuch|intento|essai|tentative"
_LAST = ("final", "latest", "newest", "last")
_LATER = (
    "new newer neu updated update fixed corrected korrigiert revised done finished fertig"
    " complete completed solved solution submission submit submitted"
).split()
_OLDER = (
    "old older backup bak orig original draft wip starter template skeleton blank checkpoint"
    " unsolved"
).split()
_WORDS = "|".join((*_LAST, *_LATER, *_OLDER))
_GAP = r"[\s_.\-]"
_START = rf"(?:^|{_GAP}+)"
_DATE = r"(?:19|20)\d\d[-_.]?(?:0[1-9]|1[0-2])[-_.]?(?:0[1-9]|[12]\d|3[01])"
_TIME = r"(?:[T\s_.\-]+(?:at[\s_.\-]+)?[0-2]\d[-_.:h]?[0-5]\d(?:[-_.:]?[0-5]\d)?)?"
_AT_END = {
    kind: re.compile(pattern + "$", re.IGNORECASE)
    for kind, pattern in (
        ("number", rf"{_GAP}*\((\d{{1,4}})\)"),
        ("copy", rf"{_START}(?:{_COPY}){_GAP}*(\d{{0,4}})"),
        ("version", rf"{_START}(?:{_NUMBERED}){_GAP}*(\d{{1,6}}(?:[._]\d{{1,4}})*)"),
        ("date", rf"{_GAP}*({_DATE}{_TIME})"),
        ("word", rf"{_START}({_WORDS})"),
    )
}
_COPY_OF = re.compile(
    rf"^(?:{_COPY})(?:\s*\(?(\d{{1,4}})\)?)?\s+(?:of|von|de|di|av|af)\s+", re.IGNORECASE
)
_AT_START = re.compile(
    rf"^(?:({_WORDS})|(?:v|ver|version){_GAP}*(\d{{1,6}})){_GAP}+(?=.)", re.IGNORECASE
)
_SECONDS_APART = 60
"""Packers write the members of an archive seconds apart: such dates say nothing of their authors."""


class _Mark(NamedTuple):
    """What a name says of its version; compared with another of the same kind by ``number``."""

    rank: int  # -1 an older one, 0 nothing, 1 by number, 2 a later one, 3 the last
    kind: str
    number: tuple[int, ...]


_END = _Mark(0, "", ())


class _Name(NamedTuple):
    """A file's name without its marks, folder by folder, and the marks, closed by `_END`."""

    bases: tuple[str, ...]
    marks: tuple[_Mark, ...]


def newer(one: Source, other: Source) -> tuple[int, str]:
    """1 where ``one`` is the newer, -1 where ``other`` is, 0 where nothing decides; and the reason."""
    a, b = one.received, other.received
    for mine, its in ((a.submitted_at, b.submitted_at), (a.attempt, b.attempt)):
        if mine is not None and its is not None and mine != its:
            return (1 if mine > its else -1), messages.HANDED_IN_LAST  # type: ignore[operator]
    by_name = _by_name(_parsed(one.name), _parsed(other.name))
    by_date = _by_date(a.modified, b.modified)
    if by_name and by_date and by_name != by_date:
        return 0, ""
    if by_name:
        return by_name, messages.NEWEST_NAME
    return by_date, messages.NEWEST_DATE if by_date else ""


def natural(name: str) -> tuple[object, ...]:
    """To sort names in natural order: 10 after 9, and a version after the one before it."""
    parsed = _parsed(name)
    marks = tuple((mark.rank, mark.kind, mark.number) for mark in parsed.marks)
    return tuple(map(_digits, parsed.bases)), marks, _digits(name)


def _digits(text: str) -> tuple[tuple[int, int, str], ...]:
    parts = re.split(r"(\d+)", text.casefold())
    return tuple(
        (1, int(part[:4000]), part) if index % 2 else (0, 0, part)
        for index, part in enumerate(parts)
    )


def _by_date(one: str | None, other: str | None) -> int:
    if not one or not other:
        return 0
    apart = (datetime.fromisoformat(one) - datetime.fromisoformat(other)).total_seconds()
    return 0 if abs(apart) < _SECONDS_APART else 1 if apart > 0 else -1


def _by_name(one: _Name, other: _Name) -> int:
    if one.bases != other.bases:
        return 0
    for a, b in zip(one.marks, other.marks, strict=False):  # the first that differs decides
        if a == b:
            continue
        if a.kind == b.kind and a.kind != "word":
            return 1 if a.number > b.number else -1
        if a.rank == b.rank or {a.rank, b.rank} == {1, 2}:
            return 0
        return 1 if a.rank > b.rank else -1
    return 0


def _parsed(name: str) -> _Name:
    *folders, file = name.replace("\\", "/").split("/")
    while (match := _ENDINGS.search(file)) and match.start() > 0:
        file = file[: match.start()]
    bases: list[str] = []
    marks: list[_Mark] = []
    for part in (*folders, file):
        base, own = _taken_apart(part)
        marks += own
        if base or part is file:
            bases.append(base)
    return _Name(tuple(bases), (*marks, _END))


def _taken_apart(part: str) -> tuple[str, Sequence[_Mark]]:
    """A name without its marks, and these in the order in which they were put on."""
    part = part[:300].strip()
    marks: list[_Mark] = []
    while part:
        matches = ((kind, pattern.search(part)) for kind, pattern in _AT_END.items())
        kind, match = next(((kind, match) for kind, match in matches if match), ("", None))
        if match is None:
            break
        marks.insert(0, _mark(kind, match[1]))
        part = part[: match.start()]
    if match := _COPY_OF.match(part):
        marks.append(_mark("copy", match[1] or ""))
        part = part[match.end() :]
    if match := _AT_START.match(part):
        marks.append(_mark("word", match[1]) if match[1] else _mark("version", match[2]))
        part = part[match.end() :]
    return re.sub(rf"{_GAP}+", " ", part).strip().casefold(), marks


def _mark(kind: str, text: str) -> _Mark:
    word = text.casefold()
    if kind == "word":
        return _Mark(-1 if word in _OLDER else 3 if word in _LAST else 2, kind, ())
    numbers = tuple(map(int, re.findall(r"\d+", text)))
    if kind == "date":
        digits = "".join(re.findall(r"\d", text)).ljust(14, "0")
        numbers = tuple(int(digits[a:b]) for a, b in ((0, 4), (4, 6), (6, 8), (8, 10), (10, 14)))
    return _Mark(1, kind, numbers or (1,))
