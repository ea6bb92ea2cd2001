"""Which global names a statement reads, now and when its functions are called, and which it binds.

Python's own scope rules over the syntax tree, annotations aside (they are never evaluated).
"""

from __future__ import annotations

import ast
from dataclasses import dataclass, field
from typing import Any

# Fields that hold no expression to evaluate: plain strings, operators, annotations.
_SILENT = frozenset(
    "ctx op ops id attr arg module level asname names kind type_comment conversion simple"
    " is_async annotation returns type_params rest kwd_attrs".split()
)
_FIELDS: dict[type, tuple[str, ...]] = {
    kind: tuple(name for name in kind._fields if name not in _SILENT)
    for kind in vars(ast).values()
    if isinstance(kind, type) and issubclass(kind, ast.AST)
}


SUPPLIED_MODULES = {"np": "numpy", "numpy": "numpy", "math": "math"}
"""Names that a student's namespace holds before the first statement -> their modules."""


DEFINITIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)


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


def start_line(definition: ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef) -> int:
    """The first line of a definition, its decorators included."""
    return min([definition.lineno, *(each.lineno for each in definition.decorator_list)])


def all_parameters(arguments: ast.arguments) -> set[str]:
    """The names of all parameters, however they are passed."""
    named = (*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs)
    return {each.arg for each in (*named, arguments.vararg, arguments.kwarg) if each is not None}


class _Scope:
    """The names of one scope; those of the scopes inside it are already resolved against it.

    ``forced`` are names declared global further in: no enclosing function hides them.
    """

    def __init__(self, roots: list[Any], facts: Facts) -> None:
        self.now: set[str] = set()
        self.later: set[str] = set()
        self.stores: set[str] = set()
        self.forced: set[str] = set()
        self._not_local: set[str] = set()
        self._facts = facts
        self._functions: list[tuple[ast.arguments, list[Any]]] = []
        self._walk(roots)
        for arguments, body in self._functions:
            inner = _Scope(body, facts)
            local = inner.stores - inner._not_local | all_parameters(arguments)
            self.later |= (inner.now | inner.later) - local
            self.forced |= inner.forced

    def _walk(self, stack: list[Any]) -> None:
        """Visit the nodes on ``stack`` and what they evaluate; a deep tree is no reason to fail."""
        while stack:
            node = stack.pop()
            match node:
                case ast.Name():
                    (self.now if type(node.ctx) is ast.Load else self.stores).add(node.id)
                    continue
                case ast.Constant():
                    continue
                case ast.Attribute():
                    if type(node.value) is ast.Name:
                        self._facts.attributes.append(node)
                case ast.FunctionDef() | ast.AsyncFunctionDef():
                    self.stores.add(node.name)
                    stack += node.decorator_list
                    self._defer(node.args, node.body, stack)
                    continue
                case ast.Lambda():
                    self._defer(node.args, [node.body], stack)
                    continue
                case ast.ClassDef():
                    self.stores.add(node.name)
                    stack += (*node.decorator_list, *node.bases, *node.keywords)
                    inner = _Scope(list(node.body), self._facts)
                    self._add(inner, inner.later)  # methods do not see the names of the class
                    continue
                case ast.ListComp() | ast.SetComp() | ast.GeneratorExp() | ast.DictComp():
                    self._comprehension(node, stack)
                    continue
                case ast.Global():
                    self._not_local.update(node.names)
                    self.forced.update(node.names)
                case ast.Nonlocal():
                    self._not_local.update(node.names)
                case ast.Import() | ast.ImportFrom():
                    self._facts.imports.append(node)
                    names = (a.asname or a.name.partition(".")[0] for a in node.names)
                    self.stores.update(name for name in names if name != "*")
                    continue
                case ast.ExceptHandler(name=str(name)) | ast.MatchMapping(rest=str(name)):
                    self.stores.add(name)
                case ast.MatchAs(name=str(name)) | ast.MatchStar(name=str(name)):
                    self.stores.add(name)
            for name in _FIELDS[type(node)]:
                value = getattr(node, name, None)
                if type(value) is list:
                    # The key of `**other` in a dictionary is None.
                    stack += value if None not in value else filter(None, value)
                elif isinstance(value, ast.AST):
                    stack.append(value)

    def _defer(self, arguments: ast.arguments, body: list[Any], stack: list[Any]) -> None:
        stack += arguments.defaults
        stack += filter(None, arguments.kw_defaults)
        self._functions.append((arguments, list(body)))

    def _comprehension(self, node: Any, stack: list[Any]) -> None:
        first = node.generators[0]
        stack.append(first.iter)
        inside = [first.target, *first.ifs, *node.generators[1:]]
        inside += [node.key, node.value] if type(node) is ast.DictComp else [node.elt]
        inner = _Scope(inside, self._facts)
        self._add(inner, inner.later - inner.stores)

    def _add(self, inner: _Scope, later: set[str]) -> None:
        self.now |= inner.now - inner.stores
        self.later |= later
        self.forced |= inner.forced
