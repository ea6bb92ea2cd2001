"""What is side by side in a folder or archive, and the parts that a class is divided into."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from grader.classroom.names import stem
from grader.intake import messages
from grader.intake.archive import CLASS, STUDENT, Damaged, list_archive, without_ending
from grader.lms.layouts import Layout
from grader.model.delivery import ListedFile, Listing
from grader.util.language import gettext

DEEPEST = 4
"""How many levels of folders with several entries may be inside each other."""
_MOST_ARCHIVES = 64
"""More archives side by side are students' own: nobody divides a class into so many parts."""
_MOST_LARGE = 8
"""So many archives, if nothing else is beside them, may each be as large as a class."""


@dataclass(slots=True)
class Unit:
    """A file, a folder or an archive at the top of a listing.

    name    its name without an ending
    top     its name
    file    the file or archive; None: it is a folder
    inside  the contents of the folder, or of the archive once it has been opened
    """

    name: str
    top: str
    file: ListedFile | None = None
    inside: Listing | None = None

    @property
    def is_container(self) -> bool:
        """Whether it is a folder or an archive."""
        return self.file is None or self.file.is_archive

    def contents(self) -> Listing:
        """Return what is inside a folder or an archive that could be opened."""
        assert self.inside is not None
        return self.inside

    def files(self) -> Iterator[ListedFile]:
        """Yield the files inside, or the file itself."""
        if self.inside is not None:
            yield from self.inside.files
        elif self.file is not None:
            yield self.file


def units_of(listing: Listing, *, opened: bool = True) -> list[Unit]:
    """Return folders, code files and archives at the top of a listing, in the order of their names.

    Archives are opened, unless there are too many to be parts of a class. One that cannot be read stays a
    file; its problem is reported with the submission.
    """
    units: list[Unit] = []
    folders: dict[str, list[ListedFile]] = {}
    for file in listing.files:
        if file.below:
            folders.setdefault(file.top, []).append(replace(file, path=file.below))
        elif file.is_folder:
            folders.setdefault(file.top, [])
        elif file.may_hold_work:
            units.append(Unit(stem(without_ending(Path(file.path))), file.path, file))
    hidden: dict[str, set[str]] = {}
    for path in listing.hidden:
        top, _, below = path.partition("/")
        if below:
            hidden.setdefault(top, set()).add(below)
    for top, files in folders.items():
        inside = Listing(
            listing.root / top,
            tuple(files),
            frozenset(hidden.get(top, ())),
            archive=listing.archive,
        )
        units.append(Unit(top, top, None, inside))
    units.sort(key=lambda unit: unit.top)
    if opened:
        open_archives(units, listing.root)
    return units


def open_archives(units: Sequence[Unit], root: Path) -> None:
    """Read the contents of the archives among ``units``."""
    archives = [unit for unit in units if unit.file is not None and unit.file.is_archive]
    if len(archives) > _MOST_ARCHIVES:
        return
    limits = CLASS if len(archives) == len(units) <= _MOST_LARGE else STUDENT
    names = Counter(unit.name for unit in units)
    for unit in archives:
        file = unit.file
        if file is None or file.location is None or file.problem:
            continue
        name = unit.name if names[unit.name] == 1 else unit.top
        try:
            unit.inside = list_archive(file.location, limits, root / name, file.path)
        except Damaged:
            unit.inside = None


@dataclass(frozen=True, slots=True)
class Part:
    """A listing whose first level is one platform's download, or plain students.

    section  its name, where there are several parts
    joined   students with the same name are one: the parts are assignments, not sections
    """

    layout: Layout
    listing: Listing
    section: str = ""
    joined: bool = False

    def within(self, top: str) -> Part:
        """Return the part as a part of the section ``top``."""
        return replace(self, section="/".join(filter(None, (top, self.section))))


@dataclass(slots=True)
class Remarks:
    """Messages for the instructor, and files (path -> reason) that are in no submission."""

    messages: list[str] = field(default_factory=list)
    unassigned: dict[str, str] = field(default_factory=dict)

    def add(self, other: Remarks) -> None:
        self.messages += other.messages
        self.unassigned |= other.unassigned

    def enter(self, unit: Unit) -> Listing:
        """Return what is inside a unit that is not a student's; an archive's problems become remarks."""
        inside = unit.contents()
        if unit.file is not None:
            self.messages += [f"{unit.top}: {text}" for text in (*inside.messages, *inside.refused)]
            self.refuse(inside)
        return inside

    def refuse(self, listing: Listing) -> None:
        """Report the members of an archive that were left out for safety."""
        for text in listing.refused:
            name, _, reason = text.rpartition(": ")
            if name and reason != gettext(messages.TWICE):
                self.unassigned[str(listing.root / name)] = reason

    def leave_out(self, listing: Listing) -> None:
        """Report the files at the top that are neither code nor archive."""
        for file in listing.files:
            if not (file.below or file.may_hold_work or file.is_folder):
                self.unassigned[str(listing.root / file.path)] = messages.NO_STUDENTS_FOLDER
