"""Graded functions that stand in a class, and can be called without an object of it."""

from __future__ import annotations

import ast
from collections.abc import Collection, Iterator, Sequence

from grader.load.read import messages
from grader.load.read.formatting import place
from grader.load.select.scope import facts_of
from grader.load.select.statements import Unit
from grader.model.submission import Note

_KINDS = frozenset(("staticmethod", "classmethod"))
_OBJECT = frozenset(("self", "cls"))


def lift_methods(units: Sequence[Unit], graded: Collection[str]) -> tuple[list[Unit], list[Note]]:
    """The units, each class followed by a name for those of its methods that are graded.

    ``compute_cost = Network.compute_cost``: a class that only collects functions must not cost
    them. A function at top level comes before any method; methods that need an object stay
    where they are.
    """
    at_top = {name for unit in units for name in unit.facts.binds}
    wanted = set(graded) - at_top
    lifted: list[Unit] = []
    notes: list[Note] = []
    for unit in units:
        lifted.append(unit)
        if not wanted or not isinstance(unit.node, ast.ClassDef):
            continue
        for method in _callable_on_the_class(unit.node):
            if method.name in wanted:
                lifted.append(_named(unit, method))
                where = place(unit.origin, method.lineno)
                notes.append(messages.taken_from_class(method.name, unit.node.name, where))
    return lifted, notes


def _callable_on_the_class(node: ast.ClassDef) -> Iterator[ast.FunctionDef]:
    last = {item.name: item for item in node.body if isinstance(item, ast.FunctionDef)}
    for method in last.values():
        kinds = [d.id if isinstance(d, ast.Name) else "" for d in method.decorator_list]
        parameters = [*method.args.posonlyargs, *method.args.args]
        bare = not kinds and not (parameters and parameters[0].arg in _OBJECT)
        if bare or (len(kinds) == 1 and kinds[0] in _KINDS):
            yield method


def _named(unit: Unit, method: ast.FunctionDef) -> Unit:
    """``name = Class.name``, where the method stands."""
    assert isinstance(unit.node, ast.ClassDef)
    value = ast.Attribute(ast.Name(unit.node.name, ast.Load()), method.name, ast.Load())
    node = ast.Assign([ast.Name(method.name, ast.Store())], value)
    ast.copy_location(node, method)
    ast.fix_missing_locations(node)
    return Unit(node, unit.origin, facts_of(node), True)
