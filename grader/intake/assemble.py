"""Puts the files of each student together to one submission."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from grader.classroom.names import readable, unique_names
from grader.intake import messages
from grader.intake.archive import STUDENT, Damaged, list_archive, without_ending
from grader.lms.layouts import Layout, OwnedFile
from grader.model.delivery import LINK, MOST_FILES, TEXTS, Delivery, ListedFile, Pending, Person
from grader.model.submission import Note
from grader.util.language import gettext

_NUMBERED = re.compile(r"(?P<name>.+?)-(?P<number>[1-9]\d{0,2})(?P<ending>\.[^./]+)", re.DOTALL)
_CODE = re.compile(rb'\bdef\b[^\n]*[(:<]|"cells"|jp-Cell|code_cell')
_BEGINNING = 2**20
_DEEPEST, _MOST_ARCHIVES = 3, 8
"""Archives within archives that are opened: how deep, and how many side by side."""


@dataclass(frozen=True, slots=True)
class Attempt:
    """A file that counts, the number of its attempt (None: not known), and the earlier files it replaces."""

    owned: OwnedFile
    number: int | None = None
    earlier: tuple[OwnedFile, ...] = ()


@dataclass(slots=True)
class Draft:
    """A submission that is being put together.

    path      where it is, with archives as folders
    attempts  its files, each with the name of its listing, which tells two files with one name apart
    """

    path: Path
    platform: str = ""
    people: tuple[Person, ...] = ()
    attempts: list[tuple[str, Attempt]] = field(default_factory=list)

    @property
    def late(self) -> bool:
        return any(attempt.owned.late for _, attempt in self.attempts)

    @property
    def earlier(self) -> int:
        """How many files of earlier attempts do not count."""
        return sum(len(attempt.earlier) for _, attempt in self.attempts)


def last_attempts(files: Iterable[OwnedFile], layout: Layout) -> list[Attempt]:
    """Return the files that count, of one student's files in one listing."""
    if layout.whole:
        return _last_of_each_work(files)
    return _last_of_each_name(list(files), layout.numbered)


def _last_of_each_name(files: Sequence[OwnedFile], numbered: bool) -> list[Attempt]:
    """Two files with one name are attempts at the same thing.

    So are ``hw.ipynb`` and ``hw-1.ipynb`` where the platform numbers attempts that way; ``week-1.ipynb``
    without a ``week.ipynb`` is just a name.
    """
    parts = {owned.part for owned in files}
    groups: dict[str, list[tuple[int, OwnedFile]]] = defaultdict(list)
    for owned in files:
        name, number = owned.part, 0
        match = _NUMBERED.fullmatch(name) if numbered else None
        if match and match["name"] + match["ending"] in parts:
            name, number = match["name"] + match["ending"], int(match["number"])
        groups[name].append((number, owned))
    attempts = []
    for group in groups.values():
        *earlier, (number, last) = sorted(
            group, key=lambda item: (item[0], _when(item[1]), item[1].file.path)
        )
        known = max(number + 1, len(group))
        attempts.append(
            Attempt(last, known if known > 1 else None, tuple(owned for _, owned in earlier))
        )
    return attempts


def _last_of_each_work(files: Iterable[OwnedFile]) -> list[Attempt]:
    """All files of the last attempt at each assignment; an attempt without code does not count."""
    works: dict[str, dict[tuple[str, int], list[OwnedFile]]] = defaultdict(
        lambda: defaultdict(list)
    )
    for owned in files:
        works[owned.work][_when(owned)].append(owned)
    attempts = []
    for tries in works.values():
        order = sorted(tries)
        with_code = [w for w in order if any(owned.file.may_hold_work for owned in tries[w])]
        last = (with_code or order)[-1]
        earlier = tuple(owned for when in order if when != last for owned in tries[when])
        number = order.index(last) + 1 if len(order) > 1 else None
        first, *others = sorted(tries[last], key=lambda owned: not owned.file.may_hold_work)
        attempts.append(Attempt(first, number, earlier))
        attempts += [Attempt(owned, number) for owned in others]
    return attempts


def _when(owned: OwnedFile) -> tuple[str, int]:
    return owned.submitted_at or "", owned.upload


def submissions(drafts: Iterable[Draft], root: Path) -> tuple[Pending, ...]:
    """Return the drafts as submissions in the order of their paths, each with a name of its own."""
    drafts = sorted(drafts, key=lambda draft: draft.path)
    ids = ["+".join(person.id for person in draft.people) or None for draft in drafts]
    names = unique_names([without_ending(draft.path) for draft in drafts], ids)
    return tuple(
        _Assembly(draft).submission(name, root) for draft, name in zip(drafts, names, strict=True)
    )


class _Assembly:
    """The files of one draft: those to read, and the reasons why others cannot be read."""

    def __init__(self, draft: Draft) -> None:
        self.draft = draft
        self.parts: dict[str, Path] = {}
        self.deliveries: dict[str, Delivery] = {}
        self.notes: list[str] = []
        self.withdrawn = ""
        self.broken: list[str] = []
        files = [attempt.owned.file for _, attempt in draft.attempts]
        self.has_code = any(file.is_code for file in files)
        self.only_documents = not any(file.may_hold_work for file in files)
        for origin, attempt in draft.attempts:
            self._add(origin, attempt)

    def submission(self, student: str, root: Path) -> Pending:
        broken = None
        if len(self.parts) > MOST_FILES:
            broken = messages.too_many_parts(len(self.parts), MOST_FILES)
        elif self.broken and not self.parts:
            broken = " ".join(dict.fromkeys(self.broken))
        deliveries = self.deliveries
        if len(self.parts) <= 1:  # dates only matter between several files
            deliveries = {name: replace(each, modified=None) for name, each in deliveries.items()}
        path = self.draft.path
        notes = self.notes if broken is None or len(self.broken) > 1 else []
        return Pending(
            student=student,
            file=readable(path.name if path == root else path.relative_to(root).as_posix()),
            parts=tuple(sorted(self.parts.items())) if broken is None else (),
            notes=(
                *(Note("skipped", text) for text in notes),
                *([Note("withdrawn", self.withdrawn)] if self.withdrawn else []),
            ),
            broken=broken,
            people=self.draft.people,
            platform=self.draft.platform,
            deliveries={name: each for name, each in deliveries.items() if each != Delivery()},
        )

    def _add(self, origin: str, attempt: Attempt) -> None:
        owned, file = attempt.owned, attempt.owned.file
        name = readable(owned.part)
        if owned.note:
            self.withdrawn = owned.note
        for older in attempt.earlier:
            title = older.part if older.part != owned.part else older.file.path
            self.notes.append(messages.earlier_attempt(readable(title), name))
        delivery = Delivery(
            owned.submitted_at, owned.late, attempt.number, owned.upload, file.modified
        )
        if file.problem is not None:
            if file.may_hold_work or file.is_folder or file.problem == gettext(LINK):
                self.notes.append(f"{name}: {file.problem}")
                self.broken.append(file.problem)
                self.deliveries.setdefault(name, delivery)
        elif file.is_archive and self.has_code:
            self.notes.append(messages.not_unpacked(name))
            self.deliveries.setdefault(name, delivery)
        elif file.is_archive:
            parts, problems = _unpacked(file, name)
            self.broken += problems
            self.notes += problems
            for part in parts:
                path = readable(part.path)
                self._add_part(
                    path,
                    without_ending(Path(name)).as_posix(),
                    part,
                    replace(delivery, modified=part.modified),
                )
            if not parts:
                self.deliveries[name] = delivery
        elif file.is_code or (self.only_documents and _may_be_work(file)):
            self._add_part(name, readable(origin), file, delivery)
        elif self.draft.platform:
            self.deliveries.setdefault(name, delivery)

    def _add_part(self, name: str, origin: str, file: ListedFile, delivery: Delivery) -> None:
        """Add a file; where another has its name, the name also says where it is from."""
        if file.location is None:
            return
        unique, number = name, 1
        while unique in self.parts:
            unique = f"{origin}/{name}" if number == 1 else f"{origin} {number}/{name}"
            number += 1
        self.parts[unique] = file.location
        self.deliveries[unique] = delivery


def _may_be_work(file: ListedFile) -> bool:
    """Whether a document may be the student's work; a text must hold code, since platforms write texts too."""
    if not file.is_document or file.location is None:
        return False
    return file.suffix not in TEXTS or _CODE.search(file.read(_BEGINNING)) is not None


def _unpacked(file: ListedFile, name: str, depth: int = 1) -> tuple[list[ListedFile], list[str]]:
    """The code files in a student's own archive and in archives within it, and what cannot be read."""
    assert file.location is not None
    try:
        listing = list_archive(file.location, STUDENT, name=file.path)
    except Damaged as fault:
        return [], [f"{name}: {fault}"]
    parts = [each for each in listing.files if each.is_code and each.location is not None]
    problems = [f"{name}: {readable(text)}" for text in listing.refused]
    problems += [f"{name}: {each.path}: {each.problem}" for each in listing.files if each.problem]
    archives = [each for each in listing.files if each.is_archive and each.location is not None]
    for archive in archives if not parts else ():
        inside = f"{name}: {readable(archive.path)}"
        if depth == _DEEPEST or len(archives) > _MOST_ARCHIVES:
            problems.append(f"{inside}: {gettext(messages.PACKED_TOO_OFTEN)}")
            continue
        inner, more = _unpacked(archive, inside, depth + 1)
        folder = without_ending(Path(archive.path)).as_posix()
        parts += [replace(one, path=f"{folder}/{one.path}") for one in inner]
        problems += more
    if not parts and not problems:
        parts = [each for each in listing.files if _may_be_work(each)]
    return parts, problems
