"""Finds a course and reads its exercises: from a folder with code, or from a released bundle.

A course is a folder that holds ``exercises/<id>/exercise.py`` and, usually, ``reference/``; or a
folder of released bundles, each an ``exercise.json`` that is data only.
"""

from __future__ import annotations

import difflib
import os
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from grader.util.errors import AuthorError, UsageError

if TYPE_CHECKING:
    from grader.course.definition import Declaration, Definition
    from grader.course.settings import Settings

VARIABLE = "GRADER_COURSE"
_CODE = "exercise.py"
_BUNDLE = "exercise.json"


def find_course(chosen: Path | str | None = None, settings: Path | None = None) -> Course:
    """Return the course, with its own settings or those of the file ``settings``: the chosen folder, else the environment variable's, else the checkout
    beside the package, else the packaged one.

    Never the working directory or the submissions' folder, since cases are code. Raises
    UsageError when the chosen folder holds no exercise.
    """
    course = _found(chosen)
    return course if settings is None else Course(course.root, settings.resolve())


def _found(chosen: Path | str | None) -> Course:
    named = chosen or os.environ.get(VARIABLE)
    if named:
        course = Course(Path(named).resolve())
        if not course.ids():
            raise UsageError(
                f"no exercise in {named}",
                f"a course holds exercises/<id>/{_CODE}, a released bundle {_BUNDLE}",
            )
        return course
    package = Path(__file__).resolve().parents[1]
    checkout = package.parent
    if (checkout / "pyproject.toml").is_file() and (checkout / "exercises").is_dir():
        return Course(checkout)
    if not (package / "_course").is_dir():
        raise UsageError(
            "this toolkit was installed without a course",
            "say --course DIR: a course, or the folder of the exercise that was handed out",
        )
    return Course(package / "_course")


@dataclass(frozen=True)
class Course:
    """A folder of exercises. Reading it runs author code, once for each exercise asked for."""

    root: Path
    chosen_settings: Path | None = None
    """A file of settings in the place of the course's own."""

    @cached_property
    def configured(self) -> bool:
        """Whether there may be settings: what reads them takes long to load."""
        if self.chosen_settings is not None or (self.root / "grader.toml").is_file():
            return True
        try:
            return b"tool.grader" in (self.root / "pyproject.toml").read_bytes()
        except OSError:
            return False

    @cached_property
    def settings(self) -> Settings:
        """Its configuration; raises UsageError for what is none."""
        from grader.course.settings import EVERY, read_settings

        settings = read_settings(self.root, self.chosen_settings)
        for name in [*settings.points, *(settings.late.due if settings.late else ())]:
            if name not in self._folders and name != EVERY:
                raise UsageError(
                    f"the settings speak of an exercise {name!r}, which is not in the course",
                    f"there are: {', '.join(self.ids())}",
                )
        return settings

    @cached_property
    def faults(self) -> dict[str, AuthorError]:
        """Exercises that could not be read when their names were asked for, and why."""
        return {}

    @cached_property
    def _definitions(self) -> dict[str, Definition]:
        return {}

    @cached_property
    def _declared(self) -> dict[str, Declaration]:
        return {}

    @cached_property
    def _parameters(self) -> dict[str, dict[str, tuple[str, ...]]]:
        return {}

    @cached_property
    def _folders(self) -> dict[str, Path]:
        try:
            return dict(_exercise_folders(self.root))
        except OSError as error:
            raise AuthorError(
                f"the course at {self.root} cannot be read: {error.strerror}"
            ) from error

    def ids(self) -> tuple[str, ...]:
        """The ids of its exercises, sorted; raises AuthorError where the folder cannot be read."""
        return tuple(sorted(self._folders))

    def definition(self, exercise_id: str) -> Definition:
        """Read one exercise; raises UsageError for an unknown id, AuthorError for a faulty one."""
        if exercise_id not in self._definitions:
            self._definitions[exercise_id] = self._read(exercise_id)
        return self._definitions[exercise_id]

    def _read(self, exercise_id: str) -> Definition:
        from grader.course.bundle import read_bundle
        from grader.course.definition import read_definition

        folder = self._folders.get(exercise_id)
        if folder is None:
            near = difflib.get_close_matches(exercise_id, self.ids(), n=3, cutoff=0.4)
            listed = ", ".join(near or self.ids())
            raise UsageError(
                f"unknown exercise {exercise_id!r}",
                f"did you mean {listed}?" if near else f"there are: {listed}",
            )
        if (folder / _BUNDLE).is_file():
            definition = read_bundle(folder / _BUNDLE, exercise_id)
        else:
            definition = read_definition(self._declaration(exercise_id), self.root)
        points = self.settings.points.get(exercise_id) if self.configured else None
        if points is None:
            return definition
        from grader.course.weights import weighted

        return weighted(definition, points)

    def _declaration(self, exercise_id: str) -> Declaration:
        """What the author's code declares; it is run once."""
        from grader.course.definition import declared_in

        if exercise_id not in self._declared:
            folder = self._folders[exercise_id]
            self._declared[exercise_id] = declared_in(folder, self.root, exercise_id)
        return self._declared[exercise_id]

    def graded_names(self, defined: Collection[str] | None = None) -> dict[str, tuple[str, ...]]:
        """Every exercise's graded functions: what a file is recognised by.

        Given the functions that one file defines, exercises that grade none of them may be left
        out. An exercise that cannot be read is left out too, and kept in ``faults``: one author's
        slip must not stop the grading of all other exercises.
        """
        from grader.course.text_scan import may_grade

        names = {}
        for id_, folder in sorted(self._folders.items()):
            try:
                if not (folder / _CODE).is_file():
                    names[id_] = self.definition(id_).known_names
                elif defined is None or may_grade(folder, self.root, defined):
                    names[id_] = self._declaration(id_).known_names
            except AuthorError as fault:
                self.faults[id_] = fault
        return names

    def parameters(self, exercise_id: str) -> dict[str, tuple[str, ...]]:
        """The exercise's functions and their parameters; none of an exercise that cannot be read."""
        if exercise_id not in self._parameters:
            try:
                found = self.definition(exercise_id).parameters()
            except AuthorError:
                found = {}
            self._parameters[exercise_id] = found
        return self._parameters[exercise_id]


def _exercise_folders(root: Path) -> Iterator[tuple[str, Path]]:
    if (root / _BUNDLE).is_file():
        yield root.name, root
        return
    parent = root / "exercises"
    for folder in (parent if parent.is_dir() else root).iterdir():
        if folder.name.startswith((".", "_")) or not folder.is_dir():
            continue
        if (folder / _CODE).is_file() or (folder / _BUNDLE).is_file():
            yield folder.name, folder
