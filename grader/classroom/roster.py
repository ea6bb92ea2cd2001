"""The roster: the members of a class, their ids on platforms, their sections and groups.

A CSV file with a column ``id`` and any of ``name``, ``section``, ``group``, ``excused``. Every other column
holds an id of the student on some platform: canvas_id, sis_login_id, moodle_id, email, github, ...
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from grader.util.csv_tables import read_table
from grader.util.errors import UsageError

_COLUMNS = ("id", "name", "section", "group", "excused")
_NO = ("", "0", "no", "n", "false", "nein", "non", "-")


@dataclass(frozen=True, slots=True)
class Member:
    """A student of the class; ``ids`` holds the filled columns of platforms, as (column, id)."""

    id: str
    name: str | None = None
    section: str | None = None
    group: str | None = None
    excused: bool = False
    ids: tuple[tuple[str, str], ...] = ()

    def on(self, *columns: str) -> str:
        """Return the id in the first filled one of these columns; "" if all are empty."""
        known = dict(self.ids)
        return next((known[column] for column in columns if column in known), "")


@dataclass(frozen=True, slots=True)
class Roster:
    """The members in the order of the file."""

    members: tuple[Member, ...]
    _by_column: dict[str, dict[str, list[Member]]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for member in self.members:
            for column, value in (("id", member.id), *member.ids):
                column_ids = self._by_column.setdefault(column, {})
                column_ids.setdefault(value.casefold(), []).append(member)

    def __iter__(self) -> Iterator[Member]:
        return iter(self.members)

    def find(self, ids: Iterable[str], platform: str = "") -> tuple[Member, ...]:
        """Return the member with one of ``ids``: none, or several where the ids do not tell them apart.

        The platform's own columns come first, then the column ``id``, then all others. One number may mean
        two students on two platforms. So where the roster has a column of this platform, numbers are not
        looked up in the columns of other platforms.
        """
        ids = [one.casefold() for one in ids]
        own = [column for column in self._by_column if platform and column.startswith(platform)]
        others = [column for column in self._by_column if column not in (*own, "id")]
        words = [one for one in ids if not (own and one.isdigit())]
        for columns, wanted in ((own, ids), (["id"], ids), (others, words)):
            members = {
                member.id: member
                for column in columns
                for one in wanted
                for member in self._by_column.get(column, {}).get(one, ())
            }
            if members:
                return tuple(members.values())
        return ()

    def group(self, member: Member) -> tuple[Member, ...]:
        """Return everybody in the member's group, or the member alone."""
        if member.group is None:
            return (member,)
        return tuple(other for other in self.members if other.group == member.group)


def read_roster(path: Path) -> Roster:
    """Read the roster; raises UsageError where the file is not a roster."""
    members: list[Member] = []
    lines: dict[str, int] = {}
    for line, row in read_table(path, "roster", ["id"], _COLUMNS):
        identity = row.get("id", "")
        if not identity:
            raise UsageError(f"the roster {path} has no id in line {line}")
        first = lines.setdefault(identity.casefold(), line)
        if first != line:
            raise UsageError(f"the roster {path} has {identity} twice, in lines {first} and {line}")
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
                    if column and column not in _COLUMNS and value
                ),
            )
        )
    return Roster(tuple(members))
