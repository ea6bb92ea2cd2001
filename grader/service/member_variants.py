"""Each member's own variant of an exercise: chosen as `grader grade` and `grader variant` choose it.

A worker reads the course, and keeps with the page what the choice takes: the course's salt, and the lines
of its file of variants. So the web's processes, which do not read the course, find a member's own
statement and files. No page and no answer holds the salt.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from grader.classroom.variant_choice import Allotment, Assigned, chosen
from grader.model.delivery import Lot
from grader.util.csv_tables import read_table

if TYPE_CHECKING:
    from grader.course.catalog import Course
    from grader.service.database_tables import Member

VARIANTS, CHOICE = "variants", "choice"


def choice_of(course: Course) -> dict[str, Any]:
    """What the choice of a variant takes, as JSON; raises UsageError where the files cannot be read."""
    salt = course.salt if course.configured else None
    return {"salt": (salt or b"").hex(), "assigned": [list(each) for each in _lines(course)]}


def lot_of(choice: Mapping[str, Any], number: str) -> Lot:
    """The lot of the member with this id in the roster."""
    assigned = tuple(
        Assigned(student, exercise, variant, line)
        for line, (student, exercise, variant) in enumerate(choice["assigned"], 1)
    )
    return Allotment(bytes.fromhex(choice["salt"]), assigned).lot([number], [number])


def page_for(page: dict[str, Any], exercise: str, member: Member) -> dict[str, Any]:
    """What pages show a member of an exercise: of one with variants, the member's own."""
    own = variant_of(page, exercise, member.number)
    if own is None:
        return page
    return {**page, **page[VARIANTS][own], VARIANTS: {}, CHOICE: {}}


def variant_of(page: Mapping[str, Any], exercise: str, number: str) -> str | None:
    """The variant of the member with this id in the roster; None where all have the same."""
    variants = page.get(VARIANTS)
    return chosen(lot_of(page[CHOICE], number), exercise, [*variants]) if variants else None


def versions_in(page: Mapping[str, Any]) -> set[str]:
    """All versions that results of this page's exercise may be of."""
    return {page["version"], *(each["version"] for each in page.get(VARIANTS, {}).values())}


def _lines(course: Course) -> list[tuple[str, str, str]]:
    path = course.settings.variants.assigned if course.configured else None
    if path is None:
        return []
    rows = read_table(path, "variants", ("student", "exercise", "variant"))
    return [(r.get("student", ""), r.get("exercise", ""), r.get("variant", "")) for _, r in rows]
