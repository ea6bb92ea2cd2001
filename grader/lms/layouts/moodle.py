"""Moodle: ``Full name_ID_assignsubmission_file[_]/file``, or the same before the file's name in a flat download.

Where names are hidden, the name is the word for "Participant" in the site's language, the same for everybody.
Where groups hand in, the name and the number are the group's; who has no group is in
``Default group_assignsubmission_file/``. Moodle replaces the underscores in names, so what stands before the first
``_ID_assignsubmission_`` is the name. Where it stands twice and the first number is somebody else's, the file is
nobody's.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import replace

from grader.lms.layouts.base import (
    COULD_BE_TWO_PEOPLES,
    Handed,
    Layout,
    Nobody,
    Read,
    claimed,
    relevant,
)
from grader.model.delivery import Found, Listing, Person

_NAMED = re.compile(
    r"(?P<name>.+?)_(?P<id>\d+)_assignsubmission_[a-z0-9]+(?:_(?P<file>.+)|_)?", re.DOTALL
)
_NO_GROUP = re.compile(r"(?P<name>[^_]+)_assignsubmission_[a-z0-9]+(?:_(?P<file>.+)|_)?", re.DOTALL)
_MARK = re.compile(r"_\d+_assignsubmission_")
_BARE = re.compile(r"Participant[_ ](?P<id>\d+)(?:_(?P<file>.+)|_)?", re.DOTALL)


def _reader(listing: Listing) -> Read:
    files = relevant(listing)
    if files and all(
        _BARE.fullmatch(found.top) and not _NAMED.fullmatch(found.top) for found in files
    ):
        return lambda found: _handed(found, _BARE.fullmatch(found.top))
    clear, names = [], defaultdict(set)
    for found in listing.files:
        handed = _handed(found, _NAMED.fullmatch(found.top))
        if handed is not None:
            names[handed.people[0].name].add(handed.key)
            if len(_MARK.findall(found.top)) == 1:
                clear.append(handed)
    claims = claimed(clear)
    hidden = len(names) == 1 and len(next(iter(names.values()))) > 1

    def read(found: Found) -> Handed | Nobody | None:
        handed = _handed(found, _NAMED.fullmatch(found.top) or _NO_GROUP.fullmatch(found.top))
        if handed is None:
            return None
        name = (handed.people[0].name or "").casefold()
        if len(_MARK.findall(found.top)) > 1 and claims.get(handed.key, {name}) != {name}:
            return Nobody(COULD_BE_TWO_PEOPLES)
        if hidden:
            return replace(handed, people=(Person(handed.people[0].id),))
        return handed

    return read


def _handed(found: Found, match: re.Match[str] | None) -> Handed | None:
    if match is None:
        return None
    read = match.groupdict()
    person = Person(read.get("id") or read["name"], read.get("name"))
    part = "/".join(filter(None, (read["file"], found.below)))
    return Handed(person.id, part or found.top, found, (person,))


LAYOUT = Layout(
    "moodle", "Moodle", "Jane Doe_4711_assignsubmission_file/homework.ipynb", _reader, rank=20
)
