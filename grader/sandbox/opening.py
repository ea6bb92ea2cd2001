"""Chooses the sandbox of this machine and finds out what it is worth."""

from __future__ import annotations

import os
import sys

from grader.errors import UsageError
from grader.sandbox.sandbox import Sandbox, Spawner


class ProbedSandbox(Sandbox):
    """A sandbox that knows its isolation from the moment it is entered."""

    def __enter__(self) -> Sandbox:
        from grader.sandbox.probes import probe

        super().__enter__()
        try:
            self.isolation = probe(self).isolation
        except BaseException:
            self.__exit__()
            raise
        return self


def choose(force: str | None, skip: frozenset[str]) -> Sandbox:
    """Return the sandbox that this machine can have, or the forced one."""
    kind = force or os.environ.get("GRADER_SANDBOX") or None
    if kind not in (None, "forked", "fresh"):
        raise UsageError(f"unknown sandbox {kind!r}", "it is 'forked' or 'fresh'")
    if kind is None:
        kind = "forked" if sys.platform.startswith("linux") else "fresh"
    return ProbedSandbox(_spawner(kind, skip))


def _spawner(kind: str, skip: frozenset[str]) -> Spawner:
    if kind == "forked":
        from grader.sandbox.forked import Zygote

        return Zygote(skip)
    from grader.sandbox.fresh import FreshProcesses

    return FreshProcesses()
