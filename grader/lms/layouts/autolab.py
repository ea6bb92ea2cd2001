"""Autolab: ``jdoe@example.edu_2_homework.py``: address, version, and the file name that everybody has.

The last version counts. An address holds no underscore behind its ``@``, so the first number after it is the
version.
"""

from __future__ import annotations

import re

from grader.lms.layout import Layout, OwnedFile, Owner, Read
from grader.model.delivery import ListedFile, Listing, Person

_NAME = re.compile(r"(?P<email>[^@/]+@[A-Za-z0-9.-]+)_(?P<version>\d+)_(?P<file>.+)", re.DOTALL)


def _reader(_: Listing) -> Read:
    def read(file: ListedFile) -> Owner:
        match = _NAME.fullmatch(file.top)
        if match is None:
            return None
        part = "/".join(filter(None, (match["file"], file.below)))
        person = Person(match["email"])
        return OwnedFile(person.id, part, file, (person,), upload=int(match["version"]))

    return read


LAYOUT = Layout(
    "autolab", "Autolab", "jdoe@example.edu_2_homework.py", _reader, whole=True, rank=30
)
