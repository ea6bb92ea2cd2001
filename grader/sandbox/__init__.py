"""Runs student code where it can do no harm, and brings back data.

    judge side     spawning.py  what starts children here; opening.py probes what it is worth
                   sandbox.py   a session: one submission's calls, in shared and in own children
                   forked.py    children of the zygote (Linux)
                   fresh.py     children as processes of their own (elsewhere)
                   asking.py    one child's life, and what a run may use
                   handle.py    send, receive within limits; messages.py what is said
                   relay.py     calls of right helpers, made in a child of their own
                   processor.py where judge and child run while they talk
                   places.py    where in a submission an error can be
                   probes.py    which isolation is in force, found by trying
    child side     zygote.py    warms up (preload.py, unwritten.py, warm.py, gaps.py), and forks
                   lockdown.py, filter.py, syscalls.py, namespaces.py  what a child cannot do
                   child.py, namespace.py, calm.py  calls; stand_in.py, sharing.py  beside them
    both           frames.py (and grader/wire/)

The zygote imports this package, so nothing is imported here.
"""

from __future__ import annotations

import typing

if typing.TYPE_CHECKING:
    from grader.sandbox.judge.sandbox import Sandbox, Spawner


def open_sandbox(
    force: str | None = None,
    skip: typing.Collection[str] = (),
    spawner: Spawner | None = None,
) -> Sandbox:
    """Return a sandbox, not yet entered: the zygote's on Linux, fresh processes elsewhere.

    ``force`` is "forked" or "fresh" (also read from GRADER_SANDBOX); ``skip`` leaves layers out
    by name, to measure what each is worth; ``spawner`` is one that is under way already.
    Entering it probes which isolation is in force.
    """
    from grader.sandbox.judge.opening import ProbedSandbox
    from grader.sandbox.judge.spawner import choose_spawner

    return ProbedSandbox(spawner or choose_spawner(force, frozenset(skip)))
