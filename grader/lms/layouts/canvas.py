"""Canvas: ``name[_LATE]_USER_ATTACHMENT_file``, or ``[LATE_]anon_ID_ATTACHMENT_file`` where names are hidden.

``name`` is the sortable name in lower case, without blanks and commas. Canvas removes ``_7_`` from it, but not a
number at its end: ``x_101_104_9001_hw.py`` may belong to x (user 101) or to x_101 (user 104). The attachments of
one download have similar numbers, which mostly decides; where it does not, the file has no owner. Students' own
names may look alike (``hw_1_2_jane.py``): then several files have the same attachment number. Typed text is
``name_USER_text.html``, a link ``name_USER_link.html``.
"""

from __future__ import annotations

import re

from grader.classroom.names import names_work
from grader.lms.layout import AMBIGUOUS, Layout, OwnedFile, Owner, Read, names_by_key
from grader.model.delivery import ListedFile, Listing, Person

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
    flat = [file for file in listing.files if _is_flat(file)]
    code = [file for file in flat if file.may_hold_work]
    if code and all(_ANONYMOUS.fullmatch(file.path) for file in code):
        return _anonymous
    readings = [each for file in flat if (each := _readings(file))]
    clear = [each[0] for each in readings if len(each) == 1]
    numbers = sorted(each.upload for each in clear if each.upload)
    if not numbers:  # no name is clear: take the median of the first readings
        numbers = sorted(each[0].upload for each in readings) or [0]
        numbers = [numbers[len(numbers) // 2]]
    lowest, highest = 0.8 * numbers[0], 1.25 * numbers[-1]
    known = names_by_key(clear)

    def read(file: ListedFile) -> Owner:
        readings = _readings(file) if _is_flat(file) else []
        if len(readings) < 2:
            return readings[0] if readings else None
        likely = [each for each in readings if lowest <= each.upload <= highest]
        if len(likely) == 1:
            return likely[0]
        return AMBIGUOUS if readings[0].key in known else readings[0]

    return read


def _is_flat(file: ListedFile) -> bool:
    return "/" not in file.path and not file.is_folder


def _anonymous(file: ListedFile) -> OwnedFile | None:
    match = _ANONYMOUS.fullmatch(file.path)
    if match is None or "/" in file.path:
        return None
    person, late = Person(match["id"]), bool(match["late"] or match["later"] or match["latest"])
    upload = int(match["upload"] or 0)
    return OwnedFile(person.id, match["file"], file, (person,), late=late, upload=upload)


def _readings(file: ListedFile) -> list[OwnedFile]:
    """The one way to read a name; two, where a number at the end of a student's name is possible."""
    readings: dict[tuple[str, int], OwnedFile] = {}
    for match in _NUMBERS.finditer(file.path):
        name = file.path[: match.start()]
        if not name or _WITHIN_NAMES.search(name):
            continue
        person, upload = Person(match["id"], name.removesuffix("_LATE")), int(match["upload"])
        late = bool(match["late"]) or name.endswith("_LATE")
        # "x_LATE_1_2_hw.py" matches at "_LATE" and again behind it: the first match has the whole name.
        readings.setdefault(
            (person.id, upload),
            OwnedFile(person.id, match["file"], file, (person,), late=late, upload=upload),
        )
    if not readings and (typed := _TYPED.fullmatch(file.path)):
        person = Person(typed["id"], typed["name"])
        return [OwnedFile(person.id, typed["file"], file, (person,), late=bool(typed["late"]))]
    return list(readings.values())


def _numbers_are_canvas(listing: Listing) -> bool:
    """Whether attachment numbers differ, and the names before the numbers are not all the homework's."""
    first = [
        each[0] for file in listing.files if "/" not in file.path and (each := _readings(file))
    ]
    uploads = [owned.upload for owned in first if owned.upload]
    if len(set(uploads)) < 0.8 * len(uploads):
        return False
    people = {(owned.key, owned.people[0].name) for owned in first}
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
