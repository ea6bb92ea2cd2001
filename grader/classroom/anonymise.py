"""Puts pseudonyms in the place of names, before anything is graded and in whatever students write.

A pseudonym is an HMAC-SHA-256 of the student's id. Without the key nobody can find the student, not even by
trying all ids of a university; with it an export finds the student again. Sixty bits keep a million students
apart. A nickname in a student's code that no roster and no file name holds cannot be replaced.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath
from typing import Any

from grader.classroom.enrolment import Enrolled
from grader.classroom.roster import Member, Roster
from grader.model.delivery import Intake, Pending, Person
from grader.model.result import Status
from grader.model.submission import Note
from grader.report.model import Report
from grader.report.report_file import parse_report
from grader.util.files import read_secret

Mask = Callable[[str], str]
# Words of file names that platforms and students use for anything.
_NO_NAMES = {"ipynb", "assignsubmission", "file", "submission", "homework", "group", "notebook"}
_SHORTEST_INSIDE = 3
"""A shorter word is replaced in file names only where it stands alone: not every "li" is Li's."""
_SHORTEST_IN_TEXT = 4
"""The same for the parts of a name in sentences: "An" and "It" are names too."""
_STUDENT_TEXTS = (
    "reason", "rationale", "error_line", "text", "comparison", "answer", "call", "printed", "ambiguous",
    "violations", "counterexample",
)  # fmt: skip
"""Fields of a report that may hold text from the student's code."""


@dataclass(frozen=True, slots=True)
class Pseudonyms:
    """Makes pseudonyms with one key."""

    key: bytes

    def of(self, name: str) -> str:
        """Return the pseudonym of an id; upper and lower case give the same one."""
        data = name.casefold().encode("utf-8", "surrogatepass")
        digest = hmac.new(self.key, data, hashlib.sha256).digest()
        return "s-" + base64.b32encode(digest)[:12].decode().lower()


def read_key(path: Path) -> Pseudonyms:
    """Read the key from a file; raises UsageError if it cannot be read or is short enough to guess."""
    hint = "make a key, for instance with: head -c 32 /dev/urandom | base64 > key"
    return Pseudonyms(read_secret(path, "key of the pseudonyms", hint))


def anonymise(
    intake: Intake, enrolled: Enrolled | None, names: Pseudonyms
) -> tuple[Intake, Enrolled | None]:
    """Return everything under pseudonyms: students, groups, and files named after a student."""
    intake = replace(
        intake,
        pending=tuple(_anonymous(pending, names) for pending in intake.pending),
        unassigned=tuple(replace(file, file=names.of(file.file)) for file in intake.unassigned),
    )
    if enrolled is None:
        return intake, None
    members = tuple(
        Member(
            id=names.of(member.id),
            section=member.section,
            excused=member.excused,
            group=None if member.group is None else names.of(member.group),
        )
        for member in enrolled.roster
    )
    unmatched, absent = map(names.of, enrolled.unmatched), map(names.of, enrolled.absent)
    return intake, Enrolled(Roster(members), tuple(unmatched), tuple(absent))


def anonymise_report(report: Report, pending: Pending) -> Report:
    """Return the report without the names in ``pending.secrets``."""
    data = report.model_dump(mode="json")
    mask = _text_mask(pending.secrets, pending.student)
    for part in data["by_hand"]:
        part["pictures"] = []  # a name in a drawing cannot be found
    lists = ("functions", "cases", "notes", "by_hand")
    for section in (data["submission"], *(part for name in lists for part in data[name])):
        # After an exception the hint may be the grader's, and quote names of the student's code.
        raised = ("hint",) if section.get("status") == Status.ERROR else ()
        for name in (*_STUDENT_TEXTS, *raised):
            if name in section:
                section[name] = _masked(section[name], mask)
    return parse_report(json.dumps(data))


def _masked(value: Any, mask: Mask) -> Any:
    if isinstance(value, str):
        return mask(value)
    if isinstance(value, list):
        return [_masked(item, mask) for item in value]
    if isinstance(value, dict):
        return {key: _masked(item, mask) for key, item in value.items()}
    return value


def _anonymous(pending: Pending, names: Pseudonyms) -> Pending:
    student = names.of(pending.student)
    secrets = _secrets(pending)
    mask = _file_name_mask(secrets, student)
    renamed = _renamed([name for name, _ in pending.parts], mask)
    suffix = PurePosixPath(pending.file).suffix
    return replace(
        pending,
        student=student,
        file=student + (suffix if suffix in (".py", ".ipynb") else ""),
        parts=tuple(sorted((renamed[name], location) for name, location in pending.parts)),
        notes=tuple(Note(note.kind, mask(note.text)) for note in pending.notes),
        broken=None if pending.broken is None else mask(pending.broken),
        people=tuple(Person(names.of(one.id), None, (), one.section) for one in pending.people),
        deliveries={
            renamed.get(name, mask(name)): delivery for name, delivery in pending.deliveries.items()
        },
        formerly=tuple(dict.fromkeys(pending.known_as)),
        earlier=tuple(_anonymous(earlier, names) for earlier in pending.earlier),
        secrets=secrets,
    )


def _renamed(parts: Iterable[str], mask: Mask) -> dict[str, str]:
    """A new name for each part. All differ, and keep the order of the old ones, which may choose a version."""
    from grader.load.select.versions import natural  # the loader, which few callers need

    renamed: dict[str, str] = {}
    for name in sorted(parts, key=natural):
        path = PurePosixPath(mask(name))
        new, number = str(path), 1
        while new in renamed.values():
            number += 1
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
    """Every name of the student, or of the members of the group."""
    names = [pending.student]
    for person in pending.people:
        names += [*person.ids, person.name or ""]
    if not pending.people:  # the file's name is all that is known
        path = PurePosixPath(pending.file)
        names += [path.name, path.stem]
    return tuple(dict.fromkeys(filter(None, names)))


def _words(secrets: Iterable[str]) -> set[str]:
    words = {word for text in secrets for word in re.split(r"[\W_]+", text) if len(word) > 1}
    return {word for word in words if word.casefold() not in _NO_NAMES}


def _file_name_mask(secrets: Iterable[str], pseudonym: str) -> Mask:
    """For file names, where a name may stand beside anything."""
    words = {word for word in {*secrets, *_words(secrets)} if len(word) > 1}
    return _mask(
        [re.escape(w) if len(w) >= _SHORTEST_INSIDE else _whole_word(w) for w in words], pseudonym
    )


def _text_mask(secrets: Iterable[str], pseudonym: str) -> Mask:
    """For sentences: whole words only, and short words only as a part of the whole name."""
    shortest = {True: _SHORTEST_IN_TEXT + 1, False: _SHORTEST_INSIDE}
    names = {text for text in secrets if len(text) >= shortest[text.isdigit()]}
    parts = {
        word for word in _words(secrets) if len(word) >= _SHORTEST_IN_TEXT and not word.isdigit()
    }
    return _mask(map(_whole_word, names | parts), pseudonym)


def _whole_word(word: str) -> str:
    return rf"(?<![^\W_]){re.escape(word)}(?![^\W_])"


def _mask(patterns: Iterable[str], pseudonym: str) -> Mask:
    ordered = sorted(patterns, key=lambda pattern: (-len(pattern), pattern))
    if not ordered:
        return lambda text: text
    pattern = re.compile("|".join(ordered), re.IGNORECASE)
    return lambda text: pattern.sub(pseudonym, text)
