"""Google Classroom: ``Jane Doe - Homework 1.ipynb``, the copies that it makes for everybody.

Only the whole folder shows it: several files end in the same name after ``" - "``. Where students hand in files of
their own, the names do not say who owns them, and the folder is read as a plain one. Only names are known of people.
``Homework 1.ipynb`` and ``Homework 1 (1).ipynb`` may belong to one student or to two with the same name, so they
have no owner.
"""

from __future__ import annotations

import re
from collections import Counter

from grader.lms.layout import AMBIGUOUS, Layout, OwnedFile, Owner, Read, relevant
from grader.model.delivery import ListedFile, Listing, Person

_NAME = re.compile(r"(?:Copy of )?(?P<name>[^/]+?) - (?P<file>[^/]+)", re.DOTALL)
_AGAIN = re.compile(r" ?\((\d{1,3})\)(?=\.[^.]*$|$)")


def _reader(listing: Listing) -> Read:
    common = _common(listing)
    counts = Counter(_name(file, common) for file in listing.files)

    def read(file: ListedFile) -> Owner:
        name = _name(file, common)
        if not name:
            return None
        if counts[name] > 1:
            return AMBIGUOUS
        return OwnedFile(name, common, file, (Person(name, name),))

    return read


def _name(file: ListedFile, common: str) -> str:
    """What stands before the common file name."""
    path = _AGAIN.sub("", file.path)
    if not common or "/" in path or file.is_folder or not path.endswith(f" - {common}"):
        return ""
    return path.removesuffix(f" - {common}").removeprefix("Copy of ").strip()


def _common(listing: Listing) -> str:
    """The name of the assignment's file, which follows every student's name."""
    matches = (_NAME.fullmatch(file.path) for file in relevant(listing))
    endings = Counter(_AGAIN.sub("", match["file"]) for match in matches if match)
    return endings.most_common(1)[0][0] if endings else ""


def _is_shared(listing: Listing) -> bool:
    common = _common(listing)
    return len({_name(file, common) for file in relevant(listing)} - {""}) > 1


LAYOUT = Layout(
    "google", "Google Classroom", "Jane Doe - Homework 1.ipynb", _reader, _is_shared, rank=60
)
