"""Whether a folder holds the work of several people, or the parts and versions of one.

No platform named these files, so their names and what they define must tell. Several people hand in the same
functions under names of their own; one person's parts define different functions, and one person's versions are
called after the work (``homework-v2``, ``old``, ``regularization (1)``).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from grader.intake.units import Unit
from grader.model.delivery import Found

_WORK = frozenset(
    """
    a abgabe abgabeordner act activity aufgabe aufgaben answer answers app assign assignment assignments attempt
    backup bak blatt build code complete completed config copy corrected correct devoir dist docs done draft
    ex exam exercice exercise exercises extra fig figures fin final finished fixed func functions graded hand
    handin helper helpers homework homeworks hw image images img in init ipynb kopie lab labs latest lib libs
    main makefile mine model models module modules monday tuesday wednesday thursday friday saturday sunday my
    nb new notebook notebooks old oldest output outputs p part parts plot plots prob problem problems proj
    project projects ps pset public py q question questions release result results rev review revised run sample
    script scripts second session setup sheet sol solution solutions solved src start starter stub
    submit submission submitted support t task tasks td template test testcase testcases tests third first todo
    tp train try tutorial tuto untitled update updated upload util utils v ver version versions w week weeks
    wip work works working worksheet x übung übungen uebung uebungen tarea tareas trabajo esercizio opgave
    """.split()
)
_AROUND = frozenset(
    """
    abgaben all archive archives class classes course courses data download downloads entregas export exports
    extract extracted files folder handins inbox klasse kurs rendus soumissions students studierende submissions
    submitted teilnehmer temp term tmp unzipped zip semester spring summer autumn fall winter year consegne
    """.split()
)
_SECTION = frozenset(
    """
    am classe clase cohort dienstag donnerstag evening fr freitag friday gruppe group groupe grupo grp jeudi late
    lundi mardi mercredi mo mon monday montag morning online pm sec section sektion seminar stream th thu thursday
    track tu tue tuesday tut tutorium tutorial vendredi we wed wednesday mittwoch wave batch cohorte afternoon
    """.split()
)
_PEOPLE = frozenset(
    "candidate equipe group groupe grupo grupp gruppe handin participant pair person student team user".split()
)
"""With a number behind, one of a class's people or groups."""
_TOKEN = re.compile(r"[^\W\d_]+|\d+")
_DEFINITION = re.compile(
    rb'(?:^|"|\\n)[ \t]*(?:async )?def[ \t]+([A-Za-z_]\w*)[ \t]*\(', re.MULTILINE
)
_IMPORT = re.compile(rb'(?:^|"|\\n)[ \t]*(?:from|import)[ \t]+([A-Za-z_]\w*)', re.MULTILINE)
_SHORTEST_ID = 4
_MOST_UNITS, _MOST_FILES, _MOST_BYTES = 24, 6, 2**20


def core(name: str) -> str:
    """What of a name is not about the work: of ``jane_hw1_final (2)`` it is ``jane``. A long number is an id."""
    words = [word.casefold() for word in _TOKEN.findall(name)]
    numbered = any(word in _PEOPLE for word in words)
    return " ".join(
        word
        for word in words
        if (numbered or len(word) >= _SHORTEST_ID if word.isdigit() else word not in _WORK)
    )


def names_work(name: str) -> bool:
    """Whether it is called after the work: ``hw1``, ``src``, ``week 2``."""
    return not core(name)


def names_a_wrapper(name: str) -> bool:
    """Whether it is called after what is around people's work: ``submissions``, ``hw1``."""
    words = core(name).split()
    return all(word in _AROUND or (word.isdigit() and len(word) == 4) for word in words)


def names_a_person(name: str) -> bool:
    """Whether nothing in it is about work or what is around it: ``jane``, but not ``CS101-homework 1-4711``."""
    words = [word.casefold() for word in _TOKEN.findall(name)]
    return not any(word in _WORK or word in _AROUND for word in words)


def names_a_section(name: str) -> bool:
    """Whether it is called as a part of a class is: ``section A``, ``group-2``, ``B``."""
    words = [word.casefold() for word in _TOKEN.findall(name)]
    return any(word in _SECTION for word in words) or all(
        len(word) == 1 or (word.isdigit() and len(word) < _SHORTEST_ID) for word in words
    )


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
