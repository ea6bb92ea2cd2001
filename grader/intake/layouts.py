"""Whose each file is, by the names that a platform gives to files and folders.

Each layout is one class: how it is recognised, and what it reads out of a path. What does not fit the
layout of the rest is taken as a plain submission, never dropped.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from grader.errors import UsageError
from grader.intake.metadata import Entry, read_metadata, timestamp
from grader.intake.model import METADATA, TIMESTAMP, Found, Listing, Person
from grader.intake.naming import common_start

_CLEAR_MAJORITY = 0.8
_LARGEST_METADATA = 32 * 2**20


@dataclass(frozen=True, slots=True)
class Handed:
    """A file, and whose it is.

    key       the same for all files of one submission
    part      the file's name within the submission
    people    empty where the names tell nobody
    upload    the platform's own number of the file: of two attempts, the higher is the later
    """

    key: str
    part: str
    found: Found
    people: tuple[Person, ...] = ()
    submitted_at: str | None = None
    late: bool | None = None
    upload: int = 0


@dataclass(frozen=True, slots=True)
class Layout:
    """``recognises`` looks at a whole listing, ``read`` at one path of it (None: it does not fit)."""

    id: str
    title: str
    recognises: Callable[[Listing], bool]
    reader: Callable[[Listing], Callable[[Found], Handed | None]]
    numbered: bool = field(default=False)
    """Whether the platform puts -1, -2, ... behind the name of a file that is handed in again."""


_CANVAS = re.compile(
    r"(?P<name>.+?)(?P<late>_LATE)?_(?P<id>\d+)_(?:question_\d+_)?(?P<upload>\d+)_(?P<file>.+)",
    re.DOTALL,
)
_CANVAS_ANONYMOUS = re.compile(
    r"anon(?P<early>_LATE)?_(?P<id>[A-Za-z0-9]+)(?P<late>_LATE)?(?:_(?P<upload>\d+))?_(?P<file>.+)",
    re.DOTALL,
)
_MOODLE = re.compile(
    r"(?P<name>.+)_(?P<id>\d+)_assignsubmission_[a-z]+(?:_(?P<file>.+)|_)?", re.DOTALL
)
_MOODLE_BLIND = re.compile(
    r"Participant[_ ](?P<id>\d+)(?:_assignsubmission_[a-z]+)?(?:_(?P<file>.+)|_)?", re.DOTALL
)


def _canvas(_: Listing) -> Callable[[Found], Handed | None]:
    def read(found: Found) -> Handed | None:
        match = _CANVAS_ANONYMOUS.fullmatch(found.path) or _CANVAS.fullmatch(found.path)
        if match is None or "/" in found.path:
            return None
        told = match.groupdict()
        late = bool(told["late"] or told.get("early"))
        person = Person(told["id"], told.get("name"))
        return Handed(
            told["id"], told["file"], found, (person,), late=late, upload=int(told["upload"] or 0)
        )

    return read


def _moodle(_: Listing) -> Callable[[Found], Handed | None]:
    def read(found: Found) -> Handed | None:
        match = _MOODLE_BLIND.fullmatch(found.top) or _MOODLE.fullmatch(found.top)
        if match is None:
            return None
        told = match.groupdict()
        person = Person(told["id"], told.get("name"))
        part = "/".join(filter(None, (told["file"], found.below)))
        return Handed(told["id"], part or found.top, found, (person,))

    return read


def _gradescope(listing: Listing) -> Callable[[Found], Handed | None]:
    entries = _entries(listing)

    def read(found: Found) -> Handed | None:
        entry = entries.get(found.top)
        if entry is None:
            return None
        people = entry.people or (Person(found.top),)
        number = int("".join(filter(str.isdigit, found.top)) or 0)
        who = "+".join(person.id for person in people)
        return Handed(
            who, found.below or found.top, found, people, entry.submitted_at, upload=number
        )

    return read


def _entries(listing: Listing) -> dict[str, Entry]:
    """What Gradescope tells of its folders; raises UsageError where it cannot be read."""
    for found in listing.files:
        if found.path == METADATA and found.place is not None:
            try:
                with open(found.place, "rb") as stream:
                    return read_metadata(stream.read(_LARGEST_METADATA).decode("utf-8", "replace"))
            except OSError as fault:  # without it, nobody's submission has a name
                raise UsageError(f"cannot read {found.place}: {fault.strerror}") from None
    return {}


def _nbgrader(listing: Listing) -> Callable[[Found], Handed | None]:
    inside = "" if listing.root.name == "submitted" else "submitted/"
    times: dict[str, str] = {}
    for found in listing.files:
        if found.path.endswith(f"/{TIMESTAMP}") and found.place is not None:
            try:
                with open(found.place, "rb") as stream:
                    when = timestamp(stream.read(100).decode("ascii", "replace"))
            except OSError:  # the time is not told, and the submission is there all the same
                continue
            if when:
                times[found.path.rpartition("/")[0]] = when

    def read(found: Found) -> Handed | None:
        if not found.path.startswith(inside):
            return None
        student, _, rest = found.path.removeprefix(inside).partition("/")
        if not rest:
            return None
        assignment = "/".join(found.path.split("/")[: 2 + bool(inside)])
        return Handed(student, rest, found, (Person(student),), times.get(assignment))

    return read


def _github(listing: Listing) -> Callable[[Found], Handed | None]:
    prefix = _assignment(listing)

    def read(found: Found) -> Handed | None:
        login = found.top.removeprefix(prefix)
        if not prefix or login == found.top or not login or not (found.below or found.folder):
            return None
        return Handed(login, found.below or login, found, (Person(login),))

    return read


def _plain(_: Listing) -> Callable[[Found], Handed | None]:
    def read(found: Found) -> Handed:
        return Handed(found.top, found.below or found.top, found)

    return read


def _assignment(listing: Listing) -> str:
    """``assignment-``, with which every repository's folder begins; empty if there is no such thing."""
    folders = sorted({found.top for found in listing.files if found.below or found.folder})
    if listing.root.name.endswith("-submissions"):
        prefix = listing.root.name.removesuffix("submissions")
        if folders and all(name.startswith(prefix) for name in folders):
            return prefix
    if len(folders) < 2:
        return ""
    common = common_start(folders)
    return common[: common.rfind("-") + 1]


def _mostly(
    reader: Callable[[Listing], Callable[[Found], Handed | None]],
) -> Callable[[Listing], bool]:
    """Recognised where nearly all that could be a submission is named that way."""

    def recognises(listing: Listing) -> bool:
        read = reader(listing)
        relevant = [
            found for found in listing.files if found.is_code or found.is_archive or found.folder
        ]
        fitting = sum(read(found) is not None for found in relevant)
        return fitting > 0 and fitting >= _CLEAR_MAJORITY * len(relevant)

    return recognises


def _has_metadata(listing: Listing) -> bool:
    return any(found.path == METADATA for found in listing.files)


def _has_submitted(listing: Listing) -> bool:
    if listing.root.name == "submitted":
        return all("/" in found.below for found in listing.files if found.is_code)
    return any(
        found.path.startswith("submitted/") and found.path.count("/") >= 3
        for found in listing.files
    )


def _has_repositories(listing: Listing) -> bool:
    """Only with evidence: plain folders may well have a common beginning."""
    if not _assignment(listing):
        return False
    telling = any(path.endswith(("/.git", "/.github")) for path in listing.hidden)
    return telling or listing.root.name.endswith("-submissions")


LAYOUTS = {
    layout.id: layout
    for layout in (
        Layout("gradescope", "Gradescope export", _has_metadata, _gradescope),
        Layout("moodle", "Moodle download", _mostly(_moodle), _moodle),
        Layout("canvas", "Canvas download", _mostly(_canvas), _canvas, numbered=True),
        Layout("nbgrader", "nbgrader's submitted/ folder", _has_submitted, _nbgrader),
        Layout("github", "GitHub Classroom folder", _has_repositories, _github),
        Layout("plain", "plain folder", lambda listing: True, _plain),
    )
}
"""In the order in which they are tried."""

PLAIN = LAYOUTS["plain"]


def recognise(listing: Listing) -> Layout:
    """The first layout whose names these are."""
    return next(layout for layout in LAYOUTS.values() if layout.recognises(listing))


def sort(listing: Listing, layout: Layout) -> Iterator[Handed]:
    """Every file that may matter, with whose it is."""
    read, plain = layout.reader(listing), PLAIN.reader(listing)
    for found in listing.files:
        if found.path == METADATA and layout.id == "gradescope":
            continue
        yield read(found) or plain(found)  # type: ignore[misc]
