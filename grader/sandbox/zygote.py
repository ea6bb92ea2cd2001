"""The zygote: a warm Python with NumPy imported, which forks one child for each submission.

It is exec'd, never forked from the judge, so that no expected value was ever in its memory; it
reads no byte of any student. Requests come over one socket: ``F`` with a descriptor (fork a
child that talks over it; the reply is ``P``, the pid, and a pidfd), ``R`` and a pid (that child
was killed or has ended: reap it; the reply is the wait status and peak memory).
"""

from __future__ import annotations

import gc
import os
import socket
import struct
import sys
from typing import Any

from grader.sandbox import child
from grader.sandbox.lockdown import Lockdown, die_with_parent, prepare, set_dumpable
from grader.sandbox.namespaces import enter_namespaces
from grader.sandbox.preload import close_imports, preload
from grader.sandbox.warm import warm_up

CHANNEL = 3  # the child's only descriptor beside /dev/null at 0, 1 and 2


def main(control_fd: int, skip: str) -> None:
    """Warm up, tell the judge which layers are there, and serve until it hangs up."""
    die_with_parent()
    set_dumpable(False)
    skipped = frozenset(filter(None, skip.split(",")))
    namespaces = () if "namespaces" in skipped else enter_namespaces()
    preload()
    lockdown = prepare(skipped)
    close_imports()
    control = socket.socket(fileno=control_fd)
    layers = ",".join((*lockdown.layers, *namespaces)).encode()
    control.sendall(struct.pack("<I", len(layers)) + layers)
    warm_up()
    gc.collect()
    gc.freeze()
    _serve(control, lockdown)


def _serve(control: socket.socket, lockdown: Lockdown) -> None:
    while True:
        request, descriptors, _, _ = socket.recv_fds(control, 1, 1)
        if request == b"F":
            (channel,) = descriptors
            parent = os.getpid()
            pid = os.fork()
            if pid == 0:
                _become_child(channel, lockdown, parent)
            os.close(channel)
            handle = os.pidfd_open(pid)
            socket.send_fds(control, [b"P" + struct.pack("<I", pid)], [handle])
            os.close(handle)
        elif request == b"R":
            (pid,) = struct.unpack("<I", control.recv(4, socket.MSG_WAITALL))
            _, status, usage = os.wait4(pid, 0)
            control.sendall(struct.pack("<iq", status, usage.ru_maxrss))
        else:  # the judge hung up
            os._exit(0)


def _become_child(channel: int, lockdown: Lockdown, parent: int) -> None:
    """Never returns: whatever happens, the child ends here and not in the zygote's loop."""
    code = 1
    try:
        os.dup2(channel, CHANNEL)
        os.dup2(1, 2)  # while the grader is debugged, 2 is the terminal
        ruleset = lockdown.ruleset
        os.closerange(CHANNEL + 1, 1 << 16 if ruleset is None else ruleset)
        if ruleset is not None:
            os.closerange(ruleset + 1, 1 << 16)

        def lock(settings: dict[str, Any]) -> None:
            lockdown.apply(settings["memory_bytes"], settings["cpu_seconds"])
            if os.getppid() != parent:  # the zygote died before the death signal was set
                os._exit(1)

        child.serve(CHANNEL, CHANNEL, lock)
        code = 0
    except BaseException:  # noqa: S110  # nothing of the child is told but how it ended
        pass
    finally:
        os._exit(code)


if __name__ == "__main__":
    main(int(sys.argv[1]), sys.argv[2] if len(sys.argv) > 2 else "")
