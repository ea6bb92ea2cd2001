"""What lies side by side in a folder or archive: files, folders, and archives that may be opened."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from grader.classroom.names import stem
from grader.intake.archive import CLASS, STUDENT, Damaged, Limits, list_archive, without_ending
from grader.model.delivery import Found, Listing

MOST_ARCHIVES = 64
"""More archives side by side are students' own: nobody divides a class into so many parts."""
_MOST_LARGE = 8
"""As many archives, if there is nothing beside them, may each be as large as a class."""


@dataclass(slots=True)
class Unit:
    """One of them.

    name    without an ending
    found   the file or archive; None: it is a folder
    inside  what lies in the folder, or in the archive once it has been opened
    """

    name: str
    top: str
    found: Found | None = None
    inside: Listing | None = None

    @property
    def holds(self) -> bool:
        """Whether it is a folder or an archive."""
        return self.found is None or self.found.is_archive

    def open(self, root: Path, limits: Limits) -> None:
        """Look into an archive; one that cannot be read stays a file, and will be told as such."""
        if self.found is None or self.found.place is None or self.found.trouble:
            return
        try:
            self.inside = list_archive(self.found.place, limits, root=root)
        except Damaged:
            self.inside = None

    def files(self) -> Iterator[Found]:
        if self.inside is not None:
            yield from self.inside.files
        elif self.found is not None:
            yield self.found


def units_of(listing: Listing) -> list[Unit]:
    """In the order of names. Files that are neither code nor archive are none."""
    units: list[Unit] = []
    folders: dict[str, list[Found]] = {}
    for found in listing.files:
        if found.below:
            folders.setdefault(found.top, []).append(replace(found, path=found.below))
        elif found.folder:
            folders.setdefault(found.top, [])
        elif found.is_code or found.is_archive:
            units.append(Unit(stem(without_ending(Path(found.path))), found.path, found))
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
    return sorted(units, key=lambda unit: unit.top)


def open_all(units: list[Unit], root: Path) -> None:
    """Open the archives, unless there are too many of them to be parts of a class."""
    archives = [unit for unit in units if unit.found is not None and unit.found.is_archive]
    if len(archives) > MOST_ARCHIVES:
        return
    limits = CLASS if len(archives) == len(units) <= _MOST_LARGE else STUDENT
    names = Counter(unit.name for unit in units)
    for unit in archives:
        unit.open(root / (unit.name if names[unit.name] == 1 else unit.top), limits)
