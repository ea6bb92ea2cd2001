"""Gradescope: an export with ``submission_metadata.yml`` and a folder for each submission.

The file says who handed in each folder, and when; a group is one submission. Where it does not name the people, the
folder is the id. It is read event by event: only people and times become values; scores, outputs and history are
skipped, whatever their size and depth. Aliases are not followed, so a short file cannot stand for a long one. Every
scalar stays text: an id keeps its leading zeros, and a name with a line break makes no key.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import yaml

from grader.lms.layout import (
    PLATFORM_FILE,
    Layout,
    NoOwner,
    OwnedFile,
    Owner,
    Read,
    first_folders,
    timestamp,
)
from grader.model.delivery import METADATA, ListedFile, Listing, Person
from grader.util.errors import UsageError

_LARGEST = 32 * 2**20
_DEEPEST = 4
_MOST_EVENTS = 4_000
"""In one value: enough for a group of some hundred people."""
_NOT_TEXT = re.compile("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_FOLDER = re.compile(r"submission_\d+")
_LONG_NUMBER = re.compile(r"submission_\d{4,}")
"""What a student would not write: one's own versions have short numbers."""
_UNCLEAR = NoOwner(f"{METADATA} does not clearly say who handed it in")

_Events = Iterator[Any]


@dataclass(frozen=True, slots=True)
class _Entry:
    """What the file says about one folder.

    unclear  it cannot be trusted about people: a key appears twice, or a value is an alias
    """

    people: tuple[Person, ...] = ()
    submitted_at: str | None = None
    unclear: bool = False


class _Unclear(Exception):
    """A value that is not a list of people."""


def _reader(listing: Listing) -> Read:
    entries = _entries(listing)

    def read(file: ListedFile) -> Owner:
        if file.path == METADATA:
            return PLATFORM_FILE
        entry = entries.get(file.top)
        if entry is None and _FOLDER.fullmatch(file.top) and (file.below or file.is_folder):
            entry = _Entry()  # the metadata is not there, or not of this day
        if entry is None:
            return None
        if entry.unclear:
            return _UNCLEAR
        people = entry.people or (Person(file.top),)
        number = int("".join(filter(str.isdecimal, file.top))[:18] or 0)
        has_ids = bool(entry.people) and all(person.id != person.name for person in entry.people)
        key = "+".join(person.id for person in people) if has_ids else file.top
        part, when = file.below or file.top, entry.submitted_at
        return OwnedFile(key, part, file, people, when, upload=number)

    return read


def _entries(listing: Listing) -> dict[str, _Entry]:
    """What Gradescope says about its folders; raises UsageError where it cannot be read."""
    for file in listing.files:
        if file.path == METADATA and file.location is not None:
            try:
                with open(file.location, "rb") as stream:
                    return _read_metadata(stream.read(_LARGEST + 1))
            except OSError as fault:  # without it, no submission has a name
                raise UsageError(f"cannot read {file.location}: {fault.strerror}") from None
    return {}


def _has_metadata(listing: Listing) -> bool:
    return any(file.path == METADATA for file in listing.files)


def _is_numbered(listing: Listing) -> bool:
    """Whether there are only folders of submissions: the metadata was lost on the way."""
    folders = first_folders(listing)
    return len(folders) > 1 and all(map(_LONG_NUMBER.fullmatch, folders))


def _read_metadata(data: bytes) -> dict[str, _Entry]:
    """Return folder name -> entry. Raises UsageError for any other file, and for one that is too large."""
    if len(data) > _LARGEST:
        raise UsageError(f"{METADATA} is larger than {_LARGEST // 2**20} MB")
    # A PC's editor may have saved it as UTF-16, which begins with this mark.
    wide = data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    text = _NOT_TEXT.sub("\ufffd", data.decode("utf-16" if wide else "utf-8-sig", "replace"))
    loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    # All events but those of documents and streams.
    values = (yaml.NodeEvent, yaml.CollectionEndEvent)
    try:
        return _folders(e for e in yaml.parse(text, Loader=loader) if isinstance(e, values))
    except (yaml.YAMLError, RecursionError) as fault:
        mark = getattr(fault, "problem_mark", None)
        where = f" in line {mark.line + 1}" if mark is not None else ""
        raise UsageError(
            f"{METADATA} cannot be read: it is not valid YAML{where}",
            hint="download the export again",
        ) from None


def _folders(events: _Events) -> dict[str, _Entry]:
    if not isinstance(next(events, None), yaml.MappingStartEvent):
        raise UsageError(f"{METADATA} cannot be read: it lists no submissions")
    entries: dict[str, _Entry] = {}
    for name, value in _pairs(events):
        if isinstance(value, yaml.MappingStartEvent):
            entry = _entry(events)
        else:
            _rest_of(value, events)
            entry = _Entry(unclear=True)
        entries[name] = _Entry(unclear=True) if name in entries else entry
    return entries


def _entry(events: _Events) -> _Entry:
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
    submitted_at = timestamp(when[0].value) if len(when) == 1 else None
    return _Entry(people, submitted_at, unclear)


def _pairs(events: _Events) -> Iterator[tuple[str, Any]]:
    """Each key of a mapping, and the first event of its value; the caller reads the rest of the value."""
    for event in events:
        if isinstance(event, yaml.MappingEndEvent):
            return
        _rest_of(event, events)
        key = _key(_build(iter([event]))) if isinstance(event, yaml.ScalarEvent) else ""
        yield key, next(events)


def _rest_of(event: Any, events: _Events) -> list[Any] | None:
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


def _build(events: _Events) -> Any:
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


LAYOUT = Layout(
    "gradescope",
    "Gradescope",
    "submission_90210/homework.ipynb",
    _reader,
    _has_metadata,
    outermost=_is_numbered,
    submitted=lambda listing: sorted(filter(_FOLDER.fullmatch, _entries(listing))),
    rank=10,
)
