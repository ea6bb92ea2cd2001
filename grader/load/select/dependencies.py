"""Which top-level assignments the graded functions need, followed from name to name."""

from __future__ import annotations

import ast
import builtins
import copy
from collections.abc import Collection, Mapping, Sequence

from grader.load.read import messages
from grader.load.read.formatting import place, printable
from grader.load.select.imports import Imports
from grader.load.select.known_modules import is_known
from grader.load.select.statements import Sorter, Unit
from grader.model.submission import Note

_BUILTINS = frozenset(dir(builtins))


class Needs:
    """Settles ``keep`` of every unit, and tells what a graded function reads in vain."""

    def __init__(
        self,
        sorter: Sorter,
        graded: Collection[str],
        bound: Mapping[str, str],
        supplied: Collection[str],
        imports: Imports,
    ) -> None:
        self.notes: list[Note] = []
        self._bound = bound
        self._aliases = imports.aliases
        self._absent = imports.absent
        self._lost = sorter.ever_lost
        self._functions = sorter.functions
        self._setters: dict[str, list[Unit]] = {}
        for unit in sorter.units:
            for name in unit.facts.binds:
                self._setters.setdefault(name, []).append(unit)
        if not any(not is_known(module) for module in imports.stars):
            self._drop_unknown_decorators(sorter.units, supplied)
        self._seen_names: set[str] = set()
        self._seen_units: set[int] = set()
        self._follow([(name, None) for name in sorted(graded)])
        # Definitions that no graded function reaches are executed too: their defaults must be there.
        rest = [
            (name, None) for unit in sorter.units if unit.keep for name in sorted(unit.facts.now)
        ]
        self._follow(rest, tell=False)

    def _follow(self, wanted: Sequence[tuple[str, str | None]], tell: bool = True) -> None:
        pending = list(reversed(wanted))
        while pending:
            name, reader = pending.pop()
            if name in self._seen_names:
                continue
            self._seen_names.add(name)
            if tell and name in self._absent:
                self.notes.append(self._absent[name]._replace(kind="not_loaded"))
            if tell and reader is not None and name in self._lost and name not in self._functions:
                where = place(*self._lost[name])
                self.notes.append(messages.reads_what_is_not_run(reader, name, where))
            for unit in self._setters.get(name, ()):
                if id(unit) not in self._seen_units:
                    self._seen_units.add(id(unit))
                    unit.keep = True
                    pending.extend((read, name) for read in sorted(self._reads(unit), reverse=True))

    def _reads(self, unit: Unit) -> set[str]:
        reads = unit.facts.now | unit.facts.later
        if self._aliases:
            for node in unit.facts.attributes:
                if isinstance(node.value, ast.Name) and self._is_alias(
                    self._bound.get(node.value.id, "")
                ):
                    reads.add(node.attr)  # `utils.EPS`
        return reads

    def _is_alias(self, module: str) -> bool:
        return module in self._aliases or module.rpartition(".")[2] in self._aliases

    def _drop_unknown_decorators(self, units: list[Unit], supplied: Collection[str]) -> None:
        """A decorator that is nowhere (its import was deleted, say) must not cost the function."""
        for unit in units:
            node = unit.node
            if (
                not isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef))
                or not node.decorator_list
            ):
                continue
            unknown = [d for d in node.decorator_list if not self._is_there(_root(d), supplied)]
            if unknown:
                unit.node = copy.copy(node)
                lost = set(map(id, unknown))
                unit.node.decorator_list = [d for d in node.decorator_list if id(d) not in lost]
                for decorator in unknown:
                    shown = printable(_root(decorator) or "")
                    where = place(unit.origin, decorator.lineno)
                    self.notes.append(messages.unknown_decorator(where, shown))

    def _is_there(self, name: str | None, supplied: Collection[str]) -> bool:
        return name is None or name in self._setters or name in supplied or name in _BUILTINS


def _root(decorator: ast.expr) -> str | None:
    while isinstance(decorator, (ast.Attribute, ast.Call)):
        decorator = decorator.value if isinstance(decorator, ast.Attribute) else decorator.func
    return decorator.id if isinstance(decorator, ast.Name) else None
