"""Gradescope's ``submission_metadata.yml``: who handed in which folder, and when.

Of YAML this reads what that file uses: block mappings, lists of them, and scalars on one line in any of
the three quotings. Everything else (results, history) is passed over by its indentation, so that no YAML
library is needed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from grader.intake.model import Person

_LINE = re.compile(
    r"(?P<indent> *)(?P<dash>- +)?(?P<key>\"(?:[^\"\\]|\\.)*\"|'(?:[^']|'')*'|:?[^\s:'\"#-][^:]*):"
    r"(?:[ \t]+(?P<value>.*))?$"
)
_ESCAPE = re.compile(r"\\(?:x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|(.))")
_SHORT = {"n": "\n", "t": "\t", "r": "\r", "0": "\0", "e": "\x1b", "_": "\xa0", "N": "\x85"}
_TIME = re.compile(r"(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d:\d\d)(?:\.\d*)? *(Z|UTC|[+-]\d\d:?\d\d)?")


@dataclass(frozen=True, slots=True)
class Entry:
    """One folder of an export."""

    people: tuple[Person, ...] = ()
    submitted_at: str | None = None


def read_metadata(text: str) -> dict[str, Entry]:
    """Folder name -> who and when."""
    found = {}
    for name, lines in _blocks(text):
        people: list[dict[str, str]] = []
        submitted_at, listing, level = None, False, None
        for match in lines:
            indent, key, value = (
                len(match["indent"]),
                _key(match["key"]),
                scalar(match["value"] or ""),
            )
            level = indent if level is None else level
            if indent == level and not match["dash"]:
                listing = key == "submitters"
                if key == "created_at":
                    submitted_at = timestamp(value)
            elif listing:
                if match["dash"]:
                    people.append({})
                if people and key in ("name", "sid", "email"):
                    people[-1].setdefault(key, value)
        found[name] = Entry(tuple(filter(None, map(_person, people))), submitted_at)
    return found


def timestamp(text: str) -> str | None:
    """A time as platforms write it, in one form; None if it is none."""
    match = _TIME.fullmatch(text.strip())
    if match is None:
        return None
    zone = {"Z": "Z", "UTC": "Z", None: ""}.get(match[3], match[3])
    return f"{match[1]}T{match[2]}{zone}"


def scalar(text: str) -> str:
    """A scalar without its quotes."""
    text = text.strip()
    if text.startswith('"'):
        end = re.match(r'"((?:[^"\\]|\\.)*)"', text)
        return _ESCAPE.sub(_unescaped, end[1]) if end else text
    if text.startswith("'"):
        end = re.match(r"'((?:[^']|'')*)'", text)
        return end[1].replace("''", "'") if end else text
    text = text.partition(" #")[0].rstrip()
    return "" if text in ("~", "null") else text


def _blocks(text: str) -> Iterator[tuple[str, list[re.Match[str]]]]:
    """The folders, each with the lines below its name that are ``key: value``."""
    name: str | None = None
    lines: list[re.Match[str]] = []
    for line in text.replace("\ufeff", "").splitlines():
        match = _LINE.match(line)
        if match is None:
            continue
        if not match["indent"] and not match["dash"]:
            if name is not None:
                yield name, lines
            name, lines = _key(match["key"]), []
        else:
            lines.append(match)
    if name is not None:
        yield name, lines


def _key(text: str) -> str:
    return scalar(text.strip()).lstrip(":")


def _person(told: dict[str, str]) -> Person | None:
    ids = [told[key] for key in ("sid", "email") if told.get(key)]
    name = told.get("name") or None
    if not ids:
        return Person(name, name) if name else None
    return Person(ids[0], name, tuple(ids[1:]))


def _unescaped(match: re.Match[str]) -> str:
    code = match[1] or match[2] or match[3]
    if code:
        return chr(min(int(code, 16), 0x10FFFF))
    return _SHORT.get(match[4], match[4])
