"""Chooses what starts the children on this machine.

Imports neither NumPy nor anything else of the judge's, so that a zygote can get ready while the
judge is still being imported.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Protocol

from grader.util.errors import UsageError

if TYPE_CHECKING:
    from grader.sandbox.judge.process_handle import Handle


class Spawner(Protocol):
    """Starts children: forks of the zygote, or fresh processes."""

    @property
    def layers(self) -> tuple[str, ...]: ...
    @property
    def pid(self) -> int | None: ...

    def begin(self) -> None:
        """Start getting ready; `start` waits until that is done."""

    def start(self) -> None: ...
    def spawn(self, libraries: Collection[str] = ()) -> Handle:
        """Start a child that finds these libraries beside NumPy, and no others."""

    def restart(self) -> None: ...
    def close(self) -> None: ...


def choose_spawner(force: str | None = None, skip: frozenset[str] = frozenset()) -> Spawner:
    """The machine's, or the forced one; not yet started."""
    kind = force or os.environ.get("GRADER_SANDBOX") or None
    if kind not in (None, "forked", "fresh"):
        raise UsageError(f"unknown sandbox {kind!r}", "it is 'forked' or 'fresh'")
    if kind is None:
        kind = "forked" if sys.platform.startswith("linux") else "fresh"
    if kind == "forked":
        from grader.sandbox.judge.zygote_spawner import Zygotes

        return Zygotes(skip)
    from grader.sandbox.judge.fresh_spawner import FreshProcesses

    return FreshProcesses()


@contextmanager
def starting_spawner() -> Iterator[Spawner]:
    """A spawner that gets ready from now on, for `open_sandbox`; closed with the block at the latest."""
    spawner = choose_spawner()
    spawner.begin()
    try:
        yield spawner
    finally:
        spawner.close()
