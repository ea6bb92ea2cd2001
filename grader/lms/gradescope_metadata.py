"""Gradescope's ``submission_metadata.yml``: who handed in each folder, and when.

The file is read event by event. Only people and times become values; scores, outputs and history are skipped,
whatever their size and depth. Aliases are not followed, so a short file cannot stand for a long one. Every
scalar stays text, so an id keeps its leading zeros.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import yaml

from grader.model.delivery import METADATA, Person
from grader.util.errors import UsageError

LARGEST = 32 * 2**20
_DEEPEST = 4
_MOST_EVENTS = 4_000
"""In one value: enough for a group of some hundred people."""
_NOT_TEXT = re.compile("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")

Events = Iterator[Any]


@dataclass(frozen=True, slots=True)
class Entry:
    """What the file says about one folder.

    created_at  the time as Gradescope writes it; empty where there is none
    unclear     it cannot be trusted about people: a key appears twice, or a value is an alias
    """

    people: tuple[Person, ...] = ()
    created_at: str = ""
    unclear: bool = False


class _Unclear(Exception):
    """A value that is not a list of people."""


def read_metadata(data: bytes) -> dict[str, Entry]:
    """Return folder name -> entry. Raises UsageError for any other file, and for one that is too large."""
    if len(data) > LARGEST:
        raise UsageError(f"{METADATA} is larger than {LARGEST // 2**20} MB")
    text = _NOT_TEXT.sub("\ufffd", data.decode("utf-8-sig", "replace"))
    loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    values = (
        yaml.NodeEvent,
        yaml.CollectionEndEvent,
    )  # all events but those of documents and streams
    try:
        return _entries(e for e in yaml.parse(text, Loader=loader) if isinstance(e, values))
    except (yaml.YAMLError, RecursionError) as fault:
        mark = getattr(fault, "problem_mark", None)
        where = f" in line {mark.line + 1}" if mark is not None else ""
        raise UsageError(
            f"{METADATA} cannot be read: it is not valid YAML{where}",
            hint="download the export again",
        ) from None


def _entries(events: Events) -> dict[str, Entry]:
    if not isinstance(next(events, None), yaml.MappingStartEvent):
        raise UsageError(f"{METADATA} cannot be read: it lists no submissions")
    entries: dict[str, Entry] = {}
    for name, value in _pairs(events):
        if isinstance(value, yaml.MappingStartEvent):
            entry = _entry(events)
        else:
            _rest_of(value, events)
            entry = Entry(unclear=True)
        entries[name] = Entry(unclear=True) if name in entries else entry
    return entries


def _entry(events: Events) -> Entry:
    """Read the mapping of one folder to its end."""
    values: dict[str, Any] = {}
    unclear = False
    for key, first in _pairs(events):
        value = _rest_of(first, events)
        if key in ("submitters", "created_at"):
            unclear |= key in values or value is None
            values[key] = value
    try:
        people = () if unclear else _people(_build(iter(values.get("submitters") or ())))
    except _Unclear:
        people, unclear = (), True
    when: list[Any] = values.get("created_at") or []
    return Entry(people, when[0].value if len(when) == 1 else "", unclear)


def _pairs(events: Events) -> Iterator[tuple[str, Any]]:
    """Each key of a mapping, and the first event of its value; the caller reads the rest of the value."""
    for event in events:
        if isinstance(event, yaml.MappingEndEvent):
            return
        _rest_of(event, events)
        key = _key(_build(iter([event]))) if isinstance(event, yaml.ScalarEvent) else ""
        yield key, next(events)


def _rest_of(event: Any, events: Events) -> list[Any] | None:
    """All events of the value that begins with ``event``; None for one that is long, deep, or an alias."""
    kept = [event]
    depth = int(isinstance(event, yaml.CollectionStartEvent))
    clear = not isinstance(event, yaml.AliasEvent)
    while depth:
        event = next(events)
        depth += isinstance(event, yaml.CollectionStartEvent)
        depth -= isinstance(event, yaml.CollectionEndEvent)
        clear &= not isinstance(event, yaml.AliasEvent) and depth <= _DEEPEST
        clear &= len(kept) < _MOST_EVENTS
        if clear:
            kept.append(event)
    return kept if clear else None


def _build(events: Events) -> Any:
    """The value: text, a list, or a dictionary; "" for null and for no events at all."""
    event = next(events, None)
    if event is None:
        return ""
    if isinstance(event, yaml.ScalarEvent):
        return "" if not event.style and event.value in ("~", "null") else event.value
    if isinstance(event, yaml.CollectionEndEvent):
        return None
    items = []
    while (item := _build(events)) is not None:
        items.append(item)
    if isinstance(event, yaml.SequenceStartEvent):
        return items
    keys = [_key(item) for item in items[::2]]
    if len(set(keys)) < len(keys):
        raise _Unclear
    return dict(zip(keys, items[1::2], strict=True))


def _key(value: Any) -> str:
    return value.lstrip(":") if isinstance(value, str) else ""


def _people(submitters: Any) -> tuple[Person, ...]:
    if submitters == "":
        return ()
    if not isinstance(submitters, list):
        raise _Unclear
    people = []
    for fields in submitters:
        if not isinstance(fields, dict):
            raise _Unclear
        sid, email, name = (fields.get(key, "") for key in ("sid", "email", "name"))
        if not all(isinstance(value, str) for value in (sid, email, name)):
            raise _Unclear
        ids = [value for value in (sid, email) if value]
        if ids or name:
            people.append(Person(ids[0] if ids else name, name or None, tuple(ids[1:])))
    return tuple(people)
