"""The reference's text: where its functions are, and edits of them."""

from __future__ import annotations

import ast
import functools
from collections.abc import Mapping
from dataclasses import dataclass

from grader.model.declaration import Edit, EditDeclaration, EquivalentDeclaration
from grader.util.errors import AuthorError


@dataclass(frozen=True, slots=True)
class ReferenceFunction:
    """Where a function of the reference is: its file, and its lines (from 1, decorators too).

    required   parameters without a default
    defaults   parameter -> its default, as it is written
    docstring  as one line
    """

    file: str
    first: int
    last: int
    required: tuple[str, ...]
    parameters: tuple[str, ...]
    defaults: tuple[tuple[str, str], ...]
    docstring: str


def find_functions(files: Mapping[str, str]) -> dict[str, ReferenceFunction]:
    """Return the top-level functions of the reference's files (name -> text); the last counts."""
    return {name: place for item in files.items() for name, place in _functions_in(*item).items()}


def function_text(files: Mapping[str, str], name: str) -> str:
    """The text of one function of the reference."""
    place = find_functions(files)[name]
    return "".join(files[place.file].splitlines(keepends=True)[place.first - 1 : place.last])


@functools.lru_cache(maxsize=64)
def _functions_in(file: str, text: str) -> dict[str, ReferenceFunction]:
    found = {}
    for node in _parsed(text, file).body:
        if isinstance(node, ast.FunctionDef):
            names = tuple(a.arg for a in (*node.args.posonlyargs, *node.args.args))
            required = names[: len(names) - len(node.args.defaults)]
            defaults = map(ast.unparse, node.args.defaults)
            found[node.name] = ReferenceFunction(
                file,
                first=min([node.lineno, *(d.lineno for d in node.decorator_list)]),
                last=node.end_lineno or node.lineno,
                required=required,
                parameters=names,
                defaults=tuple(zip(names[len(required) :], defaults, strict=True)),
                docstring=" ".join((ast.get_docstring(node) or "").split()),
            )
    return found


def exports_of(source: str, file: str) -> tuple[str, ...]:
    """The public names that a helper module or a replacement defines at top level."""
    names: list[str] = []
    for node in _parsed(source, file).body:
        if isinstance(node, (ast.FunctionDef, ast.ClassDef)):
            names.append(node.name)
        elif isinstance(node, ast.Assign):
            names += [t.id for t in node.targets if isinstance(t, ast.Name)]
    return tuple(dict.fromkeys(name for name in names if not name.startswith("_")))


def _parsed(text: str, file: str) -> ast.Module:
    try:
        return ast.parse(text)
    except SyntaxError as error:
        raise AuthorError(f"{file}, line {error.lineno}: {error.msg}") from error


def apply(files: Mapping[str, str], edit: EditDeclaration) -> dict[str, str]:
    """Return the files with one mistake or accepted form edited in.

    Raises AuthorError when an edit's old text does not occur exactly once in the function, or
    when the outcome is no Python.
    """
    place = find_functions(files).get(edit.function)
    if place is None:
        raise AuthorError(f"{edit.where}: the reference has no function {edit.function!r}")
    lines = files[place.file].splitlines(keepends=True)
    before, after = lines[: place.first - 1], lines[place.last :]
    body = _replaced("".join(lines[place.first - 1 : place.last]), edit)
    try:
        ast.parse(body)  # alone as well as within its file, since it is at top level
    except SyntaxError as error:
        raise AuthorError(
            f"{edit.where}: {edit.name!r} does not leave valid Python: "
            f"{error.msg} at {place.file}, line {len(before) + (error.lineno or 0)}"
        ) from error
    return {**files, place.file: "".join((*before, body, *after))}


def as_edit(declared: EquivalentDeclaration, edit: Edit) -> EditDeclaration:
    """One edit of an equivalent declaration, to be applied alone."""
    return EditDeclaration(declared.function, "equivalent", (edit,), None, declared.where)


def _replaced(body: str, edit: EditDeclaration) -> str:
    for old, new in edit.edits:
        count = body.count(old)
        if count != 1:
            raise AuthorError(
                f"{edit.where}: {edit.name!r} edits {old!r}, which occurs {count} times "
                f"in {edit.function}",
                "give more of the line, so that it occurs exactly once",
            )
        is_whole_line = any(line.strip() == old.strip() for line in body.splitlines())
        # A statement that is removed from a block must leave a block behind.
        body = body.replace(old, "pass" if not new and is_whole_line else new)
    return body
