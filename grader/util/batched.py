"""Long lists, some at a time."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TypeVar

_Item = TypeVar("_Item")


def batched(items: Sequence[_Item], size: int) -> Iterator[Sequence[_Item]]:
    """The items in order, ``size`` at a time, as `itertools.batched` gives them from Python 3.12 on."""
    for start in range(0, len(items), size):
        yield items[start : start + size]
