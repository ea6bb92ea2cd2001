"""The parts that a folder or archive is divided into, and what is common to dividing it in any way."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, replace

from grader.intake import messages
from grader.intake.units import Unit
from grader.lms.layouts import Layout
from grader.model.delivery import Listing

DEEPEST = 4
"""Folders that stand side by side within one another; of folders that stand alone there may be any number."""


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
    """The parts, the files that lie beside them, what a person should know, and what archives were not read of."""

    parts: list[Part]
    beside: list[str]
    told: list[str]
    refused: dict[str, str] = field(default_factory=dict)


def within(unit: Unit) -> Listing:
    assert unit.inside is not None
    return unit.inside


def entering(unit: Unit, division: Division) -> Listing:
    """What lies in a folder or archive that is not a student's; of an archive, also what is to be told."""
    inside = within(unit)
    if unit.found is not None:
        division.told += [f"{unit.top}: {text}" for text in (*inside.told, *inside.refused)]
        division.refused |= refusals(inside)
    return inside


def refusals(listing: Listing) -> dict[str, str]:
    """Of an archive, the members that were left out for safety, each with the reason."""
    texts = (text.rpartition(": ") for text in listing.refused)
    return {
        str(listing.root / name): reason
        for name, _, reason in texts
        if name and reason != messages.THERE_TWICE
    }


def files_beside(listing: Listing) -> list[str]:
    """The files of a listing that are neither code nor in a folder."""
    return [
        str(listing.root / found.path)
        for found in listing.files
        if not found.below and not (found.is_code or found.is_archive or found.folder)
    ]


def only(listing: Listing, units: Sequence[Unit]) -> Listing:
    tops = {unit.top for unit in units}
    return replace(listing, files=tuple(found for found in listing.files if found.top in tops))


def without(listing: Listing, tops: Collection[str]) -> Listing:
    return replace(listing, files=tuple(each for each in listing.files if each.top not in tops))
