"""The names of the running kernel, and its functions as the loader would read them.

The functions are called as they are. Their text serves what is said of them: the line that raised,
a parameter in another order, whether one is written at all.
"""

from __future__ import annotations

import ast
import hashlib
import inspect
import linecache
import sys
import types
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from grader import load
from grader.kernel import messages
from grader.load.select.scope import DEFINITIONS, start_line
from grader.model.exercise import Exercise
from grader.model.submission import FunctionSite, Program, Source, Submission
from grader.pipeline.grade import build
from grader.util.errors import Unreadable

_KEPT = (ast.Import, ast.ImportFrom, ast.Assign, ast.AnnAssign)


def shell() -> Any:
    """IPython's shell where this is one, else None."""
    ipython = sys.modules.get("IPython")
    return ipython.get_ipython() if ipython is not None else None


def kernel_names(caller: types.FrameType) -> dict[str, Any]:
    """The kernel's global names: those that a student's cells set, or the caller's module."""
    running = shell()
    names: dict[str, Any] = caller.f_globals if running is None else running.user_ns
    return names


@dataclass(frozen=True)
class Live:
    """The functions of an exercise as they are in a kernel.

    names    the kernel's global names
    origins  file name of code -> how its place is called: "In [3]", "mine.py"
    program  what the loader reads of their text
    """

    names: dict[str, Any]
    origins: Mapping[str, str]
    program: Program
    submission: Submission


def live(exercise: Exercise, names: dict[str, Any]) -> Live:
    """Return the exercise's functions among ``names``. Nothing is called."""
    codes = dict(_codes(names))
    texts: dict[str, str] = {}
    origins: dict[str, str] = {}
    for code in codes.values():
        if code.co_filename not in origins:
            origins[code.co_filename] = _origin(code.co_filename, set(origins.values()))
            texts[code.co_filename] = "".join(linecache.getlines(code.co_filename))
    sources = [
        source
        for file, text in texts.items()
        if (source := _source(text, origins[file], file, codes)) is not None
    ]
    submission = Submission(
        student="",
        file="notebook" if shell() is not None else "session",
        files=(),
        sha256=hashlib.sha256("\0".join(texts.values()).encode()).hexdigest(),
        kind=None,
        sources=tuple(sources),
    )
    program = build(exercise, submission)
    return Live(names, origins, _as_it_is(program, exercise, names, codes, origins), submission)


def _codes(names: Mapping[str, Any]) -> Iterator[tuple[str, types.CodeType]]:
    """The code of the functions that the kernel's own cells define, or import from a file.

    Of a class it is that of one of its methods.
    """
    for name, value in list(names.items()):
        own = list(vars(value).values()) if isinstance(value, type) else [_unwrapped(value)]
        code = next((each.__code__ for each in own if isinstance(each, types.FunctionType)), None)
        if code is not None and not name.startswith("_"):
            yield name, code


def _unwrapped(value: Any) -> Any:
    try:
        return inspect.unwrap(value) if callable(value) else value
    except Exception:  # an object that answers to every attribute
        return value


def _origin(file: str, taken: set[str]) -> str:
    """How a place in this file is called."""
    running = shell()
    formatted: Callable[[str], Any] | None = getattr(
        getattr(running, "compile", None), "format_code_name", None
    )
    name = ""
    if formatted is not None:
        found = formatted(file)
        if isinstance(found, tuple) and len(found) == 2:
            name = str(found[1])
    name = name or file.replace("\\", "/").rpartition("/")[2] or "session"
    number, unique = 1, name
    while unique in taken:
        number += 1
        unique = f"{name} ({number})"
    return unique


def _source(
    text: str, origin: str, file: str, codes: Mapping[str, types.CodeType]
) -> Source | None:
    """One cell or file as the loader reads it, with those of its functions that the kernel holds.

    A cell that was run again holds functions that later cells have replaced.
    """
    if not text.strip():
        return None
    try:
        source = load.read_bytes(text.encode("utf-8", "replace"), origin)
    except Unreadable:
        return None
    lines = {name: code.co_firstlineno for name, code in codes.items() if code.co_filename == file}
    cells = []
    for cell in source.cells:
        body: list[ast.stmt] = [
            node
            for node in cell.tree.body
            if isinstance(node, _KEPT)
            or (isinstance(node, DEFINITIONS) and _holds(node, lines.get(node.name)))
        ]
        cells.append(replace(cell, tree=ast.Module(body, [])))
    return replace(
        source,
        cells=tuple(cells),
        notes=(),
        broken={},
        defined=frozenset(lines) & source.defined,
        elsewhere={},
    )


def _holds(node: ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef, line: int | None) -> bool:
    """Whether code that begins in this line is the definition's: it begins at the first decorator."""
    return line is not None and start_line(node) <= line <= (node.end_lineno or 0)


def _as_it_is(
    program: Program,
    exercise: Exercise,
    names: Mapping[str, Any],
    codes: Mapping[str, types.CodeType],
    origins: Mapping[str, str],
) -> Program:
    """The program with every function that is there, and a reason for every one that is not."""
    functions, missing = dict(program.functions), {}
    for function in exercise.functions:
        name = function.name
        own = next((each for each in (name, *function.aliases) if each in names), None)
        if own is None:
            functions.pop(name, None)
            missing[name] = messages.not_defined(name, function.is_class)
        elif not callable(names[own]):
            functions.pop(name, None)
            missing[name] = messages.no_function(own, function.is_class)
        elif name in program.unwritten:
            missing[name] = program.missing[name]
        elif name not in functions:  # its text is not to be had
            functions[name] = _site(names[own], codes.get(own), origins)
    return replace(program, functions=functions, missing=missing, notes=(), ambiguous=None)


def _site(function: Any, code: types.CodeType | None, origins: Mapping[str, str]) -> FunctionSite:
    origin = origins.get(code.co_filename, "session") if code is not None else "session"
    line = code.co_firstlineno if code is not None else 1
    try:
        parameters = inspect.signature(function).parameters.values()
    except (TypeError, ValueError):
        return FunctionSite(origin, line, ("*args",))
    stars: dict[Any, str] = {
        inspect.Parameter.VAR_POSITIONAL: "*",
        inspect.Parameter.VAR_KEYWORD: "**",
    }
    return FunctionSite(
        origin,
        line,
        tuple(stars.get(each.kind, "") + each.name for each in parameters),
        tuple(each.name for each in parameters if each.default is not each.empty),
    )
