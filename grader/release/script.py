"""The starter as a script."""

from __future__ import annotations

from grader.course.definition import Definition
from grader.release.pieces import Pieces

_HEAD = '''"""{title}

What each function is to do stands in statement.md. Check this file, in its own folder, with

    grader check {file} --course .
"""

'''


def script(definition: Definition, pieces: Pieces, file: str) -> str:
    """Return the text of the ``.py`` starter."""
    stubs = "".join(f"\n\n\n{stub}" for stub in pieces.stubs.values())
    return _HEAD.format(title=definition.title, file=file) + pieces.head + stubs + "\n"
