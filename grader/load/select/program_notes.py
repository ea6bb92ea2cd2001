"""Notes about the program as a whole: defined twice, supplied by the course, gone from NumPy."""

from __future__ import annotations

import ast
from collections.abc import Collection, Mapping, Sequence

from grader.load.read import messages
from grader.load.read.formatting import place
from grader.load.select.imports import Imports
from grader.load.select.known_modules import is_known
from grader.load.select.removed_numpy_names import gone
from grader.load.select.statements import Unit
from grader.model.submission import FunctionSite, Note

_MODULES = frozenset(("np", "numpy", "math"))


def duplicate_notes(sites: Mapping[str, Sequence[FunctionSite]]) -> list[Note]:
    return [
        messages.defined_twice(name, found)
        for name, found in sorted(sites.items())
        if len(found) > 1
    ]


def supplied_notes(
    units: Sequence[Unit], supplied: Collection[str], imports: Imports
) -> list[Note]:
    """Names that the student's code reads without having them from anywhere."""
    if any(not is_known(module) for module in imports.stars):
        return []  # a star import of a helper module may have been meant to bring them
    read: set[str] = set()
    there: set[str] = set(imports.replaced)
    for unit in units:
        read |= unit.facts.now
        read |= unit.facts.later
        there |= unit.facts.binds
    return [
        messages.module_supplied(name) if name in _MODULES else messages.helper_supplied(name)
        for name in sorted((read - there) & set(supplied))
    ]


def removed_notes(units: Sequence[Unit], bound: Mapping[str, str]) -> list[Note]:
    """Names that the NumPy in use has no longer, once for each place."""
    notes: dict[tuple[str, str], Note] = {}
    for unit in units:
        found = [
            (node.attr, f"{node.value.id}.{node.attr}", node.lineno)
            for node in unit.facts.attributes
            if isinstance(node.value, ast.Name)
            and bound.get(node.value.id) == "numpy"
            and node.attr in gone()
        ]
        for node in unit.facts.imports:
            if isinstance(node, ast.ImportFrom) and node.module == "numpy":
                found.extend(
                    (alias.name, alias.name, alias.lineno)
                    for alias in node.names
                    if alias.name in gone()
                )
        for name, shown, line in sorted(found, key=lambda item: item[2]):
            note = messages.removed_from_numpy(place(unit.origin, line), shown, gone()[name])
            notes.setdefault((unit.origin, name), note)
    return list(notes.values())
