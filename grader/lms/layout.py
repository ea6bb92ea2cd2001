"""What a layout declares: how a platform's download is recognised, and who owns each file in it.

A platform is one module of this folder that holds one ``LAYOUT``. The module has the name of the layout on the
command line.

Layouts treat names as if an attacker wrote them. What the platform writes is trusted, in the order in which the
platform writes it. What a student chooses (the name of a file, the name in a profile) never decides who owns a
file. Where two readings are possible, the file has no owner, and the instructor is told.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from grader.model.delivery import TIMESTAMP, ListedFile, Listing, Person

_CLEAR_MAJORITY = 0.8
_TIME = re.compile(
    r"(\d{4})-?(\d\d)-?(\d\d)[T ]?(\d\d):?(\d\d):?(\d\d)\.?\d* *(Z|UTC|[+-]\d\d:?\d\d)?"
)


@dataclass(frozen=True, slots=True)
class OwnedFile:
    """A file and its owner.

    key       the same for all files of one submission
    part      the file's name within the submission
    people    who handed it in; empty where the names do not say
    upload    the platform's number of the file or attempt: of two, the higher one is later
    note      what the platform says about the attempt, and the instructor must know
    work      which assignment it belongs to, where a download holds several
    """

    key: str
    part: str
    file: ListedFile
    people: tuple[Person, ...] = ()
    submitted_at: str | None = None
    late: bool | None = None
    upload: int = 0
    work: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class NoOwner:
    """A file without an owner, and why; without a reason it is the platform's file, not handed in."""

    reason: str = ""


PLATFORM_FILE = NoOwner()
AMBIGUOUS = NoOwner("its name fits two different students")

Owner = OwnedFile | NoOwner | None
"""None: the platform does not name files like this."""

Read = Callable[[ListedFile], Owner]
"""Returns the owner of one file."""


@dataclass(frozen=True, slots=True)
class Layout:
    """How one platform names the files of a download.

    id          the name for ``--layout``, and of the module
    title       the platform's name for people
    sample      a path as it appears in such a download
    reader      takes the whole listing, and returns the function that reads one file of it
    evidence    whether the listing holds more evidence than names (default: names are enough)
    outermost   weaker evidence, which counts for all that was given and not for a folder in it: a student
                could have written it
    numbered    the platform adds -1, -2, ... to the name of a file that is handed in again
    whole       an attempt replaces all files of the attempt before, not only those with the same name
    submitted   the folders of which the platform's own files say that somebody handed them in
    rank        layouts are tried in this order; those with the surest evidence come first
    """

    id: str
    title: str
    sample: str
    reader: Callable[[Listing], Read]
    evidence: Callable[[Listing], bool] | None = None
    outermost: Callable[[Listing], bool] | None = None
    numbered: bool = False
    whole: bool = False
    submitted: Callable[[Listing], Iterable[str]] | None = None
    rank: int = 50

    def recognises(self, listing: Listing, outermost: bool = False) -> bool:
        """Whether there is evidence for the platform, and nearly all names fit.

        outermost  whether the listing is all that was given, in whatever folders
        """
        evident = self.evidence is None or self.evidence(listing)
        weaker = outermost and self.outermost is not None and self.outermost(listing)
        return (evident or weaker) and self.fits(listing)

    def fits(self, listing: Listing) -> bool:
        """Whether nearly all files that may be submissions have names of this platform."""
        read = self.reader(listing)
        files = relevant(listing)
        owners = [read(file) for file in files or listing.files]
        enough = _CLEAR_MAJORITY * len(files)
        return sum(owner is not None for owner in owners) >= enough and any(
            isinstance(owner, OwnedFile) for owner in owners
        )


def relevant(listing: Listing) -> list[ListedFile]:
    """Return the files that may be or hold a submission."""
    return [file for file in listing.files if file.may_hold_work or file.is_folder]


def first_folders(listing: Listing) -> list[str]:
    """Return the names of the folders at the top, in order."""
    return sorted({file.top for file in listing.files if file.below or file.is_folder})


def names_by_key(owned: Iterable[OwnedFile]) -> dict[str, set[str]]:
    """Return key -> the names of its owner, in lower case."""
    names: dict[str, set[str]] = {}
    for one in owned:
        names.setdefault(one.key, set()).add((one.people[0].name or "").casefold())
    return names


def timestamp(text: str) -> str | None:
    """Return a platform's time in ISO 8601; None for any other text."""
    match = _TIME.fullmatch(text.strip())
    if match is None:
        return None
    year, month, day, hour, minute, second, zone = match.groups("")
    return f"{year}-{month}-{day}T{hour}:{minute}:{second}{'Z' if zone == 'UTC' else zone}"


def timestamps(listing: Listing) -> dict[str, str]:
    """Return folder -> time, from each readable ``timestamp.txt``."""
    times = {}
    for file in listing.files:
        folder, _, name = file.path.rpartition("/")
        if name == TIMESTAMP and (when := timestamp(file.read(100).decode("ascii", "replace"))):
            times[folder] = when
    return times
