"""GitHub Classroom: a folder for each repository, ``assignment-login/``.

Folders of students may begin alike for other reasons, so more evidence is needed: traces of git, or the name
``assignment-submissions`` that the platform's own tool gives to the folder around them.
"""

from __future__ import annotations

from grader.classroom.names import common_start
from grader.lms.layout import Layout, OwnedFile, Owner, Read, first_folders
from grader.model.delivery import ListedFile, Listing, Person


def _reader(listing: Listing) -> Read:
    prefix = _assignment(listing)

    def read(file: ListedFile) -> Owner:
        login = file.top.removeprefix(prefix)
        if login in ("", file.top) or not (file.below or file.is_folder):
            return None
        return OwnedFile(login, file.below or login, file, (Person(login),))

    return read


def _assignment(listing: Listing) -> str:
    """``assignment-``, the common start of all repositories' folders; empty if there is none."""
    folders = first_folders(listing)
    if listing.root.name.endswith("-submissions"):
        prefix = listing.root.name.removesuffix("submissions")
        if folders and all(name.startswith(prefix) for name in folders):
            return prefix
    common = common_start(folders) if len(folders) > 1 else ""
    return common[: common.rfind("-") + 1]


def _has_repositories(listing: Listing) -> bool:
    traces = any(path.endswith(("/.git", "/.github")) for path in listing.hidden)
    named = listing.root.name.endswith("-submissions")
    return (traces or named) and bool(_assignment(listing))


LAYOUT = Layout(
    "github",
    "GitHub Classroom",
    "homework1-jdoe/homework.ipynb",
    _reader,
    _has_repositories,
    rank=45,
)
