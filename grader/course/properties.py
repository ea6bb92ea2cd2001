"""Reads the functions that an exercise's properties are, and what they import, as text for a child."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from grader.authoring import Exercise
from grader.course.editing import find_functions
from grader.model.declaration import CaseDeclaration
from grader.model.exercise import Module
from grader.sandbox.judge.property_check import driver
from grader.util.errors import AuthorError

if TYPE_CHECKING:
    from grader.course.definition import Definition


def described(exercise: Exercise, folder: Path) -> list[CaseDeclaration]:
    """The exercise's cases, a property's with its function's docstring."""
    return [_described(case, folder) if case.property else case for case in exercise.cases]


def _described(case: CaseDeclaration, folder: Path) -> CaseDeclaration:
    assert case.property is not None
    path = folder / case.property
    text = _read(path, case)
    place = find_functions({str(path): text}).get(case.name)
    if place is None:
        raise AuthorError(f"{case.where}: {path.name} has no function {case.name!r}")
    if len(place.parameters) != 2:
        raise AuthorError(
            f"{path}, line {place.first}: {case.name} takes {len(place.parameters)} parameters",
            f"write: def {case.name}(rng, call):",
        )
    node = next(n for n in ast.parse(text).body if getattr(n, "name", "") == case.name)
    description = " ".join((ast.get_docstring(node) or "").split())  # type: ignore[arg-type]
    if not description:
        raise AuthorError(
            f"{path}, line {place.first}: property {case.name!r} has no docstring",
            "write what is asked; students read it",
        )
    return replace(case, description=description)


def property_modules(exercise: Exercise, folder: Path) -> dict[str, tuple[Module, ...]]:
    """File of properties -> its module, what it imports of the course, and who asks it."""
    found = {}
    for case in exercise.cases:
        if case.property and case.property not in found:
            paths = list(_with_neighbours(folder / case.property, folder, case))
            own = [Module((path.stem,), (), _read(path, case)) for path in paths]
            found[case.property] = (*own, driver(paths[-1].stem))
    return found


def called_by_properties(definition: Definition, function: str) -> frozenset[str]:
    """The graded functions that the properties of ``function`` name, its own name too.

    Read off the text: a name in quotes in a property, or in a function beside it that it uses.
    """
    modules = dict(definition.properties)
    named: set[str] = set()
    for case in definition.cases:
        if case.property and case.function == function:
            for module in modules[case.property]:
                named |= _quoted(ast.parse(module.source), case.name)
    return frozenset(named & set(definition.functions))


def _quoted(tree: ast.Module, name: str) -> set[str]:
    """The texts in the function ``name``, and in the functions beside it that it reaches."""
    beside = {node.name: node for node in tree.body if isinstance(node, ast.FunctionDef)}
    found: set[str] = set()
    pending, seen = [name], {name}
    while pending:
        inside = list(ast.walk(beside[one])) if (one := pending.pop()) in beside else []
        found |= {n.value for n in inside if isinstance(n, ast.Constant) and type(n.value) is str}
        used = {n.id for n in inside if isinstance(n, ast.Name)} - seen
        seen |= used
        pending += used
    return found


def property_files(modules: Mapping[str, tuple[Module, ...]], folder: Path) -> list[Path]:
    """The files that were read: they belong to the exercise's version."""
    stems = {module.names[0] for group in modules.values() for module in group}
    places = [place / f"{stem}.py" for stem in sorted(stems) for place in (folder, folder.parent)]
    return [place for place in places if place.is_file()]


def _with_neighbours(path: Path, folder: Path, case: CaseDeclaration) -> Iterator[Path]:
    """What a file imports from beside it, before the file itself; each once."""
    done: set[Path] = set()

    def visit(one: Path) -> Iterator[Path]:
        done.add(one)
        for name in _imported(one, case):
            places = (folder / f"{name}.py", folder.parent / f"{name}.py")
            near = next((place for place in places if place.is_file()), None)
            if near is not None and near not in done:
                yield from visit(near)
        yield one

    return visit(path)


def _imported(path: Path, case: CaseDeclaration) -> Iterator[str]:
    try:
        nodes = list(ast.walk(ast.parse(_read(path, case))))
    except SyntaxError as error:
        raise AuthorError(f"{path}, line {error.lineno}: {error.msg}") from error
    for node in nodes:
        if isinstance(node, ast.Import):
            yield from (alias.name.partition(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.module.partition(".")[0]


def _read(path: Path, case: CaseDeclaration) -> str:
    try:
        return path.read_text("utf-8").replace("\r\n", "\n")
    except FileNotFoundError:
        raise AuthorError(
            f"{case.where}: there is no {path}", f"write the function {case.name} there"
        ) from None
    except (OSError, UnicodeDecodeError) as error:
        raise AuthorError(f"{path} cannot be read: {error}") from error
