"""Which isolation is in force: probe children try what a hostile submission would try.

A probe is a submission like any other, in the same kind of child. The level is named by what the
probes found, not by configuration or user.
"""

from __future__ import annotations

import marshal
import os
import sys
import textwrap
from collections.abc import Collection
from dataclasses import dataclass

import grader
from grader.model.exercise import Call, Limits
from grader.model.submission import Program, Statement
from grader.sandbox.judge.sandbox import Isolation, Request, Sandbox, must_return
from grader.sandbox.lockdown.layers import LAYERS

LOCKED = "locked"
WEAK = "weak"

_PROBE = """
def probe(names, path, judge):
    refused = {}
    for name in names:
        try:
            globals()[name](path, judge)
            refused[name] = False
        except (OSError, ImportError, AttributeError):
            refused[name] = True
    return refused
"""


@dataclass(frozen=True, slots=True)
class LayerFinding:
    """One line of the table of `grader doctor`: ``advice`` is empty where nothing needs to be done."""

    layer: str
    in_force: bool
    found: str
    advice: str


class ProbedSandbox(Sandbox):
    """A sandbox that knows its isolation from the moment it is entered."""

    def __enter__(self) -> Sandbox:
        super().__enter__()
        try:
            self.isolation = probe(self)
        except BaseException:
            self.__exit__()
            raise
        return self


def probe(sandbox: Sandbox) -> Isolation:
    """Run the probes of all layers in a child; one that gave no answer counts as not refused."""
    probes = [probe for layer in LAYERS for probe in layer.probes]
    functions = [
        f"def {probe.name}(path, judge):\n{textwrap.indent(probe.source, '    ')}\n"
        for probe in probes
    ]
    code = compile("import os\n" + "".join(functions) + _PROBE, "probe.py", "exec")
    program = Program((Statement(marshal.dumps(code), "probe.py", 1),))
    names = [probe.name for probe in probes]
    arguments = {"names": names, "path": grader.__file__, "judge": os.getpid()}
    request = Request("probe", Call("probe", arguments, 3))
    answer = must_return(sandbox.run(program, [request], Limits()), "probe", "the probe")
    refused = {name: answer.get(name) is True for name in names}
    level = LOCKED if all(refused.values()) else WEAK
    return Isolation(level, sandbox.layers, refused)


def layer_findings(reported: Collection[str]) -> list[LayerFinding]:
    """The table for a sandbox whose layers have the names ``reported``."""
    by_choice = "fresh_process" in reported and sys.platform.startswith("linux")
    found = []
    for layer in LAYERS:
        if not layer.names or any(name in reported for name in layer.names):
            found.append(LayerFinding(layer.title, True, layer.stops, ""))
        elif by_choice:  # the system may have it, and was not asked for it
            found.append(LayerFinding(layer.title, False, "not used", "unset GRADER_SANDBOX"))
        else:
            found.append(LayerFinding(layer.title, False, layer.missing, layer.advice))
    return found


def conclusion(level: str) -> str:
    """One sentence for somebody who only wants to know whether hidden cases can be graded."""
    if level == LOCKED:
        return "Hidden cases can be graded here: student code reaches nothing outside."
    if sys.platform.startswith("linux"):
        return "Hidden cases are not graded here without --allow-unsafe; see the advice above."
    return (
        "Hidden cases are not graded here without --allow-unsafe; use Linux, or a Linux container."
    )
