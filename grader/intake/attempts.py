"""Which of a student's files count: the last attempt at each."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from grader.intake.layouts import Handed

_NUMBERED = re.compile(r"(?P<name>.+?)-(?P<number>[1-9]\d{0,2})(?P<ending>\.[^./]+)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Attempt:
    """A file that counts, which attempt it is (None: nothing tells), and the earlier ones."""

    handed: Handed
    number: int | None = None
    earlier: tuple[Handed, ...] = ()


def last_attempts(files: Iterable[Handed], numbered: bool) -> list[Attempt]:
    """The files of one student out of one listing.

    Two uploads of one name are attempts at the same thing. So are ``hw.ipynb`` and ``hw-1.ipynb`` where
    the platform numbers attempts that way; ``week-1.ipynb`` without a ``week.ipynb`` is just a name.
    """
    files = list(files)
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
        group.sort(key=lambda item: (item[0], item[1].upload, item[1].found.path))
        number, last = group[-1]
        known = max(number + 1, len(group))
        attempts.append(
            Attempt(last, known if known > 1 else None, tuple(handed for _, handed in group[:-1]))
        )
    return attempts
