"""Google Classroom: ``Jane Doe - Homework 1.ipynb``, the copies that it makes for everybody.

Only the whole folder tells it: several files end in the same name behind ``" - "``. Where students hand in files of
their own, their names do not say whose they are, and the folder is read as a plain one. Names are all that is known
of people here. Two files of one name, ``Homework 1.ipynb`` and ``Homework 1 (1).ipynb``, may be two students' who are
called alike as well as one's, so they are nobody's.
"""

from __future__ import annotations

import re
from collections import Counter

from grader.lms.layouts.base import COULD_BE_TWO_PEOPLES, Handed, Layout, Nobody, Read, relevant
from grader.model.delivery import Found, Listing, Person

_NAME = re.compile(r"(?:Copy of )?(?P<name>[^/]+?) - (?P<file>[^/]+)", re.DOTALL)
_AGAIN = re.compile(r" ?\((\d{1,3})\)(?=\.[^.]*$|$)")


def _reader(listing: Listing) -> Read:
    common = _common(listing)
    counts = Counter(_name(found, common) for found in listing.files)

    def read(found: Found) -> Handed | Nobody | None:
        name = _name(found, common)
        if not name:
            return None
        if counts[name] > 1:
            return Nobody(COULD_BE_TWO_PEOPLES)
        return Handed(name, common, found, (Person(name, name),))

    return read


def _name(found: Found, common: str) -> str:
    """What stands before the name that everybody's file has."""
    path = _AGAIN.sub("", found.path)
    if not common or "/" in path or found.folder or not path.endswith(f" - {common}"):
        return ""
    return path.removesuffix(f" - {common}").removeprefix("Copy of ").strip()


def _common(listing: Listing) -> str:
    """The name of the assignment's file, which stands behind every student's name."""
    endings = Counter(
        _AGAIN.sub("", match["file"])
        for found in relevant(listing)
        if (match := _NAME.fullmatch(found.path))
    )
    return endings.most_common(1)[0][0] if endings else ""


def _is_shared(listing: Listing) -> bool:
    common = _common(listing)
    names = {name for found in relevant(listing) if (name := _name(found, common))}
    return len(names) > 1


LAYOUT = Layout(
    "google", "Google Classroom", "Jane Doe - Homework 1.ipynb", _reader, _is_shared, rank=60
)
