"""Which variant of an exercise a student has: chosen by the course's salt and the student's id.

The choice is an HMAC-SHA-256: the same at every run and on every machine, and without the salt nobody can
tell it, for oneself or for another. It is made from the roster before pseudonyms are put in place of names.
A person can choose another variant in a CSV file with the columns student, exercise, variant.
"""

from __future__ import annotations

import hashlib
import hmac
import unicodedata
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from grader.classroom.roster import Member, Roster
from grader.model.delivery import Intake, Lot, Pending, Person
from grader.util.csv_tables import read_table
from grader.util.errors import UsageError

if TYPE_CHECKING:
    from grader.course.catalog import Course


@dataclass(frozen=True, slots=True)
class Assigned:
    """One line of the file: a variant that a person chose."""

    student: str
    exercise: str
    variant: str
    line: int


@dataclass(frozen=True, slots=True)
class Allotment:
    """Gives out variants. It also records which lines of the file have been used."""

    salt: bytes
    assigned: tuple[Assigned, ...] = ()
    _used: set[int] = field(default_factory=set)

    @classmethod
    def of(cls, course: Course) -> Allotment | None:
        """The course's way of giving out variants; None where it names no salt.

        Raises UsageError where its salt or its file of variants cannot be read.
        """
        if not course.configured or course.salt is None:
            return None
        path = course.settings.variants.assigned
        return cls(course.salt, read_assigned(path, course) if path else ())

    def lot(self, names: Sequence[str], identities: Iterable[str]) -> Lot:
        """The lot of a student or group.

        Args:
            names: all names by which a line of the file may mean them.
            identities: the ids that they were given variants by: several where students hand in
                together who are no group on the roster.
        """
        folded = {_folded(name) for name in names}
        given = []
        for entry in self.assigned:
            if _folded(entry.student) in folded:
                self._used.add(entry.line)
                given.append((entry.exercise, entry.variant))
        return Lot(tuple(dict.fromkeys(self._key(one) for one in identities)), tuple(given))

    def lot_of(self, member: Member) -> Lot:
        """The lot of one member of the roster; the members of a group have the same."""
        names = [member.id, *(value for _, value in member.ids)]
        return self.lot([*names, *([member.group] if member.group else [])], [_identity(member)])

    def give(self, intake: Intake, roster: Roster | None) -> Intake:
        """Return the submissions with their lots."""
        return replace(
            intake, pending=tuple(self._given(pending, roster) for pending in intake.pending)
        )

    def warnings(self, others: Collection[str] = ()) -> list[str]:
        """Sentences about lines that mean nobody here."""
        return [
            f"variants, line {entry.line}: there is no submission of {entry.student} in this run"
            for entry in self.assigned
            if entry.line not in self._used and entry.student.casefold() not in others
        ]

    def _given(self, pending: Pending, roster: Roster | None) -> Pending:
        people = pending.people or (Person(pending.student, None, ()),)
        identities = [_of_person(person, pending, roster) for person in people]
        lot = self.lot(pending.known_as, dict.fromkeys(identities))
        return replace(
            pending,
            lot=lot,
            earlier=tuple(replace(earlier, lot=lot) for earlier in pending.earlier),
        )

    def _key(self, identity: str) -> str:
        text = f"student\0{_folded(identity)}"
        return hmac.new(
            self.salt, text.encode("utf-8", "surrogatepass"), hashlib.sha256
        ).hexdigest()


def chosen(lot: Lot, exercise: str, variants: Sequence[str], claims: Collection[str] = ()) -> str:
    """The variant of ``exercise`` that a submission is graded on.

    Where several students hand in together who were given different ones, it is the one that the file
    says it was made from, if one of them has it. A file never chooses a variant that none of them has.
    """
    given = [variant for name, variant in lot.given if name == exercise]
    if given:
        return given[-1]
    own = [_drawn(key, exercise, variants) for key in lot.keys]
    return next((variant for variant in own if variant in claims), own[0])


def read_assigned(path: Path, course: Course) -> tuple[Assigned, ...]:
    """Read the file; raises UsageError with the line that is wrong."""
    entries: list[Assigned] = []
    lines: dict[tuple[str, str], int] = {}
    for line, row in read_table(path, "variants", ("student", "exercise", "variant")):
        where = f"{path}, line {line}"
        entry = Assigned(
            row.get("student", ""), row.get("exercise", ""), row.get("variant", ""), line
        )
        if not all((entry.student, entry.exercise, entry.variant)):
            raise UsageError(f"{where}: a student, an exercise and a variant are needed")
        if entry.exercise not in course.ids():
            raise UsageError(f"{where}: there is no exercise {entry.exercise!r}")
        known = course.definition(entry.exercise).variants
        if entry.variant not in known:
            listed = ", ".join(known) or "it has none"
            raise UsageError(
                f"{where}: {entry.exercise} has no variant {entry.variant!r}",
                f"its variants: {listed}",
            )
        first = lines.setdefault((_folded(entry.student), entry.exercise), line)
        if first != line:
            raise UsageError(f"{where}: line {first} already gives {entry.student} a variant")
        entries.append(entry)
    return tuple(entries)


def _drawn(key: str, exercise: str, variants: Sequence[str]) -> str:
    digest = hashlib.sha256(f"{key}\0{exercise}".encode()).digest()
    return variants[int.from_bytes(digest[:8], "big") % len(variants)]


def _of_person(person: Person, pending: Pending, roster: Roster | None) -> str:
    members = roster.find((person.id, *person.ids), pending.platform) if roster else ()
    return _identity(members[0]) if len(members) == 1 else person.id


def _identity(member: Member) -> str:
    return member.id if member.group is None else f"group:{member.group}"


def _folded(name: str) -> str:
    return unicodedata.normalize("NFC", name).casefold()
