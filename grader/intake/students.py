"""Finds the students in a folder or archive whose files no platform named.

The names of the files and the functions in them decide. Several people hand in the same functions under their own
names. The parts of one person's work define different functions, and its versions are named after the work
(``homework-v2``, ``old``, ``regularization (1)``).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from grader.classroom.names import core, names_a_section, names_a_wrapper, names_work
from grader.intake import messages
from grader.intake.units import DEEPEST, Part, Remarks, Unit, units_of
from grader.lms.layouts import PLAIN
from grader.model.delivery import Listing

_DEFINITION = re.compile(
    rb'(?:^|"|\\n)[ \t]*(?:async )?def[ \t]+([A-Za-z_]\w*)[ \t]*\(', re.MULTILINE
)
_IMPORT = re.compile(rb'(?:^|"|\\n)[ \t]*(?:from|import)[ \t]+([A-Za-z_]\w*)', re.MULTILINE)
_MOST_UNITS, _MOST_FILES, _MOST_BYTES = 24, 6, 2**20

Names = frozenset[str]


def students(listing: Listing, remarks: Remarks, depth: int = 0) -> list[Part]:
    """Return the parts of a plain folder or archive in which the students are."""
    listing = _enter_wrappers(listing, remarks)
    units = units_of(listing)
    groups, joined = _groups(units, remarks) if depth < DEEPEST else ([], False)
    if not groups:
        whole = depth == 0 and len(units) > 1 and _is_one_project(units)
        return [Part(PLAIN, _as_one_student(listing) if whole else listing)]
    remarks.leave_out(listing)
    tops = {unit.top for unit in groups}
    rest = {unit.top for unit in units} - tops
    parts = [Part(PLAIN, listing.only(rest))] if rest else []
    for unit in groups:
        inner = students(remarks.enter(unit), remarks, depth + 1)
        parts += [replace(part.within(unit.top), joined=part.joined or joined) for part in inner]
    return parts


def _as_one_student(listing: Listing) -> Listing:
    """The listing as the folder of one student."""
    name = listing.root.name
    files = tuple(replace(file, path=f"{name}/{file.path}") for file in listing.files)
    return replace(listing, root=listing.root.parent, files=files)


def _enter_wrappers(listing: Listing, remarks: Remarks) -> Listing:
    """Enter folders that are alone in their folder: as far as the level of the students."""
    above: list[tuple[Listing, Unit]] = []
    inside = listing
    while len(units := units_of(inside)) == 1 and units[0].inside is not None:
        above.append((inside, units[0]))
        inside = units[0].inside
    if not above:
        return listing
    name = above[-1][1].name
    one_file = (
        len(units) == 1
        and not units[0].is_container
        and not names_work(units[0].name)
        and all(names_a_wrapper(unit.name) for _, unit in above)
    )
    if not (
        one_file
        or _are_several_people(name, units, sure=True)
        or (names_a_wrapper(name) and _groups(units, Remarks())[0])
    ):
        # One student's folder: the deepest with the name of a person, or else the first.
        persons = [
            index
            for index, (_, unit) in enumerate(above)
            if not names_work(unit.name) and not names_a_wrapper(unit.name)
        ]
        index = persons[-1] if persons else 0
        inside, above = above[index][0], above[:index]
    for outer, unit in above:
        remarks.leave_out(outer)
        remarks.enter(unit)
    return inside


def _groups(units: Sequence[Unit], remarks: Remarks) -> tuple[list[Unit], bool]:
    """The folders that hold several people's work, and whether they are assignments rather than sections."""
    folders = [unit for unit in units if unit.inside is not None]
    inner = {unit.top: _inside_wrappers(unit) for unit in folders}
    if _are_exercises([inner[unit.top] for unit in folders]):
        return folders, True
    counts = Counter(name for level in inner.values() for name in {each.name for each in level})
    groups = []
    for unit in folders:
        level = inner[unit.top]
        named = names_a_section(unit.name) or names_a_wrapper(unit.name)
        repeated = sum(counts[each.name] > 1 for each in level)
        if 2 * repeated >= max(1, len(level)) and len(folders) > 1 and not named:
            continue  # src/ and tests/ in each folder: everybody's work has these parts
        one_person = len(level) == 1 and level[0].is_container and not names_work(level[0].name)
        if (
            _are_several_people(unit.name, level, sure=named)
            if len(level) > 1
            else (named and one_person)
        ):
            groups.append(unit)
    files = len(units) - len(folders)
    own = len(folders) - len(groups) + (files if files > 1 else 0)  # one is a solution or a starter
    if len(groups) <= own:
        # Most folders and files are students' own: a group among them needs more evidence.
        likely = [unit for unit in groups if len(inner[unit.top]) > 1]
        groups = [unit for unit in likely if _is_told_apart(unit, inner[unit.top], units)]
        remarks.messages += [
            messages.looks_like_a_class(
                str(unit.file.path if unit.file else unit.contents().root),
                [each.name for each in inner[unit.top]],
            )
            for unit in likely
            if unit not in groups
        ]
    joined = len(groups) > 1 and all(
        names_work(unit.name) and not names_a_section(unit.name) for unit in groups
    )
    return groups, joined


def _is_told_apart(unit: Unit, level: Sequence[Unit], beside: Sequence[Unit]) -> bool:
    """Whether a unit among students' own holds several people's work, and not one student's.

    A student may put anything into an archive, also folders with the names of others. Only a name that says so
    makes an archive a section. A folder with a name of its own may have been made by the instructor, but not
    where it has the names of students who are beside it.
    """
    if names_a_section(unit.name) or names_a_wrapper(unit.name):
        return True
    names = {core(each.name).casefold() for each in beside if each is not unit}
    return (
        unit.file is None
        and all(each.is_container for each in level)
        and not any(core(each.name).casefold() in names for each in level)
    )


def _inside_wrappers(unit: Unit) -> list[Unit]:
    """What is inside a folder, past single folders that are not named after a student."""
    level = units_of(unit.contents(), opened=False)
    for _ in range(DEEPEST):
        if len(level) != 1 or level[0].inside is None or not names_a_wrapper(level[0].name):
            break
        level = units_of(level[0].inside, opened=False)
    return level


def _are_exercises(levels: Sequence[Sequence[Unit]]) -> bool:
    """Whether each folder is an exercise, with a file or a folder for each student.

    Then the same names appear in several folders; mostly, the files of one folder define the same functions, and
    those of two folders do not.
    """
    levels = levels[:: max(1, len(levels) // _MOST_UNITS)]
    counts = Counter(name for level in levels for name in {unit.name for unit in level})
    people = [name for name, count in counts.items() if count > 1 and not names_work(name)]
    several = [level for level in levels if len(level) > 1]
    if len(people) < 2 or len(several) < 2:
        return False
    if 2 * sum(_are_several_people("", level, sure=False) for level in several) <= len(several):
        return False
    defined = [Names().union(*map(_definitions, level[:_MOST_UNITS])) for level in levels]
    return 2 * sum(_has_similar(functions, defined) for functions in defined) < len(defined)


def _are_several_people(folder: str, units: Sequence[Unit], sure: bool) -> bool:
    """Whether ``units``, everything in a folder of this name, belong to several people.

    With ``sure``, the name of the folder decides where the contents do not.
    """
    in_class = bool(folder) and names_a_wrapper(folder)

    def person(name: str) -> str:
        """In a folder with the name of a class, a bare number is a student."""
        return name if in_class and name.isdigit() else core(name)

    people = Counter(person(unit.name) for unit in units)
    people.pop("", None)
    if len(people) < 2 or 2 * sum(people.values()) <= len(units):
        return False
    files = [unit for unit in units if not unit.is_container]
    if not in_class and len(files) == len(units) > len(people):
        return False  # one person has several of the files, so all files are that person's
    named = [(person(unit.name), _definitions(unit)) for unit in units[:_MOST_UNITS]]
    defined = [(name, functions) for name, functions in named if functions]
    if len(defined) < 2:
        return sure and in_class
    # Files of one person do not count: a notebook and the script that was handed out with it.
    similar = sum(
        _has_similar(functions, [other for owner, other in defined if owner != name])
        for name, functions in defined
    )
    if 2 * similar > len(defined):
        return True
    return sure and in_class and all(unit.is_container for unit in units)


def _is_one_project(units: Sequence[Unit]) -> bool:
    """Whether ``units`` are parts of one program: no function is defined twice, and parts import parts."""
    units = units[:_MOST_UNITS]
    defined = [functions for unit in units if (functions := _definitions(unit))]
    if any(_has_similar(functions, defined, share=1e-9) for functions in defined):
        return False
    if len(defined) > 1 and all(names_work(unit.name) for unit in units):
        return True
    stems = {unit.name.casefold() for unit in units}
    imports = ((unit, {name.casefold() for name in _matches(unit, _IMPORT)}) for unit in units)
    return any(stems & names - {unit.name.casefold()} for unit, names in imports)


def _definitions(unit: Unit) -> Names:
    """The names of the functions that its first files define, according to their text."""
    return _matches(unit, _DEFINITION)


def _matches(unit: Unit, pattern: re.Pattern[bytes]) -> Names:
    code = [file for file in unit.files() if file.is_code and file.location is not None]
    return frozenset(
        name.decode("ascii", "replace")
        for file in code[:_MOST_FILES]
        for name in pattern.findall(file.read(_MOST_BYTES))
    )


def _has_similar(one: Names, others: Sequence[Names], share: float = 0.5) -> bool:
    """Whether another one defines much of the same."""
    return any(
        other is not one and one & other and len(one & other) >= share * min(len(one), len(other))
        for other in others
    )
