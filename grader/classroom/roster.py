"""The roster: who belongs to a class, by which ids platforms know them, in which section and group.

A CSV file with a column ``id`` and any of ``name``, ``section``, ``group``, ``excused``. Every other column
is taken for an id by which a platform knows the student: canvas_id, sis_login_id, moodle_id, email, github, ...
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from grader.util.csv_tables import read_table
from grader.util.errors import UsageError

_OWN = ("id", "name", "section", "group", "excused")
_NO = ("", "0", "no", "n", "false", "nein", "non", "-")


@dataclass(frozen=True, slots=True)
class Member:
    """A student of the class."""

    id: str
    name: str | None = None
    section: str | None = None
    group: str | None = None
    excused: bool = False
    ids: tuple[tuple[str, str], ...] = ()
    """Column -> id, of the platforms' columns that are filled."""

    def on(self, *columns: str) -> str:
        """The first filled one of these columns, or nothing."""
        known = dict(self.ids)
        return next((known[column] for column in columns if column in known), "")


@dataclass(frozen=True, slots=True)
class Roster:
    members: tuple[Member, ...]
    _by_column: dict[str, dict[str, list[Member]]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        found: dict[str, dict[str, list[Member]]] = defaultdict(lambda: defaultdict(list))
        for member in self.members:
            found["id"][member.id.casefold()].append(member)
            for column, value in member.ids:
                found[column][value.casefold()].append(member)
        self._by_column.update({column: dict(known) for column, known in found.items()})

    def __iter__(self) -> Iterator[Member]:
        return iter(self.members)

    def find(self, ids: Iterable[str], platform: str = "") -> tuple[Member, ...]:
        """The member whom one of ``ids`` means; none, or several where it cannot be told which.

        The platform's own column says it, otherwise the roster's id, otherwise any column. A number that
        is one student's on Canvas may be another's elsewhere, so where the roster has a column of that
        platform, numbers are looked up in no other platform's.
        """
        ids = [one.casefold() for one in ids]
        own = [column for column in self._by_column if platform and column.startswith(platform)]
        others = [column for column in self._by_column if column not in (*own, "id")]
        words = [one for one in ids if not (own and one.isdigit())]
        for columns, sought in ((own, ids), (["id"], ids), (others, words)):
            members = {
                member.id: member
                for column in columns
                for one in sought
                for member in self._by_column.get(column, {}).get(one, ())
            }
            if members:
                return tuple(members.values())
        return ()

    def group(self, member: Member) -> tuple[Member, ...]:
        """Who hands in together with ``member``: the group, or the member alone."""
        if member.group is None:
            return (member,)
        return tuple(other for other in self.members if other.group == member.group)


def read_roster(path: Path) -> Roster:
    """Read the roster; raises UsageError for a file that is none."""
    members: list[Member] = []
    seen: dict[str, int] = {}
    for line, row in read_table(path, "roster", ["id"], _OWN):
        identity = row.get("id", "")
        if not identity:
            raise UsageError(f"the roster {path} has no id in line {line}")
        if identity.casefold() in seen:
            raise UsageError(
                f"the roster {path} has {identity} twice, in lines {seen[identity.casefold()]} and {line}"
            )
        seen[identity.casefold()] = line
        members.append(
            Member(
                id=identity,
                name=row.get("name") or None,
                section=row.get("section") or None,
                group=row.get("group") or None,
                excused=row.get("excused", "").casefold() not in _NO,
                ids=tuple(
                    (column, value)
                    for column, value in row.items()
                    if column and column not in _OWN and value
                ),
            )
        )
    return Roster(tuple(members))
