"""Whether a folder holds the work of several people, or the parts and versions of one.

No platform named these files, so their names and what they define must tell. Several people hand in the same
functions under names of their own; one person's parts define different functions, and one person's versions are
called after the work (``homework-v2``, ``old``, ``regularization (1)``).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from grader.classroom.names import core, names_a_wrapper, names_work
from grader.intake.units import Unit
from grader.model.delivery import Found

_DEFINITION = re.compile(
    rb'(?:^|"|\\n)[ \t]*(?:async )?def[ \t]+([A-Za-z_]\w*)[ \t]*\(', re.MULTILINE
)
_IMPORT = re.compile(rb'(?:^|"|\\n)[ \t]*(?:from|import)[ \t]+([A-Za-z_]\w*)', re.MULTILINE)
_MOST_UNITS, _MOST_FILES, _MOST_BYTES = 24, 6, 2**20


def several_people(around: str, units: Sequence[Unit], sure: bool) -> bool:
    """Whether ``units``, which are all that lies in a folder, are those of several people.

    around   the folder's name
    sure     nothing but the folder is there: where the contents do not tell, its name may
    """
    in_class = names_a_wrapper(around)

    def whose(name: str) -> str:
        """In a folder called after a class, a bare number is somebody's."""
        return name if in_class and name.isdigit() else core(name)

    people = Counter(whose(unit.name) for unit in units)
    people.pop("", None)
    if len(people) < 2 or 2 * sum(people.values()) <= len(units):
        return False
    files = [unit for unit in units if not unit.holds]
    if not in_class and len(files) == len(units) > len(people):
        return False  # one file for each person; here one has several, so that they are all one's
    named = [(whose(unit.name), definitions(unit)) for unit in units[:_MOST_UNITS]]
    defined = [(name, each) for name, each in named if each]
    if len(defined) > 1:
        # Files of one name are one person's: a notebook and the script that was handed out with it.
        alike = sum(
            _has_like(each, [other for owner, other in defined if owner != name])
            for name, each in defined
        )
        if 2 * alike > len(defined):
            return True
        return sure and in_class and all(unit.holds for unit in units)
    return sure and in_class


def one_project(units: Sequence[Unit]) -> bool:
    """Whether ``units`` are the parts of one program: nothing is there twice, and one part imports another."""
    units = list(units[:_MOST_UNITS])
    defined = [each for unit in units if (each := definitions(unit))]
    if any(_has_like(each, defined, share=1e-9) for each in defined):
        return False
    if len(defined) > 1 and all(names_work(unit.name) for unit in units):
        return True
    stems = {unit.name.casefold() for unit in units}
    return any(
        stems & imports - {unit.name.casefold()} for unit in units if (imports := _imports(unit))
    )


def definitions(unit: Unit) -> frozenset[str]:
    """The names of the functions that its first files define, as far as their text tells."""
    return _names(unit, _DEFINITION)


def _imports(unit: Unit) -> frozenset[str]:
    return frozenset(name.casefold() for name in _names(unit, _IMPORT))


def _names(unit: Unit, pattern: re.Pattern[bytes]) -> frozenset[str]:
    code = [found for found in unit.files() if found.is_code and found.place is not None]
    return frozenset(
        name.decode("ascii", "replace")
        for found in code[:_MOST_FILES]
        for name in pattern.findall(_beginning(found))
    )


def _beginning(found: Found) -> bytes:
    assert found.place is not None
    try:
        with open(found.place, "rb") as stream:
            return stream.read(_MOST_BYTES)
    except OSError:
        return b""


def _has_like(one: frozenset[str], others: Sequence[frozenset[str]], share: float = 0.5) -> bool:
    """Whether another one defines much of the same."""
    return any(
        other is not one
        and len(one & other) >= share * max(1, min(len(one), len(other)))
        and one & other
        for other in others
    )
