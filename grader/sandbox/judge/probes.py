"""Which isolation is in force: probe children try what a hostile submission would try.

A probe is a submission like any other, in the same kind of child. The level is named by what the
probes found, not by configuration or user.
"""

from __future__ import annotations

import marshal
import os
from dataclasses import dataclass

import grader
from grader.model.exercise import Call, Limits
from grader.model.submission import Program, Statement
from grader.sandbox.judge.sandbox import Isolation, Request, Sandbox, must_return

LOCKED = "locked"
WEAK = "weak"

# probe -> what it means when the attempt is refused
PROBES = {
    "open_file": "no file can be read",
    "list_folder": "no folder can be listed",
    "stat_file": "no path can be looked at",
    "write_file": "nothing can be written",
    "connect_socket": "no socket can be made",
    "fork": "no process can be started",
    "signal_parent": "no other process can be signalled",
    "read_parent_memory": "no other process's memory can be read",
}

_SOURCE = """
def attempt(what, path, judge):
    import os
    if what == "open_file":
        open(path).close()
    elif what == "list_folder":
        os.listdir(os.path.dirname(path))
    elif what == "stat_file":
        os.stat(path)
    elif what == "write_file":
        os.close(os.open("/tmp/grader-probe-%d" % os.getpid(), os.O_CREAT | os.O_WRONLY))
        os.unlink("/tmp/grader-probe-%d" % os.getpid())
    elif what == "connect_socket":
        import _socket
        _socket.socket(_socket.AF_INET, _socket.SOCK_DGRAM)
    elif what == "fork":
        child = os.fork()
        if child == 0:
            os._exit(0)
        os.waitpid(child, 0)
    elif what == "signal_parent":
        os.kill(os.getppid() or judge, 0)
    elif what == "read_parent_memory":
        open("/proc/%d/mem" % judge, "rb").close()


def probe(names, path, judge):
    refused = {}
    for name in names:
        try:
            attempt(name, path, judge)
            refused[name] = False
        except (OSError, ImportError, AttributeError) as error:
            refused[name] = True
    return refused
"""


@dataclass(frozen=True, slots=True)
class Findings:
    """Probe name -> whether the attempt was refused."""

    refused: dict[str, bool]
    isolation: Isolation


def probe(sandbox: Sandbox) -> Findings:
    """Run every probe in a child; a probe that gave no answer counts as not refused."""
    code = marshal.dumps(compile(_SOURCE, "probe.py", "exec"))
    program = Program((Statement(code, "probe.py", 1),))
    arguments = {"names": list(PROBES), "path": grader.__file__, "judge": os.getpid()}
    request = Request("probe", Call("probe", arguments, 3))
    found = must_return(sandbox.run(program, [request], Limits()), "probe", "the probe")
    refused = {name: found.get(name) is True for name in PROBES}
    level = LOCKED if all(refused.values()) else WEAK
    return Findings(refused, Isolation(level, sandbox.layers))
