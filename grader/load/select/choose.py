"""Which definition counts where a function has several definitions in a submission.

A body that was only handed out never replaces a written one. Of several written ones the newest
counts; inside one file that is the last. Where nothing says which file is the newest, the last in
natural order counts, and the submission is marked.
"""

from __future__ import annotations

import ast
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from grader.load import messages
from grader.load.read.cells import unfolded
from grader.load.read.quoting import files, functions, listing, place, printable
from grader.load.select.multi_file import imports_between
from grader.load.select.unwritten import digest, is_draft_of, is_unwritten
from grader.load.select.versions import newer
from grader.model.submission import Note, Source
from grader.util.language import gettext

Placed = tuple[int, ast.stmt, str]
"""The number of a source, a top-level statement of it, and the origin."""

_DISPLAYS = (ast.List, ast.Dict, ast.Set)
_DEFS = (ast.FunctionDef, ast.AsyncFunctionDef)
_WHOLE = (*_DEFS, ast.ClassDef)
_TOO_DEEP = (RecursionError, MemoryError, ValueError)
_MOST_COMPARED = 24
"""Definitions of one function, each of which is compared with all others."""


@dataclass(frozen=True, slots=True)
class Choice:
    """The statements that count, in order; graded functions without a body of a student's -> why."""

    statements: list[tuple[ast.stmt, str]]
    unwritten: dict[str, str]
    notes: list[Note]
    ambiguous: str | None


@dataclass(frozen=True, slots=True)
class _Definition:
    """One place that defines a name.

    at       number of its statement
    file     number of its source
    node     None for what is no plain ``def`` or class at top level, which always counts as written
    empty    whether it has no body that could give a result
    written  whether it is neither empty nor as it was handed out
    """

    at: int
    file: int
    place: str
    node: ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef | None
    empty: bool
    written: bool


def choose(
    sources: Sequence[Source],
    statements: Sequence[Placed],
    graded: Collection[str],
    starters: Mapping[str, Collection[str]],
    printing: Collection[str] = (),
) -> Choice:
    """Leave out the definitions that do not count.

    ``starters`` are digests of handed-out bodies; of a function in ``printing`` a line that prints
    is work.
    """
    imports = imports_between(sources)
    unwritten: dict[str, str] = {}
    dropped: set[int] = set()
    empty_ones: list[str] = []
    chosen: dict[tuple[str | None, tuple[str, ...]], list[str]] = {}
    for name, places in sorted(_definitions(statements, graded, starters, printing).items()):
        if name in graded and all(each.empty for each in places):
            where = places[-1].place
            unwritten[name] = messages.NOT_WRITTEN_YET(name=printable(name), where=where)
        if len(places) == 1:
            continue
        candidates = _candidates(places)
        winner, why = _newest(candidates, sources, imports)
        count = {each.at for each in candidates}
        for each in places:
            replaces = each.at > winner.at and each.at not in count
            if each.node is not None and (replaces or each.file != winner.file):
                dropped.add(each.at)
        if name not in graded:
            continue
        empty_ones += [
            f"`{printable(name)}` ({each.place})" for each in places if each.at not in count
        ]
        others = dict.fromkeys(each.file for each in candidates if each.file != winner.file)
        if others and why != "":
            called = tuple(sources[file].name for file in (*others, winner.file))
            chosen.setdefault((why, called), []).append(name)
    notes = []
    if empty_ones:
        notes.append(messages.NOTHING_WRITTEN(functions=listing(empty_ones, 12)))
    doubts = []
    for (why, called), names in chosen.items():
        shown = {"functions": functions(names), "file": printable(called[-1], 120)}
        if why is not None:
            notes.append(messages.NEWEST(**shown, others=files(called[:-1]), why=gettext(why)))
        else:
            one = len(names) == 1
            doubt = messages.IN_SEVERAL_FILES if one else messages.ARE_IN_SEVERAL_FILES
            doubts.append(doubt(**shown, files=files(called)))
    left = [(node, origin) for at, (_, node, origin) in enumerate(statements) if at not in dropped]
    return Choice(left, unwritten, notes, " ".join(doubts) or None)


def _definitions(
    statements: Sequence[Placed],
    graded: Collection[str],
    starters: Mapping[str, Collection[str]],
    printing: Collection[str],
) -> dict[str, list[_Definition]]:
    """Name -> where it is defined, in order: graded ones, and whatever is defined twice."""
    named = [(at, *item) for at, (_, node, _) in enumerate(statements) for item in _named(node)]
    names = {name for _, name, inner in named if isinstance(inner, _DEFS)} | set(graded)
    places: dict[str, list[tuple[int, ast.stmt]]] = {}
    for at, name, inner in named:
        if name in names:
            places.setdefault(name, []).append((at, inner))
    # Not a list, dictionary or set: other functions may fill it.
    bound = {
        target.id
        for _, node, _ in statements
        if isinstance(node, ast.Assign) and not isinstance(node.value, _DISPLAYS)
        for target in node.targets
        if isinstance(target, ast.Name)
    }
    definitions: dict[str, list[_Definition]] = {}
    for name, spots in places.items():
        if name in graded or len(spots) > 1:
            definitions[name] = []
            for at, inner in spots:
                file, node, origin = statements[at]
                empty = handed_out = False
                if isinstance(inner, _WHOLE):
                    try:
                        empty = is_unwritten(inner, bound, name in printing)
                        handed_out = name in starters and digest(inner) in starters[name]
                    except _TOO_DEEP:
                        pass  # no course hands out such a body
                where = place(origin, inner.lineno)
                whole = node if isinstance(node, _WHOLE) else None
                written = not (empty or handed_out)
                definitions[name].append(_Definition(at, file, where, whole, empty, written))
    return definitions


def _named(node: ast.stmt) -> Iterator[tuple[str, ast.stmt]]:
    """What a top-level statement gives a function's name, also inside ``if`` and ``try``."""
    match node:
        case ast.FunctionDef(name) | ast.AsyncFunctionDef(name) | ast.ClassDef(name):
            yield name, node
        case ast.Assign(targets, ast.Lambda() | ast.Name() | ast.Attribute() | ast.Call()):
            yield from ((target.id, node) for target in targets if isinstance(target, ast.Name))
        case ast.If() | ast.Try():
            inside = unfolded([node])
            yield from ((inner.name, inner) for inner in inside if isinstance(inner, _WHOLE))


def _candidates(places: Sequence[_Definition]) -> list[_Definition]:
    """The written ones, without what is another one before its blanks were filled in; where none is
    written, what has a body, or else all."""
    written = [each for each in places if each.written]
    if len(written) > _MOST_COMPARED:
        return written
    filled = [each for each in written if not any(_is_draft(each, other) for other in written)]
    return filled or [each for each in places if not each.empty] or list(places)


def _is_draft(one: _Definition, other: _Definition) -> bool:
    if one is other or one.node is None or other.node is None:
        return False
    try:
        return is_draft_of(one.node, other.node)
    except _TOO_DEEP:
        return False


def _newest(
    candidates: Sequence[_Definition],
    sources: Sequence[Source],
    imports: Collection[tuple[int, int]],
) -> tuple[_Definition, str | None]:
    """The definition that counts, and why: "" where they are the same, None where nothing says it."""
    places = list({each.file: each for each in candidates}.values())  # of each file the last
    last = max(places, key=lambda each: each.at)
    if len(places) == 1 or _all_the_same(places):
        return last, ""
    if len(places) > _MOST_COMPARED:
        return last, None
    beaten: set[int] = set()
    for each in places:
        reasons = []
        for other in places:
            order, why = newer(sources[each.file], sources[other.file])
            one_way = (each.file, other.file) in imports
            if order == 0 and one_way != ((other.file, each.file) in imports):
                order, why = (1 if one_way else -1), messages.IMPORTS_THE_OTHER
            if order < 0:
                beaten.add(each.file)
            if order > 0:
                reasons.append(why)
        if len(reasons) == len(places) - 1:
            return each, reasons[0]
    unbeaten = [each for each in places if each.file not in beaten] or places
    return max(unbeaten, key=lambda each: each.at), None


def _all_the_same(places: Sequence[_Definition]) -> bool:
    try:
        texts = {digest(each.node) if each.node is not None else None for each in places}
    except _TOO_DEEP:
        return False
    return len(texts) == 1 and None not in texts
