"""Finds a course and reads its exercises: from a folder with code, or from a released bundle.

A course is a folder that holds ``exercises/<id>/exercise.py`` and, usually, ``reference/``; or a
folder of released bundles, each an ``exercise.json`` that is data only.
"""

from __future__ import annotations

import os
import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from grader.model.libraries import is_installed, to_install
from grader.util.errors import AuthorError, MissingLibrary, UsageError
from grader.util.files import read_secret
from grader.util.in_words import known_names
from grader.util.language import (
    ENGLISH,
    Catalogue,
    catalogue,
    extended,
    languages,
    read_po,
    shipped,
)

if TYPE_CHECKING:
    from grader.course.bundle import Languages
    from grader.course.definition import Declaration, Definition
    from grader.course.settings import Settings

VARIABLE = "GRADER_COURSE"
_LIBRARIES = re.compile(r"\blibraries\s*=\s*[\[(]([^\])]*)[\])]")
_NAME = re.compile(r"[\"']([A-Za-z_]\w*)[\"']")
_CODE = "exercise.py"
_BUNDLE = "exercise.json"
_NEW_SALT = "make one, for instance with: head -c 32 /dev/urandom | base64 > salt.txt"


def find_course(chosen: Path | str | None = None, settings: Path | None = None) -> Course:
    """Return the course, with its own settings or those of the file ``settings``.

    It is the chosen folder, else the environment variable's, else the checkout beside the
    package, else the packaged one; never the working directory or the submissions' folder, since
    cases are code. Raises UsageError when the chosen folder holds no exercise.
    """
    root = _course_folder(chosen or os.environ.get(VARIABLE))
    return Course(root, settings.resolve() if settings else None)


def _course_folder(chosen: Path | str | None) -> Path:
    if chosen:
        root = Path(chosen).resolve()
        if not Course(root)._folders:
            raise UsageError(
                f"no exercise in {chosen}",
                f"a course holds exercises/<id>/{_CODE}, a released bundle {_BUNDLE}",
            )
        return root
    package = Path(__file__).resolve().parents[1]
    checkout = package.parent
    if (checkout / "pyproject.toml").is_file() and (checkout / "exercises").is_dir():
        return checkout
    if not (package / "_course").is_dir():
        raise UsageError(
            "this toolkit was installed without a course",
            "say --course DIR: a course, or the folder of the exercise that was handed out",
        )
    return package / "_course"


@dataclass(frozen=True)
class Course:
    """A folder of exercises. Reading it runs author code, once for each exercise asked for.

    chosen_settings  a file of settings in the place of the course's own
    faults           exercises that could not be read when all names were asked for, and why
    """

    root: Path
    chosen_settings: Path | None = None
    faults: dict[str, AuthorError] = field(default_factory=dict, compare=False)
    _definitions: dict[tuple[str, str | None], Definition] = field(
        default_factory=dict, compare=False, repr=False
    )
    _read_once: dict[str, Definition] = field(default_factory=dict, compare=False, repr=False)
    _declarations: dict[str, Declaration] = field(default_factory=dict, compare=False, repr=False)
    _catalogues: dict[str, Catalogue] = field(default_factory=dict, compare=False, repr=False)

    def __reduce__(self) -> tuple[type[Course], tuple[Path, Path | None]]:
        """Another process reads the course itself: the authors' functions cannot be sent."""
        return Course, (self.root, self.chosen_settings)

    @cached_property
    def configured(self) -> bool:
        """Whether the course has settings: the module that reads them takes long to load."""
        if self.chosen_settings is not None or (self.root / "grader.toml").is_file():
            return True
        try:
            tool = tomllib.loads((self.root / "pyproject.toml").read_text("utf-8")).get("tool")
        except OSError:
            return False
        except ValueError:
            return True  # reading the settings reports it
        return isinstance(tool, dict) and "grader" in tool

    @cached_property
    def settings(self) -> Settings:
        """Its settings; raises UsageError for what is none."""
        from grader.course.settings import EVERY, read_settings

        settings = read_settings(self.root, self.chosen_settings)
        for name in [*settings.points, *(settings.late.due if settings.late else ())]:
            if name not in self._folders and name != EVERY:
                raise UsageError(
                    f"the settings name an exercise {name!r}, which is not in the course",
                    f"there are: {', '.join(self.ids())}",
                )
        return settings

    def catalogue(self, language: str | None = None) -> Catalogue:
        """What students read, in ``language`` or else in the language of the course.

        A course may bring translations of its own texts, and languages that are not shipped, in
        ``translations/<language>.po``. Raises UsageError where there are none.
        """
        released = self._released
        chosen = language or (self.settings.language if self.configured else None)
        chosen = chosen or (released.language if released else ENGLISH)
        if chosen not in self._catalogues:
            own, texts = self._translations, released.texts.get(chosen, {}) if released else {}
            try:
                found = shipped(chosen) if texts else catalogue(chosen, own)
            except (LookupError, ValueError) as fault:
                there = ", ".join(languages(own))
                raise UsageError(str(fault.args[0]), f"there are: {there}") from None
            self._catalogues[chosen] = extended(found, chosen, texts) if texts else found
        return self._catalogues[chosen]

    def translations(self) -> dict[str, dict[str, tuple[str, ...]]]:
        """Language -> the course's own translations; raises UsageError for a file that cannot be read."""
        found = {}
        for file in sorted(self._translations.glob("*.po")) if self._translations else ():
            try:
                found[file.stem] = {t: f for t, f in read_po(file.read_text("utf-8")) if t}
            except (OSError, ValueError, SyntaxError) as fault:
                raise UsageError(f"the translations in {file} cannot be read: {fault}") from None
        return found

    @property
    def _translations(self) -> Path | None:
        folder = self.root / "translations"
        return folder if folder.is_dir() else None

    @cached_property
    def _released(self) -> Languages | None:
        """What the first of the released bundles says of its language; all are of one course."""
        from grader.course.bundle import languages_in

        files = (folder / _BUNDLE for _, folder in sorted(self._folders.items()))
        file = next((file for file in files if file.is_file()), None)
        return None if file is None else languages_in(file)

    @cached_property
    def _folders(self) -> dict[str, Path]:
        try:
            return dict(_exercise_folders(self.root))
        except OSError as error:
            raise AuthorError(
                f"the course at {self.root} cannot be read: {error.strerror}"
            ) from error

    def ids(self) -> tuple[str, ...]:
        """The ids of the exercises that this machine has the libraries for, sorted.

        Raises AuthorError where the folder cannot be read.
        """
        return tuple(sorted(self._folders.keys() - self.left_out.keys()))

    @cached_property
    def left_out(self) -> dict[str, str]:
        """Exercise -> a library that it declares and that is not installed here; nothing is run."""
        files = {id_: folder / _CODE for id_, folder in self._folders.items()}
        return {
            id_: library
            for id_, file in sorted(files.items())
            if file.is_file()
            for library in _declared_libraries(file)[:1]
        }

    def _refuse_left_out(self, exercise_id: str) -> None:
        library = self.left_out.get(exercise_id)
        if library is not None:
            raise MissingLibrary(
                f"{exercise_id}: the library {library} is not installed here",
                f"pip install {to_install(library)}",
                library,
            )

    def definition(self, exercise_id: str, variant: str | None = None) -> Definition:
        """Read one exercise; raises UsageError for an unknown id, AuthorError for a faulty one.

        Where it has variants, what is returned is one of them: ``variant``, or the first.
        """
        key = (exercise_id, variant)
        if key not in self._definitions:
            if exercise_id not in self._read_once:
                self._read_once[exercise_id] = self._read(exercise_id)
            self._definitions[key] = self._weighted(self._read_once[exercise_id], variant)
        return self._definitions[key]

    @cached_property
    def salt(self) -> bytes | None:
        """The secret by which variants are chosen and drawn; None where the course names none.

        Raises UsageError for a file that cannot be read, or that is short enough to guess.
        """
        path = self.settings.variants.salt if self.configured else None
        return None if path is None else read_secret(path, "salt", _NEW_SALT)

    def required_salt(self, exercise_id: str) -> bytes:
        """The salt of a course whose exercise has variants; raises UsageError where it names none."""
        if self.salt is None:
            raise UsageError(
                f"{exercise_id} has variants, and the course has no salt to choose them by",
                f'{_NEW_SALT}, and set salt = "salt.txt" under [variants] in grader.toml',
            )
        return self.salt

    def has_variants(self, exercise_id: str) -> bool:
        """Whether students of this course's exercise get different ones; False where it cannot be read."""
        folder = self._folders.get(exercise_id)
        if folder is None or (folder / _BUNDLE).is_file():
            return False
        try:
            declared = self._declaration(exercise_id).exercise
        except AuthorError as fault:
            self.faults[exercise_id] = fault
            return False
        return bool(declared.pool) or declared.drawn is not None

    def _weighted(self, definition: Definition, variant: str | None) -> Definition:
        """The exercise, or one variant of it, with the points that the settings give it."""
        known = {case.name for case in definition.cases}
        if definition.variants or variant is not None:
            from grader.course.variants import NO_SALT, in_variant

            definition = in_variant(
                definition, variant or definition.variants[0], self.salt or NO_SALT
            )
        points = self.settings.points.get(definition.id) if self.configured else None
        if points is None:
            return definition
        from grader.course.settings import weighted

        return weighted(definition, points, known)

    def _read(self, exercise_id: str) -> Definition:
        from grader.course.exercise_folder import libraries_of, read_definition

        self._refuse_left_out(exercise_id)
        folder = self._folders.get(exercise_id)
        if folder is None:
            hint = known_names(exercise_id, self.ids(), most=3, cutoff=0.4)
            raise UsageError(f"unknown exercise {exercise_id!r}", hint)
        libraries: tuple[str, ...] = ()
        if self.configured:
            libraries = libraries_of(self.settings.libraries, f"the settings of {self.root}")
        if (folder / _BUNDLE).is_file():
            from grader.course.bundle import read_bundle

            return read_bundle(folder / _BUNDLE, exercise_id)
        return read_definition(self._declaration(exercise_id), self.root, libraries)

    def _declaration(self, exercise_id: str) -> Declaration:
        """What the author's code declares; it is run once."""
        from grader.course.exercise_folder import declared_in

        self._refuse_left_out(exercise_id)
        if exercise_id not in self._declarations:
            folder = self._folders[exercise_id]
            self._declarations[exercise_id] = declared_in(folder, exercise_id)
        return self._declarations[exercise_id]

    def graded_names(self) -> dict[str, tuple[str, ...]]:
        """Exercise -> the function names by which a submission to it is recognised.

        An exercise that cannot be read is left out and kept in ``faults``: one author's error
        must not stop the grading of all other exercises.
        """
        names = {}
        for id_, folder in sorted(self._folders.items()):
            try:
                is_code = (folder / _CODE).is_file()
                read = self._declaration(id_) if is_code else self.definition(id_)
                names[id_] = read.known_names
            except AuthorError as fault:
                self.faults[id_] = fault
        return names

    def libraries(self) -> dict[str, list[str]]:
        """Library beside NumPy -> the exercises that declare it; an exercise that cannot be read has none."""
        declared: dict[str, list[str]] = {}
        everywhere = self.settings.libraries if self.configured else ()
        for id_, folder in sorted(self._folders.items()):
            names: list[str] = [*everywhere]
            try:
                is_code = (folder / _CODE).is_file()
                read = self._declaration(id_).exercise if is_code else self.definition(id_)
                names += read.libraries
            except MissingLibrary as fault:
                names.append(fault.library)
            except AuthorError:
                continue
            for name in dict.fromkeys(names):
                declared.setdefault(name, []).append(id_)
        return dict(sorted(declared.items()))

    def parameters(self, exercise_id: str) -> dict[str, tuple[str, ...]]:
        """The exercise's functions and their parameters; none of an exercise that cannot be read."""
        try:
            return self.definition(exercise_id).parameters()
        except AuthorError:
            return {}


def _declared_libraries(file: Path) -> list[str]:
    """The libraries that an exercise's file names in a list and that are not installed here.

    Read off the text, since the file itself may import them.
    """
    try:
        text = file.read_text("utf-8")
    except (OSError, UnicodeDecodeError):
        return []  # which is told when it is run
    lists = _LIBRARIES.findall(text)
    return [name for each in lists for name in _NAME.findall(each) if not is_installed(name)]


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
