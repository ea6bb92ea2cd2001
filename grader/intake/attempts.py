"""Which of a student's files count: the last attempt at each."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from grader.lms.layouts import Handed, Layout

_NUMBERED = re.compile(r"(?P<name>.+?)-(?P<number>[1-9]\d{0,2})(?P<ending>\.[^./]+)", re.DOTALL)

When = tuple[str, int]


@dataclass(frozen=True, slots=True)
class Attempt:
    """A file that counts, which attempt it is (None: nothing tells), and the earlier ones."""

    handed: Handed
    number: int | None = None
    earlier: tuple[Handed, ...] = ()


def last_attempts(files: Iterable[Handed], layout: Layout) -> list[Attempt]:
    """The files of one student out of one listing that count."""
    return _whole(list(files)) if layout.whole else _by_name(list(files), layout.numbered)


def _by_name(files: list[Handed], numbered: bool) -> list[Attempt]:
    """Two uploads of one name are attempts at the same thing.

    So are ``hw.ipynb`` and ``hw-1.ipynb`` where the platform numbers attempts that way; ``week-1.ipynb``
    without a ``week.ipynb`` is just a name.
    """
    parts = {handed.part for handed in files}
    groups: dict[str, list[tuple[int, Handed]]] = defaultdict(list)
    for handed in files:
        name, number = handed.part, 0
        match = _NUMBERED.fullmatch(handed.part) if numbered else None
        if match and match["name"] + match["ending"] in parts:
            name, number = match["name"] + match["ending"], int(match["number"])
        groups[name].append((number, handed))
    attempts = []
    for group in groups.values():
        group.sort(key=lambda item: (item[0], _when(item[1]), item[1].found.path))
        number, last = group[-1]
        known = max(number + 1, len(group))
        attempts.append(
            Attempt(last, known if known > 1 else None, tuple(handed for _, handed in group[:-1]))
        )
    return attempts


def _whole(files: list[Handed]) -> list[Attempt]:
    """All files of the last attempt at each assignment. One that holds no code leaves the one before it."""
    works: dict[str, dict[When, list[Handed]]] = defaultdict(lambda: defaultdict(list))
    for handed in files:
        works[handed.work][_when(handed)].append(handed)
    attempts = []
    for tries in works.values():
        order = sorted(tries)
        with_code = [when for when in order if any(map(_may_hold_code, tries[when]))]
        counts = (with_code or order)[-1]
        earlier = tuple(handed for when in order if when != counts for handed in tries[when])
        number = order.index(counts) + 1 if len(order) > 1 else None
        first, *others = sorted(tries[counts], key=lambda handed: not _may_hold_code(handed))
        attempts.append(Attempt(first, number, earlier))
        attempts += [Attempt(handed, number) for handed in others]
    return attempts


def _when(handed: Handed) -> When:
    return handed.submitted_at or "", handed.upload


def _may_hold_code(handed: Handed) -> bool:
    return handed.found.is_code or handed.found.is_archive
