"""The zygote: a warm Python with NumPy imported, which forks one child for each submission.

It is exec'd, never forked from the judge, so that no expected value was ever in its memory; it
reads no byte of any student. Requests come over one socket: ``F`` with a descriptor, a
processor (fork a child there that talks over it; the reply is its pid, and a pidfd) and the pids
of children that were killed (reap them), ``R`` and a pid (that child was killed or has ended: reap it; the reply is the
wait status).
"""

from __future__ import annotations

import ctypes
import functools
import gc
import os
import signal
import socket
import struct
import sys
from collections.abc import Callable
from typing import Any

from grader.sandbox.child.gaps import fill_gaps
from grader.sandbox.child.preload import close_imports, preload
from grader.sandbox.child.request_loop import serve
from grader.sandbox.child.warmup import warm_up
from grader.sandbox.lockdown.kernel_namespaces import enter_namespaces
from grader.sandbox.lockdown.lockdown import Lockdown, die_with_parent, prepare, set_dumpable
from grader.sandbox.lockdown.syscalls import this_architecture
from grader.sandbox.shared.cpu_affinity import follow

CHANNEL = 3  # the child's only descriptor beside /dev/null at 0, 1 and 2

_PID, _STATUS, _DESCRIPTOR = struct.Struct("<I"), struct.Struct("<i"), struct.Struct("i")
_FORK = struct.Struct("<i")  # the processor to begin on
_ONE_DESCRIPTOR = socket.CMSG_SPACE(_DESCRIPTOR.size)
_REQUEST_BYTES = 1 << 16


def main(control_fd: int, skip: str, libraries: str = "") -> None:
    """Warm up, tell the judge which layers are there, and serve until it hangs up."""
    die_with_parent()
    set_dumpable(False)
    skipped = frozenset(filter(None, skip.split(",")))
    namespaces = () if "namespaces" in skipped else enter_namespaces()
    preload(tuple(filter(None, libraries.split(","))))
    lockdown = prepare(skipped)
    close_imports()
    control = socket.socket(fileno=control_fd)
    layers = ",".join((*lockdown.layers, *namespaces)).encode()
    control.sendall(struct.pack("<I", len(layers)) + layers)
    warm_up()
    gc.collect()
    gc.freeze()
    fill_gaps()
    _serve(control, lockdown)


def _serve(control: socket.socket, lockdown: Lockdown) -> None:
    parent = os.getpid()
    fork = _forking()
    while True:
        # One request at a time: the judge waits for the reply before it sends another.
        request, ancillary, _, _ = control.recvmsg(_REQUEST_BYTES, _ONE_DESCRIPTOR)
        if request[:1] == b"F":
            follow(*_FORK.unpack_from(request, 1))
            (channel,) = _DESCRIPTOR.unpack(ancillary[0][2])
            pid = fork()
            if pid == 0:
                del request, ancillary  # they name other children
                _become_child(channel, lockdown, parent)
            if pid < 0:
                raise OSError("no process can be made")
            handle = os.pidfd_open(pid)
            rights = (socket.SOL_SOCKET, socket.SCM_RIGHTS, _DESCRIPTOR.pack(handle))
            control.sendmsg([_PID.pack(pid)], [rights])
            os.close(channel)
            os.close(handle)
            for (killed,) in _PID.iter_unpack(request[1 + _FORK.size :]):
                os.waitpid(killed, 0)
            pid = killed = 0  # the next child finds this frame in its memory
        elif request[:1] == b"R":
            (ended,) = _PID.unpack(request[1:])
            _, status = os.waitpid(ended, 0)
            control.sendall(_STATUS.pack(status))
            ended = 0
        else:  # the judge hung up
            os._exit(0)


def _forking() -> Callable[[], int]:
    """What forks this process, with the interpreter's lock held; returns the child's id, or 0.

    It is the bare system call. `os.fork` makes a new process fit for threads, logging and much else
    that no child here has, and writes to 130 shared pages: each is copied, for every child. What a
    child needs made afresh is seeded before each call. The C library's own fork would have the
    kernel write the child's id into its memory, where student code could read it.
    """
    library, architecture = ctypes.PyDLL(None), this_architecture()
    if architecture is None:
        return library.fork
    library.syscall.restype = ctypes.c_long
    # clone(2): no flag but the signal at the child's end, and no place to write to.
    arguments = (architecture[1]["clone"], signal.SIGCHLD, 0, 0, 0, 0)
    return functools.partial(library.syscall, *map(ctypes.c_long, arguments))


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
            lockdown.apply(settings["memory_bytes"], settings["cpu_seconds"], parent)

        serve(CHANNEL, CHANNEL, lock)
        code = 0
    except BaseException:  # noqa: S110  # nothing of the child is told but how it ended
        pass
    finally:
        os._exit(code)


if __name__ == "__main__":
    main(int(sys.argv[1]), *sys.argv[2:4])
