"""Where in a folder or archive the students are: through folders around them, sections and archives.

A platform is looked for first, at every depth. Between students' own folders it is not believed: whoever hands in a
folder may name the files in it as a platform would. What no platform named is divided by what lies in it (``crowds``).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from grader.classroom.names import names_a_person
from grader.intake import messages
from grader.intake.parts import (
    DEEPEST,
    Division,
    Part,
    entering,
    files_beside,
    only,
    within,
    without,
)
from grader.intake.plain import students
from grader.intake.units import Unit, open_all, units_of
from grader.lms.layouts import PLAIN, Handed, Layout, recognise
from grader.model.delivery import Found, Listing

_SAMPLE = 32
_CLEARLY_MORE, _SEVERAL = 3, 5


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
        division.parts = students(listing, division)
    division.told = list(dict.fromkeys(division.told))
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
            return _with_more(listing, layout, chosen, division, depth)
        units = units_of(listing)
        open_all(units, listing.root)
        if len(units) != 1 or units[0].inside is None:
            break
        beside += files_beside(listing)
        listing = entering(units[0], division)
    if depth == DEEPEST or len(units) < 2:
        return None
    holders = [unit for unit in units if unit.inside is not None]
    sample = holders[:: max(1, len(holders) // _SAMPLE)]
    if not any(_platforms(within(unit), chosen, _unheard(), depth + 1) for unit in sample):
        return None
    return _of_sections(listing, units, chosen, division, depth, beside)


def _with_more(
    listing: Listing, layout: Layout, chosen: Layout | None, division: Division, depth: int
) -> list[Part]:
    """A download, and those that lie in it: somebody put the late ones beside the others."""
    read = layout.reader(listing)
    tops = {found.top for found in listing.files if read(found) is None}
    strays = [unit for unit in units_of(listing) if unit.top in tops and unit.holds] if tops else []
    open_all(strays, listing.root)
    more = []
    for unit in strays if depth < DEEPEST else ():
        if unit.inside is None:
            continue
        parts = _platforms(unit.inside, chosen, division, depth + 1)
        if parts is not None:
            entering(unit, division)
            more += parts
            files = tuple(found for found in listing.files if found.top != unit.top)
            listing = replace(listing, files=files)
    return [Part(layout, listing), *more]


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
        and (parts := _platforms(within(unit), chosen, inner, depth + 1)) is not None
    }
    keys = {top: _keys(parts) for top, parts in found.items()}
    others = [unit for unit in units if unit.top not in found]
    opened = Division([], [], [])
    for unit in units:
        if unit.top in found:
            entering(unit, opened)
    inner.told = [*opened.told, *inner.told]
    rest = _recognised(only(listing, others), chosen) if found and others else None
    if rest is not None and {part.layout for group in found.values() for part in group} == {rest}:
        division.beside += [*beside, *inner.beside]
        division.told += inner.told
        division.refused |= {**inner.refused, **opened.refused}
        inside = [part for group in found.values() for part in group]
        return [Part(rest, without(listing, found)), *inside]
    people = set().union(*keys.values())
    counted = [unit for unit in others if any(map(_may_be_work, unit.files()))]
    mostly = len(found) > len(counted) or (
        len(people) >= _SEVERAL and len(people) >= _CLEARLY_MORE * len(counted)
    )
    beside_one_file = len(people) > len(counted) == 1 and not counted[0].holds
    if beside_one_file and all(
        not names_a_person(unit.name) for unit in units if unit.top in found
    ):
        mostly = True  # a solution or a starter
    if not mostly or _same_person_each(keys.values()):
        division.told += [
            messages.looks_like_a_download(str(listing.root / top), parts[0].layout.title)
            for top, parts in found.items()
            if len(keys[top]) > 1
        ]
        return None
    division.beside += [*beside, *files_beside(listing), *inner.beside]
    division.told += inner.told
    division.refused |= {**inner.refused, **opened.refused}
    parts = [
        replace(part, section="/".join(filter(None, (top, part.section))))
        for top, group in found.items()
        for part in group
    ]
    for unit in others:
        parts += students(only(listing, [unit]), division, depth=1)
    return parts


def _may_be_work(found: Found) -> bool:
    return found.is_code or found.is_archive


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


def _unheard() -> Division:
    return Division([], [], [])
