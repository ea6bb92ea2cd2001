"""Finds the students in a folder or archive, through folders around them, sections and archives.

Platforms are looked for first, at every depth. Between students' own folders they are not trusted: a student may
name the files of a folder as a platform would. Where no platform named the files, ``plain`` divides them by
their contents.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

from grader.classroom.names import names_a_person
from grader.intake import messages
from grader.intake.students import students
from grader.intake.units import DEEPEST, Part, Remarks, Unit, open_archives, units_of
from grader.lms.layouts import PLAIN, Layout, OwnedFile, recognise
from grader.model.delivery import Listing
from grader.util.errors import UsageError

_SAMPLE = 32
_CLEARLY_MORE, _SEVERAL = 3, 5


def divide(listing: Listing, chosen: Layout | None = None) -> tuple[list[Part], Remarks]:
    """Return the parts of ``listing`` in which the students are; ``chosen`` is the layout of ``--layout``."""
    remarks = Remarks()
    if chosen is not None and chosen.rank >= PLAIN.rank:
        return [Part(chosen, (listing.archive and _only_folder(listing)) or listing)], remarks
    parts = _platforms(listing, chosen, remarks, 0)
    if parts is None and chosen is not None:
        parts = [Part(chosen, _only_folder(listing) or listing)]
    elif parts is None:
        parts = students(listing, remarks)
    remarks.messages = list(dict.fromkeys(remarks.messages))
    return parts, remarks


def _only_folder(listing: Listing) -> Listing | None:
    units = units_of(listing, opened=False)
    return units[0].inside if len(units) == 1 and units[0].file is None else None


def _recognised(listing: Listing, chosen: Layout | None, outermost: bool = False) -> Layout | None:
    if chosen is None:
        return recognise(listing, outermost)
    return chosen if chosen.fits(listing) else None


def _platforms(
    listing: Listing, chosen: Layout | None, remarks: Remarks, depth: int
) -> list[Part] | None:
    """The downloads in ``listing``; None if it is neither a download nor a folder of downloads."""
    around = Remarks()
    while (layout := _recognised(listing, chosen, depth == 0)) is None:
        units = units_of(listing)
        if len(units) != 1 or units[0].inside is None:
            break
        around.leave_out(listing)
        listing = remarks.enter(units[0])
    if layout is not None:
        remarks.add(around)
        return _download(listing, layout, chosen, remarks, depth)
    if depth == DEEPEST or len(units) < 2:
        return None
    containers = [unit for unit in units if unit.inside is not None]
    sample = containers[:: max(1, len(containers) // _SAMPLE)]
    if not any(_may_be_download(unit, chosen, depth) for unit in sample):
        return None
    parts = _sections(listing, units, chosen, around, depth)
    if parts is not None:
        remarks.add(around)
    else:
        remarks.messages += around.messages
    return parts


def _may_be_download(unit: Unit, chosen: Layout | None, depth: int) -> bool:
    try:
        return bool(_platforms(unit.contents(), chosen, Remarks(), depth + 1))
    except UsageError:  # a platform's file that cannot be read
        return True


def _download(
    listing: Listing, layout: Layout, chosen: Layout | None, remarks: Remarks, depth: int
) -> list[Part]:
    """A download, and further downloads in it: somebody put the late ones beside the others."""
    read = layout.reader(listing)
    tops = {file.top for file in listing.files if read(file) is None}
    units = units_of(listing, opened=False) if tops and depth < DEEPEST else []
    strays = [unit for unit in units if unit.top in tops and unit.is_container]
    open_archives(strays, listing.root)
    more: dict[str, list[Part]] = {}
    for unit in strays:
        if unit.inside is not None and (
            parts := _platforms(unit.inside, chosen, remarks, depth + 1)
        ):
            remarks.enter(unit)
            more[unit.top] = parts
    return [Part(layout, listing.without(more)), *_flat(more.values())]


def _sections(
    listing: Listing, units: Sequence[Unit], chosen: Layout | None, remarks: Remarks, depth: int
) -> list[Part] | None:
    """The downloads in the folders of ``listing``, if most folders are downloads.

    If they are not, only messages are added to ``remarks``.
    """
    inner, downloads = Remarks(), {}
    faults: dict[str, UsageError] = {}
    for unit in units:
        if unit.inside is None:
            continue
        try:
            parts = _platforms(unit.inside, chosen, inner, depth + 1)
        except UsageError as fault:
            faults[unit.top] = fault
            continue
        if parts:
            downloads[unit.top] = parts
            inner.enter(unit)
    others = [unit for unit in units if unit.top not in downloads]
    beside = _recognised(listing.only({unit.top for unit in others}), chosen) if others else None
    if (
        not faults
        and beside is not None
        and {part.layout for part in _flat(downloads.values())} == {beside}
    ):
        remarks.add(inner)
        return [Part(beside, listing.without(downloads)), *_flat(downloads.values())]
    keys = {top: _keys(parts) for top, parts in downloads.items()}
    named = any(names_a_person(unit.name) for unit in units if unit.top in downloads)
    if not _are_sections(list(keys.values()), others, named):
        remarks.messages += [
            messages.looks_like_a_download(str(listing.root / top), parts[0].layout.title)
            for top, parts in downloads.items()
            if len(keys[top]) > 1
        ]
        # A student's own archive must not keep the others from being graded.
        remarks.messages += [
            messages.no_download(str(listing.root / top), fault.message)
            for top, fault in faults.items()
        ]
        return None
    if faults:  # a whole section would have no names
        raise next(iter(faults.values()))
    remarks.leave_out(listing)
    remarks.add(inner)
    parts = [part.within(top) for top, inside in downloads.items() for part in inside]
    for unit in others:
        parts += students(listing.only({unit.top}), remarks, depth=1)
    return parts


def _are_sections(groups: Sequence[set[str]], others: Sequence[Unit], named: bool) -> bool:
    """Whether downloads are sections rather than students' own folders.

    groups  for each download, the keys of its submissions
    others  what is beside the downloads
    named   whether a download has the name of a person
    """
    people = set().union(*groups)
    work = [unit for unit in others if any(file.may_hold_work for file in unit.files())]
    one_file = len(work) == 1 and not work[0].is_container  # a solution or a starter
    single = [next(iter(keys)) for keys in groups if len(keys) == 1]
    if len(single) > 1 and len(set(single)) <= len(single) / 2:
        return False  # each holds one "person", and the same again: the names mean something else
    return (
        len(groups) > len(work)
        or (not named and len(people) >= _SEVERAL and len(people) >= _CLEARLY_MORE * len(work))
        or (one_file and len(people) > 1 and not named)
    )


def _keys(parts: Iterable[Part]) -> set[str]:
    """The keys of the submissions in the parts."""
    return {
        owner.key
        for part in parts
        for read in [part.layout.reader(part.listing)]
        for file in part.listing.files
        if isinstance(owner := read(file), OwnedFile)
    }


def _flat(groups: Collection[list[Part]]) -> list[Part]:
    return [part for group in groups for part in group]
