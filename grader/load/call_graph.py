"""What a function of a loaded program may call, read off its compiled statements."""

from __future__ import annotations

import dis
import marshal
from types import CodeType

from grader.load.read.compile import functions_in
from grader.model.submission import Program, Statement


def reached(program: Program, function: str, attributes: bool = True) -> frozenset[str]:
    """The names that ``function`` and its helpers may read when it is called.

    Names that are made up at run time are not seen. The statements are read here, and not executed.

    Args:
        attributes: whether attributes count as names. It is more than what is read then, which is
            the safe side where ``helpers.relu`` may be the graded function.
    """
    reads: dict[str, set[str]] = {}
    for statement in program.statements:
        code = marshal.loads(statement.code)
        used = set().union(*(_read(part, attributes) for part in (code, *functions_in(code))))
        for name in _bound(code):
            reads.setdefault(name, set()).update(used)
    names: set[str] = set()
    pending = [function]
    while pending:
        new = reads.get(pending.pop(), set()) - names
        names |= new
        pending += new
    return frozenset(names)


def lines_reached(program: Program, function: str) -> dict[str, list[int]]:
    """Origin -> the lines of ``function`` and its helpers that a call may run, in order."""
    wanted = {function} | reached(program, function)
    lines: dict[str, set[int]] = {}
    for statement in program.statements:
        top = marshal.loads(statement.code)
        if not wanted.isdisjoint(_bound(top)):
            for code in functions_in(top):
                here = {line for _, _, line in code.co_lines() if line}
                lines.setdefault(code.co_filename, set()).update(here)
    return {origin: sorted(numbers) for origin, numbers in lines.items()}


def without(program: Program, names: frozenset[str]) -> tuple[Statement, ...]:
    """The program's statements but those that bind nothing else than ``names``."""
    kept = []
    for statement in program.statements:
        bound = _bound(marshal.loads(statement.code))
        if not bound or not bound <= names:
            kept.append(statement)
    return tuple(kept)


def _read(code: CodeType, attributes: bool) -> set[str]:
    if attributes:
        return set(code.co_names)
    reading = ("LOAD_GLOBAL", "LOAD_NAME", "LOAD_FROM_DICT_OR_GLOBALS")
    return {str(i.argval) for i in dis.get_instructions(code) if i.opname in reading}


def _bound(code: CodeType) -> frozenset[str]:
    stores = (i.argval for i in dis.get_instructions(code) if i.opname.startswith("STORE_"))
    return frozenset(name for name in stores if isinstance(name, str))
