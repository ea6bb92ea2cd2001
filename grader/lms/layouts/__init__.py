"""The layouts of downloads, one module for each, named as on the command line."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterator

from grader.lms.layout import Layout, NoOwner, OwnedFile
from grader.model.delivery import ListedFile, Listing, folders_around

__all__ = ["LAYOUTS", "PLAIN", "Layout", "NoOwner", "OwnedFile", "owners", "recognise"]


def _declared() -> Iterator[Layout]:
    for module in pkgutil.iter_modules(__path__):
        yield importlib.import_module(f"{__name__}.{module.name}").LAYOUT


LAYOUTS = {
    layout.id: layout for layout in sorted(_declared(), key=lambda layout: (layout.rank, layout.id))
}
"""In the order in which they are tried."""

PLAIN = LAYOUTS["plain"]


def recognise(listing: Listing, outermost: bool = False) -> Layout | None:
    """Return the platform that named the files; None where no platform did.

    Args:
        outermost: whether the listing is all that was given, so that no student named its folders.
    """
    platforms = (layout for layout in LAYOUTS.values() if layout.rank < PLAIN.rank)
    return next((layout for layout in platforms if layout.recognises(listing, outermost)), None)


def owners(listing: Listing, layout: Layout) -> Iterator[tuple[str, OwnedFile | NoOwner]]:
    """Yield the path and the owner of every file; names that do not fit are read as plain ones.

    A folder that the platform lists as handed in, and of which no file is there, is an empty one:
    whoever handed it in is not left out.
    """
    read, plain = layout.reader(listing), PLAIN.reader(listing)
    told: list[str] = []
    for file in listing.files:
        owner = read(file) or plain(file)
        assert owner is not None
        if isinstance(owner, OwnedFile) or owner.reason:
            told.append(f"{file.path}/" if file.is_folder else file.path)
        yield file.path, owner
    there = folders_around(told)
    for folder in layout.submitted(listing) if layout.submitted else ():
        if folder not in there and (owner := read(ListedFile(folder, is_folder=True))):
            yield folder, owner
