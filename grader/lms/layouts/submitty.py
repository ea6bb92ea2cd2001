"""Submitty: ``submissions/jdoe/2/file`` with ``submissions/jdoe/user_assignment_settings.json``.

The settings say which version is active; without them the last one counts. A download of the active versions alone has
no folder for the version, only Submitty's own hidden files. Beside ``submissions/`` there may be ``checkout/``, which holds
the files of repositories, and ``results/``, which nobody handed in. A team's id stands in the place of a user's.
"""

from __future__ import annotations

import json
import re

from grader.lms.layouts.base import PLATFORMS_OWN, Handed, Layout, Nobody, Read, relevant
from grader.model.delivery import SUBMITTY_SETTINGS, Found, Listing, Person

_HANDED_IN, _OTHERS = ("submissions", "checkout"), ("results", "results_public")
_HIDDEN = re.compile(r"(?:\d+/)?\.submit\.")
_LARGEST = 2**20


def _reader(listing: Listing) -> Read:
    active: dict[str, int] = {}
    times: dict[tuple[str, int], str] = {}
    for found in listing.files:
        _, user, rest = _split(found.path)
        if rest == SUBMITTY_SETTINGS and found.place is not None:
            _learn(found, user, active, times)
    versioned = bool(active) or _has_versions(listing)

    def read(found: Found) -> Handed | Nobody | None:
        area, user, rest = _split(found.path)
        if area in _OTHERS or rest == SUBMITTY_SETTINGS:
            return PLATFORMS_OWN
        if not rest and not found.folder:
            return None
        head, _, below = rest.partition("/")
        version = int(head) if versioned and head.isdecimal() and len(head) < 6 else 0
        part = (below if version else rest) or found.path.rpartition("/")[2]
        order = version + 10**6 * (version > 0 and active.get(user) == version)
        return Handed(user, part, found, (Person(user),), times.get((user, version)), upload=order)

    return read


def _split(path: str) -> tuple[str, str, str]:
    """The area, the user and the rest of the path."""
    area = path.partition("/")[0]
    if area in (*_HANDED_IN, *_OTHERS):
        path = path.partition("/")[2]
    else:
        area = ""
    user, _, rest = path.partition("/")
    return area, user, rest


def _learn(
    found: Found, user: str, active: dict[str, int], times: dict[tuple[str, int], str]
) -> None:
    """What Submitty's own file says; one that cannot be read says nothing."""
    assert found.place is not None
    try:
        with open(found.place, "rb") as stream:
            settings = json.loads(stream.read(_LARGEST))
        active[user] = int(settings["active_version"])
        for entry in settings.get("history", []):
            when = str(entry["time"])[:19].replace(" ", "T")
            times[user, int(entry["version"])] = when
    except (OSError, ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return


def _has_versions(listing: Listing) -> bool:
    heads = [_split(found.path)[2].partition("/") for found in relevant(listing)]
    inside = [head for head, _, below in heads if below]
    return bool(inside) and all(head.isdecimal() for head in inside)


def _has_own_files(listing: Listing) -> bool:
    hidden = any(_HIDDEN.match(_split(path)[2]) for path in listing.hidden)
    return hidden or any(_split(found.path)[2] == SUBMITTY_SETTINGS for found in listing.files)


LAYOUT = Layout(
    "submitty",
    "Submitty",
    "submissions/jdoe/2/homework.py",
    _reader,
    _has_own_files,
    whole=True,
    rank=12,
)
