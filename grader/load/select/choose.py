"""Which definition counts where a function stands in several places of a submission.

What was only handed out never replaces what was written. Of several written ones the newest counts; inside
one file that is the last. Where nothing says which file is the newest, the last in natural order counts, and
the submission is marked.
"""

from __future__ import annotations

import ast
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from grader.load.read import messages
from grader.load.read.formatting import place
from grader.load.select.unwritten import digest, is_draft_of, is_unwritten
from grader.load.select.versions import newer
from grader.model.submission import Note, Source

Placed = tuple[ast.stmt, str]
"""A top-level statement, and where it stands."""
Starters = Mapping[str, Collection[str]]
"""Function that is handed out with a body -> digests of that body."""

_DISPLAYS = (ast.List, ast.Dict, ast.Set)
_DEFS = (ast.FunctionDef, ast.AsyncFunctionDef)
_TOO_DEEP = (RecursionError, MemoryError, ValueError)
_MOST_COMPARED = 24
"""Definitions of one function, each of which is compared with all others."""


@dataclass(frozen=True, slots=True)
class Choice:
    """The statements that count, in order; graded functions without a body of a student's -> why."""

    statements: list[Placed]
    unwritten: dict[str, str]
    notes: list[Note]
    ambiguous: str | None


@dataclass(frozen=True, slots=True)
class _Definition:
    """One place that defines a name: ``at`` counts statements, ``file`` sources; ``node`` is None for
    what is no plain ``def`` at top level, which always counts as written. ``empty`` has no body that
    could give a result; ``written`` is neither that nor as it was handed out."""

    at: int
    file: int
    line: int
    origin: str
    node: ast.FunctionDef | ast.AsyncFunctionDef | None
    empty: bool
    written: bool

    @property
    def place(self) -> str:
        return place(self.origin, self.line)


def choose(
    sources: Sequence[Source],
    statements: Sequence[tuple[int, Placed]],
    imports: Collection[tuple[int, int]],
    graded: Collection[str],
    starters: Starters,
) -> Choice:
    """Leave out the definitions that do not count.

    ``statements`` come with the number of their source; ``imports`` are pairs of sources of which the
    first imports the second.
    """
    found = _definitions(statements, graded, starters)
    unwritten: dict[str, str] = {}
    dropped: set[int] = set()
    aside: list[tuple[str, str]] = []
    chosen: dict[tuple[str | None, tuple[int, ...]], list[str]] = {}
    for name, places in sorted(found.items()):
        if name in graded and all(each.empty for each in places):
            unwritten[name] = messages.not_written_yet(name, places[-1].place)
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
        aside += [(name, each.place) for each in places if each.at not in count]
        others = dict.fromkeys(each.file for each in candidates if each.file != winner.file)
        if others and why != "":
            chosen.setdefault((why, (*others, winner.file)), []).append(name)
    notes = [messages.left_aside(aside)] if aside else []
    doubts = []
    for (why, files), names in chosen.items():
        called = [sources[file].name for file in files]
        if why is None:
            doubts.append(messages.no_newest(names, called))
        else:
            notes.append(messages.newest_version(names, called, why))
    left = [placed for at, (_, placed) in enumerate(statements) if at not in dropped]
    return Choice(left, unwritten, notes, " ".join(doubts) or None)


def _definitions(
    statements: Sequence[tuple[int, Placed]], graded: Collection[str], starters: Starters
) -> dict[str, list[_Definition]]:
    """Name -> where it is defined, in order: graded ones, and whatever is defined twice."""
    functions = {name for _, (node, _) in statements for name in _functions(node)} | set(graded)
    places: dict[str, list[tuple[int, ast.stmt]]] = {}
    bound: set[str] = set()
    for at, (_, (node, _)) in enumerate(statements):
        for name, inner in _named(node):
            if name in functions:
                places.setdefault(name, []).append((at, inner))
        # A list that stands outside may be filled by other functions.
        if isinstance(node, ast.Assign) and not isinstance(node.value, _DISPLAYS):
            bound.update(target.id for target in node.targets if isinstance(target, ast.Name))
    found: dict[str, list[_Definition]] = {}
    for name, own in places.items():
        if name in graded or len(own) > 1:
            handed_out = starters.get(name, ())
            found[name] = [
                _definition(at, *statements[at], inner, handed_out, bound) for at, inner in own
            ]
    return found


def _definition(
    at: int,
    file: int,
    placed: Placed,
    inner: ast.stmt,
    handed_out: Collection[str],
    bound: Collection[str],
) -> _Definition:
    node, origin = placed
    empty = as_handed_out = False
    if isinstance(inner, _DEFS):
        try:
            empty = is_unwritten(inner, bound)
            as_handed_out = bool(handed_out) and digest(inner) in handed_out
        except _TOO_DEEP:
            pass  # nobody hands out such a thing
    whole = node if isinstance(node, _DEFS) else None
    return _Definition(at, file, inner.lineno, origin, whole, empty, not (empty or as_handed_out))


def _functions(node: ast.stmt) -> Iterator[str]:
    return (name for name, inner in _named(node) if isinstance(inner, _DEFS))


def _named(node: ast.stmt) -> Iterator[tuple[str, ast.stmt]]:
    """What a top-level statement gives a function's name, also inside ``if`` and ``try``."""
    if isinstance(node, _DEFS):
        yield node.name, node
    elif isinstance(node, ast.Assign):
        if isinstance(node.value, (ast.Lambda, ast.Name, ast.Attribute, ast.Call)):
            for target in node.targets:
                if isinstance(target, ast.Name):
                    yield target.id, node
    elif isinstance(node, (ast.If, ast.Try)):
        handlers = [inner for handler in getattr(node, "handlers", ()) for inner in handler.body]
        for inner in (*node.body, *handlers, *node.orelse):
            if isinstance(inner, _DEFS):
                yield inner.name, inner


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
    """The definition that counts, and why: empty where it is all the same, None where nothing says it."""
    lasts = {each.file: each for each in candidates}  # of each file the last
    places = list(lasts.values())
    last = max(places, key=lambda each: each.at)
    if len(places) == 1 or _all_the_same(places):
        return last, ""
    if len(places) > _MOST_COMPARED:
        return last, None
    beaten: set[int] = set()
    for each in places:
        reasons = []
        for other in places:
            if other is not each:
                order, why = _compared(each.file, other.file, sources, imports)
                if order < 0:
                    beaten.add(each.file)
                if order > 0:
                    reasons.append(why)
        if len(reasons) == len(places) - 1:
            return each, reasons[0]
    unbeaten = [each for each in places if each.file not in beaten] or places
    return max(unbeaten, key=lambda each: each.at), None


def _compared(
    one: int, other: int, sources: Sequence[Source], imports: Collection[tuple[int, int]]
) -> tuple[int, str]:
    order, why = newer(sources[one], sources[other])
    if order == 0 and ((one, other) in imports) != ((other, one) in imports):
        return (1 if (one, other) in imports else -1), "it imports the other"
    return order, why


def _all_the_same(places: Sequence[_Definition]) -> bool:
    try:
        texts = {digest(each.node) if each.node is not None else None for each in places}
    except _TOO_DEEP:
        return False
    return len(texts) == 1 and None not in texts
