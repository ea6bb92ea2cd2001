"""Reads an exercise folder: runs the author's ``exercise.py`` and reads the files that it names."""

from __future__ import annotations

import ast
import contextlib
import hashlib
import importlib.util
import sys
import warnings
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from types import ModuleType

from grader.authoring import Exercise
from grader.comparison.forms import FORMS
from grader.course.author_time import author_time
from grader.course.checking import author_error, check, check_pool
from grader.course.definition import Declaration, Definition
from grader.course.editing import exports_of, find_functions
from grader.course.program_as_function import as_function, moved, moved_pairs
from grader.course.variants import first_of_each_task, in_variant
from grader.load.style import RULES
from grader.model.declaration import CaseDeclaration, EditDeclaration, StyleDeclaration
from grader.model.exercise import Module, PartForms
from grader.model.exercise import Path as PartPath
from grader.model.libraries import is_installed, to_install
from grader.sandbox.judge import canonical_form, property_check
from grader.util.errors import AuthorError, MissingLibrary
from grader.util.in_words import did_you_mean

CANONICAL = "canonical.py"
"""The file in an exercise's folder that holds its author's canonical forms."""


def declared_in(folder: Path, exercise_id: str) -> Declaration:
    """Run ``folder/exercise.py``; raises AuthorError."""
    with _course_modules(folder) as imported, warnings.catch_warnings():
        # Python hides these outside of __main__, and their author should see them.
        warnings.filterwarnings("default", r"exercise\.", DeprecationWarning)
        exercise = _run(folder / "exercise.py", exercise_id)
        files = {case.property for case in exercise.cases if case.property}
        for name in files | ({CANONICAL} if _own_forms(exercise, folder) else set()):
            if (folder / name).is_file():  # errors in it are reported before a child runs it
                _execute(folder / name, f"{exercise_id}_{Path(name).stem}")
    return Declaration(exercise_id, folder, exercise, tuple(imported))


def read_definition(
    declaration: Declaration, course: Path, libraries: Sequence[str] = ()
) -> Definition:
    """Return the exercise with its files, checked; raises AuthorError.

    libraries  those that the course declares for all of its exercises
    """
    folder, exercise = declaration.folder, declaration.exercise
    file = folder / "exercise.py"
    names = [exercise.reference] if isinstance(exercise.reference, str) else exercise.reference
    reference = _files(names, folder, course)
    supports = {s.file: folder / "support" / s.file for s in exercise.supports}
    replacements = {
        c.replaces: folder / "support" / c.replaces for c in exercise.cases if c.replaces
    }
    properties = _property_files(exercise, folder)
    own_forms = _own_forms(exercise, folder)
    texts = {name: read_text(path) for name, path in {**supports, **replacements}.items()}
    programs = {case.function for case in exercise.cases if case.is_program}
    own = {
        t.name: _files(t.reference, folder, course) if t.reference else reference
        for t in exercise.pool
    }
    defining = [
        file, *declaration.imported, *reference, *supports.values(), *replacements.values(),
        *(path for paths in properties.values() for path in paths), *own_forms,
        *(path for paths in own.values() for path in paths),
    ]  # fmt: skip
    definition = Definition(
        id=declaration.id,
        title=exercise.title,
        version=_version(defining, course, libraries),
        functions=tuple(dict.fromkeys(case.function for case in exercise.cases)),
        cases=tuple(
            _described(c, folder) if c.property else with_forms(c, own_forms)
            for c in _with_bonus(exercise)
        ),
        mistakes=_edits_in(exercise.mistakes, programs),
        slow=_edits_in(exercise.slow, programs),
        accepted_forms=_edits_in(exercise.accepted_forms, programs),
        equivalents=tuple(
            replace(each, edits=moved_pairs(each.edits)) if each.function in programs else each
            for each in exercise.equivalents
        ),
        edit_sentences=dict(exercise.edit_sentences),
        counterexample=exercise.counterexample,
        given=tuple(exercise.handed_out),
        declared=tuple(exercise.functions),
        styles=tuple(map(_known_style, exercise.styles)),
        editions=tuple(exercise.editions),
        modules=tuple(
            Module(s.names, exports_of(texts[s.file], s.file), texts[s.file])
            for s in exercise.supports
        ),
        limits=exercise.limits,
        libraries=tuple(dict.fromkeys([*libraries, *libraries_of(exercise.libraries, file)])),
        reference=_texts(reference, programs),
        replacements={name: texts[name] for name in replacements},
        properties={
            name: _asked(paths, property_check.driver) for name, paths in properties.items()
        },
        canonical=_asked(own_forms, canonical_form.driver),
        statement=folder / "statement.md",
        pool=tuple(exercise.pool),
        drawn=exercise.drawn,
        task_references={task: _texts(paths, programs) for task, paths in own.items()},
        statements={
            task.name: path
            for task in exercise.pool
            if (path := folder / f"statement.{task.name}.md").is_file()
        },
        rubrics=tuple(exercise.rubrics),
    )
    check_pool(definition)
    for variant in first_of_each_task(definition):
        check(in_variant(definition, variant))
    if not definition.variants:
        check(definition)
    return definition


def _texts(paths: Sequence[Path], programs: Collection[str]) -> dict[str, str]:
    """The files of a reference, as messages name them -> their texts; programs as functions."""
    found = {}
    for path in paths:
        name, text = f"reference/{path.name}", read_text(path)
        found[name] = as_function(path.stem, text, name) if path.stem in programs else text
    return found


def _edits_in(
    edits: Sequence[EditDeclaration], programs: Collection[str]
) -> tuple[EditDeclaration, ...]:
    return tuple(moved(edit) if edit.function in programs else edit for edit in edits)


def libraries_of(names: object, file: Path | str) -> tuple[str, ...]:
    """The libraries declared in ``file``; raises AuthorError for one that is not installed."""
    if isinstance(names, str) or not isinstance(names, Sequence):
        raise AuthorError(f"{file}: libraries={names!r} is no list", 'write: libraries=["scipy"]')
    for name in names:
        if not isinstance(name, str) or not name.isidentifier():
            raise AuthorError(
                f"{file}: {name!r} is no library's name", 'write: libraries=["scipy"]'
            )
        if not is_installed(name):
            raise MissingLibrary(
                f"{file}: the library {name} is not installed here",
                f"pip install {to_install(name)}",
                name,
            )
    return tuple(dict.fromkeys(names))


def read_text(path: Path) -> str:
    """The text of a course's file, with line ends \\n; raises AuthorError."""
    try:
        return path.read_text("utf-8").replace("\r\n", "\n")
    except (OSError, UnicodeDecodeError) as error:
        raise AuthorError(f"{path} cannot be read: {error}") from error


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
        with author_time(file, "reading it"):
            spec.loader.exec_module(module)
    except AuthorError:
        raise
    except (Exception, SystemExit) as error:  # sys.exit() is no success
        raise author_error(file, error) from error
    return module


@contextlib.contextmanager
def _course_modules(folder: Path) -> Iterator[list[Path]]:
    """Let author code import modules beside it while it is read; collects their files.

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


def _files(names: Sequence[str], folder: Path, course: Path) -> list[Path]:
    paths = []
    for name in names:
        path = _first_file(folder / name, course / "reference" / name)
        if path is None:
            raise AuthorError(
                f"{folder / 'exercise.py'}: no reference solution {name!r}",
                "looked in the exercise's folder and in the course's reference folder",
            )
        paths.append(path)
    return paths


def _first_file(*places: Path) -> Path | None:
    return next((place for place in places if place.is_file()), None)


def _version(files: Sequence[Path], course: Path, libraries: Sequence[str]) -> str:
    """A hash over the relative path and the newline-normalised bytes of every defining file."""
    digest = hashlib.sha256()
    for path in sorted(set(files)):
        name = path.relative_to(course) if path.is_relative_to(course) else Path(path.name)
        data = path.read_bytes().replace(b"\r\n", b"\n")
        digest.update(name.as_posix().encode() + b"\0" + str(len(data)).encode() + b"\0" + data)
    digest.update("".join(f"\0{name}" for name in libraries).encode())
    return digest.hexdigest()[:16]


def _described(case: CaseDeclaration, folder: Path) -> CaseDeclaration:
    """The case of a property, with the docstring of the property's function."""
    assert case.property is not None
    path = folder / case.property
    place = find_functions({str(path): read_text(path)}).get(case.name)
    if place is None:
        raise AuthorError(f"{case.where}: {path.name} has no function {case.name!r}")
    if len(place.parameters) != 2:
        raise AuthorError(
            f"{path}, line {place.first}: {case.name} takes {len(place.parameters)} parameters",
            f"write: def {case.name}(rng, call):",
        )
    if not place.docstring:
        raise AuthorError(
            f"{path}, line {place.first}: property {case.name!r} has no docstring",
            "write what is asked; students read it",
        )
    return replace(case, description=place.docstring)


def _with_bonus(exercise: Exercise) -> list[CaseDeclaration]:
    """The cases, of which all are for bonus points whose function is."""
    functions = {declared.name for declared in exercise.functions if declared.bonus}
    return [replace(c, bonus=c.bonus or c.function in functions) for c in exercise.cases]


def with_forms(case: CaseDeclaration, own: Sequence[Path]) -> CaseDeclaration:
    """The case with its forms divided: the grader's own, and the author's in the last file ``own``.

    Raises AuthorError for a name that is neither.
    """
    if not case.forms:
        return case
    functions = find_functions({str(own[-1]): read_text(own[-1])}) if own else {}
    authors: list[tuple[PartPath, str]] = []
    standard = []
    for part in case.forms:
        for name in part.names:
            if name not in FORMS and name not in functions:
                near = did_you_mean(name, [*FORMS, *functions])
                raise AuthorError(
                    f"{case.where}: there is no form {name!r}",
                    near or f"there are {', '.join(FORMS)}, and functions in {CANONICAL}",
                )
        authors += [(part.path, name) for name in part.names if name not in FORMS]
        if names := tuple(name for name in part.names if name in FORMS):
            standard.append(PartForms(part.path, names))
    tolerance = replace(case.tolerance, forms=tuple(standard))
    return replace(case, tolerance=tolerance, canonical=tuple(authors))


def _known_style(style: StyleDeclaration) -> StyleDeclaration:
    """The declaration itself; raises AuthorError for a rule of style that there is not."""
    listed = f"there are: {', '.join(map(repr, RULES))}"
    for word in style.rules.words:
        if word not in RULES:
            raise AuthorError(f"{style.where}: {word!r} is no rule of style", listed)
    if not style.rules.words:
        raise AuthorError(f"{style.where}: no rule of style is named", listed)
    return style


def _own_forms(exercise: Exercise, folder: Path) -> list[Path]:
    """The author's file of canonical forms, after what it imports; empty where no case needs it."""
    names = {name for case in exercise.cases for part in case.forms for name in part.names}
    path = folder / CANONICAL
    return _with_imports(path, folder, set()) if names - set(FORMS) and path.is_file() else []


def _asked(paths: Sequence[Path], driver: Callable[[str], Module]) -> tuple[Module, ...]:
    """The modules that a child of the author's own needs to be asked for what the last one holds."""
    if not paths:
        return ()
    return (*(Module((p.stem,), (), read_text(p)) for p in paths), driver(paths[-1].stem))


def _property_files(exercise: Exercise, folder: Path) -> dict[str, list[Path]]:
    """File of properties -> the files that it imports from the course, and the file itself last."""
    files: dict[str, list[Path]] = {}
    for case in exercise.cases:
        if case.property and case.property not in files:
            path = folder / case.property
            if not path.is_file():
                raise AuthorError(
                    f"{case.where}: there is no {path}", f"write the function {case.name} there"
                )
            files[case.property] = _with_imports(path, folder, set())
    return files


def _with_imports(path: Path, folder: Path, seen: set[Path]) -> list[Path]:
    """The course's files that ``path`` imports, and theirs, each before what imports it."""
    seen.add(path)
    try:
        nodes = list(ast.walk(ast.parse(read_text(path))))
    except SyntaxError as error:
        raise AuthorError(f"{path}, line {error.lineno}: {error.msg}") from error
    names = [alias.name for n in nodes if isinstance(n, ast.Import) for alias in n.names]
    names += [n.module for n in nodes if isinstance(n, ast.ImportFrom) and n.module and not n.level]
    files: list[Path] = []
    for name in names:
        stem = name.partition(".")[0]
        imported = _first_file(folder / f"{stem}.py", folder.parent / f"{stem}.py")
        if imported is not None and imported not in seen:
            files += _with_imports(imported, folder, seen)
    return [*files, path]
