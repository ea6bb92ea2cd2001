"""Which version of the course is graded with, where several machines have a copy of it each.

The database names one version, by a fingerprint of the course's files. A worker whose machine has another one
takes no work and says so. The machine that set the version goes on when its own files change, as a single
machine does; every other one waits until it has the same files. ``grader service course`` sets the version
from any machine.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy.orm import Session

from grader.course.catalog import Course
from grader.service.audit_log import note
from grader.service.database import Database
from grader.service.shared_values import COURSE, COURSE_FROM, known, set_value
from grader.service.teaching import the_course
from grader.util.errors import GraderError

_PARTS = ("exercises", "reference", "translations")
_FILES = ("grader.toml", "pyproject.toml")
_NOT_OF_IT = ("__pycache__", ".git", ".ipynb_checkpoints")


Stamp = tuple[str, int, int]
"""The name of a file, when it was changed last, and its size."""


@dataclass(slots=True)
class CourseFiles:
    """The files that decide how work is graded."""

    folder: Path
    settings: Path | None
    _own: tuple[Stamp, ...] | None = None
    _beside: tuple[tuple[str, str], ...] = ()

    def stamps(self) -> tuple[Stamp, ...]:
        """What changes when an author saves a file."""
        own = tuple(_stamp(*each) for each in self._paths())
        if own != self._own:
            self._own, self._beside = own, tuple(self._named_by_settings())
        return *own, *(_stamp(*each) for each in self._beside)

    def fingerprint(self) -> str:
        """A hash over the names and contents of all files, as of the last `stamps`."""
        digest = hashlib.sha256()
        for name, path in (*self._paths(), *self._beside):
            try:
                content = hashlib.sha256(Path(path).read_bytes()).hexdigest()
            except OSError:  # an editor is replacing it
                content = "-"
            digest.update(f"{name}\0{content}\0".encode("utf-8", "surrogateescape"))
        return digest.hexdigest()

    def _paths(self) -> Iterator[tuple[str, str]]:
        """The course's own files, each with a name that is the same on every machine."""
        for part in _PARTS:
            top = os.path.join(self.folder, part)
            for parent, folders, names in os.walk(top):
                folders[:] = sorted(name for name in folders if name not in _NOT_OF_IT)
                for name in sorted(names):
                    path = os.path.join(parent, name)
                    yield part + path.removeprefix(top).replace(os.sep, "/"), path
        for name in _FILES:
            if os.path.isfile(path := os.path.join(self.folder, name)):
                yield name, path
        if self.settings is not None:
            yield "settings", str(self.settings)

    def _named_by_settings(self) -> Iterator[tuple[str, str]]:
        """Files that decide who gets which variant."""
        course = Course(self.folder, self.settings)
        try:
            variants = course.settings.variants if course.configured else None
        except GraderError:  # whoever grades says what is wrong with them
            return
        if variants is not None:
            for name, path in (("salt", variants.salt), ("assigned", variants.assigned)):
                if path is not None and path.is_file():
                    yield name, str(path)


def _stamp(name: str, path: str) -> Stamp:
    try:
        status = os.stat(path)
    except OSError:
        return name, 0, 0
    return name, status.st_mtime_ns, status.st_size


@dataclass(slots=True)
class CourseVersion:
    """The version that this machine has, against the one that the service grades with.

    machine  what this machine's name is; "" where a service has but one
    """

    database: Database
    files: CourseFiles
    machine: str
    _state: tuple[Stamp, ...] | None = None
    _fingerprint: str = ""

    def fingerprint(self) -> str:
        """A hash over everything that decides how work is graded."""
        state = self.files.stamps()
        if state != self._state:
            self._state, self._fingerprint = state, self.files.fingerprint()
        return self._fingerprint

    def difference(self) -> str | None:
        """Why this machine must not grade now, in a sentence; None where it may.

        Where no version was set yet, or this machine had set it, this one becomes the service's.
        """
        if not self.database.is_shared:
            return None
        own = self.fingerprint()
        with self.database.reading() as session:
            agreed, source = known(session, COURSE), known(session, COURSE_FROM)
        if agreed != own and (agreed is None or source == self.machine):
            agreed = self._set(own, instead_of=agreed)
        if agreed == own:
            return None
        return f"its course is version {own[:12]}, the service grades with {(agreed or '')[:12]}"

    def set_here(self) -> str:
        """Have every machine grade with this one's version; returns its fingerprint."""
        with self.database.writing() as session:
            return self._agree(session, self.fingerprint(), known(session, COURSE))

    def _set(self, own: str, instead_of: str | None) -> str:
        with self.database.writing() as session:
            agreed = known(session, COURSE)
            if agreed != instead_of:  # another machine was first
                return agreed or ""
            return self._agree(session, own, agreed)

    def _agree(self, session: Session, own: str, before: str | None) -> str:
        set_value(session, COURSE, own)
        set_value(session, COURSE_FROM, self.machine)
        if before != own:
            course = the_course(session).id
            note(session, course, None, "course.changed", own[:12], before=(before or "")[:12])
        return own
