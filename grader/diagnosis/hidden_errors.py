"""Where in the student's file an error of a hidden case was raised, as coarsely as students read it.

Student code saw the hidden inputs and may raise wherever it likes: the place is a message that it
chooses. So there are at most MOST_PLACES messages, whatever the file looks like, and they are named
by the judge, from the code that the graded function can reach. In a function of usual length that
is the very line; in a longer one, a few lines.
"""

from __future__ import annotations

from grader.load.call_graph import lines_reached
from grader.model.outcome import Raised
from grader.model.submission import Program

MOST_PLACES = 63
"""With "no place" that is six bits. See docs/threat-model.md, which says what all of it adds up to."""


def place_for_students(program: Program, function: str, raised: Raised) -> tuple[int, int] | None:
    """Return the first and the last line of the place, in ``raised.origin``.

    None where the error was raised in code that ``function`` cannot reach, as far as the judge can
    see, or where there are too many files for so few places.
    """
    by_origin = lines_reached(program, function)
    lines = by_origin.get(raised.origin or "", [])
    if raised.line not in lines or len(by_origin) > MOST_PLACES:
        return None
    size = 1
    while sum(-(-len(others) // size) for others in by_origin.values()) > MOST_PLACES:
        size += 1
    start = lines.index(raised.line) // size * size
    group = lines[start : start + size]
    return group[0], group[-1]
