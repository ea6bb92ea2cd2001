"""Names of a function that hold nothing but blanks, so that whatever is made of them is no result.

A blank is ``x = None``. What comes from blanks alone is hollow: ``x`` itself, ``np.sum(x)``, a dictionary
that is filled with blanks only. Where the text leaves a doubt, a name is not hollow.
"""

from __future__ import annotations

import ast
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

Function = ast.FunctionDef | ast.AsyncFunctionDef
_INNER = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Lambda)
_ROUNDS = 6


def is_none(node: ast.expr) -> bool:
    """Whether an expression is ``None`` or ``...``."""
    return isinstance(node, ast.Constant) and (node.value is None or node.value is ...)


class _Store(NamedTuple):
    """What is stored under ``name``, or as an entry of it; ``value`` is None where it is not known.

    ``depth`` is the number of blocks around: 0 means that it is stored in any case.
    """

    name: str
    entry: bool
    value: ast.expr | None
    depth: int


@dataclass(slots=True)
class Body:
    """What a function's own statements store and return. ``opaque``: it cannot be told."""

    function: Function
    returns: list[ast.expr | None] = field(default_factory=list)
    hollow: set[str] = field(default_factory=set)
    stored: set[str] = field(default_factory=set)
    opaque: bool = False

    def __post_init__(self) -> None:
        nodes = list(_own_nodes(self.function))
        kinds = (ast.Global, ast.Nonlocal, ast.Yield, ast.YieldFrom)
        self.opaque = any(isinstance(node, kinds) for node in ast.walk(self.function))
        self.returns = [node.value for node, _ in nodes if isinstance(node, ast.Return)]
        self.stored = {
            node.id
            for node, _ in nodes
            if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)
        }
        stores: dict[str, list[_Store]] = {}
        for node, depth in nodes:
            for store in _stores(node, depth):
                stores.setdefault(store.name, []).append(store)
        used = set(_used(self.function.body))
        # Hollow names make others hollow; a few rounds reach all that a template chains.
        for _ in range(_ROUNDS):
            found = {
                name for name, own in stores.items() if _is_hollow(own, self.hollow, name in used)
            }
            if found == self.hollow:
                break
            self.hollow = found


def _is_hollow(own: Sequence[_Store], names: Collection[str], used: bool) -> bool:
    """Whether what is ``stored`` under one name comes from blanks alone."""
    whole = [store for store in own if not store.entry]
    entries = [store.value for store in own if store.entry]
    if entries:  # a dictionary that is filled with blanks, and with nothing else
        empty = all(store.value is not None and _is_empty(store.value) for store in whole)
        return bool(whole) and empty and not used and all(hollow(v, names) for v in entries)
    # Once it is hollow, it may be made into itself: `x = np.squeeze(x)`.
    own_name = whole[0].name if hollow(whole[0].value, names) else None
    if all(hollow(store.value, names, own_name) for store in whole):
        return True
    last = whole[-1]
    return last.depth == 0 and last.value is not None and is_none(last.value)


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


def _own_nodes(function: Function) -> Iterator[tuple[ast.AST, int]]:
    """The nodes inside ``function`` in the order of the text, not those of functions within it, and
    how many blocks each stands in."""
    stack: list[tuple[ast.AST, int]] = [(node, 0) for node in reversed(function.body)]
    while stack:
        node, depth = stack.pop()
        yield node, depth
        if isinstance(node, _INNER):
            continue
        deeper = depth + isinstance(node, (ast.If, ast.For, ast.While, ast.Try, ast.With))
        stack.extend((child, deeper) for child in reversed(list(ast.iter_child_nodes(node))))


def _stores(node: ast.AST, depth: int) -> Iterator[_Store]:
    if isinstance(node, ast.Assign):
        for target in node.targets:
            yield from _stored(target, node.value, depth)
    elif isinstance(node, ast.AnnAssign) and node.value is not None:
        yield from _stored(node.target, node.value, depth)
    elif isinstance(node, ast.AugAssign) and isinstance(node.target, ast.Name):
        both = ast.BinOp(ast.Name(node.target.id, ast.Load()), node.op, node.value)
        yield _Store(node.target.id, False, both, depth)
    elif isinstance(node, (ast.For, ast.AsyncFor, ast.NamedExpr)):
        yield from _stored(node.target, None, depth)
    elif isinstance(node, ast.withitem) and node.optional_vars is not None:
        yield from _stored(node.optional_vars, None, depth)
    elif isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
        yield _Store(node.name, False, None, depth)


def _stored(target: ast.expr, value: ast.expr | None, depth: int) -> Iterator[_Store]:
    if isinstance(target, (ast.Tuple, ast.List)):
        whole = value is None or not isinstance(value, (ast.Tuple, ast.List))
        values = [value] * len(target.elts) if whole else value.elts  # type: ignore[union-attr]
        for one, its in zip(target.elts, values, strict=False):
            yield from _stored(one, its, depth)
        return
    entry = False
    while isinstance(target, (ast.Subscript, ast.Starred)):
        entry = entry or isinstance(target, ast.Subscript)
        target = target.value
    if isinstance(target, ast.Name):
        yield _Store(target.id, entry, value, depth)


def _is_empty(value: ast.expr) -> bool:
    """``{}``, ``[]``, ``dict()``, ``list()``."""
    if isinstance(value, ast.Dict):
        return not value.keys
    if isinstance(value, ast.List):
        return not value.elts
    return isinstance(value, ast.Call) and ast.unparse(value) in ("dict()", "list()")


def hollow(value: ast.expr | None, names: Collection[str], also: str | None = None) -> bool:
    """Whether an expression comes from blanks alone, so that it has no value or raises.

    ``names`` are hollow, and so is ``also``.
    """
    if value is None:
        return False
    if is_none(value):
        return True
    if isinstance(value, ast.Name):
        return value.id == also or value.id in names
    if isinstance(value, (ast.Tuple, ast.List)):
        return bool(value.elts) and all(hollow(each, names, also) for each in value.elts)
    if isinstance(value, ast.Dict):
        return bool(value.values) and all(hollow(each, names, also) for each in value.values)
    if isinstance(value, ast.BinOp):
        return hollow(value.left, names, also) or hollow(value.right, names, also)
    if isinstance(value, ast.UnaryOp) and not isinstance(value.op, ast.Not):
        return hollow(value.operand, names, also)
    if isinstance(value, (ast.Attribute, ast.Subscript, ast.Starred)):
        return hollow(value.value, names, also)
    if isinstance(value, ast.Call):
        if isinstance(value.func, ast.Attribute) and hollow(value.func.value, names, also):
            return True
        given = [hollow(each, names, also) for each in value.args]  # each once: calls are nested
        return bool(given) and (all(given) or (given[0] and not is_none(value.args[0])))
    return False
