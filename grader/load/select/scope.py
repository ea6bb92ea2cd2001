"""Which global names a statement reads, now and when its functions are called, and which it binds.

Python's own scope rules over the syntax tree, annotations aside (they are never evaluated).
"""

from __future__ import annotations

import ast
from dataclasses import dataclass, field
from typing import Any

from grader.load.select.ast_walk import push_children

_FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)
_COMPREHENSIONS = (ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)


@dataclass(slots=True)
class Facts:
    """What one top-level statement does with names.

    now         global names that it reads when it is executed
    later       global names that functions inside it read when they are called
    binds       module-level names that it sets
    attributes  every ``name.attribute`` in it
    imports     every import inside its functions, classes and blocks
    """

    now: set[str] = field(default_factory=set)
    later: set[str] = field(default_factory=set)
    binds: set[str] = field(default_factory=set)
    attributes: list[ast.Attribute] = field(default_factory=list)
    imports: list[ast.Import | ast.ImportFrom] = field(default_factory=list)


def facts_of(statement: ast.stmt) -> Facts:
    facts = Facts()
    scope = _Scope([statement], facts)
    facts.now, facts.binds = scope.now, scope.stores
    facts.later = scope.later | scope.forced
    return facts


def parameters_of(arguments: ast.arguments) -> tuple[str, ...]:
    """Positional parameters in order; ``*args`` with its star."""
    names = [argument.arg for argument in (*arguments.posonlyargs, *arguments.args)]
    if arguments.vararg is not None:
        names.append("*" + arguments.vararg.arg)
    return tuple(names)


class _Scope:
    """The names of one scope, those of the scopes inside it already resolved against it.

    ``forced`` are names declared global further in: no enclosing function hides them.
    """

    __slots__ = ("_deferred", "_facts", "_not_local", "forced", "later", "now", "stores")

    def __init__(self, roots: list[Any], facts: Facts) -> None:
        self.now: set[str] = set()
        self.later: set[str] = set()
        self.stores: set[str] = set()
        self.forced: set[str] = set()
        self._not_local: set[str] = set()
        self._facts = facts
        self._deferred: list[tuple[ast.arguments, list[Any]]] = []
        self._walk(roots)
        for arguments, body in self._deferred:
            self._enter_function(arguments, body)

    def _walk(self, stack: list[Any]) -> None:
        now, stores = self.now, self.stores
        while stack:
            node = stack.pop()
            kind = type(node)
            if kind is ast.Name:
                (now if type(node.ctx) is ast.Load else stores).add(node.id)
            elif kind is ast.Constant:
                continue
            elif kind is ast.Attribute:
                if type(node.value) is ast.Name:
                    self._facts.attributes.append(node)
                stack.append(node.value)
            elif kind in _SPECIAL:
                _SPECIAL[kind](self, node, stack)
            else:
                push_children(node, stack)

    def _function(self, node: Any, stack: list[Any]) -> None:
        self.stores.add(node.name)
        stack.extend(node.decorator_list)
        self._defer(node.args, node.body, stack)

    def _lambda(self, node: ast.Lambda, stack: list[Any]) -> None:
        self._defer(node.args, [node.body], stack)

    def _defer(self, arguments: ast.arguments, body: list[Any], stack: list[Any]) -> None:
        stack.extend(arguments.defaults)
        stack.extend(default for default in arguments.kw_defaults if default is not None)
        self._deferred.append((arguments, list(body)))

    def _enter_function(self, arguments: ast.arguments, body: list[Any]) -> None:
        inner = _Scope(body, self._facts)
        local = inner.stores - inner._not_local
        local.update(
            a.arg for a in (*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs)
        )
        local.update(a.arg for a in (arguments.vararg, arguments.kwarg) if a is not None)
        self.later |= (inner.now | inner.later) - local
        self.forced |= inner.forced

    def _class(self, node: ast.ClassDef, stack: list[Any]) -> None:
        self.stores.add(node.name)
        stack.extend((*node.decorator_list, *node.bases, *(word.value for word in node.keywords)))
        inner = _Scope(list(node.body), self._facts)
        self.now |= inner.now - inner.stores
        self.later |= inner.later  # methods do not see the names of the class
        self.forced |= inner.forced

    def _comprehension(self, node: Any, stack: list[Any]) -> None:
        first = node.generators[0]
        stack.append(first.iter)
        inside = [first.target, *first.ifs, *node.generators[1:]]
        inside.extend([node.key, node.value] if type(node) is ast.DictComp else [node.elt])
        inner = _Scope(inside, self._facts)
        self.now |= inner.now - inner.stores
        self.later |= inner.later - inner.stores
        self.forced |= inner.forced

    def _global(self, node: ast.Global, stack: list[Any]) -> None:
        self._not_local.update(node.names)
        self.forced.update(node.names)

    def _nonlocal(self, node: ast.Nonlocal, stack: list[Any]) -> None:
        self._not_local.update(node.names)

    def _import(self, node: Any, stack: list[Any]) -> None:
        self._facts.imports.append(node)
        self.stores.update(
            (a.asname or a.name.partition(".")[0]) for a in node.names if a.name != "*"
        )

    def _named(self, node: Any, stack: list[Any]) -> None:
        """An except clause or a pattern: its name is a plain string."""
        if node.name is not None:
            self.stores.add(node.name)
        stack.extend(child for child in ast.iter_child_nodes(node))

    def _mapping(self, node: ast.MatchMapping, stack: list[Any]) -> None:
        if node.rest is not None:
            self.stores.add(node.rest)
        stack.extend((*node.keys, *node.patterns))


_SPECIAL: dict[type, Any] = {
    ast.FunctionDef: _Scope._function,
    ast.AsyncFunctionDef: _Scope._function,
    ast.Lambda: _Scope._lambda,
    ast.ClassDef: _Scope._class,
    **dict.fromkeys(_COMPREHENSIONS, _Scope._comprehension),
    ast.Global: _Scope._global,
    ast.Nonlocal: _Scope._nonlocal,
    ast.Import: _Scope._import,
    ast.ImportFrom: _Scope._import,
    ast.ExceptHandler: _Scope._named,
    ast.MatchAs: _Scope._named,
    ast.MatchStar: _Scope._named,
    ast.MatchMapping: _Scope._mapping,
}
