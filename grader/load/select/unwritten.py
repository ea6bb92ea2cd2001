"""Tells a body that a student wrote from one that was handed out to be written.

Decided by the text alone. A body is unwritten where nothing in it can give a result: it holds only
``pass``, ``...`` or ``raise NotImplementedError``, or all that it returns comes from blanks
(``x = None``) or from names that it never sets.
"""

from __future__ import annotations

import ast
import hashlib
import re
from collections.abc import Collection

from grader.load.select.blanks import Body, Function, hollow, is_none

_BLANK_LINE = re.compile(
    r"pass|\.\.\.|raise NotImplemented(?:Error)?\b.*"
    r"|[^=]*[^=!<>]= \(?(?:None|\.\.\.)(?:, (?:None|\.\.\.))*\)?"
)
_PLACEHOLDERS = ("NotImplementedError", "NotImplemented")


def is_unwritten(function: Function, globals_: Collection[str] = ()) -> bool:
    """Whether nothing was written in ``function`` that could give a result.

    ``globals_`` are names that stand at the file's top level: a template returns one of them, as when its
    file shows the function at work, without ever setting it.
    """
    body = _telling(function)
    if not body or _is_placeholder(body[0]):
        return True
    work = Body(function)
    if work.opaque:
        return False
    if not work.returns:
        return all(_is_blank(node) for node in body)
    if not all(hollow(value, work.hollow) for value in work.returns if value is not None):
        return _returns_what_it_never_sets(function, body, work, globals_)
    # Returning nothing may be right for a function that changes its arguments.
    named = any(value is not None and not is_none(value) for value in work.returns)
    return named or all(isinstance(node, ast.Return) or _is_blank(node) for node in body)


def is_draft_of(one: Function, other: Function) -> bool:
    """Whether ``one`` is ``other`` before its blanks were filled in: a template, or an earlier state."""
    mine, open_ = _lines(one)
    its, left = _lines(other)
    return open_ > left and mine <= its


def digest(function: Function) -> str:
    """A hash of what ``function`` does: without docstring, comments and layout."""
    body = function.body[_has_docstring(function) :]
    text = "\n".join([ast.dump(function.args), *(ast.dump(node) for node in body)])
    return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()[:32]


def _lines(function: Function) -> tuple[set[str], int]:
    """The lines of a body without its blanks, and how many blanks it has."""
    body = function.body[_has_docstring(function) :]
    lines = [line.strip() for node in body for line in ast.unparse(node).splitlines()]
    filled = {line for line in lines if not _BLANK_LINE.fullmatch(line)}
    return filled, len(lines) - sum(line in filled for line in lines)


def _has_docstring(function: Function) -> bool:
    first = function.body[0]
    return isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant)


def _telling(function: Function) -> list[ast.stmt]:
    """The statements that may be a student's: no docstring, ``pass``, assertion, seed or message."""
    return [node for node in function.body if not _is_frame(node)]


def _is_frame(node: ast.stmt) -> bool:
    if isinstance(node, (ast.Pass, ast.Assert, ast.Import, ast.ImportFrom)):
        return True
    if not isinstance(node, ast.Expr):
        return False
    if isinstance(node.value, ast.Constant):
        return True
    if not isinstance(node.value, ast.Call):
        return False
    called = ast.unparse(node.value.func)
    return called.endswith("random.seed") or (
        called == "print" and all(isinstance(each, ast.Constant) for each in node.value.args)
    )


def _is_placeholder(node: ast.stmt) -> bool:
    """``raise NotImplementedError(...)``, or the same returned."""
    raised = (
        node.exc
        if isinstance(node, ast.Raise)
        else node.value
        if isinstance(node, ast.Return)
        else None
    )
    if isinstance(raised, ast.Call):
        raised = raised.func
    return isinstance(raised, ast.Name) and raised.id in _PLACEHOLDERS


def _is_blank(node: ast.stmt) -> bool:
    """``x = None``, also for several names and for entries of a dictionary."""
    if not isinstance(node, (ast.Assign, ast.AnnAssign)) or node.value is None:
        return False
    value = node.value
    parts = value.elts if isinstance(value, (ast.Tuple, ast.List)) else [value]
    return bool(parts) and all(map(is_none, parts))


def _returns_what_it_never_sets(
    function: Function, body: list[ast.stmt], work: Body, globals_: Collection[str]
) -> bool:
    """Whether all that is returned are names of which the function says nothing else."""
    arguments = function.args
    taken = {
        each.arg for each in (*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs)
    } | {each.arg for each in (arguments.vararg, arguments.kwarg) if each is not None}
    if not taken:
        return False  # without parameters, a constant may be what is asked for
    named: set[str] = set()
    for value in work.returns:
        parts = value.elts if isinstance(value, (ast.Tuple, ast.List)) else [value]
        for part in parts:
            if not isinstance(part, ast.Name):
                return False
            named.add(part.id)
    if not named or named & (taken | work.stored):
        return False
    if all(isinstance(node, ast.Return) or _is_blank(node) for node in body):
        return True
    used = {
        node.id
        for statement in body
        for node in ast.walk(statement)
        if isinstance(node, ast.Name) and not isinstance(statement, ast.Return)
    }
    return named <= set(globals_) and not named & used
