"""What a function of a loaded program may call, read off its compiled statements."""

from __future__ import annotations

import dis
import marshal
from types import CodeType

from grader.load.read.compile import functions_in
from grader.model.submission import Program, Statement


def reached(program: Program, function: str) -> frozenset[str]:
    """The names that ``function`` may come to read when it is called, its helpers' too.

    More than it does read, since attributes count as names; names that are made up at run time
    are not seen. The statements are read here, and not executed.
    """
    reads: dict[str, set[str]] = {}
    for statement in program.statements:
        code = marshal.loads(statement.code)
        names = set(code.co_names).union(*(part.co_names for part in functions_in(code)))
        for name in _bound(code):
            reads.setdefault(name, set()).update(names)
    found: set[str] = set()
    pending = [function]
    while pending:
        new = reads.get(pending.pop(), set()) - found
        found |= new
        pending += new
    return frozenset(found)


def lines_reached(program: Program, function: str) -> dict[str, list[int]]:
    """Origin -> the lines inside functions that ``function`` may come to run, itself and its
    helpers, in order."""
    wanted = {function} | reached(program, function)
    found: dict[str, set[int]] = {}
    for statement in program.statements:
        top = marshal.loads(statement.code)
        if not wanted.isdisjoint(_bound(top)):
            for code in functions_in(top):
                lines = {line for _, _, line in code.co_lines() if line}
                found.setdefault(code.co_filename, set()).update(lines)
    return {origin: sorted(lines) for origin, lines in found.items()}


def without(program: Program, names: frozenset[str]) -> tuple[Statement, ...]:
    """The program's statements but those that bind nothing else than ``names``."""
    kept = []
    for statement in program.statements:
        bound = _bound(marshal.loads(statement.code))
        if not bound or not bound <= names:
            kept.append(statement)
    return tuple(kept)


def _bound(code: CodeType) -> frozenset[str]:
    stores = (i.argval for i in dis.get_instructions(code) if i.opname.startswith("STORE_"))
    return frozenset(name for name in stores if isinstance(name, str))
