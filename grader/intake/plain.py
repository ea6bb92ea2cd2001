"""Where the students are in a folder or archive that no platform named."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from grader.classroom.names import core, names_a_section, names_a_wrapper, names_work
from grader.intake.crowds import one_project, several_people
from grader.intake.parts import DEEPEST, Division, Part, entering, files_beside, only, within
from grader.intake.units import Unit, open_all, units_of
from grader.lms.layouts import PLAIN
from grader.model.delivery import Listing


def students(listing: Listing, division: Division, depth: int = 0) -> list[Part]:
    """The students of a plain folder or archive."""
    listing = _descended(listing, division)
    units = units_of(listing)
    open_all(units, listing.root)
    crowds, joined = _crowds(units) if depth < DEEPEST else ([], False)
    if not crowds:
        whole = depth == 0 and len(units) > 1 and one_project(units)
        return [Part(PLAIN, _as_one(listing) if whole else listing)]
    division.beside += files_beside(listing)
    tops = {unit.top for unit in crowds}
    rest = [unit for unit in units if unit.top not in tops]
    parts = [Part(PLAIN, only(listing, rest))] if rest else []
    for unit in crowds:
        for part in students(entering(unit, division), division, depth + 1):
            section = "/".join(filter(None, (unit.top, part.section)))
            parts.append(replace(part, section=section, joined=part.joined or joined))
    return parts


def _as_one(listing: Listing) -> Listing:
    """The listing as one student's folder."""
    name = listing.root.name
    files = tuple(replace(found, path=f"{name}/{found.path}") for found in listing.files)
    return replace(listing, root=listing.root.parent, files=files)


def _descended(listing: Listing, division: Division) -> Listing:
    """Past folders that stand alone: to where several students are, or to the one student's folder."""
    above: list[tuple[Listing, Unit]] = []
    here = listing
    while True:
        units = units_of(here)
        open_all(units, here.root)
        if len(units) != 1 or units[0].inside is None:
            break
        above.append((here, units[0]))
        here = units[0].inside
    if not above:
        return listing
    around = above[-1][1].name
    if (
        several_people(around, units, sure=True)
        or _is_single_file(above, units)
        or (names_a_wrapper(around) and _crowds(units)[0])
    ):
        entered = here
        passed = above
    else:
        persons = [
            index
            for index, (_, unit) in enumerate(above)
            if not names_work(unit.name) and not names_a_wrapper(unit.name)
        ]
        index = persons[-1] if persons else 0
        entered, passed = above[index][0], above[:index]
    for outer, unit in passed:
        division.beside += files_beside(outer)
        entering(unit, division)
    return entered


def _is_single_file(above: Sequence[tuple[Listing, Unit]], units: Sequence[Unit]) -> bool:
    """Whether a file called after a student lies in folders that are called after none."""
    return (
        len(units) == 1
        and not units[0].holds
        and bool(core(units[0].name))
        and all(names_a_wrapper(unit.name) for _, unit in above)
    )


def _crowds(units: Sequence[Unit]) -> tuple[list[Unit], bool]:
    """The folders that hold several people's work; and whether they are assignments rather than sections."""
    holders = [unit for unit in units if unit.inside is not None]
    inner = {unit.top: _persons_level(unit) for unit in holders}
    seen = Counter(name for level in inner.values() for name in {each.name for each in level})
    crowds = []
    for unit in holders:
        level = inner[unit.top]
        assigned = names_a_section(unit.name) or names_a_wrapper(unit.name)
        repeated = sum(seen[each.name] > 1 for each in level)
        if 2 * repeated >= max(1, len(level)) and len(holders) > 1 and not assigned:
            continue  # src/ and tests/ in each: parts of everybody's work
        if (len(level) > 1 and several_people(unit.name, level, sure=assigned)) or (
            len(level) == 1 and level[0].holds and assigned and core(level[0].name)
        ):
            crowds.append(unit)
    alone = len(crowds) <= len(holders) / 2
    if alone:  # beside students: only what is clearly no student's folder
        crowds = [
            unit
            for unit in crowds
            if len(inner[unit.top]) > 1
            and (
                names_a_section(unit.name)
                or names_a_wrapper(unit.name)
                or all(each.holds for each in inner[unit.top])
            )
        ]
    joined = len(crowds) > 1 and all(
        names_work(unit.name) and not names_a_section(unit.name) for unit in crowds
    )
    return crowds, joined


def _persons_level(unit: Unit) -> list[Unit]:
    """What lies in it, past folders that stand alone and are called after no student."""
    level = units_of(within(unit))
    for _ in range(DEEPEST):
        if len(level) != 1 or level[0].inside is None or not names_a_wrapper(level[0].name):
            break
        level = units_of(within(level[0]))
    return level
