"""The comment by which a starter says which variant of an exercise it is of.

It tells a student's own check, and an instructor what a file was made from. It never decides alone.
"""

from __future__ import annotations

import re

_MARK = re.compile(rb"# variant: ([A-Za-z0-9_-]{1,80}) of ([A-Za-z0-9_]{1,80})")
_MOST = 8
"""Different ones in a file; who writes more gains nothing by it."""


def variant_line(exercise: str, variant: str) -> str:
    """The comment for a starter."""
    return f"# variant: {variant} of {exercise}"


def variants_named(content: bytes) -> tuple[tuple[str, str], ...]:
    """Exercise and variant of the comments in a file's bytes."""
    found: dict[tuple[str, str], None] = {}
    for match in _MARK.finditer(content):
        found[match[2].decode("ascii"), match[1].decode("ascii")] = None
        if len(found) == _MOST:
            break
    return tuple(found)
