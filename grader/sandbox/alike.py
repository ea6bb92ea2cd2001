"""When two programs are the same to a child, and where a place of the one lies in the other.

Comments, blank lines, line breaks and file names do not reach what a function computes; they reach
tracebacks only. So programs are compared without them, and places are carried over instruction by
instruction. That holds for a program that cannot look at its own lines, at a clock, at addresses
or at memory that nobody filled: what could is told by the names that its code uses, and whoever
uses one of them is like nobody else. The list may be too long; that costs only time.
"""

from __future__ import annotations

import dis
import hashlib
import marshal
import re
from collections.abc import Iterator, Mapping
from dataclasses import fields
from types import CodeType

from grader.model.submission import Program

Place = tuple[str, int]

_REVEALING = frozenset(
    # clocks
    "time clock perf_counter perf_counter_ns process_time process_time_ns monotonic monotonic_ns "
    "time_ns thread_time thread_time_ns now today utcnow datetime datetime64 gmtime localtime "
    "ctime asctime default_timer timeit sleep calendar uuid "
    # addresses, and memory as it was found
    "id hash empty empty_like ndarray as_strided ctypes ctypeslib lib core memmap gc weakref "
    # the program's own text, frames and names
    "sys os posix traceback inspect linecache warnings logging types dis ast importlib builtins "
    "unittest testing threading signal resource platform tracemalloc pickle operator attrgetter "
    "methodcaller getattr eval exec compile globals locals vars dir open input breakpoint help "
    "_getframe exc_info format_exc print_exc with_traceback reveal_type".split()
)
_INNER = re.compile(
    r"__\w+|(?:co|tb|gi|cr|ag)_\w+|f_(?:lineno|code|back|globals|locals|lasti|trace)"
)
_FORMATS = frozenset({"format", "format_map"})
_REACHES_IN = re.compile(r"\{\w*[.\[]")

# What `import a`, and nothing else, is made of.
_IMPORT_ONLY = frozenset(
    code
    for name in ("RESUME", "LOAD_CONST", "IMPORT_NAME", "STORE_NAME", "RETURN_VALUE", "RETURN_CONST",
                 "CACHE", "LOAD_SMALL_INT", "LOAD_COMMON_CONSTANT")
    if (code := dis.opmap.get(name)) is not None
)  # fmt: skip
_ONLY_TOLD = frozenset({"statements", "functions", "missing", "notes"})
"""Fields of a program that no child is sent, beside those that two equal programs may differ in;
statements are compared by their code."""


def fingerprint(program: Program) -> bytes | None:
    """Equal for programs that are the same to a child; None for one that may tell itself apart."""
    digest = hashlib.blake2b(digest_size=16)
    for field in fields(program):
        if field.compare and field.name not in _ONLY_TOLD:
            digest.update(f"{field.name}={_plain(getattr(program, field.name))};".encode())
    for statement in program.statements:
        whole = marshal.loads(statement.code)
        if not _imports_only(whole) and any(map(_may_reveal, _codes(whole))):
            return None
        for code in _codes(whole):
            digest.update(_without_places(code))
    return digest.digest()


def carried_over(places: frozenset[Place], old: Program, new: Program) -> dict[Place, Place] | None:
    """Where ``places`` of one program lie in another with the same fingerprint.

    None where that is not clear: what stands on one line here may stand on two lines there.
    """
    found: dict[Place, Place] = {}
    for one, other in zip(_instructions(old), _instructions(new), strict=True):
        if one in places and found.setdefault(one, other) != other:
            return None
    return found if len(found) == len(places) else None


def same_places(old: Program, new: Program) -> bool:
    """Whether two programs with the same fingerprint agree in every file name and line as well."""
    return [s.code for s in old.statements] == [s.code for s in new.statements]


def _codes(code: CodeType) -> Iterator[CodeType]:
    waiting = [code]
    while waiting:
        code = waiting.pop()
        yield code
        waiting += [part for part in code.co_consts if isinstance(part, CodeType)]


def _without_places(code: CodeType) -> bytes:
    parts = (
        code.co_code, code.co_exceptiontable, code.co_names, code.co_varnames, code.co_freevars,
        code.co_cellvars, code.co_name, code.co_qualname, code.co_flags, code.co_argcount,
        code.co_posonlyargcount, code.co_kwonlyargcount, code.co_stacksize,
    )  # fmt: skip
    return f"{parts}{_constant(code.co_consts)}\n".encode("utf-8", "surrogatepass")


def _constant(value: object) -> str:
    """Exactly this constant: True is not 1, and 0.0 is not -0.0."""
    if isinstance(value, CodeType):
        return "code"  # it has its own turn
    if isinstance(value, tuple):
        return f"({','.join(map(_constant, value))})"
    if isinstance(value, frozenset):
        return f"{{{','.join(sorted(map(_constant, value)))}}}"
    if type(value) is int:
        return hex(value)  # the decimal form of a huge one is refused
    return f"{type(value).__name__} {value!r}"


def _plain(value: object) -> str:
    return repr(sorted(value.items()) if isinstance(value, Mapping) else value)


def _imports_only(code: CodeType) -> bool:
    """Whether it is ``import a``: that alone tells nothing, only what is then used of it."""
    return len(code.co_names) == 1 and _IMPORT_ONLY.issuperset(code.co_code[::2])


def _may_reveal(code: CodeType) -> bool:
    names = code.co_names
    if not _REVEALING.isdisjoint(names) or any(map(_INNER.fullmatch, names)):
        return True
    texts = (text for text in code.co_consts if isinstance(text, str))
    return not _FORMATS.isdisjoint(names) and any(map(_REACHES_IN.search, texts))


def _instructions(program: Program) -> Iterator[Place]:
    """File and line of every instruction, in an order that depends on the code alone."""
    for statement in program.statements:
        for code in _codes(marshal.loads(statement.code)):
            for start, end, line in code.co_lines():
                yield from [(code.co_filename, line or 0)] * ((end - start) // 2)
