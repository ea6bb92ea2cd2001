"""The reference's text: where its functions are, and edits of them."""

from __future__ import annotations

import ast
import functools
import re
import textwrap
from collections.abc import Mapping
from dataclasses import dataclass

from grader.load.read.compile import code_lines
from grader.load.select.functions import defaults_in, positional
from grader.load.select.scope import start_line
from grader.model.declaration import Edit, EditDeclaration, EquivalentDeclaration
from grader.util.errors import AuthorError


@dataclass(frozen=True, slots=True)
class ReferenceFunction:
    """Where a function or class of the reference is: its file, and its lines (from 1, decorators too).

    required    parameters without a default
    parameters  those that may be given by position
    defaults    parameter -> its default, as it is written
    docstring   as one line
    signature   how it is called, without annotations: ``f(x, scale=1.0)``
    by_name     parameters that must be given by name
    rest, options  the names of ``*rest`` and ``**options``, "" where there is none
    methods     of a class: its methods; None for a function. Its parameters are its constructor's
    is_property  whether a method is read as an attribute
    """

    file: str
    first: int
    last: int
    required: tuple[str, ...]
    parameters: tuple[str, ...]
    defaults: tuple[tuple[str, str], ...]
    docstring: str
    signature: str
    by_name: tuple[str, ...] = ()
    rest: str = ""
    options: str = ""
    methods: Mapping[str, ReferenceFunction] | None = None
    is_property: bool = False

    @property
    def known(self) -> tuple[str, ...]:
        """The names under which a case may give an argument."""
        return (*self.parameters, *filter(None, [self.rest]), *self.by_name)


def find_functions(files: Mapping[str, str]) -> dict[str, ReferenceFunction]:
    """Return the top-level functions and classes of the files (name -> text); the last counts."""
    return {name: place for item in files.items() for name, place in _functions_in(*item).items()}


def function_text(files: Mapping[str, str], name: str) -> str:
    """The text of one function of the reference."""
    place = find_functions(files)[name]
    return "".join(code_lines(files[place.file], keepends=True)[place.first - 1 : place.last])


@functools.lru_cache(maxsize=64)
def _functions_in(file: str, text: str) -> dict[str, ReferenceFunction]:
    found = {}
    for node in parsed(text, file).body:
        if isinstance(node, ast.FunctionDef):
            found[node.name] = _function(node, file)
        elif isinstance(node, ast.ClassDef):
            found[node.name] = _class(node, file)
    return found


def _function(node: ast.FunctionDef, file: str, first: int = 0) -> ReferenceFunction:
    """What a definition says, without its first parameters, so many as ``first``."""
    taken, defaults = node.args, defaults_in(node.args)
    parameters = tuple(positional(taken)[first:])
    by_name = tuple(argument.arg for argument in taken.kwonlyargs)
    return ReferenceFunction(
        file,
        first=start_line(node),
        last=node.end_lineno or node.lineno,
        required=tuple(name for name in (*parameters, *by_name) if name not in defaults),
        parameters=parameters,
        defaults=tuple((name, ast.unparse(value)) for name, value in defaults.items()),
        docstring=" ".join((ast.get_docstring(node) or "").split()),
        by_name=by_name,
        rest=taken.vararg.arg if taken.vararg else "",
        options=taken.kwarg.arg if taken.kwarg else "",
        is_property=any(map(_PROPERTY.fullmatch, map(ast.unparse, node.decorator_list))),
        signature=f"{node.name}({plain_parameters(taken, first)})",
    )


_PROPERTY = re.compile(r"property|(functools\.)?cached_property|\w+\.(setter|deleter|getter)")


def plain_parameters(arguments: ast.arguments, first: int = 0) -> str:
    """The parameters with their defaults, less annotations and ``first`` of them; the tree loses them too."""
    for argument in ast.walk(arguments):
        if isinstance(argument, ast.arg):
            argument.annotation = None
    del (arguments.posonlyargs or arguments.args)[:first]
    return ast.unparse(arguments)


def _class(node: ast.ClassDef, file: str) -> ReferenceFunction:
    methods: dict[str, ReferenceFunction] = {}
    for item in node.body:
        if isinstance(item, ast.FunctionDef):
            is_static = any(
                isinstance(d, ast.Name) and d.id == "staticmethod" for d in item.decorator_list
            )
            methods[item.name] = _function(item, file, 0 if is_static else 1)
    made = methods.get("__init__")
    return ReferenceFunction(
        file,
        first=start_line(node),
        last=node.end_lineno or node.lineno,
        required=made.required if made else (),
        parameters=made.parameters if made else (),
        defaults=made.defaults if made else (),
        docstring=" ".join((ast.get_docstring(node) or "").split()),
        signature=made.signature.replace("__init__", node.name, 1) if made else f"{node.name}()",
        by_name=made.by_name if made else (),
        methods=methods,
    )


def exports_of(source: str, file: str) -> tuple[str, ...]:
    """The public names that a helper module or a replacement defines at top level."""
    names: list[str] = []
    for node in parsed(source, file).body:
        if isinstance(node, (ast.FunctionDef, ast.ClassDef)):
            names.append(node.name)
        elif isinstance(node, ast.Assign):
            names += [t.id for t in node.targets if isinstance(t, ast.Name)]
    return tuple(dict.fromkeys(name for name in names if not name.startswith("_")))


def parsed(text: str, file: str) -> ast.Module:
    """The syntax tree of an author's file; raises AuthorError with its line where it is no Python."""
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
    part = place
    if edit.method is not None:
        known = place.methods or {}
        if edit.method not in known:
            raise AuthorError(f"{edit.where}: {edit.function} has no method {edit.method!r}")
        part = known[edit.method]
    lines = code_lines(files[place.file], keepends=True)
    before, after = lines[: part.first - 1], lines[part.last :]
    body = _replaced("".join(lines[part.first - 1 : part.last]), edit)
    try:
        ast.parse(textwrap.dedent(body))  # alone as well as within its file or class
    except SyntaxError as error:
        raise AuthorError(
            f"{edit.where}: {edit.name!r} does not leave valid Python: "
            f"{error.msg} at {place.file}, line {len(before) + (error.lineno or 0)}"
        ) from error
    return {**files, place.file: "".join((*before, body, *after))}


_HUNK = re.compile(r"@@ -(\d+)(?:,\d+)? \+\d+(?:,\d+)? @@")


def patched(files: Mapping[str, str], diff: str) -> dict[str, str]:
    """Return the files with a unified diff of one of them applied.

    Raises AuthorError where the diff is of another text.
    """
    head, *rest = code_lines(diff)
    file = head.removeprefix("--- ").strip()
    if file not in files:
        raise AuthorError(f"the diff is of {file!r}, which is no file of the reference")
    old, new, at = code_lines(files[file]), list[str](), 0
    for line in rest[1:]:
        if hunk := _HUNK.match(line):
            start = int(hunk[1]) - 1
            new, at = [*new, *old[at:start]], start
        elif line.startswith("+"):
            new.append(line[1:])
        else:
            if at >= len(old) or old[at] != line[1:]:
                raise AuthorError(f"the diff does not fit {file}, line {at + 1}")
            new, at = ([*new, old[at]] if line.startswith(" ") else new), at + 1
    return {**files, file: "\n".join([*new, *old[at:]]) + "\n"}


def as_edit(declared: EquivalentDeclaration, edit: Edit) -> EditDeclaration:
    """One edit of an equivalent declaration, to be applied alone."""
    return EditDeclaration(declared.function, "equivalent", (edit,), None, declared.where)


def _replaced(body: str, edit: EditDeclaration) -> str:
    for old, new in edit.edits:
        count = body.count(old)
        if count != 1:
            raise AuthorError(
                f"{edit.where}: {edit.name!r} edits {old!r}, which occurs {count} times "
                f"in {'.'.join(filter(None, (edit.function, edit.method)))}",
                "give more of the line, so that it occurs exactly once",
            )
        is_whole_line = any(line.strip() == old.strip() for line in body.splitlines())
        # A statement that is removed from a block must leave a block behind.
        body = body.replace(old, "pass" if not new and is_whole_line else new)
    return body
