"""The layouts of downloads, one module for each, named as on the command line."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterator

from grader.lms.layout import Layout, NoOwner, OwnedFile
from grader.model.delivery import Listing

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
    """Yield the path and the owner of every file; names that do not fit are read as plain ones."""
    read, plain = layout.reader(listing), PLAIN.reader(listing)
    for file in listing.files:
        owner = read(file) or plain(file)
        assert owner is not None
        yield file.path, owner
