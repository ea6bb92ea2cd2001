"""Leaves no gap in the zygote's memory, so that a child's new objects lie side by side.

Python keeps small objects in pools of one size, and fills pools that have gaps first. Gaps that
importing left behind are spread over all of the memory: a child that puts objects into them has a
page copied for each. Once they are taken, new objects get pools of their own, on fresh pages.
"""

from __future__ import annotations

import sys

_SMALL, _STEP = 512, 16  # what Python's own allocator serves, and by which steps
_POOL = 16 * 1024
_MOST = 20_000
"""Objects of one size: where memory is not laid out in pools, the search for them ends here."""

_held: list[bytes] = []


def fill_gaps() -> None:
    """Take every gap of every size, for as long as the process lives."""
    head = sys.getsizeof(b"")
    for size in range(_STEP, _SMALL + 1, _STEP):
        if size > head:
            _fill(size, size - head)


def _fill(size: int, length: int) -> None:
    """Make objects of one size until they follow each other for as long as a pool is."""
    wanted = _POOL // size - 5  # its head takes some of it
    in_a_row, before = 0, 0
    for _ in range(_MOST):
        taken = bytes(length)
        _held.append(taken)
        in_a_row = in_a_row + 1 if id(taken) - before == size else 0
        before = id(taken)
        if in_a_row >= wanted:
            return
