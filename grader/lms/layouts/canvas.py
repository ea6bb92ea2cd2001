"""Canvas: ``name[_LATE]_USER_ATTACHMENT_file``, or ``[LATE_]anon_ID_ATTACHMENT_file`` where names are hidden.

``name`` is the sortable name in small letters, without blanks and commas. Canvas takes ``_7_`` out of it, but not a
number at its end, so ``x_101_104_9001_hw.py`` can be x's (user 101) or x_101's (user 104). The attachments of one
download have numbers of one size, which mostly tells; where it does not, the file is nobody's.
Students' own names may look alike (``hw_1_2_jane.py``): there one attachment's number stands before several files.
A text that was typed in is ``name_USER_text.html``, a link ``name_USER_link.html``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from grader.classroom.names import names_work
from grader.lms.layouts.base import COULD_BE_TWO_PEOPLES, Handed, Layout, Nobody, Read, claimed
from grader.model.delivery import Found, Listing, Person

_NUMBERS = re.compile(
    r"(?=(?P<late>_LATE)?_(?P<id>\d+)_(?:question_\d+_)?(?P<upload>\d+)_(?P<file>.+))", re.DOTALL
)
_TYPED = re.compile(r"(?P<name>.+?)(?P<late>_LATE)?_(?P<id>\d+)_(?P<file>(?:text|link)\.html)")
_ANONYMOUS = re.compile(
    r"(?P<late>LATE_)?anon_(?P<later>LATE_)?(?P<id>[A-Za-z0-9]+)(?P<latest>_LATE)?"
    r"(?:_(?P<upload>\d+))?_(?P<file>.+)",
    re.DOTALL,
)
_WITHIN_NAMES = re.compile(r"_\d+_")


def _reader(listing: Listing) -> Read:
    flat = [found for found in listing.files if "/" not in found.path and not found.folder]
    code = [found for found in flat if found.is_code or found.is_archive]
    if code and all(_ANONYMOUS.fullmatch(found.path) for found in code):
        return _anonymous
    choice = _Choice.among(flat)

    def read(found: Found) -> Handed | Nobody | None:
        return None if "/" in found.path or found.folder else choice.of(found)

    return read


def _anonymous(found: Found) -> Handed | None:
    match = _ANONYMOUS.fullmatch(found.path)
    if match is None or "/" in found.path:
        return None
    late = bool(match["late"] or match["later"] or match["latest"])
    person = Person(match["id"], None)
    return Handed(
        match["id"], match["file"], found, (person,), late=late, upload=int(match["upload"] or 0)
    )


@dataclass(frozen=True, slots=True)
class _Choice:
    """Reads names, knowing those of the rest of the download."""

    claims: dict[str, set[str]]
    lowest: float
    highest: float

    @classmethod
    def among(cls, files: list[Found]) -> _Choice:
        readings = [each for found in files if (each := _readings(found))]
        clear = [each[0] for each in readings if len(each) == 1]
        numbers = sorted(each.upload for each in clear if each.upload)
        if not numbers:  # all files begin with a number: what most of them say first
            numbers = sorted(each[0].upload for each in readings)
            numbers = numbers[len(numbers) // 2 :][:1]
        lowest, highest = (numbers[0], numbers[-1]) if numbers else (0, 0)
        return cls(claimed(clear), 0.8 * lowest, 1.25 * highest)

    def of(self, found: Found) -> Handed | Nobody | None:
        readings = _readings(found)
        if len(readings) < 2:
            return readings[0] if readings else None
        likely = [each for each in readings if self.lowest <= each.upload <= self.highest]
        if len(likely) == 1:
            return likely[0]
        first = readings[0]
        return Nobody(COULD_BE_TWO_PEOPLES) if first.key in self.claims else first


def _readings(found: Found) -> list[Handed]:
    """The one way to read a name; two, where a number at the end of a student's name is possible."""
    readings = []
    for match in _NUMBERS.finditer(found.path):
        name = found.path[: match.start()]
        if not name or _WITHIN_NAMES.search(name):
            continue
        person = Person(match["id"], name.removesuffix("_LATE"))
        readings.append(
            Handed(
                match["id"],
                match["file"],
                found,
                (person,),
                late=bool(match["late"]) or name.endswith("_LATE"),
                upload=int(match["upload"]),
            )
        )
    if not readings and (typed := _TYPED.fullmatch(found.path)):
        person = Person(typed["id"], typed["name"])
        readings = [Handed(typed["id"], typed["file"], found, (person,), late=bool(typed["late"]))]
    # "x_LATE_1_2_hw.py" matches at "_LATE" and again behind it.
    return list({(each.key, each.upload): each for each in reversed(readings)}.values())[::-1]


def _numbers_are_canvas(listing: Listing) -> bool:
    """Whether no attachment is there twice, and the one name before the numbers is not the homework's."""
    first = [
        each[0] for found in listing.files if "/" not in found.path and (each := _readings(found))
    ]
    uploads = [handed.upload for handed in first if handed.upload]
    if len(set(uploads)) < 0.8 * len(uploads):
        return False
    people = {(handed.key, handed.people[0].name) for handed in first}
    return len(people) != 1 or not names_work(next(iter(people))[1] or "")


LAYOUT = Layout(
    "canvas",
    "Canvas",
    "doejane_LATE_4711_90210_homework-1.ipynb",
    _reader,
    _numbers_are_canvas,
    numbered=True,
    rank=30,
)
