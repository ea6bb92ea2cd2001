"""The code that a call of one function may run: its own, its helpers', and what they read."""

from __future__ import annotations

import ast
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field

from grader.load.constructs.bindings import (
    OWN,
    Bindings,
    Function,
    Scopes,
    attribute_values,
    local_bindings,
    module_bindings,
    walk_scope,
)
from grader.model.submission import Program


@dataclass(frozen=True, slots=True)
class Seen:
    """One node of the code that may run, where it stands, and what names mean there."""

    node: ast.AST
    origin: str
    within: str
    """The function, or other name of the module, whose code it is."""
    scopes: Scopes


@dataclass(slots=True)
class Reach:
    """Walks through all code that a call of ``function`` may run.

    apart   functions that are left out, since they are judged on their own
    living  whether what can be seen never to run is left out as well
    edges   after the walk: module-level name -> those that its code names
    """

    program: Program
    function: str
    apart: Collection[str] = ()
    living: bool = False
    edges: dict[str, set[str]] = field(default_factory=dict)

    def __iter__(self) -> Iterator[Seen]:
        program = self.program
        trees = list(program.trees)
        origin_of = [statement.origin for statement in program.statements]
        module = module_bindings(trees, program.aliases)
        by_name = _statements_by_name(trees, origin_of)
        attributes = attribute_values(trees)
        outermost = Scopes((module,), frozenset(_defined(trees)))
        pending, seen = [self.function], {self.function, *self.apart}
        attributes_seen: set[str] = set()
        while pending:
            name = pending.pop()
            self.edges.setdefault(name, set())
            roots = [(node, origin) for node, origin in by_name.get(name, ())]
            while roots:
                root, origin = roots.pop()
                for part, scopes in self._nodes(root, outermost):
                    yield Seen(part, origin, name, scopes)
                    for other in _own_names(part, scopes, outermost):
                        self.edges[name].add(other)
                        if other not in seen:
                            seen.add(other)
                            pending.append(other)
                    if isinstance(part, ast.Attribute) and part.attr not in attributes_seen:
                        attributes_seen.add(part.attr)
                        roots += [(value, origin) for value in attributes.get(part.attr, ())]

    def _nodes(self, root: ast.AST, scopes: Scopes) -> Iterator[tuple[ast.AST, Scopes]]:
        """Every node below ``root`` that is evaluated, annotations aside, with its scopes."""
        pending: list[tuple[ast.AST, Scopes]] = [(root, scopes)]
        while pending:
            node, around = pending.pop()
            yield node, around
            inner = around
            if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)):
                inner = around.inside(local_bindings(node, self.program.aliases))
                outside = [*node.args.defaults, *filter(None, node.args.kw_defaults)]
                if not isinstance(node, ast.Lambda):
                    outside += node.decorator_list
                pending += [(part, around) for part in outside]
                body = [node.body] if isinstance(node, ast.Lambda) else self._body(node.body)
                pending += [(part, inner) for part in body]
                continue
            if isinstance(node, ast.ClassDef):
                bindings = Bindings()
                for part in walk_scope(node.body):
                    bindings.read(part, self.program.aliases)
                inner = around.inside(bindings)
            for part in self._parts(node):
                pending.append((part, inner))

    def _parts(self, node: ast.AST) -> Iterator[ast.AST]:
        if self.living and (taken := _branch(node)) is not None:
            yield from taken
            return
        for name, value in ast.iter_fields(node):
            if name in ("annotation", "returns", "type_params"):
                continue
            if isinstance(value, ast.AST):
                yield value
            elif isinstance(value, list):
                nodes = [part for part in value if isinstance(part, ast.AST)]
                yield from self._body(nodes) if name in ("body", "orelse", "finalbody") else nodes

    def _body(self, nodes: list[ast.stmt] | list[ast.AST]) -> list[ast.AST]:
        """The statements of a block, without those after its end where only living code counts."""
        kept: list[ast.AST] = []
        for node in nodes:
            kept.append(node)
            if self.living and isinstance(node, (ast.Return, ast.Raise, ast.Break, ast.Continue)):
                break
        return kept


def _branch(node: ast.AST) -> list[ast.AST] | None:
    """What is evaluated of a branch whose test is written out; None where anything may be."""
    match node:
        case ast.If(test=ast.Constant(value=value)):
            return [*(node.body if value else node.orelse)]
        case ast.While(test=ast.Constant(value=value)) if not value:
            return [*node.orelse]
        case ast.IfExp(test=ast.Constant(value=value)):
            return [node.body if value else node.orelse]
        case ast.BoolOp(op=op, values=[ast.Constant(value=value), *_]):
            return [] if bool(value) is isinstance(op, ast.Or) else None
    return None


def _own_names(node: ast.AST, scopes: Scopes, outermost: Scopes) -> Iterator[str]:
    """The names of the module that a node leads to."""
    if not isinstance(node, (ast.Name, ast.Attribute)) or not isinstance(node.ctx, ast.Load):
        return
    bound = outermost.own | outermost.chain[0].assigned.keys()
    if isinstance(node, ast.Name) and node.id in bound and scopes.of_module(node.id):
        yield node.id
    for full in scopes.stands_for(node):
        if full.startswith(OWN):
            yield full.removeprefix(OWN).partition(".")[0]


def _defined(trees: list[ast.stmt]) -> set[str]:
    return {
        node.name
        for node in walk_scope(trees)
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef))
    }


def _statements_by_name(
    trees: list[ast.stmt], origins: list[str]
) -> dict[str, list[tuple[ast.AST, str]]]:
    """Module-level name -> what defines, binds or changes it."""
    found: dict[str, list[tuple[ast.AST, str]]] = {}
    for tree, origin in zip(trees, origins, strict=True):
        for node in walk_scope([tree]):
            for name in _bound_or_changed(node):
                found.setdefault(name, []).append((node, origin))
    for tree, origin in zip(trees, origins, strict=True):
        for function in ast.walk(tree):
            if isinstance(function, (ast.FunctionDef, ast.AsyncFunctionDef)):
                for name, node in _set_globally(function):
                    found.setdefault(name, []).append((node, origin))
    return found


def _bound_or_changed(node: ast.AST) -> set[str]:
    match node:
        case ast.FunctionDef() | ast.AsyncFunctionDef() | ast.ClassDef():
            return {node.name}
        case ast.Assign():
            return {name for target in node.targets for name in _roots(target)}
        case ast.AnnAssign() | ast.AugAssign() | ast.NamedExpr() | ast.For() | ast.AsyncFor():
            return _roots(node.target)
        case ast.Expr(value=ast.Call(func=ast.Attribute(value=owner))):
            return _roots(owner)
    return set()


def _roots(target: ast.AST) -> set[str]:
    """``f`` of the targets ``f``, ``f[0]`` and ``f.a``; all of them of ``f, g``."""
    match target:
        case ast.Name():
            return {target.id}
        case ast.Subscript() | ast.Attribute() | ast.Starred():
            return _roots(target.value)
        case ast.Tuple() | ast.List():
            return {name for part in target.elts for name in _roots(part)}
    return set()


def _set_globally(function: Function) -> Iterator[tuple[str, ast.AST]]:
    own = list(walk_scope(function.body))
    names = {name for node in own if isinstance(node, ast.Global) for name in node.names}
    for node in own:
        for name in _bound_or_changed(node) & names:
            yield name, node
