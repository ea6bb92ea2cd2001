"""Tells the syntax of a newer Python from a slip: what it would take for a text to be read.

Each rule takes one newer piece of syntax out of the text. Where what is left can be read by the
Python that runs here, just that piece was in the way.
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
    for rule in (_strings, _generics, _lazy, _excepts, _spreads):
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
        if text[position] == "#":
            end = text.find("\n", position)
            end = len(text) if end < 0 else end
            parts.append(text[position:end])
        elif found := _STRING.match(text, position):
            after = _end_of_string(text, found, depth)
            if after is None:
                return text, None
            end = after
            kind = found["prefix"].lower()
            if "t" in kind:
                version = (3, 14)
            elif "f" in kind and version is None:
                version = (3, 12)
            parts.append('""' if "f" in kind or "t" in kind else text[position:end])
        else:
            end = position + 1
            parts.append(text[position])
        position = end
    return "".join(parts), version


def _end_of_string(text: str, found: re.Match[str], depth: int) -> int | None:
    """Where a literal ends by the newer rules; None where it does not, or holds no expression."""
    quote, prefix, position = found["quote"], found["prefix"].lower(), found.end()
    formatted = "f" in prefix or "t" in prefix
    while position < len(text):
        char = text[position]
        if text.startswith(quote, position):
            return position + len(quote)
        if char == "\n" and len(quote) == 1:
            return None
        if char == "\\" or (formatted and text[position : position + 2] in ("{{", "}}")):
            position += 2
        elif formatted and char == "{":
            end = _end_of_field(text, position + 1, quote, depth + 1)
            if end is None:
                return None
            position = end
        else:
            position += 1
    return None


def _end_of_field(text: str, start: int, quote: str, depth: int) -> int | None:
    """After the brace that closes a field whose expression begins at ``start``."""
    if depth > _DEEPEST:
        return None
    brackets, position = 0, start
    while position < len(text):
        char = text[position]
        if char == "#":
            position = text.find("\n", position)
            if position < 0:
                return None
        elif found := _STRING.match(text, position):
            end = _end_of_string(text, found, depth)
            if end is None:
                return None
            position = end
            continue
        elif char in "([{":
            brackets += 1
        elif brackets == 0 and (
            char in "}:" or (char == "!" and text[position + 1 : position + 2] != "=")
        ):
            if not _is_expression(text[start:position], depth):
                return None
            return _end_of_format(text, position, quote, depth)
        elif char in ")]}":
            brackets -= 1
        position += 1
    return None


def _end_of_format(text: str, position: int, quote: str, depth: int) -> int | None:
    """After the closing brace, past a conversion and a format, which may hold fields."""
    while position < len(text):
        char = text[position]
        if char == "}":
            return position + 1
        if text.startswith(quote, position):
            return None
        if char == "{":
            end = _end_of_field(text, position + 1, quote, depth + 1)
            if end is None:
                return None
            position = end
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
    while found := _GENERIC.search(text, position):
        end = _closing(text, found.end())
        if end is None:
            break
        inside = text[found.end() : end - 1]
        version = max(version or (3, 12), (3, 13) if "=" in inside else (3, 12))
        parts.append(text[position : found.end() - 1])
        position = end
    text = "".join([*parts, text[position:]])
    changed = _ALIAS.sub(r"\1", text)
    if changed != text:
        version = max(version or (3, 12), (3, 12))
    return changed, version


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
        changed = pattern.sub(by, text)
        return changed, version if changed != text else None

    return apply


_lazy = _rule(_LAZY, r"\1", (3, 15))
_excepts = _rule(_EXCEPT, r"\1(\2)\3", (3, 14))
_spreads = _rule(_SPREAD, r"\1", (3, 15))
