"""Where in a folder or archive the students are: through folders around them, sections and archives.

A platform is looked for first, at every depth. Between students' own folders it is not believed: whoever hands in a
folder may name the files in it as a platform would. What no platform named is divided by what lies in it (``crowds``).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from grader.intake import says
from grader.intake.crowds import (
    core,
    names_a_section,
    names_a_wrapper,
    names_work,
    one_project,
    several_people,
)
from grader.intake.layouts import PLAIN, Handed, Layout, recognise
from grader.intake.model import Listing
from grader.intake.units import Unit, open_all, units_of

_DEEPEST = 6
"""Folders that stand side by side within one another; of folders that stand alone there may be any number."""
_SAMPLE = 32
_CLEARLY_MORE, _SEVERAL = 3, 5


@dataclass(frozen=True, slots=True)
class Part:
    """A listing whose first level is one platform's download, or plain students.

    section   what it is called, where there are several
    joined    students of one name are one: the parts are assignments, not sections
    """

    layout: Layout
    listing: Listing
    section: str = ""
    joined: bool = False


@dataclass(slots=True)
class Division:
    """The parts, the files that lie beside them, and what a person should know."""

    parts: list[Part]
    beside: list[str]
    told: list[str]


def divide(listing: Listing, chosen: Layout | None = None) -> Division:
    """Where the students are in ``listing``; ``chosen`` is the layout that was asked for."""
    division = Division([], [], [])
    if chosen is not None and chosen.rank >= PLAIN.rank:
        inner = _only_folder(listing) if listing.archive else None
        division.parts = [Part(chosen, inner or listing)]
        return division
    found = _platforms(listing, chosen, division, 0)
    if found is not None:
        division.parts = found
    elif chosen is not None:
        division.parts = [Part(chosen, _only_folder(listing) or listing)]
    else:
        division.parts = _students(listing, division)
    return division


def _only_folder(listing: Listing) -> Listing | None:
    units = units_of(listing)
    return units[0].inside if len(units) == 1 and units[0].found is None else None


def _platforms(
    listing: Listing, chosen: Layout | None, division: Division, depth: int
) -> list[Part] | None:
    """The downloads in ``listing``, if that is what it holds."""
    beside: list[str] = []
    while True:
        layout = _recognised(listing, chosen)
        if layout is not None:
            division.beside += beside
            return [Part(layout, listing)]
        units = units_of(listing)
        open_all(units, listing.root)
        if len(units) != 1 or units[0].inside is None:
            break
        beside += _beside(listing)
        listing = _entered(units[0], division)
    if depth == _DEEPEST or len(units) < 2:
        return None
    holders = [unit for unit in units if unit.inside is not None]
    sample = holders[:: max(1, len(holders) // _SAMPLE)]
    if not any(_platforms(_inside(unit), chosen, _unheard(), depth + 1) for unit in sample):
        return None
    return _of_sections(listing, units, chosen, division, depth, beside)


def _of_sections(
    listing: Listing,
    units: Sequence[Unit],
    chosen: Layout | None,
    division: Division,
    depth: int,
    beside: list[str],
) -> list[Part] | None:
    """The downloads in the folders of ``listing``, if most of these are such."""
    inner = Division([], [], [])
    found = {
        unit.top: parts
        for unit in units
        if unit.inside is not None
        and (parts := _platforms(_inside(unit), chosen, inner, depth + 1)) is not None
    }
    keys = {top: _keys(parts) for top, parts in found.items()}
    others = [unit for unit in units if unit.top not in found]
    people = set().union(*keys.values())
    mostly = len(found) > len(others) or (
        len(people) >= _SEVERAL and len(people) >= _CLEARLY_MORE * len(others)
    )
    if not mostly or _same_person_each(keys.values()):
        division.told += [
            says.looks_like_a_download(str(listing.root / top), parts[0].layout.title)
            for top, parts in found.items()
            if len(keys[top]) > 1
        ]
        return None
    division.beside += [*beside, *_beside(listing), *inner.beside]
    division.told += inner.told
    parts = [
        replace(part, section="/".join(filter(None, (top, part.section))))
        for top, group in found.items()
        for part in group
    ]
    for unit in others:
        parts.append(Part(PLAIN, _only(listing, [unit])))
    return parts


def _recognised(listing: Listing, chosen: Layout | None) -> Layout | None:
    if chosen is None:
        return recognise(listing)
    return chosen if chosen.fits(listing) else None


def _keys(parts: Iterable[Part]) -> set[str]:
    """Whose files the parts hold."""
    keys = set()
    for part in parts:
        read = part.layout.reader(part.listing)
        for found in part.listing.files:
            if isinstance(handed := read(found), Handed):
                keys.add(handed.key)
    return keys


def _same_person_each(groups: Iterable[set[str]]) -> bool:
    """Whether folders name one person each, and the same again: then the names mean something else."""
    alone = [next(iter(keys)) for keys in groups if len(keys) == 1]
    return len(alone) > 1 and len(set(alone)) <= len(alone) / 2


def _inside(unit: Unit) -> Listing:
    assert unit.inside is not None
    return unit.inside


def _entered(unit: Unit, division: Division) -> Listing:
    """What lies in a folder or archive that is not a student's; of an archive, also what is to be told."""
    inside = _inside(unit)
    if unit.found is not None:
        division.told += [f"{unit.top}: {text}" for text in (*inside.told, *inside.refused)]
    return inside


def _unheard() -> Division:
    return Division([], [], [])


def _beside(listing: Listing) -> list[str]:
    """The files of a listing that are neither code nor in a folder."""
    return [
        str(listing.root / found.path)
        for found in listing.files
        if not found.below and not (found.is_code or found.is_archive or found.folder)
    ]


def _only(listing: Listing, units: Sequence[Unit]) -> Listing:
    tops = {unit.top for unit in units}
    return replace(listing, files=tuple(found for found in listing.files if found.top in tops))


# Without a platform.


def _students(listing: Listing, division: Division, depth: int = 0) -> list[Part]:
    """The students of a plain folder or archive."""
    listing = _descended(listing, division)
    units = units_of(listing)
    open_all(units, listing.root)
    crowds, joined = _crowds(units) if depth < _DEEPEST else ([], False)
    if not crowds:
        whole = depth == 0 and len(units) > 1 and one_project(units)
        return [Part(PLAIN, _as_one(listing) if whole else listing)]
    division.beside += _beside(listing)
    tops = {unit.top for unit in crowds}
    rest = [unit for unit in units if unit.top not in tops]
    parts = [Part(PLAIN, _only(listing, rest))] if rest else []
    for unit in crowds:
        for part in _students(_entered(unit, division), division, depth + 1):
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
        division.beside += _beside(outer)
        _entered(unit, division)
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
    level = units_of(_inside(unit))
    for _ in range(_DEEPEST):
        if len(level) != 1 or level[0].inside is None or not names_a_wrapper(level[0].name):
            break
        level = units_of(_inside(level[0]))
    return level
