"""Top-level statements sorted into what is kept, what is kept if needed, and what is left out."""

from __future__ import annotations

import ast
import copy
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from typing import Any

from grader.load.read import messages
from grader.load.read.formatting import place, printable
from grader.load.select.imports import Imports, Rewritten, suppresses_imports
from grader.load.select.purity import Purity
from grader.load.select.scope import Facts, facts_of
from grader.model.submission import Note

_DEFS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
_IMPORTS = (ast.Import, ast.ImportFrom)
_ASSIGNMENTS = (ast.Assign, ast.AnnAssign, ast.AugAssign)


@dataclass(slots=True, eq=False)
class Unit:
    """A statement that may go into the program. ``keep`` is settled when it is known who reads it."""

    node: ast.stmt
    origin: str
    facts: Facts
    keep: bool

    @property
    def line(self) -> int:
        return self.node.lineno


@dataclass(slots=True)
class Sorter:
    """Goes through the statements in order and remembers which names lost their value.

    functions   names that a top-level def or class gives
    reserved    names that may only become functions: those and the graded ones
    kept        names that the units set
    lost        name -> where it was computed by code that is not run
    not_run     where that code stands
    """

    imports: Imports
    purity: Purity
    functions: Collection[str]
    reserved: Collection[str]
    units: list[Unit] = field(default_factory=list)
    kept: set[str] = field(default_factory=set)
    lost: dict[str, tuple[str, int]] = field(default_factory=dict)
    ever_lost: dict[str, tuple[str, int]] = field(default_factory=dict)
    not_run: list[tuple[str, int]] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)
    origin: str = ""

    def add(self, node: ast.stmt, origin: str) -> None:
        self.origin = origin
        if isinstance(node, _DEFS):
            self._keep(node, True)
        elif isinstance(node, _IMPORTS):
            for new in self.imports.resolve(node, origin):
                self._keep(new, True)
        elif isinstance(node, _ASSIGNMENTS):
            if self._accepts(node):
                self._keep(node, False)
        elif isinstance(node, (ast.If, ast.Try)):
            self._add_block(node)
        elif suppresses_imports(node):
            self._add_block(_as_try(node))
        else:
            self._leave_out(node)

    def _keep(self, node: ast.stmt, always: bool) -> None:
        facts = facts_of(node)
        if facts.imports and not isinstance(node, _IMPORTS):
            node = Rewritten(self.imports, self.origin).visit(copy.deepcopy(node))
            facts = facts_of(node)
        if isinstance(node, _ASSIGNMENTS):
            for target in _targets(node):
                root = _root(target)
                if root is not None:
                    facts.binds.add(root)
            if isinstance(node, ast.AugAssign):
                facts.now |= facts.binds
        for name in facts.binds:
            self.lost.pop(name, None)
        self.kept |= facts.binds
        self.units.append(Unit(node, self.origin, facts, always))

    def _accepts(self, node: ast.Assign | ast.AnnAssign | ast.AugAssign) -> bool:
        """Whether the assignment may be made; if not, it is left out and its names are lost."""
        if node.value is None:  # `x: int`
            return False
        targets = _targets(node)
        if any(isinstance(target, ast.Attribute) for target in targets):
            self._patched(node, targets)
            return False
        names = {root for target in targets if (root := _root(target)) is not None}
        safe = bool(names) and all(
            self.purity.allows(expression) for expression in (*targets, node.value)
        )
        if safe and names & set(self.reserved):
            safe = self.purity.makes_function(node.value) and not isinstance(node, ast.AugAssign)
        if safe and self.lost:
            reads = facts_of(node).now | (names if isinstance(node, ast.AugAssign) else set())
            safe = self.lost.keys().isdisjoint(reads)
        if not safe:
            self._lose(names, node)
        return safe

    def _lose(self, names: Collection[str], node: ast.stmt) -> None:
        spot = (self.origin, node.lineno)
        self.not_run.append(spot)
        for name in names:
            if name not in self.functions:
                self.lost[name] = self.ever_lost[name] = spot

    def _patched(self, node: ast.stmt, targets: list[ast.expr]) -> None:
        """``np.float = float``: other code must not find its modules changed."""
        target = next(target for target in targets if isinstance(target, ast.Attribute))
        path = self.purity.path(target)
        root = (path or "").partition(".")[0]
        if path is None or root in self.imports.inert:
            self.not_run.append((self.origin, node.lineno))
            return
        shown = printable(ast.unparse(target), 50)
        where = place(self.origin, node.lineno)
        self.notes.append(messages.changes_module(where, shown))

    def _leave_out(self, node: ast.stmt) -> None:
        if isinstance(node, ast.Pass) or (
            isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
        ):
            return
        if isinstance(node, ast.Delete):
            names = [target.id for target in node.targets if isinstance(target, ast.Name)]
            if not self.kept.isdisjoint(names):
                shown = printable("del " + ", ".join(names), 50)
                self.notes.append(messages.left_out(place(self.origin, node.lineno), shown))
            return
        self._lose(() if isinstance(node, ast.Expr) else facts_of(node).binds, node)

    def _add_block(self, node: ast.If | ast.Try) -> None:
        pruned = self._pruned(node)
        if pruned is None:
            return
        kinds = {type(inner) for inner in _statements(pruned)}
        if kinds.intersection((*_DEFS, *_IMPORTS)):
            self._keep(pruned, True)
        elif kinds.intersection(_ASSIGNMENTS):
            self._keep(pruned, False)

    def _pruned(self, node: ast.If | ast.Try) -> ast.If | ast.Try | None:
        """The block with only what may stand at top level; None where even its test must not run."""
        if isinstance(node, ast.If):
            facts = facts_of(ast.Expr(node.test))
            if (
                "__name__" in facts.now
                or facts.now & self.lost.keys()
                or not self.purity.allows(node.test)
            ):
                self._lose(facts_of(node).binds, node)
                return None
            new: ast.If | ast.Try = ast.If(
                node.test, self._body(node.body, node), self._body(node.orelse)
            )
        else:
            handlers = [
                ast.copy_location(ast.ExceptHandler(h.type, h.name, self._body(h.body, h)), h)
                for h in node.handlers
            ]
            body, final = (
                self._body(node.body, node),
                self._body(node.finalbody, node if not handlers else None),
            )
            new = ast.Try(body, handlers, self._body(node.orelse) if handlers else [], final)
        return ast.copy_location(new, node)

    def _body(self, body: list[ast.stmt], filler: ast.AST | None = None) -> list[ast.stmt]:
        kept: list[ast.stmt] = []
        for node in body:
            if isinstance(node, (*_DEFS, *_IMPORTS)) or (
                isinstance(node, _ASSIGNMENTS) and self._accepts(node)
            ):
                kept.append(node)
            elif isinstance(node, (ast.If, ast.Try)) or suppresses_imports(node):
                inner = self._pruned(_as_try(node))
                kept.extend([inner] if inner is not None else [])
            elif not isinstance(node, (ast.Pass, *_ASSIGNMENTS)):
                self._leave_out(node)
        return kept or ([ast.copy_location(ast.Pass(), filler)] if filler is not None else [])


def _as_try(node: Any) -> ast.If | ast.Try:
    """``with suppress(ImportError):`` as the ``try`` that it means; a block as it is."""
    if not isinstance(node, ast.With):
        block: ast.If | ast.Try = node
        return block
    caught = ast.Tuple(node.items[0].context_expr.args, ast.Load())  # type: ignore[attr-defined]
    handler = ast.ExceptHandler(caught, None, [ast.Pass()])
    return ast.fix_missing_locations(ast.copy_location(ast.Try(node.body, [handler], [], []), node))


def _statements(node: ast.stmt | ast.ExceptHandler) -> Iterator[ast.stmt]:
    """The statements inside if and try, however deep, but not those inside functions."""
    for part in ("body", "orelse", "finalbody", "handlers"):
        for inner in getattr(node, part, []):
            if isinstance(inner, (ast.If, ast.Try, ast.ExceptHandler)):
                yield from _statements(inner)
            else:
                yield inner


def _targets(node: ast.Assign | ast.AnnAssign | ast.AugAssign) -> list[ast.expr]:
    """The single targets of an assignment: tuples, lists and stars taken apart."""
    pending: list[ast.expr] = []
    pending += node.targets if isinstance(node, ast.Assign) else [node.target]
    found: list[ast.expr] = []
    while pending:
        target = pending.pop()
        if isinstance(target, (ast.Tuple, ast.List)):
            pending.extend(target.elts)
        elif isinstance(target, ast.Starred):
            pending.append(target.value)
        else:
            found.append(target)
    return found


def _root(target: ast.expr) -> str | None:
    """The name that ``name`` or ``name[...]`` changes."""
    while isinstance(target, ast.Subscript):
        target = target.value
    return target.id if isinstance(target, ast.Name) else None
