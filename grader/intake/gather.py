"""The files of each student, put together to submissions."""

from __future__ import annotations

import os
import stat
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from grader.errors import UsageError
from grader.intake.archive import STUDENT, Damaged, list_archive, without_ending
from grader.intake.attempts import Attempt, last_attempts
from grader.intake.folder import list_folder
from grader.intake.layouts import LAYOUTS, PLAIN, Handed, Layout, recognise, sort
from grader.intake.model import (
    ARCHIVES,
    IRREGULAR,
    LINK,
    MOST_FILES,
    Delivery,
    Found,
    Intake,
    Listing,
    Pending,
    Person,
)
from grader.intake.naming import readable, students
from grader.model.submission import Note


@dataclass(slots=True)
class _Draft:
    """A submission in the making. ``path`` is where it lies, archives taken for folders."""

    path: Path
    platform: str = ""
    people: tuple[Person, ...] = ()
    attempts: list[tuple[str, Attempt]] = field(default_factory=list)
    """With the name of the listing, which tells two files of one name apart."""


def collect(
    paths: Sequence[Path], *, leave_out: Path | None = None, layout: str | None = None
) -> Intake:
    """Find the submissions under ``paths``; ``leave_out`` is the folder that results go to.

    ``layout`` is one of LAYOUTS; without it, each folder and archive is looked at.
    """
    chosen = LAYOUTS[layout] if layout else None
    given, paths = paths, list(dict.fromkeys(Path(os.path.abspath(path)) for path in paths))
    roots = _roots(paths)
    drafts: dict[object, _Draft] = {}
    ignored, told = 0, []
    for path in paths:
        mode = _mode(path)
        if not _holds_many(path, mode):
            found = Found(path.name, path, trouble=_trouble(mode))
            drafts.setdefault(path, _Draft(path)).attempts = [("", Attempt(_alone(found)))]
            continue
        listing = _listing(path, mode, leave_out, roots[path])
        used, listing = _recognised(listing, chosen)
        ignored += _sort(listing, used, drafts)
        told += _told(path, used, listing, drafts, chosen)
    if not drafts:
        raise UsageError(
            f"there is no submission in {' or '.join(map(str, given))}",
            hint="a submission is a .py or .ipynb file, or a folder of them",
        )
    return Intake(_named(list(drafts.values()), _root(paths)), ignored, tuple(told))


def single(path: Path) -> Pending:
    """``path`` as one submission: a file, or a folder or archive whose files are merged."""
    path = Path(os.path.abspath(path))
    mode = _mode(path)
    draft = _Draft(path)
    if stat.S_ISDIR(mode):
        files: Iterable[Found] = list_folder(path).files
        draft.attempts = [("", Attempt(_alone(found, found.path))) for found in files]
    else:
        draft.attempts = [("", Attempt(_alone(Found(path.name, path, trouble=_trouble(mode)))))]
    return _named([draft], path.parent)[0]


def _alone(found: Found, part: str | None = None) -> Handed:
    return Handed("", part or found.path, found)


def _holds_many(path: Path, mode: int) -> bool:
    return stat.S_ISDIR(mode) or (stat.S_ISREG(mode) and path.suffix.lower() in ARCHIVES)


def _trouble(mode: int) -> str | None:
    return LINK if stat.S_ISLNK(mode) else None if stat.S_ISREG(mode) else IRREGULAR


def _listing(path: Path, mode: int, leave_out: Path | None, root: Path) -> Listing:
    if stat.S_ISDIR(mode):
        resolved = None if leave_out is None else leave_out.resolve()
        if resolved is not None and path.resolve() == resolved:
            raise UsageError(
                f"the results cannot go into the folder of the submissions: {path}",
                hint="give --out another folder; one inside this folder is fine",
            )
        return list_folder(path, resolved)
    try:
        return list_archive(path, root=root)
    except Damaged as fault:
        raise UsageError(
            f"the archive {path} cannot be used: {fault}",
            hint="download or pack it once more, or unpack it yourself and give the folder",
        ) from None


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
    return Listing(listing.root / top, files, hidden, listing.refused, listing.archive)


def _sort(listing: Listing, layout: Layout, drafts: dict[object, _Draft]) -> int:
    """Add the listing's files to the drafts; how many files are no part of any."""
    groups: dict[tuple[str, str], list[Handed]] = {}
    ignored = 0
    for handed in sort(listing, layout):
        found = handed.found
        named = bool(handed.people)
        if (
            not named
            and not found.below
            and not (found.is_code or found.is_archive or found.folder)
        ):
            ignored += 1
            continue
        groups.setdefault((layout.id if named else "", handed.key), []).append(handed)
    for (platform, key), files in groups.items():
        first = files[0]
        if platform:
            place, identity = _common(listing.root, files), (platform, key)
        else:
            place = listing.root / first.found.top
            identity = place  # type: ignore[assignment]
        draft = drafts.get(identity)
        if draft is None:
            draft = drafts[identity] = _Draft(place, platform, first.people)
        elif not platform:
            continue  # the same path was given twice
        draft.attempts += [
            (listing.root.name, attempt)
            for attempt in last_attempts(files, bool(platform) and layout.numbered)
        ]
    return ignored


def _common(root: Path, files: list[Handed]) -> Path:
    """Where a submission of several files lies: its folder, or what their names have in common."""
    if len(files) == 1:
        return root / files[0].found.path
    tops = [handed.found.top for handed in files]
    if len(set(tops)) == 1:
        return root / tops[0]
    return root / (os.path.commonprefix(tops).rstrip("_- ") or tops[0])


def _told(
    path: Path,
    layout: Layout,
    listing: Listing,
    drafts: dict[object, _Draft],
    chosen: Layout | None,
) -> list[str]:
    lines = [f"{path.name}: {text}" for text in listing.refused]
    if layout is PLAIN and not listing.archive and chosen is None:
        return lines
    own = [
        draft
        for draft in drafts.values()
        if any(name == listing.root.name for name, _ in draft.attempts)
    ]
    late = sum(any(attempt.handed.late for _, attempt in draft.attempts) for draft in own)
    earlier = sum(len(attempt.earlier) for draft in own for _, attempt in draft.attempts)
    strays = sum(not draft.platform for draft in own) if layout is not PLAIN else 0
    facts = [f"{len(own)} submission{'s' * (len(own) != 1)}"]
    facts += [f"{late} late"] * bool(late) + [f"{earlier} earlier attempts left aside"] * bool(
        earlier
    )
    facts += [f"{strays} not named like the others"] * bool(strays)
    how = "read as a" if chosen else "recognised as a"
    return [*lines, f"{path.name}: {how} {layout.title}: {', '.join(facts)}"]


def _named(drafts: list[_Draft], root: Path) -> tuple[Pending, ...]:
    drafts = sorted(drafts, key=lambda draft: draft.path)
    ids = ["+".join(person.id for person in draft.people) or None for draft in drafts]
    names = students([without_ending(draft.path) for draft in drafts], ids)
    return tuple(_pending(draft, name, root) for draft, name in zip(drafts, names, strict=True))


def _pending(draft: _Draft, student: str, root: Path) -> Pending:
    parts: dict[str, Path] = {}
    deliveries: dict[str, Delivery] = {}
    notes: list[Note] = []
    broken: list[str] = []
    has_code = any(attempt.handed.found.is_code for _, attempt in draft.attempts)
    for origin, attempt in draft.attempts:
        handed, found = attempt.handed, attempt.handed.found
        name = readable(handed.part)
        for older in attempt.earlier:
            notes.append(
                Note("skipped", f"{readable(older.part)} is an earlier attempt; {name} counts")
            )
        delivery = Delivery(handed.submitted_at, handed.late, attempt.number)
        if found.trouble is not None:
            if found.is_code or found.is_archive or found.folder or LINK == found.trouble:
                notes.append(Note("skipped", f"{name}: {found.trouble}"))
                broken.append(found.trouble)
                deliveries.setdefault(name, delivery)
        elif found.is_archive and not has_code:
            taken, troubles = _unpacked(found, name)
            parts.update(taken)
            notes += [Note("skipped", trouble) for trouble in troubles]
            broken += troubles
            deliveries.update(dict.fromkeys(taken or [name], delivery))
        elif found.is_code and found.place is not None:
            name = name if name not in parts else f"{readable(origin)}/{name}"
            parts[name] = found.place
            deliveries[name] = delivery
        elif draft.platform:
            deliveries.setdefault(name, delivery)
    why = None
    if len(parts) > MOST_FILES:
        why = f"this folder holds {len(parts)} code files; more than {MOST_FILES} are not one submission"
    elif not parts and broken:
        why = " ".join(dict.fromkeys(broken))
    if why is not None:
        parts, notes = {}, notes if len(broken) > 1 else []
    told = {name: each for name, each in deliveries.items() if each != Delivery()}
    return Pending(
        student,
        readable(draft.path.relative_to(root).as_posix()),
        tuple(sorted(parts.items())),
        tuple(notes),
        why,
        draft.people,
        draft.platform,
        told,
    )


def _unpacked(found: Found, name: str) -> tuple[dict[str, Path], list[str]]:
    """The code files in a student's own archive; one level deep."""
    try:
        listing = list_archive(found.place, STUDENT)  # type: ignore[arg-type]
    except Damaged as fault:
        return {}, [f"{name}: {fault}"]
    parts = {
        each.path: each.place for each in listing.files if each.is_code and each.place is not None
    }
    troubles = [f"{name}: {readable(text)}" for text in listing.refused]
    troubles += [f"{name}: {each.path}: {each.trouble}" for each in listing.files if each.trouble]
    return parts, troubles


def _mode(path: Path) -> int:
    try:
        mode = path.lstat().st_mode
    except FileNotFoundError:
        raise UsageError(f"there is no file or folder {path}", hint=_nearby(path)) from None
    except OSError as fault:
        raise UsageError(f"cannot look at {path}: {fault.strerror}") from None
    if stat.S_ISLNK(mode) and path.is_dir():
        raise UsageError(
            f"{path} is a link to a folder, and links are not followed",
            hint=f"give the folder itself: {path.resolve()}",
        )
    return mode


def _nearby(path: Path) -> str | None:
    from difflib import get_close_matches

    try:
        names = os.listdir(path.parent)
    except OSError:
        return None
    near = get_close_matches(path.name, names, n=3)
    return f"did you mean {' or '.join(near)}?" if near else None


def _roots(paths: Sequence[Path]) -> dict[Path, Path]:
    """What each path is called as a folder: an archive's ending goes, unless two would be one then."""
    bare = {path: without_ending(path) for path in paths}
    taken = Counter(bare.values())
    return {path: short if taken[short] == 1 else path for path, short in bare.items()}


def _root(paths: Sequence[Path]) -> Path:
    """The deepest folder that holds all ``paths``; a folder or archive that is the only path is its own root."""
    if len(paths) == 1 and paths[0].is_dir():
        return paths[0]
    if len(paths) == 1 and paths[0].suffix.lower() in ARCHIVES:
        return without_ending(paths[0])
    return Path(os.path.commonpath([path.parent for path in paths]))
