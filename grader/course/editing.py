"""Edits of a reference function: how known mistakes and accepted forms are said in one line."""

from __future__ import annotations

import ast
import functools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from grader.model.declaration import Edit, EditDeclaration, EquivalentDeclaration
from grader.util.errors import AuthorError


@dataclass(frozen=True, slots=True)
class ReferenceFunction:
    """Where a function of the reference stands: its file, and its lines in it."""

    file: str
    first: int
    last: int
    required: tuple[str, ...]
    parameters: tuple[str, ...]
    defaults: tuple[tuple[str, str], ...] = ()
    """Parameter -> its default, as it is written."""


def find_functions(files: Mapping[str, str]) -> dict[str, ReferenceFunction]:
    """Return the top-level functions of the reference's files (name -> text); the last counts."""
    found: dict[str, ReferenceFunction] = {}
    for file, text in files.items():
        found |= _functions_in(file, text)
    return found


@functools.lru_cache(maxsize=64)
def _functions_in(file: str, text: str) -> dict[str, ReferenceFunction]:
    try:
        tree = ast.parse(text)
    except SyntaxError as error:
        raise AuthorError(f"{file}, line {error.lineno}: {error.msg}") from error
    found = {}
    for node in tree.body:
        if isinstance(node, ast.FunctionDef):
            names = tuple(a.arg for a in (*node.args.posonlyargs, *node.args.args))
            required = names[: len(names) - len(node.args.defaults)]
            first = min([node.lineno, *(d.lineno for d in node.decorator_list)])
            last = node.end_lineno or first
            defaults = zip(
                names[len(required) :], map(ast.unparse, node.args.defaults), strict=True
            )
            found[node.name] = ReferenceFunction(
                file, first, last, required, names, tuple(defaults)
            )
    return found


def apply(files: Mapping[str, str], edit: EditDeclaration) -> dict[str, str]:
    """Return the files with one mistake or accepted form edited in.

    Raises AuthorError when an edit's old text does not stand exactly once in the function, or
    when the outcome is no Python.
    """
    place = find_functions(files).get(edit.function)
    if place is None:
        raise AuthorError(f"{edit.where}: the reference has no function {edit.function!r}")
    lines = files[place.file].splitlines(keepends=True)
    before, after = lines[: place.first - 1], lines[place.last :]
    body = _replace("".join(lines[place.first - 1 : place.last]), edit.edits, edit)
    try:
        ast.parse(body)  # it stands at top level, so alone as well as within its file
    except SyntaxError as error:
        raise AuthorError(
            f"{edit.where}: {edit.name!r} does not leave valid Python: "
            f"{error.msg} at {place.file}, line {len(before) + (error.lineno or 0)}"
        ) from error
    return {**files, place.file: "".join((*before, body, *after))}


def as_edit(declared: EquivalentDeclaration, edit: Edit) -> EditDeclaration:
    """One edit of an equivalent declaration, to be applied alone."""
    return EditDeclaration(declared.function, "equivalent", (edit,), None, declared.where)


def _replace(body: str, edits: Sequence[Edit], whole: EditDeclaration) -> str:
    for old, new in edits:
        count = body.count(old)
        if count != 1:
            raise AuthorError(
                f"{whole.where}: {whole.name!r} edits {old!r}, which stands {count} times "
                f"in {whole.function}",
                "give more of the line, so that it stands exactly once",
            )
        if not new and _is_whole_line(body, old):
            new = "pass"  # a statement taken out of a block must leave a block behind
        body = body.replace(old, new)
    return body


def _is_whole_line(body: str, old: str) -> bool:
    return any(line.strip() == old.strip() for line in body.splitlines())
