"""Puts pseudonyms in the place of names, before anything is graded and in whatever students write.

What is written later knows no other names. Only what a student's code says of its author in words that no
roster and no file name holds, such as a nickname, cannot be known here.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any

from grader.classroom.enrolment import Enrolled
from grader.classroom.pseudonyms import Pseudonyms
from grader.classroom.roster import Member, Roster
from grader.load.select.versions import natural
from grader.model.delivery import Delivery, Intake, Pending, Person
from grader.model.submission import Note

if TYPE_CHECKING:
    from grader.report.model import Report

Mask = Callable[[str], str]
# Words of file names that platforms and students use for anything.
_NO_NAMES = {"ipynb", "assignsubmission", "file", "submission", "homework", "group", "notebook"}
_SHORTEST_INSIDE = 3
"""Shorter words are found in file names where they stand alone, or every "li" would be Li's."""
_SHORTEST_IN_TEXT = 4
"""Of a name's parts in sentences, since "An" and "It" are names too."""
_OF_STUDENTS = ("reason", "rationale", "error_line", "text", "comparison")
"""Fields of a report that may hold what the student's code said."""


def hide(
    intake: Intake, enrolled: Enrolled | None, names: Pseudonyms
) -> tuple[Intake, Enrolled | None]:
    """Everything under pseudonyms: students, groups, files that bear a student's name."""
    pending = tuple(_hidden(each, names) for each in intake.pending)
    unassigned = tuple(replace(each, file=names.of(each.file)) for each in intake.unassigned)
    intake = replace(intake, unassigned=unassigned)
    if enrolled is None:
        return replace(intake, pending=pending), None
    members = tuple(
        Member(
            id=names.of(one.id),
            section=one.section,
            excused=one.excused,
            group=None if one.group is None else names.of(one.group),
        )
        for one in enrolled.roster
    )
    hidden = Enrolled(
        Roster(members),
        tuple(map(names.of, enrolled.unmatched)),
        tuple(map(names.of, enrolled.absent)),
    )
    return replace(intake, pending=pending), hidden


def hide_in_report(report: Report, pending: Pending) -> Report:
    """The report without the names that ``pending`` keeps secret."""
    import json

    from grader.report.store import parse_report

    if not pending.secrets:
        return report
    data = report.model_dump(mode="json")
    mask = _mask_of_texts(pending.secrets, pending.student)
    for section in (data["submission"], *data["cases"], *data["notes"]):
        for name in _OF_STUDENTS:
            if name in section:
                section[name] = _everywhere(section[name], mask)
    return parse_report(json.dumps(data))


def _everywhere(value: Any, mask: Mask) -> Any:
    if isinstance(value, str):
        return mask(value)
    if isinstance(value, list):
        return [_everywhere(each, mask) for each in value]
    if isinstance(value, dict):
        return {key: _everywhere(each, mask) for key, each in value.items()}
    return value


def _hidden(pending: Pending, names: Pseudonyms) -> Pending:
    student = names.of(pending.student)
    secrets = _secrets(pending)
    masked = _mask_of_names(secrets, student)
    renamed = _renamed([name for name, _ in pending.parts], masked)
    deliveries: Mapping[str, Delivery] = {
        renamed.get(name, masked(name)): told for name, told in pending.deliveries.items()
    }
    suffix = PurePosixPath(pending.file).suffix
    return replace(
        pending,
        student=student,
        file=student + (suffix if suffix in (".py", ".ipynb") else ""),
        parts=tuple(sorted((renamed[name], place) for name, place in pending.parts)),
        notes=tuple(Note(note.kind, masked(note.text)) for note in pending.notes),
        broken=None if pending.broken is None else masked(pending.broken),
        people=tuple(Person(names.of(one.id), None, (), one.section) for one in pending.people),
        deliveries=deliveries,
        formerly=tuple(dict.fromkeys(pending.known_as)),
        earlier=tuple(_hidden(each, names) for each in pending.earlier),
        secrets=secrets,
    )


def _renamed(parts: Iterable[str], masked: Mask) -> dict[str, str]:
    """A name for each part, all different and in the natural order of the old ones, which may choose between files."""
    renamed: dict[str, str] = {}
    for name in sorted(parts, key=natural):
        new, number = masked(name), 1
        while new in renamed.values():
            number += 1
            path = PurePosixPath(masked(name))
            new = str(path.with_name(f"{path.stem}.{number}{path.suffix}"))
        renamed[name] = new
    if list(renamed.values()) != sorted(renamed.values(), key=natural):
        width = len(str(len(renamed)))
        return {
            name: f"{index:0{width}}_{new.replace('/', '_')}"
            for index, (name, new) in enumerate(renamed.items(), start=1)
        }
    return renamed


def _secrets(pending: Pending) -> tuple[str, ...]:
    """Everything by which the student, or one of the group, is known."""
    told = [pending.student]
    for person in pending.people:
        told += [*person.ids, person.name or ""]
    if not pending.people:  # the file's name is all that is known of the student
        told += [Path(pending.file).name, PurePosixPath(pending.file).stem]
    return tuple(dict.fromkeys(filter(None, told)))


def _parts(secrets: Iterable[str]) -> set[str]:
    words = {word for text in secrets for word in re.split(r"[\W_]+", text) if len(word) > 1}
    return {word for word in words if word.casefold() not in _NO_NAMES}


def _mask_of_names(secrets: Iterable[str], pseudonym: str) -> Mask:
    """For file names, where a name may stand beside anything."""
    words = {*secrets, *_parts(secrets)}
    inside = [re.escape(word) for word in words if len(word) >= _SHORTEST_INSIDE]
    alone = [_alone(word) for word in words if 1 < len(word) < _SHORTEST_INSIDE]
    return _mask([*inside, *alone], pseudonym)


def _mask_of_texts(secrets: Iterable[str], pseudonym: str) -> Mask:
    """For sentences: whole words only, and short ones only as a part of the whole name."""
    whole = [text for text in secrets if len(text) >= _SHORTEST_INSIDE and not text.isdigit()]
    numbers = [text for text in secrets if len(text) > _SHORTEST_IN_TEXT and text.isdigit()]
    parts = [part for part in _parts(secrets) if len(part) >= _SHORTEST_IN_TEXT]
    parts = [part for part in parts if not part.isdigit()]
    return _mask([_alone(text) for text in {*whole, *numbers, *parts}], pseudonym)


def _alone(word: str) -> str:
    return rf"(?<![^\W_]){re.escape(word)}(?![^\W_])"


def _mask(patterns: Iterable[str], pseudonym: str) -> Mask:
    ordered = sorted(patterns, key=lambda text: (-len(text), text))
    if not ordered:
        return lambda text: text
    pattern = re.compile("|".join(ordered), re.IGNORECASE)
    return lambda text: pattern.sub(pseudonym, text)
