"""ILIAS: ``Homework 1/Abgaben/Doe_Jane_jdoe_345/file``, a team's folders in one more, ``Team 12/``.

A student's folder is last name, first name, login and number. Only the number at the end is sure, since the parts
may hold underscores. Such names are common elsewhere (``jane_doe_hw_1``), so more evidence is needed: every folder
has its own number of at least two digits and its own login, and a single folder is inside one with a name such as
``Abgaben`` or ``Submissions``.
"""

from __future__ import annotations

import re
from collections import defaultdict

from grader.lms.layout import Layout, OwnedFile, Owner, Read, relevant
from grader.model.delivery import ListedFile, Listing, Person

_USER = re.compile(r"(?P<name>[^/]+_[^/]*)_(?P<login>[^_/]*[A-Za-z][^_/]*)_(?P<id>\d{2,})")
_AROUND = re.compile(
    r"abgaben|submissions|soumissions|entregas|inleveringen|consegne|rendus", re.IGNORECASE
)
_TEAM = re.compile(r"[^\d/]+ (?P<id>\d+)")


def _reader(listing: Listing) -> Read:
    teams: dict[str, dict[str, Person]] = defaultdict(dict)
    for file in listing.files:
        team, folder, _ = _split(file)
        if team and (match := _USER.fullmatch(folder)):
            teams[team].setdefault(match["id"], _person(match))

    def read(file: ListedFile) -> Owner:
        team, folder, part = _split(file)
        match = _USER.fullmatch(folder)
        if match is None or not (part or file.is_folder):
            return None
        people = (
            tuple(
                person for _, person in sorted(teams[team].items(), key=lambda item: int(item[0]))
            )
            if team
            else (_person(match),)
        )
        return OwnedFile(team or match["id"], part or folder, file, people)

    return read


def _split(file: ListedFile) -> tuple[str, str, str]:
    """Team (or nothing), the student's folder, and the path inside it."""
    if _TEAM.fullmatch(file.top):
        folder, _, part = file.below.partition("/")
        return file.top, folder, part
    return "", file.top, file.below


def _person(match: re.Match[str]) -> Person:
    parts = match.string.split("_")
    if len(parts) == 4:
        last, first, login, number = parts
        return Person(login, f"{last}, {first}", (number,))
    return Person(match["id"], match["name"].replace("_", " "))


def _numbers_differ(listing: Listing) -> bool:
    folders = {_split(file)[1] for file in relevant(listing)}
    matches = [match for folder in folders if (match := _USER.fullmatch(folder))]
    count = len(matches)
    return (
        len({match["id"] for match in matches}) == count
        and len({match["login"].casefold() for match in matches}) == count
        and (count > 1 or (count == 1 and bool(_AROUND.fullmatch(listing.root.name))))
    )


LAYOUT = Layout(
    "ilias", "ILIAS", "Abgaben/Doe_Jane_jdoe_345/homework.ipynb", _reader, _numbers_differ, rank=40
)
