"""What names and attributes stand for: ``inv`` for ``numpy.linalg.inv``, through whatever binds it."""

from __future__ import annotations

import ast
import builtins
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from grader.load.constructs.vocabulary import exports
from grader.load.select.scope import SUPPLIED_MODULES

OWN = "<own>."
"""Begins the full name of what the submission itself defines at module level."""
VALUE = "<value>"
"""Stands for what is computed: nobody knows it from the text."""

Function = ast.FunctionDef | ast.AsyncFunctionDef
Expressions = list[ast.expr]


@dataclass(slots=True)
class Bindings:
    """What one scope binds: name -> full names, by an import, and expressions, by an assignment."""

    imported: dict[str, set[str]] = field(default_factory=dict)
    assigned: dict[str, Expressions] = field(default_factory=dict)
    opaque: set[str] = field(default_factory=set)
    """Parameters, loop variables and whatever else is bound to a value that the text does not show."""
    stars: list[str] = field(default_factory=list)
    """Modules of ``from module import *``."""
    meanings: dict[str, set[str]] = field(default_factory=dict)
    """What its names stand for, as far as anybody has asked."""

    @property
    def names(self) -> set[str]:
        return {*self.imported, *self.assigned, *self.opaque}

    def read(self, node: ast.AST, siblings: Sequence[str]) -> None:
        """Add what one node binds; ``siblings`` are the submission's own modules."""
        match node:
            case ast.Import():
                for alias in node.names:
                    full = alias.name if alias.asname else alias.name.partition(".")[0]
                    self._import(alias.asname or full, _own(full, siblings))
            case ast.ImportFrom(module=str(module)):
                for alias in node.names:
                    if alias.name == "*":
                        self.stars.append(module)
                    else:
                        full = _own(f"{module}.{alias.name}", siblings)
                        self._import(alias.asname or alias.name, full)
            case ast.Assign():
                for target in node.targets:
                    self._assign(target, node.value)
            case ast.AnnAssign(value=ast.expr() as value) | ast.AugAssign(value=value):
                self._assign(node.target, value)
            case ast.NamedExpr():
                self._assign(node.target, node.value)
            case ast.For() | ast.AsyncFor() | ast.comprehension():
                self._each(node.target, node.iter)
            case ast.withitem(optional_vars=ast.expr() as target):
                self._assign(target, node.context_expr)
            case ast.ExceptHandler(name=str(name)):
                self.opaque.add(name)
            case ast.MatchAs(name=str(name)) | ast.MatchStar(name=str(name)):
                self.opaque.add(name)

    def _import(self, name: str, full: str) -> None:
        self.imported.setdefault(name, set()).add(full)

    def _assign(self, target: ast.expr, value: ast.expr) -> None:
        """One side of an assignment against the other, item by item where both are written out."""
        match target, value:
            case ast.Name(), _:
                self.assigned.setdefault(target.id, []).append(value)
            case ((ast.Tuple() | ast.List()), (ast.Tuple() | ast.List())) if len(
                target.elts
            ) == len(value.elts):
                for one, other in zip(target.elts, value.elts, strict=True):
                    self._assign(one, other)
            case ((ast.Tuple() | ast.List()), _):
                for one in target.elts:
                    self._assign(one, value)
            case ast.Starred(), _:
                self._assign(target.value, value)

    def _each(self, target: ast.expr, values: ast.expr) -> None:
        """A loop over a written list binds each of its items; over anything else, a value."""
        for item in values.elts if isinstance(values, (ast.Tuple, ast.List, ast.Set)) else [values]:
            self._assign(target, item)


def _own(full: str, siblings: Sequence[str]) -> str:
    """A sibling file's function is one of the submission's own: all files share a namespace."""
    for module in siblings:
        if full == module:
            return OWN.rstrip(".")
        if full.startswith(f"{module}."):
            return OWN + full.removeprefix(f"{module}.")
    return full


def walk_scope(roots: Sequence[ast.AST]) -> Iterator[ast.AST]:
    """The nodes of one scope: without the bodies of functions and classes inside it."""
    pending = list(roots)
    while pending:
        node = pending.pop()
        yield node
        if not isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Lambda)):
            pending += ast.iter_child_nodes(node)


def local_bindings(function: Function | ast.Lambda, siblings: Sequence[str]) -> Bindings:
    """What a function binds, its parameters first; names that it declares global aside."""
    bindings = Bindings()
    arguments = function.args
    every = [*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs]
    defaults: list[ast.expr | None] = [*arguments.defaults]
    positional = [*arguments.posonlyargs, *arguments.args]
    paired = list(zip(positional[len(positional) - len(defaults) :], defaults, strict=True))
    paired += zip(arguments.kwonlyargs, arguments.kw_defaults, strict=True)
    for argument in (*every, arguments.vararg, arguments.kwarg):
        if argument is not None:
            bindings.opaque.add(argument.arg)
    for argument, default in paired:
        if default is not None:
            bindings.assigned.setdefault(argument.arg, []).append(default)
    body: Sequence[ast.AST] = [function.body] if isinstance(function, ast.Lambda) else function.body
    elsewhere: set[str] = set()
    for node in walk_scope(body):
        bindings.read(node, siblings)
        if isinstance(node, (ast.Global, ast.Nonlocal)):
            elsewhere.update(node.names)
        elif isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
            bindings.opaque.add(node.name)
    for name in elsewhere:
        bindings.assigned.pop(name, None)
        bindings.imported.pop(name, None)
        bindings.opaque.discard(name)
    return bindings


@dataclass(frozen=True, slots=True)
class Scopes:
    """The scopes around a place in the code, the innermost last; the first is the module's."""

    chain: tuple[Bindings, ...]
    own: frozenset[str]
    """Functions and classes that the submission defines at module level."""

    def inside(self, bindings: Bindings) -> Scopes:
        return Scopes((*self.chain, bindings), self.own)

    def of_module(self, name: str) -> bool:
        """Whether a name means the module's here, and not a function's own."""
        return not any(name in scope.names for scope in self.chain[1:])

    def stands_for(self, node: ast.AST) -> set[str]:
        """The full names that an expression may stand for; VALUE for what is computed."""
        match node:
            case ast.Name():
                return self._of_name(node.id)
            case ast.Attribute():
                return {_attribute(base, node.attr) for base in self.stands_for(node.value)}
            case ast.IfExp():
                return self._of_any([node.body, node.orelse])
            case ast.BoolOp():
                return self._of_any(node.values)
            case ast.NamedExpr() | ast.Starred() | ast.Await():
                return self.stands_for(node.value)
            case ast.Tuple() | ast.List() | ast.Set():
                return self._of_any(node.elts) | {VALUE}
            case ast.Dict():
                return self._of_any(node.values) | {VALUE}
            case ast.Subscript():
                return self.stands_for(node.value) | {VALUE}  # one of what is there
            case ast.Call():
                return self._of_call(node)
        return {VALUE}

    def _of_any(self, nodes: Sequence[ast.AST]) -> set[str]:
        return {name for node in nodes for name in self.stands_for(node)}

    def _of_name(self, name: str) -> set[str]:
        for place in range(len(self.chain) - 1, -1, -1):
            scope = self.chain[place]
            if name in scope.names:
                if name not in scope.meanings:
                    scope.meanings[name] = set()  # what is asked meanwhile is a circle
                    scope.meanings[name] = Scopes(self.chain[: place + 1], self.own)._bound(name)
                return scope.meanings[name]
        return {OWN + name} if name in self.own else self._of_free_name(name)

    def _bound(self, name: str) -> set[str]:
        """What a name of the innermost scope stands for."""
        scope = self.chain[-1]
        found = set(scope.imported.get(name, ()))
        for value in scope.assigned.get(name, ()):
            found |= self.stands_for(value)
        if name in scope.opaque:
            found.add(VALUE)
        if len(self.chain) == 1 and name in self.own:
            found.add(OWN + name)
        return found

    def _of_free_name(self, name: str) -> set[str]:
        for module in reversed(self.chain[0].stars):
            if name in exports(module):
                return {f"{module}.{name}"}
        if name in SUPPLIED_MODULES:
            return {SUPPLIED_MODULES[name]}
        if name == "__builtins__":
            return {"builtins"}
        return {f"builtins.{name}"} if hasattr(builtins, name) else {VALUE}

    def _of_call(self, node: ast.Call) -> set[str]:
        """``getattr(np, "dot")`` is ``np.dot``, ``__import__("numpy")`` is the module."""
        text = self.looked_up(node)
        if text is None:
            return {VALUE}
        if "builtins.getattr" in self.stands_for(node.func):
            return {_attribute(base, text) for base in self.stands_for(node.args[0])}
        return {text}

    def looked_up(self, node: ast.Call) -> str | None:
        """The name that a call looks up at run time, where that is written out in it."""
        texts = [constant(argument) for argument in node.args]
        callee = self.stands_for(node.func)
        if len(texts) > 1 and "builtins.getattr" in callee:
            return texts[1]
        if texts and {"builtins.__import__", "importlib.import_module"} & callee:
            return texts[0]
        return None


def _attribute(base: str, name: str) -> str:
    return VALUE if base == VALUE else f"{base}.{name}"


def constant(node: ast.AST) -> str | None:
    """The text that an expression is, where it is written out: ``"dot"``, ``"d" + "ot"``."""
    match node:
        case ast.Constant(value=str(text)):
            return text
        case ast.BinOp(left=left, op=ast.Add(), right=right):
            first, second = constant(left), constant(right)
            return None if first is None or second is None else first + second
    return None


def module_bindings(trees: Sequence[ast.stmt], siblings: Sequence[str]) -> Bindings:
    """What the module binds, also from inside functions that declare a name global."""
    bindings = Bindings()
    for node in walk_scope(trees):
        bindings.read(node, siblings)
    for tree in trees:
        for node in ast.walk(tree):
            if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
                _read_globals(node, bindings, siblings)
    return bindings


def _read_globals(function: Function, bindings: Bindings, siblings: Sequence[str]) -> None:
    own = list(walk_scope(function.body))
    names = {name for node in own if isinstance(node, ast.Global) for name in node.names}
    if not names:
        return
    found = Bindings()
    for node in own:
        found.read(node, siblings)
    for name in names:
        bindings.assigned.setdefault(name, []).extend(found.assigned.get(name, ()))
        bindings.imported.setdefault(name, set()).update(found.imported.get(name, ()))


def attribute_values(trees: Sequence[ast.stmt]) -> Mapping[str, Expressions]:
    """Attribute -> what is assigned to one of that name anywhere: ``np.mine = np.linalg.inv``."""
    found: dict[str, Expressions] = {}
    for tree in trees:
        for node in ast.walk(tree):
            if isinstance(node, ast.Assign):
                for target in node.targets:
                    if isinstance(target, ast.Attribute):
                        found.setdefault(target.attr, []).append(node.value)
    return found
