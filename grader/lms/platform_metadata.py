"""Gradescope's ``submission_metadata.yml``: who handed in which folder, and when.

The file is read event by event, and only what is needed of it becomes a value: scores, outputs of tests and history are
passed over at whatever size and depth. No alias is followed, so that a short file cannot stand for a long one, and
every scalar stays the text that it is (an id keeps its leading zeros).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from grader.model.delivery import METADATA, Person
from grader.util.errors import UsageError

LARGEST = 32 * 2**20
_DEEPEST = 4
_MOST_VALUES = 4_000
"""In one folder's entry: a group of some hundred people."""
_TIME = re.compile(r"(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d:\d\d)(?:\.\d*)? *(Z|UTC|[+-]\d\d:?\d\d)?")
_NO_TEXT = re.compile("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_MAPPING, _LIST, _SCALAR, _END, _OTHER = range(5)

Event = tuple[int, str]


@dataclass(frozen=True, slots=True)
class Entry:
    """One folder of an export.

    unclear   what it says of its people cannot be taken at its word: a key twice, or something left to an alias
    """

    people: tuple[Person, ...] = ()
    submitted_at: str | None = None
    unclear: bool = False


class _Unclear(Exception):
    """A value that is not plain, or of more depth or size than people and times have."""


def read_metadata(data: bytes) -> dict[str, Entry]:
    """Folder name -> who and when. Raises UsageError for what is no such file, or too large."""
    import yaml

    if len(data) > LARGEST:
        raise UsageError(f"{METADATA} is larger than {LARGEST // 2**20} MB")
    text = _NO_TEXT.sub("\ufffd", data.decode("utf-8-sig", "replace"))
    loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    try:
        return _entries(_events(yaml.parse(text, Loader=loader)))
    except (yaml.YAMLError, RecursionError) as fault:
        mark = getattr(fault, "problem_mark", None)
        where = f" in line {mark.line + 1}" if mark is not None else ""
        raise UsageError(
            f"{METADATA} cannot be read: it is no valid YAML{where}",
            hint="download the export once more",
        ) from None


def timestamp(text: str) -> str | None:
    """A time as platforms write it, in one form; None if it is none."""
    match = _TIME.fullmatch(text.strip())
    if match is None:
        return None
    zone = {"Z": "Z", "UTC": "Z", None: ""}.get(match[3], match[3])
    return f"{match[1]}T{match[2]}{zone}"


def _events(parsed: Any) -> Iterator[Event]:
    """Of YAML's events, the kind and the text; documents and streams have no meaning here."""
    import yaml

    kinds = {
        yaml.MappingStartEvent: _MAPPING,
        yaml.SequenceStartEvent: _LIST,
        yaml.ScalarEvent: _SCALAR,
        yaml.MappingEndEvent: _END,
        yaml.SequenceEndEvent: _END,
        yaml.AliasEvent: _OTHER,
    }
    for event in parsed:
        kind = kinds.get(type(event))
        if kind is not None:
            yield kind, _text(event) if kind == _SCALAR else ""


def _text(event: Any) -> str:
    """A scalar as it stands; nothing at all where YAML writes null."""
    plain = event.style is None or event.style == ""
    return "" if plain and event.value in ("~", "null") else str(event.value)


def _entries(events: Iterator[Event]) -> dict[str, Entry]:
    kind, _ = next(events, (_END, ""))
    if kind != _MAPPING:
        raise UsageError(f"{METADATA} cannot be read: it lists no submissions")
    found: dict[str, Entry] = {}
    for kind, name in events:
        if kind == _END:
            break
        if kind != _SCALAR:
            _skip(events, kind)
            name = ""
        kind, _ = next(events)
        if kind == _MAPPING:
            entry = _entry(events)
        else:
            _skip(events, kind)
            entry = Entry(unclear=True)
        name = _key(name)
        found[name] = Entry(unclear=True) if name in found else entry
    return found


def _entry(events: Iterator[Event]) -> Entry:
    """What one folder's mapping says, read to its end whatever it holds."""
    told: dict[str, Any] = {}
    unclear = False
    for kind, text in events:
        if kind == _END:
            break
        if kind != _SCALAR:
            _skip(events, kind)
        key = _key(text) if kind == _SCALAR else ""
        kind, text = next(events)
        if key not in ("submitters", "created_at"):
            _skip(events, kind)
            continue
        unclear |= key in told
        try:
            told[key] = _value(iter(list(_whole(events, kind, text))))
        except _Unclear:
            unclear = True
    when = told.get("created_at")
    submitted_at = timestamp(when) if isinstance(when, str) else None
    try:
        people = _people(told.get("submitters", []))
    except _Unclear:
        unclear = True
    return Entry(() if unclear else people, submitted_at, unclear)


def _people(submitters: Any) -> tuple[Person, ...]:
    if submitters == "":
        return ()
    if not isinstance(submitters, list) or not all(isinstance(each, dict) for each in submitters):
        raise _Unclear
    return tuple(person for each in submitters if (person := _person(each)))


def _whole(events: Iterator[Event], kind: int, text: str) -> Iterator[Event]:
    """The events of one value; of a very long one only the beginning, but all of it is read."""
    count, depth = 1, int(kind in (_MAPPING, _LIST))
    yield kind, text
    while depth:
        kind, text = next(events)
        depth += (kind in (_MAPPING, _LIST)) - (kind == _END)
        count += 1
        if count <= _MOST_VALUES:
            yield kind, text


def _skip(events: Iterator[Event], kind: int) -> None:
    depth = int(kind in (_MAPPING, _LIST))
    while depth:
        kind, _ = next(events)
        depth += (kind in (_MAPPING, _LIST)) - (kind == _END)


def _value(events: Iterator[Event]) -> Any:
    """Text, or lists and mappings of it; raises _Unclear for anything else."""
    root: list[Any] = []
    open_: list[tuple[int, list[Any]]] = [(_LIST, root)]
    for kind, text in events:
        if kind == _SCALAR:
            open_[-1][1].append(text)
        elif kind == _END:
            kind, items = open_.pop()
            open_[-1][1].append(_mapping(items) if kind == _MAPPING else items)
        elif kind == _OTHER or len(open_) > _DEEPEST:
            raise _Unclear
        else:
            open_.append((kind, []))
    if len(open_) > 1:  # it was too long, so that its end is missing
        raise _Unclear
    return root[0]


def _mapping(items: list[Any]) -> dict[str, Any]:
    """Keys and values in turn."""
    keys = [_key(key) if isinstance(key, str) else "" for key in items[::2]]
    if len(set(keys)) < len(keys):
        raise _Unclear
    return dict(zip(keys, items[1::2], strict=True))


def _key(text: str) -> str:
    return text.lstrip(":")


def _person(told: dict[str, Any]) -> Person | None:
    if not all(isinstance(told.get(key, ""), str) for key in ("sid", "email", "name")):
        raise _Unclear
    ids = [told[key] for key in ("sid", "email") if told.get(key)]
    name = told.get("name") or None
    if not ids:
        return Person(name, name) if name else None
    return Person(ids[0], name, tuple(ids[1:]))
