"""What was handed in, from single files up to submissions, and the hash by which reports know it."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from grader.model.submission import Note
from grader.util.language import gettext_noop

CODE = (".py", ".ipynb")
CODE_NAME = re.compile(
    r"\.(?:py|ipynb)(?:[ _]?\(\d{1,3}\))?(?:\.(?:txt|json|html?|download))?(?:[ _]?\(\d{1,3}\))?$",
    re.IGNORECASE,
)
"""How the name of a script or notebook ends, also where a browser or server added a second ending."""
TEXTS = (".html", ".htm", ".json", ".txt", ".md")
DOCUMENTS = (*TEXTS, ".pdf", ".doc", ".docx", ".odt", ".rtf", ".pages")
"""Read where a student handed in nothing else: such a file may hold the work, or say why there is none."""
ARCHIVES = (".zip", ".tar", ".gz", ".tgz", ".bz2", ".xz", ".7z", ".rar")
PASSED_OVER = ("__pycache__", "__MACOSX", "site-packages", "node_modules", "$RECYCLE.BIN", "@eaDir")
SYSTEMS_FILES = ("thumbs.db", "ehthumbs.db", "desktop.ini", "icon\r")
"""Files that Windows and macOS leave in folders."""
ENVIRONMENT = "pyvenv.cfg"
"""Marks a folder as a virtual environment: no file in it is a student's work."""
METADATA = "submission_metadata.yml"
TIMESTAMP = "timestamp.txt"
SUBMITTY_SETTINGS = "user_assignment_settings.json"
CLASSROOM50_SCORES = "scores.csv"
PLATFORMS_FILES = (METADATA, TIMESTAMP, SUBMITTY_SETTINGS, CLASSROOM50_SCORES)
"""Files of platforms that say who handed in what, and when. They are unpacked like code."""
MOST_FILES = 200
LARGEST = 64 * 2**20
LINK = gettext_noop("this is a link, and links are not followed")
IRREGULAR = gettext_noop("this is not a regular file")


@dataclass(frozen=True, slots=True)
class ListedFile:
    """A file of the folder or archive of a class.

    path       its parts joined by "/", relative to the folder or archive
    location   where its bytes are; None: it was not unpacked, or cannot be read
    problem    why it cannot be read, where that is known
    is_folder  it is an empty folder, or a link to one
    modified   its date in an archive; None outside of archives, where a date only says who copied the file
    """

    path: str
    location: Path | None = None
    problem: str | None = None
    is_folder: bool = False
    modified: str | None = None

    @property
    def top(self) -> str:
        """The first part of the path."""
        return self.path.partition("/")[0]

    @property
    def below(self) -> str:
        """The path without its first part; empty for a file at the top."""
        return self.path.partition("/")[2]

    @property
    def suffix(self) -> str:
        name = self.path.rpartition("/")[2]
        dot = name.rfind(".")
        return name[dot:].lower() if dot > 0 else ""

    @property
    def is_leftover(self) -> bool:
        """Whether an operating system or an office program left it there."""
        name = self.path.rpartition("/")[2]
        return name.casefold() in SYSTEMS_FILES or name.startswith("~$")

    @property
    def is_code(self) -> bool:
        return not self.is_folder and bool(CODE_NAME.search(self.path))

    @property
    def is_document(self) -> bool:
        return self.suffix in DOCUMENTS and not self.is_folder and not self.is_code

    @property
    def is_archive(self) -> bool:
        return self.suffix in ARCHIVES and not self.is_folder

    @property
    def may_hold_work(self) -> bool:
        """Whether it is code or an archive, which may hold code."""
        return self.is_code or self.is_archive

    def read(self, limit: int) -> bytes:
        """Return its first ``limit`` bytes; none where it cannot be read."""
        if self.location is None:
            return b""
        try:
            with open(self.location, "rb") as stream:
                return stream.read(limit)
        except OSError:
            return b""


@dataclass(frozen=True, slots=True)
class Listing:
    """Everything in one folder or archive.

    root      where it is; of an archive, its path without the ending
    hidden    paths of hidden files and folders that were left out; some of them identify a platform
    refused   members of an archive that were left out for safety, as "path: reason"
    archive   whether it is an archive
    messages  sentences for the instructor about how it was read
    """

    root: Path
    files: tuple[ListedFile, ...]
    hidden: frozenset[str] = frozenset()
    refused: tuple[str, ...] = ()
    archive: bool = False
    messages: tuple[str, ...] = ()

    def only(self, tops: Collection[str]) -> Listing:
        """Return the listing with nothing but these names at its top."""
        return replace(self, files=tuple(file for file in self.files if file.top in tops))

    def without(self, tops: Collection[str]) -> Listing:
        """Return the listing without these names at its top."""
        return replace(self, files=tuple(file for file in self.files if file.top not in tops))


def folders_around(paths: Iterable[str]) -> set[str]:
    """Return every folder that one of the paths is in."""
    return {path[:end] for path in paths for end in range(len(path)) if path[end] == "/"}


def without_leftovers(files: Iterable[ListedFile]) -> list[ListedFile]:
    """Return ``files`` without leftovers of systems and without virtual environments.

    A folder that holds nothing else is there as an empty one: it may be all that a student handed in.
    """
    every = list(files)
    files = [file for file in every if not file.is_leftover]
    if len(files) < len(every):
        emptied = {file.path.rpartition("/")[0] for file in every if file.is_leftover}
        emptied -= {*folders_around(file.path for file in files), *(f.path for f in files), ""}
        files += [ListedFile(path, is_folder=True) for path in sorted(emptied)]
    environments = {
        file.path.removesuffix(ENVIRONMENT)
        for file in files
        if file.path.endswith(f"/{ENVIRONMENT}")
    }
    if not environments:
        return files
    kept = [file for file in files if not any(map(file.path.startswith, environments))]
    removed = {path.partition("/")[0] for path in environments} - {file.top for file in kept}
    return [*kept, *(ListedFile(top, is_folder=True) for top in sorted(removed))]


@dataclass(frozen=True, slots=True)
class Person:
    """A student as a platform names them: the platform's id, the name, and other ids."""

    id: str
    name: str | None = None
    others: tuple[str, ...] = ()
    section: str | None = None

    @property
    def ids(self) -> tuple[str, ...]:
        return (self.id, *self.others)


@dataclass(frozen=True, slots=True)
class Delivery:
    """What the platform says about a submitted file; None where it says nothing.

    upload    the platform's number of the file, which grows over the whole class
    modified  the date of the file in its archive
    """

    submitted_at: str | None = None
    late: bool | None = None
    attempt: int | None = None
    upload: int = 0
    modified: str | None = None

    @property
    def order(self) -> tuple[str, int]:
        """Sort key: of two, the later has the larger one."""
        return self.submitted_at or "", self.upload


@dataclass(frozen=True, slots=True)
class Lot:
    """By what the variants of a student, or of students who hand in together, are chosen.

    keys   made from the course's salt and an id: who has the salt alone can make one
    given  exercise and variant, where a person chose it
    """

    keys: tuple[str, ...]
    given: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Pending:
    """A submission whose files have not been read yet.

    student     one name, different from all others
    file        its path relative to the intake root, the deepest folder around all given paths
    parts       its files in the order of their names: the name for reports, and where the file is
    broken      why there is nothing to read, where that is known already
    people      who handed it in, according to the platform; several for a group
    platform    the layout whose names were recognised; empty where none was
    deliveries  what the platform says about each part
    formerly    other names of the student, under which earlier runs may have kept a report
    earlier     submissions of other members of the group, the latest first: they may hold an exercise
                that is missing here
    secrets     names that pseudonyms replace; they are also removed from the output of the student's code
    lot         by what its variants are chosen; None where no exercise has any
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
    lot: Lot | None = None

    @property
    def handed_in(self) -> tuple[Pending, ...]:
        """All submissions of its student or group, the latest first."""
        return (self, *self.earlier)

    @property
    def known_as(self) -> tuple[str, ...]:
        """Every name of its student or of the members of its group."""
        return (
            self.student,
            *self.formerly,
            *(one for person in self.people for one in person.ids),
        )

    def delivery(self, names: tuple[str, ...] = ()) -> Delivery:
        """Return what the platform says about the parts called ``names``, or about all parts."""
        chosen = [each for name, each in self.deliveries.items() if name in names]
        chosen = chosen or list(self.deliveries.values())
        late = [each.late for each in chosen if each.late is not None]
        return Delivery(
            submitted_at=max((e.submitted_at for e in chosen if e.submitted_at), default=None),
            late=any(late) if late else None,
            attempt=max((each.attempt for each in chosen if each.attempt), default=None),
            upload=max((each.upload for each in chosen), default=0),
        )


@dataclass(frozen=True, slots=True)
class Unassigned:
    """A file that is in no submission: its path relative to the intake root, and the reason."""

    file: str
    reason: str


@dataclass(frozen=True, slots=True)
class Intake:
    """The submissions under the paths of the command line.

    pending     submissions in the order of their paths
    unassigned  every other file that was handed in
    messages    sentences for the instructor: refused members of archives, guessed names, doubts
    summary     one line: the platform, how many sections and students, how many files without a student
    """

    pending: tuple[Pending, ...]
    unassigned: tuple[Unassigned, ...] = ()
    messages: tuple[str, ...] = ()
    summary: str = ""


def combined_hash(hashes: Mapping[str, str]) -> str:
    """One hash for a submission: its only file's own, or one over all names and hashes.

    Args:
        hashes: file -> SHA-256 of its bytes.
    """
    if len(hashes) == 1:
        return next(iter(hashes.values()))
    lines = "".join(f"{hashes[name]}  {name}\n" for name in sorted(hashes))
    return hashlib.sha256(lines.encode()).hexdigest()
