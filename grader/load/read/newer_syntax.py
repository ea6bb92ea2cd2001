"""Distinguishes the syntax of a newer Python from a slip.

Each rule removes one newer piece of syntax from the text. Where the Python that runs here can read
the rest, only that piece was in the way.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable

from grader.load.read.compile import CannotCompile, parse

Version = tuple[int, int]

_STRING = re.compile(r"(?i)(?<!\w)(?P<prefix>[rbuft]{0,2})(?P<quote>'''|\"\"\"|'|\")")
_GENERIC = re.compile(r"^([ \t]*(?:(?:async[ \t]+)?def|class|type)[ \t]+\w+[ \t]*)\[", re.M)
_ALIAS = re.compile(r"^([ \t]*)type[ \t]+(?=\w+[ \t]*=)", re.M)
_LAZY = re.compile(r"^([ \t]*)lazy[ \t]+(?=import\b|from\b)", re.M)
_EXCEPT = re.compile(r"^([ \t]*except\*?[ \t]+)([\w.]+(?:[ \t]*,[ \t]*[\w.]+)+)([ \t]*:)", re.M)
_SPREAD = re.compile(r"([\[{(])[ \t]*\*\*?(?=[^\[\](){}\n]*\bfor\b)")
_LONGEST = 20_000
_DEEPEST = 4  # strings in the fields of strings: each level is read twice


def needed(text: str) -> Version | None:
    """The version of Python that reads ``text``, where a newer one than this does; else None."""
    if len(text) > _LONGEST:
        return None
    versions: set[Version] = set()
    for rule in _RULES:
        changed, version = rule(text)
        if version is not None and version > sys.version_info[:2]:
            text = changed
            versions.add(version)
    if not versions:
        return None
    try:
        parse(text)
    except CannotCompile:
        return None
    return max(versions)


def _strings(text: str, depth: int = 0) -> tuple[str, Version | None]:
    """Formatted strings as Python 3.12 reads them, and the template strings of 3.14."""
    version: Version | None = None
    parts: list[str] = []
    position = 0
    while position < len(text):
        start, position = position, position + 1
        if text[start] == "#":
            end_of_line = text.find("\n", start)
            position = end_of_line if end_of_line >= 0 else len(text)
        elif match := _STRING.match(text, start):
            end = _end_of_string(text, match, depth)
            if end is None:
                return text, None
            position = end
            kind = match["prefix"].lower()
            if "t" in kind:
                version = (3, 14)
            elif "f" in kind and version is None:
                version = (3, 12)
            if "f" in kind or "t" in kind:
                parts.append('""')
                continue
        parts.append(text[start:position])
    return "".join(parts), version


def _end_of_string(text: str, start: re.Match[str], depth: int) -> int | None:
    """Where a literal ends by the newer rules; None where it does not, or holds no expression."""
    quote, prefix = start["quote"], start["prefix"].lower()
    formatted = "f" in prefix or "t" in prefix
    position: int | None = start.end()
    while position is not None and position < len(text):
        char = text[position]
        if text.startswith(quote, position):
            return position + len(quote)
        if char == "\n" and len(quote) == 1:
            return None
        if char == "\\" or (formatted and text[position : position + 2] in ("{{", "}}")):
            position += 2
        elif formatted and char == "{":
            position = _end_of_field(text, position + 1, quote, depth + 1)
        else:
            position += 1
    return None


def _end_of_field(text: str, start: int, quote: str, depth: int) -> int | None:
    """After the brace that closes a field: its expression, a conversion, a format with fields."""
    brackets = 0
    position: int | None = start if depth <= _DEEPEST else None
    while position is not None and position < len(text):
        char = text[position]
        conversion = char == "!" and text[position + 1 : position + 2] != "="
        if brackets == 0 and (char in "}:" or conversion):
            break
        if match := _STRING.match(text, position):
            position = _end_of_string(text, match, depth)
            continue
        brackets += (char in "([{") - (char in ")]}")
        position += 1
    if position is None or not _is_expression(text[start:position], depth):
        return None
    while position is not None and position < len(text) and not text.startswith(quote, position):
        if text[position] == "}":
            return position + 1
        if text[position] == "{":
            position = _end_of_field(text, position + 1, quote, depth + 1)
        else:
            position += 1
    return None


def _is_expression(text: str, depth: int) -> bool:
    inner, _ = _strings(text.strip().removesuffix("="), depth)
    try:
        parse(f"(\n{inner}\n)")
    except CannotCompile:
        return False
    return bool(inner.strip())


def _generics(text: str) -> tuple[str, Version | None]:
    """``def f[T](x)``, ``class C[T]``, ``type X = ...``."""
    version: Version | None = None
    parts: list[str] = []
    position = 0
    while match := _GENERIC.search(text, position):
        end = _closing(text, match.end())
        if end is None:
            break
        inside = text[match.end() : end - 1]
        version = max(version or (3, 12), (3, 13) if "=" in inside else (3, 12))
        parts.append(text[position : match.end() - 1])
        position = end
    changed, aliases = _ALIAS.subn(r"\1", "".join([*parts, text[position:]]))
    return changed, version or ((3, 12) if aliases else None)


def _closing(text: str, position: int) -> int | None:
    depth = 1
    while position < len(text) and depth:
        depth += (text[position] == "[") - (text[position] == "]")
        position += 1
    return None if depth else position


def _rule(
    pattern: re.Pattern[str], by: str, version: Version
) -> Callable[[str], tuple[str, Version | None]]:
    def apply(text: str) -> tuple[str, Version | None]:
        changed, count = pattern.subn(by, text)
        return changed, version if count else None

    return apply


_RULES = (
    _strings,
    _generics,
    _rule(_LAZY, r"\1", (3, 15)),
    _rule(_EXCEPT, r"\1(\2)\3", (3, 14)),
    _rule(_SPREAD, r"\1", (3, 15)),
)
