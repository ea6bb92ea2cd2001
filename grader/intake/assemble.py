"""A student's files, put together to one submission."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from grader.classroom.names import readable, unique_names
from grader.intake import messages
from grader.intake.archive import STUDENT, Damaged, list_archive, without_ending
from grader.intake.attempts import Attempt
from grader.model.delivery import LINK, MOST_FILES, TEXTS, Delivery, Found, Pending, Person
from grader.model.submission import Note

_CODE = re.compile(rb'\bdef\b[^\n]*[(:<]|"cells"|jp-Cell|code_cell')
_BEGINNING = 2**20
_DEEPEST, _MOST_ARCHIVES = 3, 8
"""Archives within archives that are opened: how deep, and how many side by side."""
_NOTHING_TOLD: dict[str, Delivery] = {}
"""One for all: of a large class, thousands would be kept."""


@dataclass(slots=True)
class Draft:
    """A submission in the making.

    path      where it lies, archives taken for folders
    attempts  its files, each with the name of its listing, which tells two files of one name apart
    """

    path: Path
    platform: str = ""
    people: tuple[Person, ...] = ()
    attempts: list[tuple[str, Attempt]] = field(default_factory=list)

    @property
    def late(self) -> bool:
        return any(attempt.handed.late for _, attempt in self.attempts)

    @property
    def earlier(self) -> int:
        """How many attempts are left aside."""
        return sum(len(attempt.earlier) for _, attempt in self.attempts)


def submissions(drafts: Sequence[Draft], root: Path) -> tuple[Pending, ...]:
    """The drafts as submissions in the order of their places, each under a name of its own."""
    drafts = sorted(drafts, key=lambda draft: draft.path)
    ids = ["+".join(person.id for person in draft.people) or None for draft in drafts]
    names = unique_names([without_ending(draft.path) for draft in drafts], ids)
    return tuple(
        _Pile(draft).submission(name, root) for draft, name in zip(drafts, names, strict=True)
    )


class _Pile:
    """The files of one draft, sorted into those to read and those that cannot be."""

    def __init__(self, draft: Draft) -> None:
        self.draft = draft
        self.parts: dict[str, Path] = {}
        self.deliveries: dict[str, Delivery] = {}
        self.notes: list[Note] = []
        self.broken: list[str] = []
        every = [attempt.handed.found for _, attempt in draft.attempts]
        has_code = any(found.is_code for found in every)
        self.only_documents = not any(found.is_code or found.is_archive for found in every)
        for origin, attempt in draft.attempts:
            self._add(origin, attempt, has_code)

    def submission(self, student: str, root: Path) -> Pending:
        why = self._why_broken()
        # Dates tell the newer of two files; of a large class, those of single ones would be kept for nothing.
        several = len(self.parts) > 1
        told = {
            name: each if several else replace(each, modified=None)
            for name, each in self.deliveries.items()
        }
        told = {name: each for name, each in told.items() if each != Delivery()}
        return Pending(
            student=student,
            file=_relative(self.draft.path, root),
            parts=tuple(sorted(self.parts.items())) if why is None else (),
            notes=tuple(self.notes) if why is None or len(self.broken) > 1 else (),
            broken=why,
            people=self.draft.people,
            platform=self.draft.platform,
            deliveries=told or _NOTHING_TOLD,
        )

    def _why_broken(self) -> str | None:
        if len(self.parts) > MOST_FILES:
            return messages.too_many_parts(len(self.parts), MOST_FILES)
        if not self.parts and self.broken:
            return " ".join(dict.fromkeys(self.broken))
        return None

    def _add(self, origin: str, attempt: Attempt, has_code: bool) -> None:
        handed, found = attempt.handed, attempt.handed.found
        name = readable(handed.part)
        for older in attempt.earlier:
            title = older.part if older.part != handed.part else older.found.path
            self._note(messages.earlier_attempt(readable(title), name))
        delivery = Delivery(
            handed.submitted_at, handed.late, attempt.number, handed.upload, found.modified
        )
        if found.trouble is not None:
            if found.is_code or found.is_archive or found.folder or found.trouble == LINK:
                self._note(f"{name}: {found.trouble}")
                self.broken.append(found.trouble)
                self.deliveries.setdefault(name, delivery)
        elif found.is_archive and not has_code:
            taken, troubles = _unpacked(found, name)
            self.broken += troubles
            for trouble in troubles:
                self._note(trouble)
            for each in taken:
                part = self._unlike(readable(each.path), without_ending(Path(name)).as_posix())
                self.parts[part] = each.place  # type: ignore[assignment]
                self.deliveries[part] = replace(delivery, modified=each.modified)
            if not taken:
                self.deliveries[name] = delivery
        elif found.place is not None and (
            found.is_code or (self.only_documents and _may_be_work(found))
        ):
            name = self._unlike(name, readable(origin))
            self.parts[name] = found.place
            self.deliveries[name] = delivery
        elif found.is_archive:
            self._note(messages.left_packed(name))
            self.deliveries.setdefault(name, delivery)
        elif self.draft.platform:
            self.deliveries.setdefault(name, delivery)

    def _unlike(self, name: str, origin: str) -> str:
        """``name``, or where another file has it, one that says where it is from: no file replaces another."""
        candidate, number = name, 1
        while candidate in self.parts:
            candidate = f"{origin}/{name}" if number == 1 else f"{origin} {number}/{name}"
            number += 1
        return candidate

    def _note(self, text: str) -> None:
        self.notes.append(Note("skipped", text))


def _relative(path: Path, root: Path) -> str:
    """The path below the intake root; of what is the root itself, its name."""
    return readable(path.name if path == root else path.relative_to(root).as_posix())


def _may_be_work(found: Found) -> bool:
    """Whether a document is what its student wrote: a text is where it holds code, as platforms write some."""
    if not found.is_document or found.place is None:
        return False
    if found.suffix not in TEXTS:
        return True
    try:
        with open(found.place, "rb") as stream:
            return _CODE.search(stream.read(_BEGINNING)) is not None
    except OSError:
        return False


def _unpacked(found: Found, name: str, depth: int = 1) -> tuple[list[Found], list[str]]:
    """The code files in a student's own archive, and in archives within it."""
    try:
        listing = list_archive(found.place, STUDENT)  # type: ignore[arg-type]
    except Damaged as fault:
        return [], [f"{name}: {fault}"]
    parts = [each for each in listing.files if each.is_code and each.place is not None]
    troubles = [f"{name}: {readable(text)}" for text in listing.refused]
    troubles += [f"{name}: {each.path}: {each.trouble}" for each in listing.files if each.trouble]
    inner = [each for each in listing.files if each.is_archive and each.place is not None]
    for each in inner if not parts else ():
        inside = f"{name}: {readable(each.path)}"
        if depth == _DEEPEST or len(inner) > _MOST_ARCHIVES:
            troubles.append(f"{inside}: {messages.PACKED_TOO_OFTEN}")
            continue
        taken, more = _unpacked(each, inside, depth + 1)
        folder = without_ending(Path(each.path)).as_posix()
        parts += [replace(one, path=f"{folder}/{one.path}") for one in taken]
        troubles += more
    if not parts and not troubles:
        return [each for each in listing.files if _may_be_work(each)], []
    return parts, troubles
