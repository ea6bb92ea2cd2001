"""Selects from a submission what one exercise needs, compiled statement by statement.

All functions, classes and imports; of the other top-level code only constants that a graded
function reads. Nothing that trains, plots or loads data. Nothing is executed here.

A whole program runs as Python runs a file: all statements, from the first to the last. Of a notebook these
are the statements of all cells. Each cell becomes one piece, so that errors name its lines.
"""

from __future__ import annotations

import ast
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field

from grader.load import messages
from grader.load.messages import listing, place, places, printable, shortened, snippet
from grader.load.read.compile import (
    CannotCompile,
    compile_statement,
    is_whole_program,
    quiet,
    whole_program,
)
from grader.load.select.choose import choose
from grader.load.select.functions import Traces, lift_methods, sites_in
from grader.load.select.imports import (
    Imports,
    Wanted,
    arrange,
    folder_of,
    imports_between,
    is_known,
    stem_of,
    writes_helper,
)
from grader.load.select.removed_numpy_names import INSTEAD, is_removed
from grader.load.select.scope import DEFINITIONS, SUPPLIED_MODULES
from grader.load.select.top_level import Needs, Purity, Sorter, Unit, names_of
from grader.load.syntax_errors import in_words
from grader.model.submission import Cell, FunctionSite, Note, Program, Source, Statement

_TOO_DEEP = (RecursionError, MemoryError, ValueError)


def build_program(sources: Sequence[Source], wanted: Wanted) -> Program:
    """What the child executes so that the graded functions can be called.

    Args:
        sources: the files of the submission, in any order.
        wanted: what the exercise asks of it.
    """
    with quiet():
        return _build(sources, wanted)


def _build(sources: Sequence[Source], wanted: Wanted) -> Program:
    ordered, merge_notes = arrange(sources, wanted.modules)
    by_file = [
        (number, _origin(source, cell, len(ordered)), cell)
        for number, source in enumerate(ordered)
        for cell in source.cells
        if not writes_helper(cell, wanted.modules)
    ]
    texts = {origin: cell.text for _, origin, cell in by_file}
    every = [(number, node, origin) for number, origin, cell in by_file for node in cell.tree.body]
    functions = set(wanted.graded) - set(wanted.programs)
    choice = choose(ordered, every, functions, wanted.starters, wanted.printing)
    nodes = [node for node, _ in choice.statements]
    names = names_of(nodes)
    imports = Imports(folder_of(ordered), wanted, nodes, frozenset(names.functions))
    for name in SUPPLIED_MODULES.keys() & wanted.supplied:
        names.bound.setdefault(name, SUPPLIED_MODULES[name])
    sorter = Sorter(imports, Purity(names), frozenset(wanted.graded))
    refused: list[tuple[ast.stmt, str, CannotCompile]] = []
    for node, origin in choice.statements:
        try:
            sorter.add(node, origin)
        except _TOO_DEEP as error:
            too_deep = CannotCompile("it is nested too deeply", node.lineno, error)
            refused.append((node, origin, too_deep))
    sorter.units, lifted = lift_methods(sorter.units, wanted.graded)
    whole = whole_programs(ordered, by_file, wanted.programs)
    for node, origin in whole.nodes:  # the last, so that no function of this name hides it
        sorter.add(node, origin)
    needs = Needs(sorter)
    compiled: list[Statement] = []
    units: list[Unit] = []
    for unit in sorter.units:
        if not unit.keep:
            continue
        try:
            code = compile_statement(unit.node, unit.origin)
        except CannotCompile as fault:
            refused.append((unit.node, unit.origin, fault))
            continue
        compiled.append(Statement(code, unit.origin, unit.node.lineno))
        units.append(unit)

    sites = sites_in(units, wanted.graded)
    not_written = choice.unwritten | whole.unwritten
    unwritten = not_written.keys() & sites.keys()
    for name in unwritten:
        del sites[name]
    unread = {name: why for source in ordered for name, why in source.broken.items()}
    defined = {name for unit in units for name in unit.facts.binds if name in names.functions}
    refusals: list[Note] = []
    broken = dict(unread)
    for node, origin, why in refused:
        where = place(origin, why.line)
        refusals.append(messages.REFUSED_STATEMENT(where=where, why=in_words(why.reason)))
        if isinstance(node, DEFINITIONS):
            shown = snippet(texts[origin].split("\n"), why.line, why.column)
            broken[node.name] = messages.UNREAD_FUNCTION(
                name=printable(node.name), where=where, why=in_words(why.reason), shown=shown
            )
    traces = Traces(
        broken=broken,
        cells=[(origin, cell) for _, origin, cell in by_file],
        imported=imports.own_names,
        lost=sorter.ever_lost,
        elsewhere={name: why for source in ordered for name, why in source.elsewhere.items()},
        others={*defined, *unread} - set(wanted.graded),
        classes=wanted.classes,
    )
    missing = {name: traces.reason(name) for name in sorted(set(wanted.graded) - sites.keys())}
    missing |= {name: why for name, why in not_written.items() if name not in unread}
    missing |= whole.missing
    ours = {origin for _, origin, cell in by_file if cell.ours}
    notes = [
        *_source_notes(ordered),
        *merge_notes,
        *choice.notes,
        *imports.notes.values(),
        *sorter.notes,
        *refusals,
        *lifted,
        *needs.notes,
        *_not_run([spot for spot in sorter.not_run if spot[0] not in ours | whole.origins]),
        *_defined_twice({n: places for n, places in sites.items() if n not in wanted.programs}),
        *whole.notes,
        *_supplied(units, imports),
        *_removed_from_numpy(units, names.bound),
    ]
    return Program(
        statements=tuple(compiled),
        aliases=tuple(sorted(imports.aliases)),
        functions={name: defined[-1] for name, defined in sites.items()},
        missing=missing,
        unwritten=frozenset(unwritten),
        ambiguous=choice.ambiguous,
        notes=shortened(notes),
        libraries=tuple(sorted(wanted.libraries)),
        inert=tuple(sorted(imports.inert - imports.aliases)),
        module_names=dict(sorted(imports.module_names.items())),
        texts=texts,
        trees=tuple(unit.node for unit in units),
    )


def _origin(source: Source, cell: Cell, count: int) -> str:
    """The name of a cell, with its notebook's name when there are several files."""
    if source.kind == "ipynb" and count > 1:
        return f"{printable(source.name, 120)}, {cell.origin}"
    return cell.origin


# --- notes about the program as a whole ---------------------------------------------------------


def _source_notes(sources: Sequence[Source]) -> list[Note]:
    """The files' own notes, with their names where there are several."""
    if len(sources) == 1:
        return list(sources[0].notes)
    notes = []
    for source in sources:
        name = printable(source.name, 120)
        for note in source.notes:
            named = source.kind == "py" and note.text.startswith(name)
            notes.append(note if named else Note(note.kind, f"{name}: {note.text}"))
    return notes


def _not_run(spots: Sequence[tuple[str, int]]) -> Iterator[Note]:
    if spots:
        yield messages.NOT_RUN(places=places(dict.fromkeys(spots)))


def _defined_twice(sites: dict[str, list[FunctionSite]]) -> Iterator[Note]:
    for name, defined in sorted(sites.items()):
        if len(defined) > 1:
            where = listing(place(site.origin, site.line) for site in defined)
            yield messages.DEFINED_TWICE(name=name, count=len(defined), places=where)


def _supplied(units: Sequence[Unit], imports: Imports) -> Iterator[Note]:
    """Names that the student's code reads without having them from anywhere."""
    if not all(map(is_known, imports.stars)):
        return  # a star import of a helper module may have been meant to bring them
    read: set[str] = set()
    there: set[str] = set(imports.replaced)
    for unit in units:
        read |= unit.facts.now | unit.facts.later
        there |= unit.facts.binds
    for name in sorted((read - there) & set(imports.wanted.supplied)):
        known = name in SUPPLIED_MODULES
        yield (messages.MODULE_SUPPLIED if known else messages.HELPER_SUPPLIED)(name=name)


def _removed_from_numpy(units: Sequence[Unit], bound: dict[str, str]) -> list[Note]:
    """Names that the NumPy in use has no longer, once for each place."""
    notes: dict[tuple[str, str], Note] = {}
    for unit in units:
        read = [
            (node.lineno, node.attr, f"{node.value.id}.{node.attr}")
            for node in unit.facts.attributes
            if isinstance(node.value, ast.Name) and bound.get(node.value.id) == "numpy"
        ]
        for node in unit.facts.imports:
            if isinstance(node, ast.ImportFrom) and node.module == "numpy":
                read += [(alias.lineno, alias.name, alias.name) for alias in node.names]
        for line, name, shown in sorted(read):
            if name in INSTEAD and (unit.origin, name) not in notes and is_removed(name):
                where, use = place(unit.origin, line), INSTEAD[name]
                note = messages.REMOVED(where=where, shown=printable(shown), use=use)
                notes[unit.origin, name] = note
    return list(notes.values())


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
    if not names:
        return found
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
    named = [n for n, source in enumerate(sources) if stem_of(source.name).lower() == name.lower()]
    if named:
        return named[-1], False
    main = [n for n, source in enumerate(sources) if _asks_for_main(source)]
    imported = {other for _, other in imports_between(sources)}
    top = [n for n in range(len(sources)) if n not in imported] or [len(sources) - 1]
    chosen = main[0] if len(main) == 1 else top[-1]
    return chosen, len(main) != 1 and len(top) > 1


def _asks_for_main(source: Source) -> bool:
    tests = (n.test for cell in source.cells for n in cell.tree.body if isinstance(n, ast.If))
    return any(
        isinstance(part, ast.Name) and part.id == "__name__"
        for test in tests
        for part in ast.walk(test)
    )
