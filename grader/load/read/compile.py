"""The only places where the loader calls Python's compiler, made safe for hostile text.

Nothing is executed. ``parse`` and ``compile_statement`` raise nothing but ``CannotCompile``.
"""

from __future__ import annotations
import __future__

import ast
import dis
import io
import marshal
import re
import threading
import warnings
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from types import CodeType
from typing import TypeGuard

from grader.load.messages import printable
from grader.util.language import gettext

# Annotations stay text, so an unknown name in one does no harm when the function is defined.
_FLAGS = __future__.annotations.compiler_flag
_LOCK = threading.RLock()
_FAILURES = (SyntaxError, ValueError, TypeError, RecursionError, MemoryError, OverflowError)

LENIENT = {"float": "_float_of", "int": "_int_of"}
"""Builtin -> the helper of the child's namespace that takes its place (see `compile_statement`)."""


class CannotCompile(Exception):
    """Python refuses this text; ``line`` and ``column`` count from 1 within the text."""

    def __init__(self, reason: str, line: int, error: Exception) -> None:
        super().__init__(reason)
        self.reason = reason
        self.line = line
        self.error = error
        self.column = getattr(error, "offset", None)


@contextmanager
def quiet() -> Iterator[None]:
    """Suppress the compiler's warnings about student code.

    The warning filters belong to the whole process, so only one thread at a time changes them.
    """
    with _LOCK, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield


def parse(text: str) -> ast.Module:
    try:
        tree = compile(text, "<student>", "exec", ast.PyCF_ONLY_AST, dont_inherit=True)
    except _FAILURES as error:
        raise _explained(error) from None
    assert isinstance(tree, ast.Module)
    return tree


def code_lines(text: str, keepends: bool = False) -> list[str]:
    """Return the lines of ``text`` that the line numbers of its syntax tree and of tracebacks mean.

    A form feed, or a Unicode line separator in a text, ends no line there. `str.splitlines` ends one.
    """
    lines = list(io.StringIO(text, newline=""))
    return lines if keepends else [line.rstrip("\r\n") for line in lines]


def compile_statement(statement: ast.stmt, origin: str) -> bytes:
    """Compile one statement and marshal its code object; ``origin`` becomes its file name.

    NumPy 2.4 refuses ``float(x)`` of a one-entry array that has axes, which courses were written
    with. So ``float(x)`` and ``int(x)`` call helpers (`grader.sandbox.child.student_namespace`)
    that take the one entry, unless the statement binds a name of these helpers itself.

    A whole program (`whole_program`) becomes a call that makes a callable of its code.
    """
    try:
        if is_whole_program(statement):
            return marshal.dumps(_program_code(statement, origin))
        return marshal.dumps(_lenient([statement], origin))
    except _FAILURES as error:
        raise _explained(error) from None


def _lenient(statements: list[ast.stmt], origin: str) -> CodeType:
    module = ast.Module(statements, [])
    code = _compiled(module, origin)
    if _reads(code, LENIENT.keys()) and not _has_local(code, LENIENT.keys()):
        with _calling_helpers(module):
            code = _compiled(module, origin)
    return code


# --- whole programs -----------------------------------------------------------------------------

MAIN = "__main__"
PROGRAM_HELPER = "_program"
"""What makes a callable of a program's code, in `grader.sandbox.child.student_namespace`."""
_HERE = "the code of the program"


def whole_program(name: str, body: list[ast.stmt]) -> ast.FunctionDef:
    """The statements of a file, or of a cell, as one function that stands for the program.

    So it has a place wherever functions have one. Its annotation tells it from a function of a
    student's; `compile_statement` makes code of it that runs as a module does.
    """
    node = ast.parse(f"def {name}(args) -> {MAIN}: pass").body[0]
    assert isinstance(node, ast.FunctionDef)
    first = body[0]
    for part in ast.walk(node):
        ast.copy_location(part, first)
    node.body = body
    return node


def is_whole_program(node: ast.stmt) -> TypeGuard[ast.FunctionDef]:
    return (
        isinstance(node, ast.FunctionDef)
        and isinstance(node.returns, ast.Name)
        and node.returns.id == MAIN
    )


def _program_code(program: ast.FunctionDef, origin: str) -> CodeType:
    """Code that says ``name = _program("name", code, names that it binds)``."""
    code = _lenient(program.body, origin)
    bound = tuple(
        dict.fromkeys(i.argval for i in dis.get_instructions(code) if i.opname == "STORE_NAME")
    )
    text = f"{program.name} = {PROGRAM_HELPER}({program.name!r}, {_HERE!r}, {bound!r})"
    made = ast.parse(text)
    for part in ast.walk(made):
        ast.copy_location(part, program)
    outer = _compiled(made, origin)
    # As a constant of the outer code it is read like the code of any function.
    constants = tuple(code if part == _HERE else part for part in outer.co_consts)
    return outer.replace(co_consts=constants)


def _compiled(module: ast.Module, origin: str) -> CodeType:
    code = compile(module, origin, "exec", _FLAGS, dont_inherit=True, optimize=0)
    assert isinstance(code, CodeType)
    return code


def functions_in(code: CodeType) -> list[CodeType]:
    """Every code object inside ``code``, however deep: functions, classes, comprehensions."""
    inside = [part for part in code.co_consts if isinstance(part, CodeType)]
    return inside + [deeper for part in inside for deeper in functions_in(part)]


def _reads(code: CodeType, names: Collection[str]) -> bool:
    return any(name in names for part in (code, *functions_in(code)) for name in part.co_names)


def _has_local(code: CodeType, names: Collection[str]) -> bool:
    return any(
        name in names
        for part in (code, *functions_in(code))
        for name in (*part.co_varnames, *part.co_cellvars)
    )


@contextmanager
def _calling_helpers(tree: ast.AST) -> Iterator[None]:
    """Let calls name the helpers while ``tree`` is compiled, and restore the tree afterwards."""
    changed: list[tuple[ast.Name, str]] = []
    for node in ast.walk(tree):
        match node:
            case ast.Call(ast.Name(id="float" | "int") as name, [argument], []):
                if not isinstance(argument, ast.Starred):
                    changed.append((name, name.id))
    for name, builtin in changed:
        name.id = LENIENT[builtin]
    try:
        yield
    finally:
        for name, builtin in changed:
            name.id = builtin


def _explained(error: Exception) -> CannotCompile:
    if isinstance(error, SyntaxError):
        reason = (error.msg or "invalid syntax").partition(". Did you mean")[0]
        return CannotCompile(printable(reason, 120), error.lineno or 1, error)
    if isinstance(error, (RecursionError, MemoryError)):
        return CannotCompile(gettext("it is nested too deeply"), 1, error)
    if "null byte" in str(error):
        return CannotCompile(gettext("it contains a null byte"), 1, error)
    return CannotCompile(printable(str(error), 120), 1, error)


def shifted(reason: str, lines: int) -> str:
    """The compiler's sentence with the line numbers in it increased by ``lines``."""
    return re.sub(
        r"\b(on|at) line (\d+)", lambda match: f"{match[1]} line {int(match[2]) + lines}", reason
    )
