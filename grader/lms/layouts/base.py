"""What a layout declares: how a platform's download is recognised, and whose each file in it is.

A platform is one module of this folder that holds one ``LAYOUT``; nothing else needs to know of it. Its module is
called as the layout is called on the command line.

Names are judged as an attacker would write them. What the platform writes is believed, in the order in which it
writes it; what a student chooses (the name of a file, the name in a profile) never decides whose a file is. Where
both readings are possible, the file is nobody's and that is reported.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from grader.model.delivery import Found, Listing, Person

_CLEAR_MAJORITY = 0.8
COULD_BE_TWO_PEOPLES = "its name can be read as two different students'"


@dataclass(frozen=True, slots=True)
class Handed:
    """A file, and whose it is.

    key       the same for all files of one submission
    part      the file's name within the submission
    people    empty where the names tell nobody
    upload    the platform's own number of the file or attempt: of two, the higher is the later
    work      of several assignments in one download, the one that it belongs to
    """

    key: str
    part: str
    found: Found
    people: tuple[Person, ...] = ()
    submitted_at: str | None = None
    late: bool | None = None
    upload: int = 0
    work: str = ""


@dataclass(frozen=True, slots=True)
class Nobody:
    """A file that belongs to no student; without a reason it is the platform's own, and not handed in."""

    reason: str = ""


PLATFORMS_OWN = Nobody()

Read = Callable[[Found], Handed | Nobody | None]
"""Whose one file is; None: it is not named as this platform names files."""


def relevant(listing: Listing) -> list[Found]:
    """What may be or hold a submission."""
    return [found for found in listing.files if found.is_code or found.is_archive or found.folder]


@dataclass(frozen=True, slots=True)
class Layout:
    """How one platform names what it hands out.

    id          what ``--layout`` calls it; the module's name
    title       as in "Canvas, 87 students"
    sample      a path as it stands in such a download
    reader      looks at a whole listing, and gives what reads one file of it
    evidence    whether more than the names of files must speak for it (default: the names suffice)
    numbered    the platform puts -1, -2, ... behind the name of a file that is handed in again
    whole       an attempt replaces all files of the one before it, not only those of the same name
    rank        layouts are tried in this order: those known by something that only the platform writes come first
    """

    id: str
    title: str
    sample: str
    reader: Callable[[Listing], Read]
    evidence: Callable[[Listing], bool] | None = None
    numbered: bool = False
    whole: bool = False
    rank: int = 50

    def recognises(self, listing: Listing) -> bool:
        """Whether nearly everything that could be a submission is named this way."""
        if self.evidence is not None and not self.evidence(listing):
            return False
        return self.fits(listing)

    def fits(self, listing: Listing) -> bool:
        read = self.reader(listing)
        files = relevant(listing)
        if not files:
            return any(isinstance(read(found), Handed) for found in listing.files)
        readings = [read(found) for found in files]
        fitting = sum(reading is not None for reading in readings)
        return fitting >= _CLEAR_MAJORITY * len(files) and any(
            isinstance(reading, Handed) for reading in readings
        )


def first_folders(listing: Listing) -> set[str]:
    """The names of the folders at the top."""
    return {found.top for found in listing.files if found.below or found.folder}


def claimed(clear: Iterable[Handed]) -> dict[str, set[str]]:
    """Key -> the names under which files that can be read in one way only stand."""
    names: dict[str, set[str]] = {}
    for handed in clear:
        names.setdefault(handed.key, set()).add((handed.people[0].name or "").casefold())
    return names
