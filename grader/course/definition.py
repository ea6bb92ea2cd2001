"""Reads an exercise folder: runs the author's ``exercise.py`` and checks what it declares."""

from __future__ import annotations

import ast
import contextlib
import hashlib
import importlib.util
import sys
import warnings
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from pathlib import Path
from types import ModuleType

from grader.authoring import Exercise
from grader.course.checking import check
from grader.course.editing import ReferenceFunction, find_functions
from grader.course.properties import described, property_files, property_modules
from grader.course.slips import author_error
from grader.model.declaration import (
    CaseDeclaration,
    EditDeclaration,
    EditionDeclaration,
    EquivalentDeclaration,
    FunctionDeclaration,
)
from grader.model.exercise import Exercise as PreparedExercise
from grader.model.exercise import Limits, Module, Visibility
from grader.util.errors import AuthorError, UsageError


@dataclass(frozen=True, slots=True)
class Definition:
    """One exercise as declared and checked; its expected values are not yet computed.

    ``prepared`` is set for a released bundle, which holds data only and needs no reference.
    """

    id: str
    title: str
    version: str
    functions: tuple[str, ...]
    cases: tuple[CaseDeclaration, ...] = ()
    mistakes: tuple[EditDeclaration, ...] = ()
    accepted_forms: tuple[EditDeclaration, ...] = ()
    equivalents: tuple[EquivalentDeclaration, ...] = ()
    given: tuple[EditDeclaration, ...] = ()
    """Functions that are handed out with a body, and the faults that students are to find in it."""
    declared: tuple[FunctionDeclaration, ...] = ()
    editions: tuple[EditionDeclaration, ...] = ()
    modules: tuple[Module, ...] = ()
    limits: Limits = Limits()
    libraries: tuple[str, ...] = ()
    """Packages beside NumPy that are there for student code and the reference."""
    reference: tuple[tuple[str, str], ...] = ()
    replacements: tuple[tuple[str, str], ...] = ()
    properties: tuple[tuple[str, tuple[Module, ...]], ...] = ()
    """File of properties -> what a child needs to ask them."""
    statement: Path | None = None
    total: Fraction | None = None
    """What all cases are scaled to, in an edition with fewer of them too; None: as they are."""
    prepared: PreparedExercise | None = None

    def reference_files(self) -> dict[str, str]:
        """The reference's files, by the name that their tracebacks show."""
        return dict(self.reference)

    def reference_functions(self) -> dict[str, ReferenceFunction]:
        return find_functions(self.reference_files())

    def parameters(self) -> dict[str, tuple[str, ...]]:
        """Every name by which a submission may define a graded function, and its parameters."""
        if self.prepared is not None:
            return {n: f.parameters for f in self.prepared.functions for n in (f.name, *f.aliases)}
        known = self.reference_functions()
        names = ((name, n) for name in self.functions for n in (name, *self.other_names(name)))
        return {n: known[name].parameters for name, n in names}

    def other_names(self, function: str) -> tuple[str, ...]:
        """Names beside its own under which a submission may define ``function``."""
        return tuple(name for d in self.declared if d.name == function for name in d.aliases)

    @property
    def known_names(self) -> tuple[str, ...]:
        """What a file of this exercise is recognised by."""
        if self.prepared is not None:
            return self.prepared.known_names
        return tuple(name for f in self.functions for name in (f, *self.other_names(f)))

    def in_edition(self, name: str | None) -> Definition:
        """Return the exercise as that edition of the assignment has it."""
        if name is None:
            return self
        known = {edition.name: edition for edition in self.editions}
        if name not in known:
            listed = ", ".join(sorted(known)) or "it has none"
            raise UsageError(f"{self.id} has no edition {name!r}", f"its editions: {listed}")
        without = set(known[name].without)
        cases = [c for c in self.cases if c.function not in without]
        return replace(
            self,
            functions=tuple(f for f in self.functions if f not in without),
            cases=tuple(cases if self.total is None else scaled(cases, self.total)),
        )


def scaled(cases: Sequence[CaseDeclaration], total: Fraction) -> list[CaseDeclaration]:
    """The cases with their points in proportion, so that they add up to ``total``; exactly."""
    points = sum((case.points for case in cases), Fraction(0))
    share = total / points if points else Fraction(0)
    return [replace(case, points=case.points * share) for case in cases]


@dataclass(frozen=True, slots=True)
class Declaration:
    """What an author's ``exercise.py`` declared when it was run, unchecked.

    ``imported`` are the files of the course that it brought along.
    """

    id: str
    folder: Path
    exercise: Exercise
    imported: tuple[Path, ...]

    @property
    def known_names(self) -> tuple[str, ...]:
        """What a file of this exercise is recognised by."""
        functions = dict.fromkeys(case.function for case in self.exercise.cases)
        aliases = [name for declared in self.exercise.functions for name in declared.aliases]
        return (*functions, *aliases)


def declared_in(folder: Path, course: Path, exercise_id: str) -> Declaration:
    """Run ``folder/exercise.py``; raises AuthorError."""
    with _course_modules(folder, course) as imported, warnings.catch_warnings():
        warnings.filterwarnings("default", r"exercise\.", DeprecationWarning)  # for its author
        exercise = _run(folder / "exercise.py", exercise_id)
        for name in {case.property for case in exercise.cases if case.property}:
            if (folder / name).is_file():  # what is wrong with it is told before a child runs it
                _execute(folder / name, f"{exercise_id}_{Path(name).stem}")
    return Declaration(exercise_id, folder, exercise, tuple(imported))


def read_definition(declaration: Declaration, course: Path) -> Definition:
    """The exercise with its files, checked; raises AuthorError for what cannot be meant."""
    folder, exercise, imported = declaration.folder, declaration.exercise, declaration.imported
    file = folder / "exercise.py"
    reference = tuple(
        (f"reference/{path.name}", _read(path))
        for path in _reference_paths(exercise, folder, course)
    )
    supports = {s.file: _read(folder / "support" / s.file) for s in exercise.supports}
    replacements = {
        c.replaces: _read(folder / "support" / c.replaces) for c in exercise.cases if c.replaces
    }
    properties = property_modules(exercise, folder)
    defining = [file, *imported, *property_files(properties, folder)]
    defining += [folder / "support" / name for name in {**supports, **replacements}]
    defining += list(_reference_paths(exercise, folder, course))
    definition = Definition(
        id=declaration.id,
        title=exercise.title,
        version=_version(defining, course),
        functions=tuple(dict.fromkeys(case.function for case in exercise.cases)),
        cases=tuple(described(exercise, folder)),
        mistakes=tuple(exercise.mistakes),
        accepted_forms=tuple(exercise.accepted_forms),
        equivalents=tuple(exercise.equivalents),
        given=tuple(exercise.handed_out),
        declared=tuple(exercise.functions),
        editions=tuple(exercise.editions),
        modules=tuple(
            Module(s.names, exports_of(supports[s.file], s.file), supports[s.file])
            for s in exercise.supports
        ),
        limits=exercise.limits,
        libraries=libraries_of(exercise.libraries, file),
        reference=reference,
        replacements=tuple(replacements.items()),
        properties=tuple(properties.items()),
        statement=folder / "statement.md",
    )
    check(definition)
    return definition


def libraries_of(names: object, file: Path) -> tuple[str, ...]:
    """The declared libraries; raises AuthorError for what is no name, or is not installed."""
    if isinstance(names, str) or not isinstance(names, Sequence):
        raise AuthorError(f"{file}: libraries={names!r} is no list", 'write: libraries=["scipy"]')
    for name in names:
        if not isinstance(name, str) or not name.isidentifier():
            raise AuthorError(
                f"{file}: {name!r} is no library's name", 'write: libraries=["scipy"]'
            )
        if importlib.util.find_spec(name) is None:
            raise AuthorError(
                f"{file}: the library {name} is not installed here", f"pip install {name}"
            )
    return tuple(dict.fromkeys(names))


def _run(file: Path, exercise_id: str) -> Exercise:
    exercise = getattr(_execute(file, f"exercise_{exercise_id}"), "exercise", None)
    if not isinstance(exercise, Exercise):
        raise AuthorError(f"{file} declares no exercise", "write: exercise = Exercise(title=...)")
    for where in exercise.undecorated:
        raise AuthorError(f"{where}: this case decorates no function", "write: @exercise.case(...)")
    return exercise


def _execute(file: Path, name: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location(name, file)
    assert spec is not None and spec.loader is not None
    module: ModuleType = importlib.util.module_from_spec(spec)
    try:
        spec.loader.exec_module(module)
    except AuthorError:
        raise
    except Exception as error:
        raise author_error(file, error) from error
    return module


@contextlib.contextmanager
def _course_modules(folder: Path, course: Path) -> Iterator[list[Path]]:
    """Let author code import its neighbours, for as long as it is read; collects their files.

    Two exercises may both have an ``inputs.py``, so what was imported is forgotten afterwards.
    """
    imported: list[Path] = []
    paths = [str(folder), str(folder.parent)]
    before, wrote = set(sys.modules), sys.dont_write_bytecode
    sys.path[:0] = paths
    sys.dont_write_bytecode = True
    importlib.invalidate_caches()
    try:
        yield imported
    finally:
        sys.dont_write_bytecode = wrote
        for path in paths:
            sys.path.remove(path)
        for name in set(sys.modules) - before:
            origin = getattr(sys.modules[name], "__file__", None)
            if origin and Path(origin).resolve().is_relative_to(folder.parent.resolve()):
                imported.append(Path(origin).resolve())
                del sys.modules[name]


def _reference_paths(exercise: Exercise, folder: Path, course: Path) -> tuple[Path, ...]:
    names = [exercise.reference] if isinstance(exercise.reference, str) else exercise.reference
    found = []
    for name in names:
        places = [folder / name, course / "reference" / name]
        path = next((place for place in places if place.is_file()), None)
        if path is None:
            raise AuthorError(
                f"{folder / 'exercise.py'}: no reference solution {name!r}",
                "looked in the exercise's folder and in the course's reference folder",
            )
        found.append(path)
    return tuple(found)


def _read(path: Path) -> str:
    try:
        return path.read_text("utf-8").replace("\r\n", "\n")
    except (OSError, UnicodeDecodeError) as error:
        raise AuthorError(f"{path} cannot be read: {error}") from error


def _version(files: Sequence[Path], course: Path) -> str:
    """A hash over the relative path and the newline-normalised bytes of every defining file."""
    digest = hashlib.sha256()
    for path in sorted(set(files)):
        name = path.relative_to(course) if path.is_relative_to(course) else Path(path.name)
        data = path.read_bytes().replace(b"\r\n", b"\n")
        digest.update(name.as_posix().encode() + b"\0" + str(len(data)).encode() + b"\0" + data)
    return digest.hexdigest()[:16]


def exports_of(source: str, file: str) -> tuple[str, ...]:
    """The public names that a stand-in defines at top level."""
    try:
        body = ast.parse(source).body
    except SyntaxError as error:
        raise AuthorError(f"{file}, line {error.lineno}: {error.msg}") from error
    names: list[str] = []
    for node in body:
        if isinstance(node, (ast.FunctionDef, ast.ClassDef)):
            names.append(node.name)
        elif isinstance(node, ast.Assign):
            names += [t.id for t in node.targets if isinstance(t, ast.Name)]
    return tuple(dict.fromkeys(name for name in names if not name.startswith("_")))


def has_hidden(definition: Definition) -> bool:
    """Whether grading it needs isolation that keeps hidden cases hidden."""
    return any(case.visibility is not Visibility.PUBLIC for case in definition.cases)
