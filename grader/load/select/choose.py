"""Which definition counts where a function has several definitions in a submission.

A body that was only handed out never replaces a written one. Of several written ones the newest
counts; inside one file that is the last. Where nothing says which file is the newest, the last in
natural order counts, and the submission is marked.

Whether a student wrote a body is decided by its text alone. It is unwritten where nothing in it can give a
result: it holds only ``pass``, ``...`` or ``raise NotImplementedError``, or all that it returns comes from
blanks (``x = None``) or from names that it never sets. What comes from blanks alone is hollow: ``x`` itself,
``np.sum(x)``, a dictionary that is filled with blanks only. Where the text leaves a doubt, a name is not hollow.
"""

from __future__ import annotations

import ast
import hashlib
import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from grader.load import messages
from grader.load.messages import files, functions, listing, place, printable
from grader.load.read.cells import unfolded
from grader.load.select.imports import imports_between
from grader.load.select.scope import all_parameters
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


Function = ast.FunctionDef | ast.AsyncFunctionDef
Definition = Function | ast.ClassDef
_BLANK_LINE = re.compile(
    r"pass|\.\.\.|raise NotImplemented(?:Error)?\b.*"
    r"|[^=]*[^=!<>]= \(?(?:None|\.\.\.)(?:, (?:None|\.\.\.))*\)?"
)
_PLACEHOLDERS = ("NotImplementedError", "NotImplemented")
_INNER = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Lambda)
_OPAQUE = (ast.Global, ast.Nonlocal, ast.Yield, ast.YieldFrom)
_BLOCKS = (ast.If, ast.For, ast.While, ast.Try, ast.With)
_ROUNDS = 6  # hollow names make others hollow: as many rounds as a template chains


def is_unwritten(
    function: Definition, globals_: Collection[str] = (), prints: bool = False
) -> bool:
    """Whether nothing was written in ``function`` that could give a result; of a class, in any method.

    ``globals_`` are names that the file's top level sets: a template returns one of them without
    ever setting it, as where its file shows the function at work. Where it ``prints`` what counts,
    a message is work, too.
    """
    if isinstance(function, ast.ClassDef):
        methods = [item for item in function.body if isinstance(item, ast.FunctionDef)]
        # A method that does nothing may be meant to hide the one of the class that it builds on.
        empty = _starts_with_placeholder if function.bases else is_unwritten
        return bool(methods) and all(map(empty, methods))
    body = [n for n in function.body if not _is_frame(n) or (prints and _is_message(n))]
    if not body or _is_placeholder(body[0]):
        return True
    work = _Work(function)
    if work.opaque:
        return False
    if not work.returns:
        return all(map(_is_blank, body))
    if not all(_hollow(value, work.hollow) for value in work.returns if value is not None):
        return _returns_what_it_never_sets(function, body, work, globals_)
    # Returning nothing may be right for a function that changes its arguments.
    named = any(value is not None and not _is_none(value) for value in work.returns)
    return named or all(isinstance(node, ast.Return) or _is_blank(node) for node in body)


def _starts_with_placeholder(method: Function) -> bool:
    return any(map(_is_placeholder, _without_docstring(method)[:1]))


def is_draft_of(one: Definition, other: Definition) -> bool:
    """Whether ``one`` is ``other`` before its blanks were filled in: a template, or an earlier state."""
    lines, blanks = _lines(one)
    other_lines, other_blanks = _lines(other)
    return blanks > other_blanks and lines <= other_lines


def digest(function: Definition) -> str:
    """A hash of what ``function`` does: without docstring, comments and layout."""
    body = _without_docstring(function)
    if isinstance(function, ast.ClassDef):
        parts = [*map(ast.dump, function.bases)]
        parts += [digest(n) if isinstance(n, ast.FunctionDef) else ast.dump(n) for n in body]
        text = "\n".join(["class", *parts])
    else:
        text = "\n".join([ast.dump(function.args), *(ast.dump(node) for node in body)])
    return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()[:32]


def _lines(function: Definition) -> tuple[set[str], int]:
    """The lines of a body without its blanks, and how many blanks it has."""
    body = _without_docstring(function)
    lines = [line.strip() for node in body for line in ast.unparse(node).splitlines()]
    filled = [line for line in lines if not _BLANK_LINE.fullmatch(line)]
    return set(filled), len(lines) - len(filled)


def _without_docstring(function: Definition) -> list[ast.stmt]:
    match function.body:
        case [ast.Expr(ast.Constant()), *rest]:
            return rest
    return function.body


def _is_frame(node: ast.stmt) -> bool:
    """What a template has around the student's work: docstring, ``pass``, assertion, seed, message."""
    match node:
        case ast.Pass() | ast.Assert() | ast.Import() | ast.ImportFrom() | ast.Expr(ast.Constant()):
            return True
        case ast.Expr(ast.Call(function)) if not _is_message(node):
            return ast.unparse(function).endswith("random.seed")
    return _is_message(node)


def _is_message(node: ast.stmt) -> bool:
    """Whether it prints a fixed text."""
    match node:
        case ast.Expr(ast.Call(ast.Name("print"), arguments)):
            return all(isinstance(each, ast.Constant) for each in arguments)
    return False


def _is_placeholder(node: ast.stmt) -> bool:
    """``raise NotImplementedError(...)``, or the same returned."""
    match node:
        case ast.Raise(value) | ast.Return(value):
            name = value.func if isinstance(value, ast.Call) else value
            return isinstance(name, ast.Name) and name.id in _PLACEHOLDERS
    return False


def _is_none(node: ast.expr) -> bool:
    """Whether an expression is ``None`` or ``...``."""
    return isinstance(node, ast.Constant) and (node.value is None or node.value is ...)


def _is_blank(node: ast.stmt) -> bool:
    """``x = None``, also for several names and for entries of a dictionary."""
    if not isinstance(node, (ast.Assign, ast.AnnAssign)) or node.value is None:
        return False
    value = node.value
    parts = value.elts if isinstance(value, (ast.Tuple, ast.List)) else [value]
    return bool(parts) and all(map(_is_none, parts))


def _returns_what_it_never_sets(
    function: Function, body: list[ast.stmt], work: _Work, globals_: Collection[str]
) -> bool:
    """Whether all that is returned are names of which the function says nothing else."""
    parameters = all_parameters(function.args)
    if not parameters:
        return False  # without parameters, a constant may be what is asked for
    returned: set[str] = set()
    for value in work.returns:
        for part in value.elts if isinstance(value, (ast.Tuple, ast.List)) else [value]:
            if not isinstance(part, ast.Name):
                return False
            returned.add(part.id)
    if not returned or returned & (parameters | work.stored):
        return False
    if all(isinstance(node, ast.Return) or _is_blank(node) for node in body):
        return True
    used = {
        node.id
        for statement in body
        if not isinstance(statement, ast.Return)
        for node in ast.walk(statement)
        if isinstance(node, ast.Name)
    }
    return returned <= set(globals_) and not returned & used


# --- what a body stores -------------------------------------------------------------------------


class _Store(NamedTuple):
    """What is stored under ``name``, or as an entry of it; ``value`` is None where it is not known.

    ``depth`` is the number of blocks around: 0 means that it is stored in any case.
    """

    name: str
    entry: bool
    value: ast.expr | None
    depth: int


@dataclass(slots=True)
class _Work:
    """What a function's own statements store and return; ``opaque`` where the text does not say."""

    function: Function
    returns: list[ast.expr | None] = field(default_factory=list)
    hollow: set[str] = field(default_factory=set)
    stored: set[str] = field(default_factory=set)
    opaque: bool = False

    def __post_init__(self) -> None:
        if self._read() and not self.opaque:
            self._find_hollow()

    def _read(self) -> bool:
        """Find what is returned and stored; return whether there is a blank, without which nothing is hollow.

        Every function of every submission comes through here, and nearly all are without blanks.
        """
        has_blank = False
        stack = [(n, isinstance(n, ast.stmt)) for n in ast.iter_child_nodes(self.function)]
        while stack:
            node, own = stack.pop()  # own: not in a function within this one
            if isinstance(node, _OPAQUE):
                self.opaque = True
            elif own:
                if isinstance(node, ast.Name):
                    if isinstance(node.ctx, ast.Store):
                        self.stored.add(node.id)
                    continue
                if isinstance(node, ast.Constant):
                    has_blank = has_blank or _is_none(node)
                    continue
                if isinstance(node, ast.Return):
                    self.returns.append(node.value)
                own = not isinstance(node, _INNER)
            for name in node._fields:
                part = getattr(node, name, None)
                if isinstance(part, ast.AST):
                    stack.append((part, own))
                elif isinstance(part, list):
                    stack += [(each, own) for each in part if isinstance(each, ast.AST)]
        return has_blank

    def _find_hollow(self) -> None:
        stores: dict[str, list[_Store]] = {}
        for node, depth in _own_nodes(self.function):
            for store in _stores(node, depth):
                stores.setdefault(store.name, []).append(store)
        used = set(_used(self.function.body))
        for _ in range(_ROUNDS):
            before = self.hollow
            self.hollow = {
                name for name, own in stores.items() if _is_hollow(own, before, name in used)
            }
            if self.hollow == before:
                break


def _own_nodes(function: Function) -> Iterator[tuple[ast.AST, int]]:
    """The nodes inside ``function`` in the order of the text, not those of functions within it, and
    the number of blocks around each."""
    stack: list[tuple[ast.AST, int]] = [(node, 0) for node in reversed(function.body)]
    while stack:
        node, depth = stack.pop()
        yield node, depth
        if not isinstance(node, _INNER):
            deeper = depth + isinstance(node, _BLOCKS)
            stack += ((child, deeper) for child in reversed(list(ast.iter_child_nodes(node))))


def _stores(node: ast.AST, depth: int) -> Iterator[_Store]:
    match node:
        case ast.Assign(targets, value):
            for target in targets:
                yield from _stored(target, value, depth)
        case ast.AnnAssign(target, value=ast.expr() as value):
            yield from _stored(target, value, depth)
        case ast.AugAssign(ast.Name(name), operator, value):
            both = ast.BinOp(ast.Name(name, ast.Load()), operator, value)
            yield _Store(name, False, both, depth)
        case ast.For(target) | ast.AsyncFor(target) | ast.NamedExpr(target):
            yield from _stored(target, None, depth)
        case ast.withitem(optional_vars=ast.expr() as target):
            yield from _stored(target, None, depth)
        case ast.FunctionDef(name) | ast.AsyncFunctionDef(name) | ast.ClassDef(name):
            yield _Store(name, False, None, depth)


def _stored(target: ast.expr, value: ast.expr | None, depth: int) -> Iterator[_Store]:
    if isinstance(target, (ast.Tuple, ast.List)):
        apart = isinstance(value, (ast.Tuple, ast.List))
        values = value.elts if apart else [value] * len(target.elts)  # type: ignore[union-attr]
        for one, its in zip(target.elts, values, strict=False):
            yield from _stored(one, its, depth)
        return
    entry = False
    while isinstance(target, (ast.Subscript, ast.Starred)):
        entry = entry or isinstance(target, ast.Subscript)
        target = target.value
    if isinstance(target, ast.Name):
        yield _Store(target.id, entry, value, depth)


def _used(body: Sequence[ast.stmt]) -> Iterator[str]:
    """Names that are read elsewhere than where something is returned, asserted or stored into."""
    stack: list[ast.AST] = list(body)
    while stack:
        node = stack.pop()
        if isinstance(node, ast.Name):
            yield node.id
        elif isinstance(node, (ast.Assign, ast.AnnAssign)):
            stack += [node.value] if node.value is not None else []
        elif not isinstance(node, (ast.Return, ast.Assert)):
            stack += ast.iter_child_nodes(node)


def _is_hollow(stores: Sequence[_Store], names: Collection[str], used: bool) -> bool:
    """Whether all that is stored under one name comes from blanks alone; ``names`` are hollow."""
    whole = [store for store in stores if not store.entry]
    entries = [store.value for store in stores if store.entry]
    if entries:  # a dictionary that is filled with blanks, and with nothing else
        empty = all(map(_is_empty, (store.value for store in whole)))
        return bool(whole) and empty and not used and all(_hollow(v, names) for v in entries)
    # Once it is hollow, it may be made into itself: `x = np.squeeze(x)`.
    also = whole[0].name if _hollow(whole[0].value, names) else None
    if all(_hollow(store.value, names, also) for store in whole):
        return True
    last = whole[-1]
    return last.depth == 0 and last.value is not None and _is_none(last.value)


def _is_empty(value: ast.expr | None) -> bool:
    """``{}``, ``[]``, ``dict()``, ``list()``."""
    match value:
        case ast.Dict([]) | ast.List([]) | ast.Call(ast.Name("dict" | "list"), [], []):
            return True
    return False


def _hollow(value: ast.expr | None, names: Collection[str], also: str | None = None) -> bool:
    """Whether an expression comes from blanks alone, so that it has no value or raises.

    ``names`` are hollow, and so is ``also``.
    """
    match value:
        case None:
            return False
        case ast.Constant():
            return _is_none(value)
        case ast.Name(name):
            return name == also or name in names
        case ast.Tuple(parts) | ast.List(parts) | ast.Dict(values=parts):
            return bool(parts) and all(_hollow(part, names, also) for part in parts)
        case ast.BinOp(left, _, right):
            return _hollow(left, names, also) or _hollow(right, names, also)
        case ast.UnaryOp(operator, operand):
            return not isinstance(operator, ast.Not) and _hollow(operand, names, also)
        case ast.Attribute(inner) | ast.Subscript(inner) | ast.Starred(inner):
            return _hollow(inner, names, also)
        case ast.Call(ast.Attribute(inner)) if _hollow(inner, names, also):
            return True
        case ast.Call(args=arguments):
            given = [
                _hollow(each, names, also) for each in arguments
            ]  # each once: calls are nested
            return bool(given) and (all(given) or (given[0] and not _is_none(arguments[0])))
    return False
