"""Brightspace (D2L): ``12345-678901 - Jane Doe - Jan 5, 2025 1030 AM/file``, or the same before the file's name.

The first number is the student's on some sites, and the same for all students on others; only the whole
download shows which. Where one number has several names, the name is the id. Each submission is a folder: of
two files with one name the later counts, other files are kept. Months are read in English. A time in another
language is not used.
"""

from __future__ import annotations

import re
from collections import defaultdict

from grader.lms.layout import AMBIGUOUS, PLATFORM_FILE, Layout, OwnedFile, Owner, Read
from grader.model.delivery import ListedFile, Listing, Person

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
    for file in listing.files:
        if match := _match(file):
            names[match["id"]].add(match["name"])
    by_name = any(len(each) > 1 for each in names.values())
    all_names = set().union(*names.values())

    def read(file: ListedFile) -> Owner:
        match = _match(file)
        if match is None:
            return PLATFORM_FILE if file.path == "index.html" else None
        identity, name, task = match["id"], match["name"], match["task"]
        if by_name and not file.below and _is_doubtful(file.top, all_names - {name}):
            return AMBIGUOUS
        person = Person(name, name) if by_name else Person(identity, name, (f"{identity}-{task}",))
        part = file.below or match.groupdict().get("file") or file.top
        return OwnedFile(person.id, part, file, (person,), _time(match["when"]), work=task)

    return read


def _match(file: ListedFile) -> re.Match[str] | None:
    inside = bool(file.below) or file.is_folder
    return _FOLDER.fullmatch(file.top) if inside else _FLAT.fullmatch(file.top)


def _is_doubtful(path: str, others: set[str]) -> bool:
    """Whether another student's name ends before this one's: a name may hold what looks like a time."""
    return any(path.partition(" - ")[2].startswith(f"{other} - ") for other in others)


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
