"""Chooses what starts the children on this machine.

Imports neither NumPy nor anything of the judge's, so that a zygote can warm up while the judge is
still being imported.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from grader.util.errors import UsageError

if TYPE_CHECKING:
    from grader.sandbox.judge.sandbox import Spawner


def choose_spawner(force: str | None = None, skip: frozenset[str] = frozenset()) -> Spawner:
    """The machine's, or the forced one; not yet started."""
    kind = force or os.environ.get("GRADER_SANDBOX") or None
    if kind not in (None, "forked", "fresh"):
        raise UsageError(f"unknown sandbox {kind!r}", "it is 'forked' or 'fresh'")
    if kind is None:
        kind = "forked" if sys.platform.startswith("linux") else "fresh"
    if kind == "forked":
        from grader.sandbox.judge.zygote_spawner import Zygote

        return Zygote(skip)
    from grader.sandbox.child.fresh_process import FreshProcesses

    return FreshProcesses()


@contextmanager
def under_way() -> Iterator[Spawner]:
    """A spawner that warms up from now on, for `open_sandbox`; ended with the block at the latest."""
    spawner = choose_spawner()
    spawner.begin()
    try:
        yield spawner
    finally:
        spawner.close()
