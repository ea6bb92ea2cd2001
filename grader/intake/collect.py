"""Finds the submissions under the paths of the command line."""

from __future__ import annotations

import os
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from grader.classroom.names import common_start, readable, stem
from grader.intake import messages
from grader.intake.assemble import Attempt, Draft, last_attempts, submissions
from grader.intake.divide import divide
from grader.intake.listing import folder_names, intake_root, open_path
from grader.intake.units import Part, Remarks
from grader.lms.layouts import LAYOUTS, PLAIN, Layout, NoOwner, OwnedFile, owners
from grader.model.delivery import Intake, ListedFile, Listing, Pending, Unassigned
from grader.util.errors import UsageError
from grader.util.in_words import count_of


def collect(
    paths: Sequence[Path], *, leave_out: Path | None = None, layout: str | None = None
) -> Intake:
    """Return the submissions under ``paths``.

    Args:
        paths: Files, folders and archives.
        leave_out: The results folder.
        layout: A key of LAYOUTS; without it, the layout of each folder and archive is recognised.

    Raises UsageError where there is no submission.
    """
    chosen = LAYOUTS[layout] if layout else None
    given, paths = paths, list(dict.fromkeys(Path(os.path.abspath(path)) for path in paths))
    roots = folder_names(paths)
    collection = _Collection()
    for path in paths:
        item = open_path(path, roots[path], leave_out)
        if isinstance(item, Listing):
            collection.add(path, item, chosen)
        else:
            collection.add_file(path, item)
    if not collection.drafts:
        reasons = [
            reason
            for reason in collection.unassigned.values()
            if reason != messages.NO_STUDENTS_FOLDER
        ]
        raise UsageError(
            f"there is no submission in {' or '.join(map(str, given))}",
            hint=f"{count_of(len(reasons), 'file', ('belongs', 'belong'))} to nobody: {reasons[0]}"
            if reasons
            else "a submission is a .py or .ipynb file, or a folder of them",
        )
    return collection.intake(intake_root(paths))


def single(path: Path) -> Pending:
    """Return ``path`` as one submission: a file, or a folder whose files are merged."""
    path = Path(os.path.abspath(path))
    item = open_path(path)
    files = item.files if isinstance(item, Listing) else (item,)
    return submissions([Draft(path, attempts=list(map(_without_owner, files)))], path.parent)[0]


def handed_in(root: Path, names: Sequence[str]) -> Pending:
    """Return what somebody handed in as one submission: a file, or several that are merged.

    Args:
        root: the folder with nothing but its files, named after the student.
        names: of its files.
    """
    path = root / names[0] if len(names) == 1 else root
    try:
        return single(path)
    except UsageError as fault:
        return Pending(path.name, path.name, (), broken=fault.message)


def _without_owner(file: ListedFile) -> tuple[str, Attempt]:
    return "", Attempt(OwnedFile("", file.path, file))


@dataclass(slots=True)
class _Collection:
    """The submissions so far, under all paths."""

    drafts: dict[object, Draft] = field(default_factory=dict)
    unassigned: dict[Path, str] = field(default_factory=dict)
    messages: list[str] = field(default_factory=list)
    titles: dict[str, None] = field(default_factory=dict)
    sections: set[str] = field(default_factory=set)
    strays: int = 0

    def add_file(self, path: Path, file: ListedFile) -> None:
        """Add a file that was given by its own path."""
        self.drafts.setdefault(path, Draft(path)).attempts = [_without_owner(file)]

    def add(self, path: Path, listing: Listing, chosen: Layout | None) -> None:
        """Add a folder or archive."""
        outer = Remarks([f"{path.name}: {text}" for text in (*listing.messages, *listing.refused)])
        outer.refuse(listing)
        parts, remarks = divide(listing, chosen)
        outer.add(remarks)
        self.messages += outer.messages
        self.unassigned |= {Path(name): reason for name, reason in outer.unassigned.items()}
        for part in parts:
            self._add_part(part)

    def _add_part(self, part: Part) -> None:
        layout, root = part.layout, part.listing.root
        groups: dict[tuple[str, str], list[OwnedFile]] = {}
        for path, owner in owners(part.listing, layout):
            if isinstance(owner, NoOwner):
                if owner.reason:
                    self.unassigned[root / path] = owner.reason
                continue
            file = owner.file
            if not (owner.people or file.below or file.may_hold_work or file.is_folder):
                self.unassigned[root / path] = messages.NO_STUDENTS_FOLDER
                continue
            groups.setdefault((layout.id if owner.people else "", owner.key), []).append(owner)
        for (platform, key), files in groups.items():
            self._add_submission(part, platform, key, files)
        if groups:
            self.titles[layout.title] = None
            if part.section and not part.joined:
                self.sections.add(part.section)

    def _add_submission(self, part: Part, platform: str, key: str, files: list[OwnedFile]) -> None:
        root = part.listing.root
        attempts = last_attempts(files, part.layout if platform else PLAIN)
        identity: object
        if platform:
            path, identity = _common_path(root, attempts), (platform, key)
        else:
            path = root.joinpath(*files[0].file.path.split("/")[: key.count("/") + 1])
            identity = ("", stem(Path(key)).casefold()) if part.joined else path
            self.strays += part.layout.rank < PLAIN.rank
        draft = self.drafts.get(identity)
        if draft is None:
            draft = self.drafts[identity] = Draft(path, platform, files[0].people)
        elif not platform and not part.joined:
            return  # the same path was given twice
        draft.attempts += [(root.name, attempt) for attempt in attempts]

    def intake(self, root: Path) -> Intake:
        unassigned = tuple(
            Unassigned(readable(_relative(path, root)), reason)
            for path, reason in sorted(self.unassigned.items())
        )
        pending = submissions(self.drafts.values(), root)
        return Intake(pending, unassigned, tuple(self.messages), self._summary())

    def _summary(self) -> str:
        drafts = self.drafts.values()
        groups = any(len(draft.people) > 1 for draft in drafts)
        return messages.summary(
            " and ".join(self.titles),
            len(self.sections),
            count_of(len(drafts), "submission" if groups else "student"),
            [
                (sum(draft.late for draft in drafts), "late", "late"),
                (
                    sum(draft.earlier for draft in drafts),
                    "file of an earlier attempt not counted",
                    "files of earlier attempts not counted",
                ),
                (self.strays, "not named like the others", "not named like the others"),
                (len(self.unassigned), "file belongs to nobody", "files belong to nobody"),
            ],
        )


def _relative(path: Path, root: Path) -> str:
    return path.relative_to(root).as_posix() if path.is_relative_to(root) else path.as_posix()


def _common_path(root: Path, attempts: Sequence[Attempt]) -> Path:
    """Where a submission of several files is: its folder, or the common start of their names."""
    files = [attempt.owned.file for attempt in attempts]
    if len(files) == 1:
        return root / files[0].path
    tops = [file.top for file in files]
    if len(set(tops)) == 1:
        return root / tops[0]
    common = common_start(tops)
    if any(_goes_on(common, top) for top in tops):  # 90214 and 90215 have no part 9021
        common = _WORD_AT_THE_END.sub("", common)
    return root / (common.rstrip("_- ") or tops[0])


_WORD_AT_THE_END = re.compile(r"[^\W_]+$")


def _goes_on(start: str, name: str) -> bool:
    """Whether a name has letters or digits on both sides of where its start ends."""
    return start[-1:].isalnum() and name[len(start) : len(start) + 1].isalnum()
