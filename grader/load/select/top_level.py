"""Top-level statements sorted into what is kept, what is kept if needed, and what is left out."""

from __future__ import annotations

import ast
import builtins
import copy
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from grader.load import messages
from grader.load.messages import place, printable
from grader.load.read.cells import unfolded
from grader.load.select.imports import Imports, Rewritten, is_known, suppresses_imports
from grader.load.select.scope import DEFINITIONS, Facts, facts_of
from grader.model.submission import Note

_IMPORTS = (ast.Import, ast.ImportFrom)
_ASSIGNMENTS = (ast.Assign, ast.AnnAssign, ast.AugAssign)
Assignment = ast.Assign | ast.AnnAssign | ast.AugAssign
Block = ast.If | ast.Try


@dataclass(slots=True, eq=False)
class Unit:
    """A statement that may go into the program; `Needs` decides ``keep`` for assignments."""

    node: ast.stmt
    origin: str
    facts: Facts
    keep: bool


@dataclass(slots=True)
class Names:
    """What the names of a submission mean at its top level.

    bound      local name -> dotted path of what it was imported as ("np" -> "numpy")
    functions  names of the submission's own functions and classes
    stars      modules of which everything is imported
    """

    bound: dict[str, str] = field(default_factory=dict)
    functions: set[str] = field(default_factory=set)
    stars: set[str] = field(default_factory=set)


def names_of(nodes: Iterable[ast.stmt]) -> Names:
    """What these statements and those inside their ``if`` and ``try`` give the names."""
    names = Names()
    for node in unfolded(nodes):
        if isinstance(node, DEFINITIONS):
            names.functions.add(node.name)
        elif isinstance(node, ast.Import):
            for alias in node.names:
                root = alias.name.partition(".")[0]
                names.bound[alias.asname or root] = alias.name if alias.asname else root
        elif isinstance(node, ast.ImportFrom) and node.module:
            for alias in node.names:
                if alias.name == "*":
                    names.stars.add(node.module)
                else:
                    names.bound[alias.asname or alias.name] = f"{node.module}.{alias.name}"
    return names


# --- which expressions may be evaluated at top level: constants and constructors, never training -

_PURE_MODULES = frozenset(
    "numpy math cmath functools collections fractions decimal itertools operator copy types typing enum"
    " dataclasses random re string numbers statistics".split()
)
_PURE_BUILTINS = frozenset(
    "abs all any bool bytes chr complex dict divmod enumerate filter float frozenset int isinstance len list map"
    " max min ord pow range repr reversed round set slice sorted str sum tuple zip type callable hasattr".split()
)
_PURE_METHODS = frozenset(
    "all any argmax argmin astype conj copy cumsum diagonal dot encode endswith flatten format get index item items"
    " join keys lower max mean min prod ravel repeat replace reshape round split squeeze startswith std strip sum"
    " swapaxes tolist transpose upper values var view default_rng rand randn normal uniform".split()
)
# NumPy's own readers and writers of files, and what sets its random state.
_IMPURE_NUMPY = frozenset(
    "load loadtxt genfromtxt fromfile memmap save savez savez_compressed savetxt fromregex open_memmap"
    " DataSource seed set_state".split()
)
# These keep a function that they are given; everything else might call it.
_MAKE_FUNCTIONS = frozenset(
    "functools.partial functools.lru_cache functools.cache numpy.vectorize numpy.frompyfunc".split()
)
_CONTAINERS = frozenset("dict list tuple set zip callable".split())


class Purity:
    """Judges expressions by what the submission's names mean."""

    def __init__(self, names: Names) -> None:
        self.names = names
        self._pure_star = any(star.partition(".")[0] in _PURE_MODULES for star in names.stars)

    def allows(self, expression: ast.expr) -> bool:
        stack: list[ast.AST] = [expression]
        while stack:
            node = stack.pop()
            if isinstance(node, (ast.Await, ast.Yield, ast.YieldFrom)):
                return False
            if isinstance(node, ast.Call) and not self._allows_call(node):
                return False
            if isinstance(node, ast.Lambda):
                stack += (*node.args.defaults, *filter(None, node.args.kw_defaults))
            else:
                stack += ast.iter_child_nodes(node)
        return True

    def makes_function(self, expression: ast.expr) -> bool:
        """Whether the value is surely meant as a function: a lambda, another name, a partial."""
        if isinstance(expression, ast.Call):
            return self.path(expression.func) in _MAKE_FUNCTIONS
        return isinstance(expression, (ast.Lambda, ast.Name, ast.Attribute))

    def path(self, expression: ast.expr) -> str | None:
        """``np.random.rand`` -> "numpy.random.rand"; a builtin is its own name; else None."""
        parts: list[str] = []
        while isinstance(expression, ast.Attribute):
            parts.append(expression.attr)
            expression = expression.value
        if not isinstance(expression, ast.Name) or expression.id in self.names.functions:
            return None
        name = expression.id
        if name in self.names.bound:
            parts.append(self.names.bound[name])
        elif name in _PURE_BUILTINS or (self._pure_star and not parts):
            parts.append(name)
        else:
            return None
        return ".".join(reversed(parts))

    def _allows_call(self, call: ast.Call) -> bool:
        path = self.path(call.func)
        if path is None:
            # A method of a value, such as `np.arange(6).reshape(2, 3)` or `"a b".split()`.
            match call.func:
                case ast.Attribute(value, method):
                    known = method in _PURE_METHODS and not self._is_function(value)
                    return known and not self._hands_over_function(call)
            return False
        if path == "importlib.util.find_spec":  # only looks whether a module is there
            return True
        root, _, rest = path.partition(".")
        if rest:
            allowed = root in _PURE_MODULES or root in _PURE_BUILTINS
        else:
            allowed = (
                root not in self.names.bound
            )  # a builtin, or a name that a star import brought
        if not allowed or path.rpartition(".")[2] in _IMPURE_NUMPY:
            return False
        keeps = path in _MAKE_FUNCTIONS or path in _CONTAINERS or root == "collections"
        return keeps or not self._hands_over_function(call)

    def _is_function(self, expression: ast.expr) -> bool:
        return isinstance(expression, ast.Name) and expression.id in self.names.functions

    def _hands_over_function(self, call: ast.Call) -> bool:
        values = [*call.args, *(word.value for word in call.keywords)]
        return any(isinstance(value, ast.Lambda) or self._is_function(value) for value in values)


# --- sorting ------------------------------------------------------------------------------------


@dataclass(slots=True)
class Sorter:
    """Goes through the statements in order and remembers which names lost their value.

    graded    names that may only become functions, as those that a def or class gives
    kept      names that the units set
    lost      name -> where code that is not run computes it
    not_run   where that code is
    """

    imports: Imports
    purity: Purity
    graded: Collection[str]
    units: list[Unit] = field(default_factory=list)
    kept: set[str] = field(default_factory=set)
    lost: dict[str, tuple[str, int]] = field(default_factory=dict)
    ever_lost: dict[str, tuple[str, int]] = field(default_factory=dict)
    not_run: list[tuple[str, int]] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)
    origin: str = ""

    def add(self, node: ast.stmt, origin: str) -> None:
        self.origin = origin
        if isinstance(node, DEFINITIONS):
            self._keep(node, True)
        elif isinstance(node, _IMPORTS):
            for new in self.imports.resolve(node, origin):
                self._keep(new, True)
        elif isinstance(node, _ASSIGNMENTS):
            if self._accepts(node):
                self._keep(node, False)
        elif isinstance(node, (ast.If, ast.Try)) or suppresses_imports(node):
            block = self._pruned(_as_block(node))
            kinds = set(map(type, unfolded([block]))) if block is not None else set()
            if block is not None and kinds.intersection((*DEFINITIONS, *_IMPORTS, *_ASSIGNMENTS)):
                self._keep(block, bool(kinds.intersection((*DEFINITIONS, *_IMPORTS))))
        else:
            self._leave_out(node)

    def _keep(self, node: ast.stmt, always: bool) -> None:
        facts = facts_of(node)
        if facts.imports and not isinstance(node, _IMPORTS):
            node = Rewritten(self.imports, self.origin).visit(copy.deepcopy(node))
            facts = facts_of(node)
        if isinstance(node, _ASSIGNMENTS):
            facts.binds |= _roots(node)
            if isinstance(node, ast.AugAssign):
                facts.now |= facts.binds
        for name in facts.binds:
            self.lost.pop(name, None)
        self.kept |= facts.binds
        self.units.append(Unit(node, self.origin, facts, always))

    def _accepts(self, node: Assignment) -> bool:
        """Whether the assignment may be made; if not, it is left out and its names are lost."""
        if node.value is None:  # `x: int`
            return False
        targets = _targets(node)
        patched = next((each for each in targets if isinstance(each, ast.Attribute)), None)
        if patched is not None:
            self._refuse_patch(node, patched)
            return False
        names = _roots(node)
        augments = isinstance(node, ast.AugAssign)
        safe = bool(names) and all(map(self.purity.allows, (*targets, node.value)))
        if safe and any(n in self.graded or n in self.purity.names.functions for n in names):
            safe = self.purity.makes_function(node.value) and not augments
        if safe and self.lost:
            reads = facts_of(node).now | (names if augments else set())
            safe = self.lost.keys().isdisjoint(reads)
        if not safe:
            self._lose(names, node)
        return safe

    def _lose(self, names: Collection[str], node: ast.stmt) -> None:
        spot = (self.origin, node.lineno)
        self.not_run.append(spot)
        for name in names:
            if name not in self.purity.names.functions:
                self.lost[name] = self.ever_lost[name] = spot

    def _refuse_patch(self, node: Assignment, target: ast.Attribute) -> None:
        """``np.float = float``: other code must not find its modules changed."""
        path = self.purity.path(target)
        if path is None or path.partition(".")[0] in self.imports.inert:
            self.not_run.append((self.origin, node.lineno))
            return
        where, shown = place(self.origin, node.lineno), printable(ast.unparse(target), 50)
        self.notes.append(messages.CHANGES_MODULE(where=where, target=shown))

    def _leave_out(self, node: ast.stmt) -> None:
        match node:
            case ast.Pass() | ast.Expr(ast.Constant()):
                pass
            case ast.Delete(targets):
                names = [target.id for target in targets if isinstance(target, ast.Name)]
                if not self.kept.isdisjoint(names):
                    shown = printable("del " + ", ".join(names), 50)
                    where = place(self.origin, node.lineno)
                    self.notes.append(messages.LEFT_OUT(where=where, shown=shown))
            case ast.Expr():
                self._lose((), node)
            case _:
                self._lose(facts_of(node).binds, node)

    def _pruned(self, node: Block) -> Block | None:
        """The block with only what may run at top level; None where even its test must not run."""
        new: Block
        if isinstance(node, ast.If):
            reads = facts_of(ast.Expr(node.test)).now
            lost = "__name__" in reads or not self.lost.keys().isdisjoint(reads)
            if lost or not self.purity.allows(node.test):
                self._lose(facts_of(node).binds, node)
                return None
            new = ast.If(node.test, self._body(node.body, node), self._body(node.orelse))
        else:
            handlers = [
                ast.copy_location(ast.ExceptHandler(h.type, h.name, self._body(h.body, h)), h)
                for h in node.handlers
            ]
            body = self._body(node.body, node)
            final = self._body(node.finalbody, None if handlers else node)
            new = ast.Try(body, handlers, self._body(node.orelse) if handlers else [], final)
        return ast.copy_location(new, node)

    def _body(self, body: list[ast.stmt], filler: ast.AST | None = None) -> list[ast.stmt]:
        """What may run at top level of ``body``; with ``filler`` it is not left empty."""
        kept: list[ast.stmt] = []
        for node in body:
            if isinstance(node, (*DEFINITIONS, *_IMPORTS)):
                kept.append(node)
            elif isinstance(node, _ASSIGNMENTS):
                kept += [node] if self._accepts(node) else []
            elif isinstance(node, (ast.If, ast.Try)) or suppresses_imports(node):
                kept += filter(None, [self._pruned(_as_block(node))])
            else:
                self._leave_out(node)
        return kept or ([ast.copy_location(ast.Pass(), filler)] if filler is not None else [])


def _as_block(node: Any) -> Block:
    """``with suppress(ImportError):`` as the ``try`` that it means; a block as it is."""
    if not isinstance(node, ast.With):
        block: Block = node
        return block
    caught = ast.Tuple(node.items[0].context_expr.args, ast.Load())  # type: ignore[attr-defined]
    handler = ast.ExceptHandler(caught, None, [ast.Pass()])
    return ast.fix_missing_locations(ast.copy_location(ast.Try(node.body, [handler], [], []), node))


def _targets(node: Assignment) -> list[ast.expr]:
    """The single targets of an assignment: tuples, lists and stars taken apart."""
    pending: list[ast.expr] = []
    pending += node.targets if isinstance(node, ast.Assign) else [node.target]
    targets: list[ast.expr] = []
    while pending:
        target = pending.pop()
        if isinstance(target, (ast.Tuple, ast.List)):
            pending.extend(target.elts)
        elif isinstance(target, ast.Starred):
            pending.append(target.value)
        else:
            targets.append(target)
    return targets


def _roots(node: Assignment) -> set[str]:
    """The names that an assignment to ``name`` or ``name[...]`` changes."""
    roots = set()
    for target in _targets(node):
        while isinstance(target, ast.Subscript):
            target = target.value
        if isinstance(target, ast.Name):
            roots.add(target.id)
    return roots


# --- which assignments the graded functions need ------------------------------------------------

_BUILTINS = frozenset(dir(builtins))


class Needs:
    """Follows what the graded functions read from name to name, and sets ``keep`` of every unit.

    ``notes`` are about what a graded function reads that is not there.
    """

    def __init__(self, sorter: Sorter) -> None:
        self.notes: list[Note] = []
        self._sorter = sorter
        self._imports = sorter.imports
        self._setters: dict[str, list[Unit]] = {}
        for unit in sorter.units:
            for name in unit.facts.binds:
                self._setters.setdefault(name, []).append(unit)
        if all(map(is_known, self._imports.stars)):
            self._drop_unknown_decorators(sorter.units)
        self._seen: set[str] = set()
        self._followed: set[Unit] = set()
        self._follow([(name, None) for name in sorted(self._imports.wanted.graded)])
        # Definitions that no graded function reaches are executed too: their defaults must be there.
        kept = [unit for unit in sorter.units if unit.keep]
        rest = [(name, None) for unit in kept for name in sorted(unit.facts.now)]
        self._follow(rest, note=False)

    def _follow(self, wanted: Sequence[tuple[str, str | None]], note: bool = True) -> None:
        pending = list(reversed(wanted))
        lost, functions = self._sorter.ever_lost, self._sorter.purity.names.functions
        while pending:
            name, reader = pending.pop()
            if name in self._seen:
                continue
            self._seen.add(name)
            if note and name in self._imports.absent:
                self.notes.append(self._imports.absent[name]._replace(kind="not_loaded"))
            if note and reader is not None and name in lost and name not in functions:
                shown = {"reader": printable(reader), "name": printable(name)}
                where = place(*lost[name])
                self.notes.append(messages.READS_WHAT_IS_NOT_RUN(**shown, where=where))
            for unit in self._setters.get(name, ()):
                if unit not in self._followed:
                    self._followed.add(unit)
                    unit.keep = True
                    pending += ((read, name) for read in sorted(self._reads(unit), reverse=True))

    def _reads(self, unit: Unit) -> set[str]:
        reads = unit.facts.now | unit.facts.later
        aliases = self._imports.aliases
        for node in unit.facts.attributes if aliases else ():
            if isinstance(node.value, ast.Name):
                module = self._sorter.purity.names.bound.get(node.value.id, "")
                if module in aliases or module.rpartition(".")[2] in aliases:
                    reads.add(node.attr)  # `utils.EPS`
        return reads

    def _drop_unknown_decorators(self, units: list[Unit]) -> None:
        """Drop a decorator that is not defined (its import was deleted, say), not the function."""
        there = {*self._setters, *self._imports.wanted.supplied, *_BUILTINS}
        for unit in units:
            if not isinstance(unit.node, (ast.FunctionDef, ast.AsyncFunctionDef)):
                continue
            known: list[ast.expr] = []
            for decorator in unit.node.decorator_list:
                root = _root_of(decorator)
                if root is None or root in there:
                    known.append(decorator)
                    continue
                where = place(unit.origin, decorator.lineno)
                shown = printable(root)
                self.notes.append(messages.UNKNOWN_DECORATOR(where=where, name=shown))
            if len(known) < len(unit.node.decorator_list):
                unit.node = copy.copy(unit.node)
                unit.node.decorator_list = known


def _root_of(decorator: ast.expr) -> str | None:
    while isinstance(decorator, (ast.Attribute, ast.Call)):
        decorator = decorator.value if isinstance(decorator, ast.Attribute) else decorator.func
    return decorator.id if isinstance(decorator, ast.Name) else None
