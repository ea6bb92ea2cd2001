"""Runs student code where it can do no harm, and brings back data.

    interpreter.py  the process that a child runs in; framing.py  messages on a stream
    judge/          starts children, sends them calls, and trusts nothing that they answer
    child/          the zygote and its children: preload modules, load a submission, make calls
    lockdown/       the layers that take rights away from a child; ``layers.py`` lists them

The zygote imports this package, so nothing is imported here.
"""

from __future__ import annotations

import typing

if typing.TYPE_CHECKING:
    from grader.sandbox.judge.sandbox import Sandbox
    from grader.sandbox.judge.spawner import Spawner


def open_sandbox(
    force: str | None = None,
    skip: typing.Collection[str] = (),
    spawner: Spawner | None = None,
) -> Sandbox:
    """Return a sandbox, not yet entered: the zygote's on Linux, fresh processes elsewhere.

    Entering it probes which isolation is in force.

    Args:
        force: "forked" or "fresh" (also read from GRADER_SANDBOX).
        skip: names of layers to leave out, to measure what each is worth.
        spawner: one that was started before.
    """
    from grader.sandbox.judge.probes import ProbedSandbox
    from grader.sandbox.judge.spawner import choose_spawner

    return ProbedSandbox(spawner or choose_spawner(force, frozenset(skip)))
