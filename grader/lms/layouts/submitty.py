"""Submitty: ``submissions/jdoe/2/file`` with ``submissions/jdoe/user_assignment_settings.json``.

The settings say which version is active; without them the last one counts. Version 0 is active where the student
withdrew all of them: the last one is read, and the instructor is told, since Submitty counts none. A download of the active versions alone
has no folder for the version, only Submitty's own hidden files. Beside ``submissions/`` there may be ``checkout/`` with
the files of repositories, and ``results/``, which nobody handed in. A team has its id in place of a user's.
"""

from __future__ import annotations

import json
import re

from grader.lms.layout import PLATFORM_FILE, Layout, OwnedFile, Owner, Read, relevant
from grader.model.delivery import SUBMITTY_SETTINGS, ListedFile, Listing, Person
from grader.util.language import gettext

_SUBMISSIONS, _OTHERS = ("submissions", "checkout"), ("results", "results_public")
_HIDDEN = re.compile(r"(?:\d+/)?\.submit\.")
_LARGEST = 2**20


def _reader(listing: Listing) -> Read:
    active: dict[str, int] = {}
    times: dict[tuple[str, int], str] = {}
    for file in listing.files:
        _, user, rest = _split(file.path)
        if rest == SUBMITTY_SETTINGS:
            active_version, submitted = _settings(file)
            if active_version is not None:
                active[user] = active_version
            times |= {(user, version): when for version, when in submitted.items()}
    versioned = bool(active) or _has_versions(listing)

    def read(file: ListedFile) -> Owner:
        area, user, rest = _split(file.path)
        if area in _OTHERS or rest == SUBMITTY_SETTINGS:
            return PLATFORM_FILE
        if not rest and not file.is_folder:
            return None
        head, _, below = rest.partition("/")
        version = int(head) if versioned and head.isdecimal() and len(head) < 6 else 0
        part = (below if version else rest) or file.path.rpartition("/")[2]
        order = version + 10**6 * (version > 0 and active.get(user) == version)
        when = times.get((user, version))
        note = withdrawn(version) if version and active.get(user) == 0 else ""
        return OwnedFile(user, part, file, (Person(user),), when, upload=order, note=note)

    return read


def withdrawn(version: int) -> str:
    return gettext(
        "On Submitty, all versions were withdrawn; version {version} is graded here",
        version=version,
    )


def _split(path: str) -> tuple[str, str, str]:
    """The area, the user and the rest of the path."""
    area = path.partition("/")[0]
    if area in (*_SUBMISSIONS, *_OTHERS):
        path = path.partition("/")[2]
    else:
        area = ""
    user, _, rest = path.partition("/")
    return area, user, rest


def _settings(file: ListedFile) -> tuple[int | None, dict[int, str]]:
    """The active version, and version -> time; a file that cannot be read says nothing from there on."""
    active, times = None, {}
    try:
        settings = json.loads(file.read(_LARGEST))
        active = int(settings["active_version"])
        for entry in settings.get("history", []):
            times[int(entry["version"])] = str(entry["time"])[:19].replace(" ", "T")
    except (ArithmeticError, ValueError, TypeError, KeyError, AttributeError, RecursionError):
        pass
    return active, times


def _has_versions(listing: Listing) -> bool:
    heads = [_split(file.path)[2].partition("/") for file in relevant(listing)]
    inside = [head for head, _, below in heads if below]
    return bool(inside) and all(head.isdecimal() for head in inside)


def _has_own_files(listing: Listing) -> bool:
    hidden = any(_HIDDEN.match(_split(path)[2]) for path in listing.hidden)
    return hidden or any(_split(file.path)[2] == SUBMITTY_SETTINGS for file in listing.files)


LAYOUT = Layout(
    "submitty",
    "Submitty",
    "submissions/jdoe/2/homework.py",
    _reader,
    _has_own_files,
    whole=True,
    rank=12,
)
