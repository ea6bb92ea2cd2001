"""The layouts of downloads, one module for each; see ``base`` for what one declares."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterator

from grader.lms.layouts.base import Handed, Layout, Nobody
from grader.model.delivery import Listing

__all__ = ["LAYOUTS", "PLAIN", "Handed", "Layout", "Nobody", "recognise", "sort"]


def _declared() -> Iterator[Layout]:
    for module in pkgutil.iter_modules(__path__):
        if module.name != "base":
            yield importlib.import_module(f"{__name__}.{module.name}").LAYOUT


LAYOUTS = {
    layout.id: layout for layout in sorted(_declared(), key=lambda layout: (layout.rank, layout.id))
}
"""In the order in which they are tried."""

PLAIN = LAYOUTS["plain"]


def recognise(listing: Listing) -> Layout | None:
    """The platform whose names these are; None where no platform named them."""
    return next(
        (
            layout
            for layout in LAYOUTS.values()
            if layout.rank < PLAIN.rank and layout.recognises(listing)
        ),
        None,
    )


def sort(listing: Listing, layout: Layout) -> Iterator[Handed | tuple[str, Nobody]]:
    """Every file with whose it is: nobody's by its path and the reason; what does not fit is taken as plain."""
    read, plain = layout.reader(listing), PLAIN.reader(listing)
    for found in listing.files:
        reading = read(found) or plain(found)
        assert reading is not None
        yield (found.path, reading) if isinstance(reading, Nobody) else reading
