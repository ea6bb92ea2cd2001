"""ILIAS: ``Homework 1/Abgaben/Doe_Jane_jdoe_345/file``, a team's folders in one more, ``Team 12/``.

A student's folder is last name, first name, login and number; only the number at the end is sure, since the parts
may hold underscores themselves. Such names are not rare elsewhere (``jane_doe_hw_1``), so that more than the form
must speak for ILIAS: every folder has its own number, of at least two digits, and its own login; a folder alone lies in
one that is called ``Abgaben``, ``Submissions`` or the like.
"""

from __future__ import annotations

import re
from collections import defaultdict

from grader.lms.layouts.base import Handed, Layout, Read, relevant
from grader.model.delivery import Found, Listing, Person

_USER = re.compile(r"(?P<name>[^/]+_[^/]*)_(?P<login>[^_/]*[A-Za-z][^_/]*)_(?P<id>\d{2,})")
_AROUND = re.compile(
    r"abgaben|submissions|soumissions|entregas|inleveringen|consegne|rendus", re.IGNORECASE
)
_TEAM = re.compile(r"[^\d/]+ (?P<id>\d+)")


def _reader(listing: Listing) -> Read:
    members: dict[str, dict[str, Person]] = defaultdict(dict)
    for found in listing.files:
        team, folder, _ = _split(found)
        if team and (match := _USER.fullmatch(folder)):
            members[team].setdefault(match["id"], _person(match))

    def read(found: Found) -> Handed | None:
        team, folder, part = _split(found)
        match = _USER.fullmatch(folder)
        if match is None or not (part or found.folder):
            return None
        if team:
            people = tuple(members[team][key] for key in sorted(members[team], key=int))
            return Handed(team, part or folder, found, people)
        person = _person(match)
        return Handed(match["id"], part or folder, found, (person,))

    return read


def _split(found: Found) -> tuple[str, str, str]:
    """Team (or nothing), the student's folder, and what lies in it."""
    if _TEAM.fullmatch(found.top):
        folder, _, part = found.below.partition("/")
        return found.top, folder, part
    return "", found.top, found.below


def _person(match: re.Match[str]) -> Person:
    parts = match.string.split("_")
    if len(parts) == 4:
        last, first, login, number = parts
        return Person(login, f"{last}, {first}", (number,))
    return Person(match["id"], match["name"].replace("_", " "))


def _numbers_differ(listing: Listing) -> bool:
    folders = {folder for found in relevant(listing) if (folder := _split(found)[1])}
    matches = [match for folder in folders if (match := _USER.fullmatch(folder))]
    return (
        bool(matches)
        and len({match["id"] for match in matches}) == len(matches)
        and len({match["login"].casefold() for match in matches}) == len(matches)
        and (len(matches) > 1 or _AROUND.fullmatch(listing.root.name) is not None)
    )


LAYOUT = Layout(
    "ilias", "ILIAS", "Abgaben/Doe_Jane_jdoe_345/homework.ipynb", _reader, _numbers_differ, rank=40
)
