"""The only two places where the loader calls Python's compiler, made safe for hostile text.

Neither runs anything. ``parse`` and ``compile_statement`` raise nothing but ``CannotCompile``.
"""

from __future__ import annotations
import __future__

import ast
import marshal
import re
import threading
import warnings
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from types import CodeType

from grader.load.read.formatting import printable
from grader.load.read.lenient_float import HELPERS, calls_numbers, lenient

# Annotations stay text: an unknown name in one does no harm when the function is defined.
_FLAGS = __future__.annotations.compiler_flag
_LOCK = threading.RLock()


class CannotCompile(Exception):
    """Python refuses this text; ``line`` and ``column`` count from 1 within what was given."""

    def __init__(self, reason: str, line: int, error: Exception) -> None:
        super().__init__(reason)
        self.reason = reason
        self.line = line
        self.error = error
        self.column = getattr(error, "offset", None)


@contextmanager
def quiet() -> Iterator[None]:
    """Keeps the compiler's warnings about student code from reaching anybody.

    The warning filters belong to the whole process, so only one thread at a time changes them.
    """
    with _LOCK, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield


def parse(text: str) -> ast.Module:
    try:
        tree = compile(text, "<student>", "exec", ast.PyCF_ONLY_AST, dont_inherit=True)
        assert isinstance(tree, ast.Module)
        return tree
    except (SyntaxError, ValueError, RecursionError, MemoryError, OverflowError) as error:
        raise _explained(error) from None


def compile_statement(statement: ast.stmt, origin: str) -> bytes:
    module = ast.Module([statement], [])
    try:
        code = compile(module, origin, "exec", _FLAGS, dont_inherit=True, optimize=0)
        if calls_numbers(code) and not _binds(code, HELPERS):
            with lenient(module):
                code = compile(module, origin, "exec", _FLAGS, dont_inherit=True, optimize=0)
        return marshal.dumps(code)
    except (
        SyntaxError,
        ValueError,
        TypeError,
        RecursionError,
        MemoryError,
        OverflowError,
    ) as error:
        raise _explained(error) from None


def _binds(code: CodeType, names: Collection[str]) -> bool:
    """Whether some function in it has a local variable of such a name: then it is not Python's."""
    inner = (const for const in code.co_consts if isinstance(const, CodeType))
    local = (*code.co_varnames, *code.co_cellvars)
    return any(name in names for name in local) or any(_binds(each, names) for each in inner)


def _explained(error: Exception) -> CannotCompile:
    if isinstance(error, SyntaxError):
        reason = (error.msg or "invalid syntax").partition(". Did you mean")[0]
        return CannotCompile(printable(reason, 120), error.lineno or 1, error)
    if isinstance(error, (RecursionError, MemoryError)):
        return CannotCompile("it is nested too deeply", 1, error)
    if "null byte" in str(error):
        return CannotCompile("it holds a null byte", 1, error)
    return CannotCompile(printable(str(error), 120), 1, error)


def shifted(reason: str, lines: int) -> str:
    """The compiler's sentence with the lines that it names moved down by ``lines``."""
    if not lines or " line " not in reason:
        return reason
    return re.sub(
        r"\b(on|at) line (\d+)", lambda found: f"{found[1]} line {int(found[2]) + lines}", reason
    )
