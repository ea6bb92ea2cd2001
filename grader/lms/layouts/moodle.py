"""Moodle: ``Full name_ID_assignsubmission_file[_]/file``, or the same before the file's name in a flat download.

Where names are hidden, the name is the word for "Participant" in the site's language, the same for everybody. Where
groups hand in, name and number are the group's; students without a group are in
``Default group_assignsubmission_file/``. Moodle replaces underscores in names, so the name ends before the first
``_ID_assignsubmission_``. Where that appears twice and the first number is another student's, the file has no owner.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import replace

from grader.lms.layout import (
    AMBIGUOUS,
    Layout,
    OwnedFile,
    Owner,
    Read,
    names_by_key,
    relevant,
)
from grader.model.delivery import ListedFile, Listing, Person

_NAMED = re.compile(
    r"(?P<name>.+?)_(?P<id>\d+)_assignsubmission_[a-z0-9]+(?:_(?P<file>.+)|_)?", re.DOTALL
)
_NO_GROUP = re.compile(r"(?P<name>[^_]+)_assignsubmission_[a-z0-9]+(?:_(?P<file>.+)|_)?", re.DOTALL)
_MARK = re.compile(r"_\d+_assignsubmission_")
_BARE = re.compile(r"Participant[_ ](?P<id>\d+)(?:_(?P<file>.+)|_)?", re.DOTALL)


def _reader(listing: Listing) -> Read:
    files = relevant(listing)
    if files and all(_BARE.fullmatch(f.top) and not _NAMED.fullmatch(f.top) for f in files):
        return lambda file: _owned(file, _BARE)
    named = [owned for file in listing.files if (owned := _owned(file, _NAMED))]
    keys = defaultdict(set)
    for owned in named:
        keys[owned.people[0].name].add(owned.key)
    hidden = len(keys) == 1 and len(next(iter(keys.values()))) > 1
    known = names_by_key(owned for owned in named if len(_MARK.findall(owned.file.top)) == 1)

    def read(file: ListedFile) -> Owner:
        owned = _owned(file, _NAMED) or _owned(file, _NO_GROUP)
        if owned is None:
            return None
        name = (owned.people[0].name or "").casefold()
        if len(_MARK.findall(file.top)) > 1 and known.get(owned.key, {name}) != {name}:
            return AMBIGUOUS
        return replace(owned, people=(Person(owned.people[0].id),)) if hidden else owned

    return read


def _owned(file: ListedFile, pattern: re.Pattern[str]) -> OwnedFile | None:
    match = pattern.fullmatch(file.top)
    if match is None:
        return None
    groups = match.groupdict()
    person = Person(groups.get("id") or groups["name"], groups.get("name"))
    part = "/".join(filter(None, (groups["file"], file.below)))
    return OwnedFile(person.id, part or file.top, file, (person,))


LAYOUT = Layout(
    "moodle", "Moodle", "Jane Doe_4711_assignsubmission_file/homework.ipynb", _reader, rank=20
)
