"""Which files are whose: the submissions under the paths of the command line."""

from __future__ import annotations

import os
import stat
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from grader.errors import UsageError
from grader.intake.attempts import Attempt, last_attempts
from grader.intake.drafts import Draft, submissions
from grader.intake.folder import list_folder
from grader.intake.given import as_file, holds_many, intake_root, listing, mode_of, names_as_folders
from grader.intake.layouts import LAYOUTS, PLAIN, Handed, Layout, recognise, sort
from grader.intake.model import Found, Intake, Listing, Pending
from grader.intake.naming import common_start


def collect(
    paths: Sequence[Path], *, leave_out: Path | None = None, layout: str | None = None
) -> Intake:
    """Find the submissions under ``paths``; ``leave_out`` is the folder that results go to.

    ``layout`` is one of LAYOUTS; without it, each folder and archive is looked at.
    """
    chosen = LAYOUTS[layout] if layout else None
    given, paths = paths, list(dict.fromkeys(Path(os.path.abspath(path)) for path in paths))
    roots = names_as_folders(paths)
    drafts: dict[object, Draft] = {}
    ignored, told = 0, []
    for path in paths:
        mode = mode_of(path)
        if not holds_many(path, mode):
            drafts.setdefault(path, Draft(path)).attempts = [_alone(as_file(path, mode))]
            continue
        found = listing(path, mode, leave_out, roots[path])
        used, found = _recognised(found, chosen)
        own, strays = _sort(found, used, drafts)
        ignored += strays
        told += _told(path, used, found, own, chosen)
    if not drafts:
        raise UsageError(
            f"there is no submission in {' or '.join(map(str, given))}",
            hint="a submission is a .py or .ipynb file, or a folder of them",
        )
    return Intake(submissions(list(drafts.values()), intake_root(paths)), ignored, tuple(told))


def single(path: Path) -> Pending:
    """``path`` as one submission: a file, or a folder or archive whose files are merged."""
    path = Path(os.path.abspath(path))
    mode = mode_of(path)
    files = list_folder(path).files if stat.S_ISDIR(mode) else (as_file(path, mode),)
    return submissions([Draft(path, attempts=list(map(_alone, files)))], path.parent)[0]


def _alone(found: Found) -> tuple[str, Attempt]:
    """A file of nobody in particular."""
    return "", Attempt(Handed("", found.path, found))


def _recognised(listing: Listing, chosen: Layout | None) -> tuple[Layout, Listing]:
    """The layout, and the listing that it holds for: packers like to put one folder around everything."""
    inner = _without_wrapper(listing)
    if chosen is not None:
        fits = (
            chosen is PLAIN
            or inner is None
            or chosen.recognises(listing)
            or not chosen.recognises(inner)
        )
        if fits and not (chosen is PLAIN and inner is not None and listing.archive):
            return chosen, listing
        return chosen, inner or listing
    found = recognise(listing)
    if found is PLAIN and inner is not None:
        found = recognise(inner)
        if found is not PLAIN or listing.archive:
            return found, inner
    return found, listing


def _without_wrapper(listing: Listing) -> Listing | None:
    tops = {found.top for found in listing.files}
    if len(tops) != 1 or not all(found.below for found in listing.files):
        return None
    top = tops.pop()
    files = tuple(
        Found(found.below, found.place, found.trouble, found.folder) for found in listing.files
    )
    hidden = frozenset(path.partition("/")[2] for path in listing.hidden)
    return replace(listing, root=listing.root / top, files=files, hidden=hidden)


def _sort(listing: Listing, layout: Layout, drafts: dict[object, Draft]) -> tuple[list[Draft], int]:
    """Add the listing's files to the drafts; which these are, and how many files are no part of any."""
    groups: dict[tuple[str, str], list[Handed]] = {}
    ignored = 0
    for handed in sort(listing, layout):
        found = handed.found
        matters = found.is_code or found.is_archive or found.folder
        if not handed.people and not found.below and not matters:
            ignored += 1
            continue
        groups.setdefault((layout.id if handed.people else "", handed.key), []).append(handed)
    own = []
    for (platform, key), files in groups.items():
        place = _common(listing.root, files) if platform else listing.root / files[0].found.top
        identity: object = (platform, key) if platform else place
        draft = drafts.get(identity)
        if draft is None:
            draft = drafts[identity] = Draft(place, platform, files[0].people)
        elif not platform:
            continue  # the same path was given twice
        attempts = last_attempts(files, bool(platform) and layout.numbered)
        draft.attempts += [(listing.root.name, attempt) for attempt in attempts]
        own.append(draft)
    return own, ignored


def _common(root: Path, files: list[Handed]) -> Path:
    """Where a submission of several files lies: its folder, or what their names have in common."""
    if len(files) == 1:
        return root / files[0].found.path
    tops = [handed.found.top for handed in files]
    if len(set(tops)) == 1:
        return root / tops[0]
    return root / (common_start(tops).rstrip("_- ") or tops[0])


def _told(
    path: Path, layout: Layout, listing: Listing, own: list[Draft], chosen: Layout | None
) -> list[str]:
    """What a person should know of the reading: the layout, what was found, what was refused."""
    lines = [f"{path.name}: {text}" for text in (*listing.told, *listing.refused)]
    if layout is PLAIN and not listing.archive and chosen is None:
        return lines
    strays = sum(not draft.platform for draft in own) if layout is not PLAIN else 0
    counts = (
        (sum(draft.late for draft in own), "late"),
        (sum(draft.earlier for draft in own), "earlier attempts left aside"),
        (strays, "not named like the others"),
    )
    facts = [f"{len(own)} submission{'s' * (len(own) != 1)}"]
    facts += [f"{count} {what}" for count, what in counts if count]
    how = "read as a" if chosen else "recognised as a"
    return [*lines, f"{path.name}: {how} {layout.title}: {', '.join(facts)}"]
