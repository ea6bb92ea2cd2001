"""Whole programs among what is graded: which file is the program, and its statements.

A program runs as Python runs a file: all statements, from the first to the last. Of a notebook these are
the statements of all cells. Each cell becomes one piece, so that errors name its lines.
"""

from __future__ import annotations

import ast
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field

from grader.load import messages
from grader.load.read.compile import is_whole_program, whole_program
from grader.load.read.quoting import place, printable
from grader.load.select.multi_file import imports_between
from grader.model.submission import Cell, Note, Source

_FRAME = (ast.Import, ast.ImportFrom, ast.Pass, ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)


@dataclass(slots=True)
class WholePrograms:
    """What was found.

    nodes      the pieces of the programs, each with its origin
    origins    of all statements that a program runs
    unwritten  program in which nothing is written yet -> why, in a sentence
    missing    program that does not run, since Python cannot read a line of it -> why
    """

    nodes: list[tuple[ast.stmt, str]] = field(default_factory=list)
    origins: set[str] = field(default_factory=set)
    unwritten: dict[str, str] = field(default_factory=dict)
    missing: dict[str, str] = field(default_factory=dict)
    notes: list[Note] = field(default_factory=list)


def whole_programs(
    sources: Sequence[Source], cells: Sequence[tuple[int, str, Cell]], names: Collection[str]
) -> WholePrograms:
    """Find the programs of these names.

    Args:
        sources: the files that count.
        cells: the number of the source, the origin and the cell, of all of them in order.
        names: the programs that are asked for.
    """
    found = WholePrograms()
    given = {node.name for _, _, cell in cells for node in cell.tree.body if is_whole_program(node)}
    for name in sorted(set(names) - given):  # the reference's stand in its text
        number, others = _file_of(name, sources)
        pieces = [
            (origin, [*cell.tree.body])
            for source, origin, cell in cells
            if source == number and not cell.ours and cell.module is None and cell.tree.body
        ]
        found.origins.update(origin for origin, _ in pieces)
        if number < len(sources) and (fault := sources[number].unread) is not None:
            found.missing[name] = messages.PROGRAM_NOT_READ(name=printable(name), why=fault)
            continue
        if not pieces:
            continue
        if others:
            shown = {"name": printable(name), "file": printable(sources[number].name, 120)}
            found.notes.append(messages.PROGRAM_FILE(**shown))
        if not any(_works(node) for _, body in pieces for node in body):
            where = place(pieces[0][0], pieces[0][1][0].lineno)
            found.unwritten[name] = messages.NOT_WRITTEN_YET(name=printable(name), where=where)
        for origin, body in pieces:
            found.nodes.append((whole_program(name, body), origin))
    return found


def _works(node: ast.stmt) -> bool:
    """Whether a statement does anything: the starter holds imports, definitions and a docstring."""
    match node:
        case ast.Expr(ast.Constant()):
            return False
        case ast.Raise(exc=ast.Call(ast.Name("NotImplementedError"))):
            return False
    return not isinstance(node, _FRAME)


def _file_of(name: str, sources: Sequence[Source]) -> tuple[int, bool]:
    """The number of the source that is the program, and whether another one could be meant.

    It is the one of that name; else the only one that asks whether it is the main program; else the
    last that no other one imports.
    """
    if len(sources) < 2:
        return 0, False
    named = [n for n, source in enumerate(sources) if _stem(source.name) == name.lower()]
    if named:
        return named[-1], False
    main = [n for n, source in enumerate(sources) if _asks_for_main(source)]
    imported = {other for _, other in imports_between(sources)}
    top = [n for n in range(len(sources)) if n not in imported] or [len(sources) - 1]
    chosen = main[0] if len(main) == 1 else top[-1]
    return chosen, len(main) != 1 and len(top) > 1


def _stem(name: str) -> str:
    return name.replace("\\", "/").rpartition("/")[2].rpartition(".")[0].lower()


def _asks_for_main(source: Source) -> bool:
    tests = (n.test for cell in source.cells for n in cell.tree.body if isinstance(n, ast.If))
    return any(
        isinstance(part, ast.Name) and part.id == "__name__"
        for test in tests
        for part in ast.walk(test)
    )
