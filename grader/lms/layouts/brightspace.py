"""Brightspace (D2L): ``12345-678901 - Jane Doe - Jan 5, 2025 1030 AM/file``, or all of it before the file's name.

The first number is the student's on some sites, and the same for all students on others; only the whole download
tells. Where one number stands before several names, the names say who somebody is. Each hand-in is a folder of its
own: of two files of one name the later counts, other files are kept. Months are read in English; a time in another
language orders nothing.
"""

from __future__ import annotations

import re
from collections import defaultdict

from grader.lms.layouts.base import (
    COULD_BE_TWO_PEOPLES,
    PLATFORMS_OWN,
    Handed,
    Layout,
    Nobody,
    Read,
)
from grader.model.delivery import Found, Listing, Person

_YEAR = r"[^/-]*\b\d{4}\b[^/-]*"
_FOLDER = re.compile(rf"(?P<id>\d+)-(?P<task>\d+) ?- (?P<name>.+) - (?P<when>{_YEAR})", re.DOTALL)
_FLAT = re.compile(
    rf"(?P<id>\d+)-(?P<task>\d+) ?- (?P<name>.+?) - (?P<when>{_YEAR}?) - (?P<file>.+)", re.DOTALL
)
_TIME = re.compile(
    r"(?:(?P<month>[A-Za-z]{3})[a-z]*\.? (?P<day>\d{1,2})|(?P<first>\d{1,2}) (?P<then>[A-Za-z]{3})[a-z]*\.?),? "
    r"(?P<year>\d{4}),? (?P<hour>\d{1,2})[:.]?(?P<minute>\d\d)(?: ?(?P<half>[AP])M)?"
)
_MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()


def _reader(listing: Listing) -> Read:
    names: dict[str, set[str]] = defaultdict(set)
    for found in listing.files:
        if match := _match(found):
            names[match["id"]].add(match["name"])
    by_name = any(len(each) > 1 for each in names.values())
    clear = {name for each in names.values() for name in each}

    def read(found: Found) -> Handed | Nobody | None:
        match = _match(found)
        if match is None:
            return PLATFORMS_OWN if found.path == "index.html" else None
        if by_name and not found.below and _doubtful(found.top, match["name"], clear):
            return Nobody(COULD_BE_TWO_PEOPLES)
        both = f"{match['id']}-{match['task']}"
        person = (
            Person(match["name"], match["name"])
            if by_name
            else Person(match["id"], match["name"], (both,))
        )
        part = found.below or match.groupdict().get("file") or found.top
        return Handed(person.id, part, found, (person,), _time(match["when"]), work=match["task"])

    return read


def _match(found: Found) -> re.Match[str] | None:
    inside = bool(found.below) or found.folder
    return _FOLDER.fullmatch(found.top) if inside else _FLAT.fullmatch(found.top)


def _doubtful(text: str, name: str, names: set[str]) -> bool:
    """Whether the name may go on behind what looks like a time, and what it begins with is another's."""
    return any(text.partition(" - ")[2].startswith(f"{other} - ") for other in names - {name})


def _time(text: str) -> str | None:
    match = _TIME.fullmatch(text.strip())
    name = (match["month"] or match["then"]).lower() if match else ""
    if match is None or name not in _MONTHS:
        return None
    hour = int(match["hour"])
    if match["half"]:
        hour = hour % 12 + 12 * (match["half"] == "P")
    month, day = _MONTHS.index(name) + 1, int(match["day"] or match["first"])
    return f"{match['year']}-{month:02d}-{day:02d}T{hour:02d}:{match['minute']}:00"


LAYOUT = Layout(
    "brightspace",
    "Brightspace",
    "12345-678901 - Jane Doe - Jan 5, 2025 1030 AM/homework.ipynb",
    _reader,
    rank=25,
)
