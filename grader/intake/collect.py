"""Which files are whose: the submissions under the paths of the command line."""

from __future__ import annotations

import os
import stat
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from grader.classroom.names import common_start, readable, stem
from grader.intake import messages
from grader.intake.assemble import Draft, submissions
from grader.intake.attempts import Attempt, last_attempts
from grader.intake.divide import divide
from grader.intake.folder import list_folder
from grader.intake.parts import Part, refusals
from grader.intake.paths import as_file, holds_many, intake_root, listing, mode_of, names_as_folders
from grader.lms.layouts import LAYOUTS, PLAIN, Handed, Layout, sort
from grader.model.delivery import Found, Intake, Listing, Pending, Unassigned
from grader.util.errors import UsageError


def collect(
    paths: Sequence[Path], *, leave_out: Path | None = None, layout: str | None = None
) -> Intake:
    """Find the submissions under ``paths``; ``leave_out`` is the folder that results go to.

    ``layout`` is one of LAYOUTS; without it, each folder and archive is looked at.
    """
    chosen = LAYOUTS[layout] if layout else None
    given, paths = paths, list(dict.fromkeys(Path(os.path.abspath(path)) for path in paths))
    roots = names_as_folders(paths)
    gathering = _Gathering()
    for path in paths:
        mode = mode_of(path)
        if holds_many(path, mode):
            gathering.add(path, listing(path, mode, leave_out, roots[path]), chosen)
        else:
            gathering.add_file(path, as_file(path, mode))
    if not gathering.drafts:
        reasons = [
            each for each in gathering.unassigned.values() if each != messages.NO_STUDENTS_FOLDER
        ]
        raise UsageError(
            f"there is no submission in {' or '.join(map(str, given))}",
            hint=f"{len(reasons)} files belong to nobody: {reasons[0]}"
            if reasons
            else "a submission is a .py or .ipynb file, or a folder of them",
        )
    return gathering.intake(intake_root(paths))


def single(path: Path) -> Pending:
    """``path`` as one submission: a file, or a folder or archive whose files are merged."""
    path = Path(os.path.abspath(path))
    mode = mode_of(path)
    files = list_folder(path).files if stat.S_ISDIR(mode) else (as_file(path, mode),)
    return submissions([Draft(path, attempts=list(map(_alone, files)))], path.parent)[0]


def _alone(found: Found) -> tuple[str, Attempt]:
    """A file of nobody in particular."""
    return "", Attempt(Handed("", found.path, found))


@dataclass(slots=True)
class _Gathering:
    """What has been found so far under all paths."""

    drafts: dict[object, Draft] = field(default_factory=dict)
    unassigned: dict[Path, str] = field(default_factory=dict)
    told: list[str] = field(default_factory=list)
    titles: dict[str, None] = field(default_factory=dict)
    sections: set[str] = field(default_factory=set)
    strays: int = 0

    def add_file(self, path: Path, found: Found) -> None:
        """A file that was given by its own path."""
        self.drafts.setdefault(path, Draft(path)).attempts = [_alone(found)]

    def add(self, path: Path, listing: Listing, chosen: Layout | None) -> None:
        """A folder or archive."""
        division = divide(listing, chosen)
        self.told += [f"{path.name}: {text}" for text in (*listing.told, *listing.refused)]
        self.told += division.told
        for name, reason in (refusals(listing) | division.refused).items():
            self.unassigned[Path(name)] = reason
        for beside in division.beside:
            self.unassigned[Path(beside)] = messages.NO_STUDENTS_FOLDER
        for part in division.parts:
            self._add_part(part)

    def _add_part(self, part: Part) -> None:
        layout, listing = part.layout, part.listing
        groups: dict[tuple[str, str], list[Handed]] = {}
        for handed in sort(listing, layout):
            if isinstance(handed, tuple):
                path, nobody = handed
                if nobody.reason:
                    self.unassigned[listing.root / path] = nobody.reason
                continue
            found = handed.found
            matters = found.is_code or found.is_archive or found.folder
            if not handed.people and not found.below and not matters:
                self.unassigned[listing.root / found.path] = messages.NO_STUDENTS_FOLDER
                continue
            groups.setdefault((layout.id if handed.people else "", handed.key), []).append(handed)
        for (platform, key), files in groups.items():
            self._add_person(part, platform, key, files)
        if groups:
            self.titles[layout.title] = None
            if part.section and not part.joined:
                self.sections.add(part.section)

    def _add_person(self, part: Part, platform: str, key: str, files: list[Handed]) -> None:
        root = part.listing.root
        attempts = last_attempts(files, part.layout if platform else PLAIN)
        counting = [attempt.handed for attempt in attempts]
        place = _common(root, counting) if platform else root / _top(files[0], key)
        identity: object = (platform, key) if platform else place
        if part.joined and not platform:
            identity = ("", stem(Path(key)).casefold())
        self.strays += not platform and part.layout.rank < PLAIN.rank
        draft = self.drafts.get(identity)
        if draft is None:
            draft = self.drafts[identity] = Draft(place, platform, files[0].people)
        elif not platform and not part.joined:
            return  # the same path was given twice
        draft.attempts += [(root.name, attempt) for attempt in attempts]

    def intake(self, root: Path) -> Intake:
        drafts = list(self.drafts.values())
        unassigned = tuple(
            Unassigned(readable(_relative(path, root)), reason)
            for path, reason in sorted(self.unassigned.items())
        )
        return Intake(
            submissions(drafts, root), unassigned, tuple(self.told), self._summary(drafts)
        )

    def _summary(self, drafts: Sequence[Draft]) -> str:
        one, many = (
            ("submission", "submissions")
            if any(len(draft.people) > 1 for draft in drafts)
            else ("student", "students")
        )
        return messages.summary(
            " and ".join(self.titles),
            len(self.sections),
            f"{len(drafts)} {one if len(drafts) == 1 else many}",
            [
                (sum(draft.late for draft in drafts), "late", "late"),
                (
                    sum(draft.earlier for draft in drafts),
                    "file of an earlier attempt left aside",
                    "files of earlier attempts left aside",
                ),
                (self.strays, "not named like the others", "not named like the others"),
                (len(self.unassigned), "file belongs to nobody", "files belong to nobody"),
            ],
        )


def _top(handed: Handed, key: str) -> Path:
    """The student's folder or file below the root of the listing."""
    return Path(*handed.found.path.split("/")[: key.count("/") + 1])


def _relative(path: Path, root: Path) -> str:
    return path.relative_to(root).as_posix() if path.is_relative_to(root) else path.as_posix()


def _common(root: Path, files: list[Handed]) -> Path:
    """Where a submission of several files lies: its folder, or what their names have in common."""
    if len(files) == 1:
        return root / files[0].found.path
    tops = [handed.found.top for handed in files]
    if len(set(tops)) == 1:
        return root / tops[0]
    return root / (common_start(tops).rstrip("_- ") or tops[0])
