"""What intake finds, from single files up to submissions."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from grader.model.submission import Note

CODE = (".py", ".ipynb")
CODE_NAME = re.compile(
    r"\.(?:py|ipynb)(?:[ _]?\(\d{1,3}\))?(?:\.(?:txt|json|html?|download))?(?:[ _]?\(\d{1,3}\))?$",
    re.IGNORECASE,
)
"""How the name of a script or notebook ends, also where a browser or a server put an ending behind it."""
TEXTS = (".html", ".htm", ".json", ".txt", ".md")
DOCUMENTS = (*TEXTS, ".pdf", ".doc", ".docx", ".odt", ".rtf", ".pages")
"""What is looked into where a student handed in nothing else: it may hold the work, or say why not."""
ARCHIVES = (".zip", ".tar", ".gz", ".tgz", ".bz2", ".xz", ".7z", ".rar")
PASSED_OVER = ("__pycache__", "__MACOSX", "site-packages", "node_modules", "$RECYCLE.BIN", "@eaDir")
SYSTEMS_FILES = ("thumbs.db", "ehthumbs.db", "desktop.ini", "icon\r")
"""What Windows and macOS leave in folders; nobody hands that in."""
ENVIRONMENT = "pyvenv.cfg"
"""Marks a folder as a virtual environment, of which no file is a student's."""
METADATA = "submission_metadata.yml"
TIMESTAMP = "timestamp.txt"
SUBMITTY_SETTINGS = "user_assignment_settings.json"
CLASSROOM50_SCORES = "scores.csv"
PLATFORMS_FILES = (METADATA, TIMESTAMP, SUBMITTY_SETTINGS, CLASSROOM50_SCORES)
"""What is read of an archive beside code, since it tells whose something is, and when it was handed in."""
MOST_FILES = 200
LARGEST = 64 * 2**20
LINK = "this is a link, and links are not followed"
IRREGULAR = "this is not a regular file"


@dataclass(frozen=True, slots=True)
class Found:
    """A file of a class's folder or archive.

    path     its parts joined by "/", below the folder or archive
    place    where its bytes lie; None: it was not looked at, or cannot be read
    trouble  why it cannot be read, where that is known
    folder   it is an empty folder, or a link to one
    modified  the date that its archive gives it; None outside of archives, where dates depend on who copied
    """

    path: str
    place: Path | None = None
    trouble: str | None = None
    folder: bool = False
    modified: str | None = None

    @property
    def top(self) -> str:
        return self.path.partition("/")[0]

    @property
    def below(self) -> str:
        """The path without its first folder; empty for what lies at the top."""
        return self.path.partition("/")[2]

    @property
    def suffix(self) -> str:
        name = self.path.rpartition("/")[2]
        dot = name.rfind(".")
        return name[dot:].lower() if dot > 0 else ""

    @property
    def is_a_systems(self) -> bool:
        """Whether an operating system or an office program left it there."""
        name = self.path.rpartition("/")[2]
        return name.casefold() in SYSTEMS_FILES or name.startswith("~$")

    @property
    def is_code(self) -> bool:
        return not self.folder and bool(CODE_NAME.search(self.path))

    @property
    def is_document(self) -> bool:
        return self.suffix in DOCUMENTS and not self.folder and not self.is_code

    @property
    def is_archive(self) -> bool:
        return self.suffix in ARCHIVES and not self.folder


@dataclass(frozen=True, slots=True)
class Listing:
    """Everything in one folder or archive.

    root      where it lies; of an archive, its path without the ending
    hidden    names of hidden folders that were passed over, as far as they tell a layout
    refused   what of an archive was left out for safety
    archive   it is one
    told      what a person should know of how it was read
    """

    root: Path
    files: tuple[Found, ...]
    hidden: frozenset[str] = frozenset()
    refused: tuple[str, ...] = ()
    archive: bool = False
    told: tuple[str, ...] = ()


def without_leftovers(files: Iterable[Found]) -> list[Found]:
    """``files`` without what systems leave behind and without virtual environments."""
    files = [found for found in files if not found.is_a_systems]
    environments = {
        found.path.removesuffix(ENVIRONMENT)
        for found in files
        if found.path.endswith(f"/{ENVIRONMENT}")
    }
    if not environments:
        return files
    kept = [found for found in files if not any(map(found.path.startswith, environments))]
    tops = {found.top for found in kept}
    gone = {path.partition("/")[0] for path in environments} - tops
    return [*kept, *(Found(top, folder=True) for top in sorted(gone))]


@dataclass(frozen=True, slots=True)
class Person:
    """A student as a platform names them: its id first, and what else they may be known by."""

    id: str
    name: str | None = None
    others: tuple[str, ...] = ()
    section: str | None = None

    @property
    def ids(self) -> tuple[str, ...]:
        return (self.id, *self.others)


@dataclass(frozen=True, slots=True)
class Delivery:
    """What the platform tells of a submitted file; None where it tells nothing.

    ``upload`` is its own number of the file, which grows over the whole class; ``modified`` is the date
    that the file's archive gives it.
    """

    submitted_at: str | None = None
    late: bool | None = None
    attempt: int | None = None
    upload: int = 0
    modified: str | None = None

    @property
    def order(self) -> tuple[str, int]:
        """By which one of several is the later."""
        return self.submitted_at or "", self.upload


@dataclass(frozen=True, slots=True)
class Pending:
    """A submission that was found and not yet read.

    student     one name, unlike any other's
    file        relative to the intake root: the deepest folder that holds all given paths
    parts       its files in name order: the name that reports show, and where it lies
    broken      why there is nothing to read, where that is known already
    people      who handed it in, as the platform names them; several for a group
    platform    the layout that the names were read by; empty where they were not
    deliveries  what the platform tells, by the names of the parts
    formerly    names of the student under which earlier runs may have kept a report
    earlier     what others of the group handed in before, the latest first: an exercise that is not
                in this one may be in those
    secrets     names that pseudonyms stand for, to be found in what the student's code says
    """

    student: str
    file: str
    parts: tuple[tuple[str, Path], ...]
    notes: tuple[Note, ...] = ()
    broken: str | None = None
    people: tuple[Person, ...] = ()
    platform: str = ""
    deliveries: Mapping[str, Delivery] = field(default_factory=dict)
    formerly: tuple[str, ...] = ()
    earlier: tuple[Pending, ...] = ()
    secrets: tuple[str, ...] = ()

    @property
    def handed_in(self) -> tuple[Pending, ...]:
        """All that was handed in by its student or group, the latest first."""
        return (self, *self.earlier)

    @property
    def known_as(self) -> tuple[str, ...]:
        """Every name by which its student, or one of its group, may be meant."""
        return (
            self.student,
            *self.formerly,
            *(one for person in self.people for one in person.ids),
        )

    def delivery(self, names: tuple[str, ...] = ()) -> Delivery:
        """What is told of the parts called ``names`` together (of all, if none is named)."""
        told = [each for name, each in self.deliveries.items() if not names or name in names]
        told = told or list(self.deliveries.values())
        late = [each.late for each in told if each.late is not None]
        return Delivery(
            submitted_at=max(
                (each.submitted_at for each in told if each.submitted_at), default=None
            ),
            late=any(late) if late else None,
            attempt=max((each.attempt for each in told if each.attempt), default=None),
            upload=max((each.upload for each in told), default=0),
        )


@dataclass(frozen=True, slots=True)
class Unassigned:
    """A file that is in no submission: relative to the intake root, and why."""

    file: str
    reason: str


@dataclass(frozen=True, slots=True)
class Intake:
    """What was found.

    pending     submissions in the order of their places
    unassigned  every other file that was handed in
    told        sentences for whoever started the run: members refused, names guessed, doubts
    summary     one line: the platform, how many sections and students, how many files belong to nobody
    """

    pending: tuple[Pending, ...]
    unassigned: tuple[Unassigned, ...] = ()
    told: tuple[str, ...] = ()
    summary: str = ""

    @property
    def ignored(self) -> int:
        """How many files belong to nobody."""
        return len(self.unassigned)
