"""Autolab: ``jdoe@example.edu_2_homework.py``: the address, the version, and the name that everybody's file has.

The last version counts. An address holds no underscore behind its ``@``, so the first number behind it is the version.
"""

from __future__ import annotations

import re

from grader.lms.layouts.base import Handed, Layout, Read
from grader.model.delivery import Found, Listing, Person

_NAME = re.compile(r"(?P<email>[^@/]+@[A-Za-z0-9.-]+)_(?P<version>\d+)_(?P<file>.+)", re.DOTALL)


def _reader(_: Listing) -> Read:
    def read(found: Found) -> Handed | None:
        match = _NAME.fullmatch(found.top)
        if match is None:
            return None
        part = "/".join(filter(None, (match["file"], found.below)))
        email = match["email"]
        return Handed(email, part, found, (Person(email),), upload=int(match["version"]))

    return read


LAYOUT = Layout(
    "autolab", "Autolab", "jdoe@example.edu_2_homework.py", _reader, whole=True, rank=30
)
