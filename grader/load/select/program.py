"""Selects from a submission what one exercise needs, compiled statement by statement.

All functions, classes and imports; of the other top-level code only constants that a graded
function reads. Nothing that trains, plots or loads data. Nothing is executed here.
"""

from __future__ import annotations

import ast
import functools
from collections.abc import Collection, Iterable, Sequence

from grader.load.read import messages
from grader.load.read.compile import CannotCompile, compile_statement, quiet
from grader.load.read.formatting import place, printable, shortened, snippet
from grader.load.select import missing_reason as absence
from grader.load.select.choose import Starters, choose
from grader.load.select.definitions import sites_in
from grader.load.select.dependencies import Needs
from grader.load.select.imports import Imports
from grader.load.select.methods import lift_methods
from grader.load.select.multi_file import arrange, folder_of, imports_between, writes_helper
from grader.load.select.program_notes import duplicate_notes, removed_notes, supplied_notes
from grader.load.select.purity import Purity
from grader.load.select.statements import Sorter, Unit
from grader.model.submission import Cell, Note, Program, Source, Statement

_MODULES = {"np": "numpy", "numpy": "numpy", "math": "math"}
_TOO_DEEP = (RecursionError, MemoryError, ValueError)


def build_program(
    sources: Sequence[Source],
    *,
    graded: Collection[str],
    supplied: Collection[str] = (),
    modules: Collection[str] = (),
    libraries: Collection[str] = (),
    starters: Starters | None = None,
) -> Program:
    """What the child executes so that the ``graded`` functions can be called.

    supplied   names that the child's namespace holds before the student's code
    modules    names of the stand-in modules that the exercise ships
    libraries  packages beside NumPy that are there
    starters   digests of the bodies with which functions are handed out
    """
    with quiet():
        return _build(
            sources,
            frozenset(graded),
            frozenset(supplied),
            frozenset(modules),
            frozenset(libraries),
            starters or {},
        )


def _build(
    sources: Sequence[Source],
    graded: frozenset[str],
    supplied: frozenset[str],
    modules: frozenset[str],
    libraries: frozenset[str],
    starters: Starters,
) -> Program:
    ordered, merge_notes = arrange(sources, modules)
    by_file = [
        (number, _origin(source, cell, len(ordered)), cell)
        for number, source in enumerate(ordered)
        for cell in source.cells
        if not writes_helper(cell, modules)
    ]
    cells = [(origin, cell) for _, origin, cell in by_file]
    texts = {origin: cell.text for origin, cell in cells}
    every = [
        (number, (node, origin)) for number, origin, cell in by_file for node in cell.tree.body
    ]
    choice = choose(ordered, every, imports_between(ordered), graded, starters)
    statements = choice.statements
    attributes = functools.cache(lambda: _attributes(node for node, _ in statements))
    functions, bound, stars = _names(node for node, _ in statements)
    folder = folder_of(ordered)
    imports = Imports(folder, graded, supplied, modules, attributes, libraries, functions)
    for name, path in _MODULES.items():
        if name in supplied:
            bound.setdefault(name, path)
    sorter = Sorter(imports, Purity(bound, functions, stars), functions, functions | graded)
    refused: list[Note] = []
    failed: dict[str, str] = {}
    for node, origin in statements:
        try:
            sorter.add(node, origin)
        except _TOO_DEEP:
            _refuse(node, origin, "it is nested too deeply", refused, failed)

    sorter.units, lifted = lift_methods(sorter.units, graded)
    needs = Needs(sorter, graded, bound, supplied, imports)
    compiled: list[Statement] = []
    units: list[Unit] = []
    for unit in sorter.units:
        if not unit.keep:
            continue
        try:
            code = compile_statement(unit.node, unit.origin)
        except CannotCompile as error:
            shown = snippet(texts[unit.origin], error.line, error.column)
            _refuse(unit.node, unit.origin, error.reason, refused, failed, error.line, shown)
            continue
        compiled.append(Statement(code, unit.origin, unit.line))
        units.append(unit)

    sites = sites_in(units, graded)
    unwritten = choice.unwritten.keys() & sites.keys()
    for name in unwritten:
        del sites[name]
    broken = {name: why for source in ordered for name, why in source.broken.items()}
    elsewhere = {name: why for source in ordered for name, why in source.elsewhere.items()}
    others = {name for unit in units for name in unit.facts.binds if name in functions} - graded
    missing = {
        name: absence.reason(
            name,
            cells=cells,
            broken={**broken, **failed},
            elsewhere=elsewhere,
            imported=imports.own_names,
            lost=sorter.ever_lost,
            others=others | (set(broken) - graded),
        )
        for name in sorted(graded - sites.keys())
    }
    missing |= {name: why for name, why in choice.unwritten.items() if name not in broken}
    notes = [
        *_source_notes(ordered),
        *merge_notes,
        *choice.notes,
        *imports.notes,
        *sorter.notes,
        *refused,
        *lifted,
        *needs.notes,
        *_not_run(sorter, {origin for origin, cell in cells if cell.ours}),
        *duplicate_notes(sites),
        *supplied_notes(units, supplied, imports),
        *removed_notes(units, bound),
    ]
    return Program(
        statements=tuple(compiled),
        aliases=tuple(sorted(imports.aliases)),
        functions={name: found[-1] for name, found in sites.items()},
        missing=missing,
        unwritten=frozenset(unwritten),
        ambiguous=choice.ambiguous,
        notes=shortened(notes),
        libraries=tuple(sorted(libraries)),
        inert=tuple(sorted(imports.inert - imports.aliases)),
        module_names=dict(sorted(imports.module_names.items())),
        texts=texts,
        trees=tuple(unit.node for unit in units),
    )


def _origin(source: Source, cell: Cell, count: int) -> str:
    """Where a cell stands, with its notebook's name when there are several files."""
    if source.kind == "ipynb" and count > 1:
        return f"{printable(source.name, 120)}, {cell.origin}"
    return cell.origin


def _attributes(nodes: Iterable[ast.stmt]) -> dict[str, set[str]]:
    """Name -> the attributes that the code takes of it (``W1A3`` -> ``gc_utils``)."""
    found: dict[str, set[str]] = {}
    for node in nodes:
        for part in ast.walk(node):
            if isinstance(part, ast.Attribute) and (name := _dotted(part.value)):
                found.setdefault(name, set()).add(part.attr)
    return found


def _dotted(node: ast.expr) -> str | None:
    """``a.b.c`` as it is written; None for what is no plain name."""
    names: list[str] = []
    while isinstance(node, ast.Attribute):
        names.append(node.attr)
        node = node.value
    if not isinstance(node, ast.Name):
        return None
    return ".".join((node.id, *reversed(names)))


def _names(nodes: Iterable[ast.stmt]) -> tuple[frozenset[str], dict[str, str], set[str]]:
    """Top-level functions and classes; local name -> what it was imported as; star imports."""
    functions: set[str] = set()
    bound: dict[str, str] = {}
    stars: set[str] = set()
    pending = list(nodes)
    pending.reverse()
    while pending:
        node = pending.pop()
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
            functions.add(node.name)
        elif isinstance(node, ast.Import):
            for alias in node.names:
                root = alias.name.partition(".")[0]
                bound[alias.asname or root] = alias.name if alias.asname else root
        elif isinstance(node, ast.ImportFrom) and node.module:
            for alias in node.names:
                if alias.name == "*":
                    stars.add(node.module)
                else:
                    bound[alias.asname or alias.name] = f"{node.module}.{alias.name}"
        elif isinstance(node, (ast.If, ast.Try)):
            handlers = getattr(node, "handlers", [])
            inner = [
                *node.body,
                *(item for handler in handlers for item in handler.body),
                *node.orelse,
            ]
            pending.extend(reversed(inner))
    return frozenset(functions), bound, stars


def _refuse(
    node: ast.stmt,
    origin: str,
    why: str,
    notes: list[Note],
    failed: dict[str, str],
    line: int | None = None,
    shown: str = "",
) -> None:
    where = place(origin, line or node.lineno)
    notes.append(messages.refused(where, why))
    name = getattr(node, "name", None)
    if isinstance(name, str):
        failed[name] = messages.unread_function(name, where, why, shown)


def _source_notes(sources: Sequence[Source]) -> list[Note]:
    if len(sources) == 1:
        return list(sources[0].notes)
    return [
        note
        if source.kind == "py" and note.text.startswith(name)
        else Note(note.kind, f"{name}: {note.text}")
        for source in sources
        for name in (printable(source.name, 120),)
        for note in source.notes
    ]


def _not_run(sorter: Sorter, ours: Collection[str]) -> list[Note]:
    spots = dict.fromkeys(spot for spot in sorter.not_run if spot[0] not in ours)
    return [messages.not_run(list(spots))] if spots else []
