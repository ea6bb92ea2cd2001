"""Teams: ``Submitted files/Jane Doe/Homework 1/Version 2/file``, as the document library of a class holds it.

The words are in the site's language, so the level of the versions shows where the rest is. The last version counts.
``Working files`` beside it holds unfinished work that was not handed in. Only names are known of people.
"""

from __future__ import annotations

import re
from collections import Counter

from grader.lms.layout import Layout, NoOwner, OwnedFile, Owner, Read, relevant
from grader.model.delivery import ListedFile, Listing, Person

_VERSION = re.compile(
    r"(?:vers|wers|verz|verzió|verzia|verzija|versi|версия|версія|sürüm|phiên bản|έκδοση|גרסה|"
    r"الإصدار|バージョン|版本|버전|เวอร์ชัน)\w* ?(?P<number>\d{1,4})",
    re.IGNORECASE,
)
_WORKING_FILE = NoOwner("it is a working file in Teams, and was not handed in")


def _reader(listing: Listing) -> Read:
    submitted = _submitted(listing)

    def read(file: ListedFile) -> Owner:
        parts = file.path.split("/")
        if submitted and parts[0] != submitted:
            return _WORKING_FILE if len(parts) > 3 else None
        parts = parts[bool(submitted) :]
        version = _VERSION.fullmatch(parts[2]) if len(parts) > 2 + (not file.is_folder) else None
        if version is None:
            return None
        person, work = Person(parts[0], parts[0]), parts[1]
        part, number = "/".join((work, *parts[3:])), int(version["number"])
        return OwnedFile(person.id, part, file, (person,), upload=number, work=work)

    return read


def _submitted(listing: Listing) -> str:
    """The folder of submitted files; empty where the listing is that folder itself."""
    levels: Counter[tuple[str, int]] = Counter()
    for file in relevant(listing):
        parts = file.path.split("/")
        for depth in (2, 3):
            if len(parts) > depth and _VERSION.fullmatch(parts[depth]):
                levels[parts[0] if depth == 3 else "", depth] += 1
                break
    return levels.most_common(1)[0][0][0] if levels else ""


LAYOUT = Layout(
    "teams",
    "Teams",
    "Submitted files/Jane Doe/Homework 1/Version 2/homework.ipynb",
    _reader,
    whole=True,
    rank=16,
)
