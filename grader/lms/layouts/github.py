"""GitHub Classroom: a folder for each repository, ``assignment-login/``.

Folders of students may begin alike for other reasons, so more than that must speak for it: traces of git, or the name
``assignment-submissions`` that the platform's own tool gives to the folder around them.
"""

from __future__ import annotations

from grader.classroom.names import common_start
from grader.lms.layouts.base import Handed, Layout, Read, first_folders
from grader.model.delivery import Found, Listing, Person


def _reader(listing: Listing) -> Read:
    prefix = _assignment(listing)

    def read(found: Found) -> Handed | None:
        login = found.top.removeprefix(prefix)
        if not prefix or login == found.top or not login or not (found.below or found.folder):
            return None
        return Handed(login, found.below or login, found, (Person(login),))

    return read


def _assignment(listing: Listing) -> str:
    """``assignment-``, with which every repository's folder begins; empty if there is no such thing."""
    folders = sorted(first_folders(listing))
    if listing.root.name.endswith("-submissions"):
        prefix = listing.root.name.removesuffix("submissions")
        if folders and all(name.startswith(prefix) for name in folders):
            return prefix
    if len(folders) < 2:
        return ""
    common = common_start(folders)
    return common[: common.rfind("-") + 1]


def _has_repositories(listing: Listing) -> bool:
    if not _assignment(listing):
        return False
    traces = any(path.endswith(("/.git", "/.github")) for path in listing.hidden)
    return traces or listing.root.name.endswith("-submissions")


LAYOUT = Layout(
    "github",
    "GitHub Classroom",
    "homework1-jdoe/homework.ipynb",
    _reader,
    _has_repositories,
    rank=45,
)
