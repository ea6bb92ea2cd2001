"""The zygote: a Python with NumPy imported, which forks one child for each submission.

It is exec'd, never forked from the judge, so no expected value was ever in its memory; it reads no
byte of any student. Requests come over one socket: ``F`` with a descriptor (fork a child that talks
over it; the reply is its pid, and a pidfd); ``R`` and a pid (that child was killed or has ended:
reap it; the reply is the wait status).
"""

from __future__ import annotations

import ctypes
import functools
import gc
import os
import signal
import socket
import struct
from collections.abc import Callable

from grader.sandbox.child.preload import close_imports, preload
from grader.sandbox.child.request_loop import serve
from grader.sandbox.lockdown.kernel import die_with_parent, set_dumpable
from grader.sandbox.lockdown.layers import Lockdown, prepare
from grader.sandbox.lockdown.syscall_filter import system_calls

CHANNEL = 3  # the child's only descriptor beside /dev/null at 0, 1 and 2

_PID, _STATUS, _DESCRIPTOR = struct.Struct("<I"), struct.Struct("<i"), struct.Struct("i")
_ONE_DESCRIPTOR = socket.CMSG_SPACE(_DESCRIPTOR.size)
_REQUEST_BYTES = 1 + _PID.size


def main(libraries: str, control_fd: str, skip: str) -> None:
    """Get ready, send the judge the names of the layers, and serve until it hangs up."""
    die_with_parent()
    set_dumpable(False)
    lockdown = prepare(skip.split(","))
    preload(tuple(filter(None, libraries.split(","))))
    close_imports()
    control = socket.socket(fileno=int(control_fd))
    layers = ",".join(lockdown.layers).encode()
    control.sendall(struct.pack("<I", len(layers)) + layers)
    gc.collect()
    gc.freeze()  # children would copy every page that the collector touches
    _serve(control, lockdown)


def _serve(control: socket.socket, lockdown: Lockdown) -> None:
    fork = _forking()
    while True:
        # One request at a time: the judge waits for the reply before it sends another.
        request, ancillary, _, _ = control.recvmsg(_REQUEST_BYTES, _ONE_DESCRIPTOR)
        if request[:1] == b"F":
            (channel,) = _DESCRIPTOR.unpack(ancillary[0][2])
            pid = fork()
            if pid < 0:
                raise OSError("no process can be made")
            if pid == 0:
                del request, ancillary  # they name other children
                _become_child(channel, lockdown)
            handle = os.pidfd_open(pid)
            rights = (socket.SOL_SOCKET, socket.SCM_RIGHTS, _DESCRIPTOR.pack(handle))
            control.sendmsg([_PID.pack(pid)], [rights])
            os.close(channel)
            os.close(handle)
            pid = 0  # the next child finds this frame in its memory
        elif request[:1] == b"R":
            (ended,) = _PID.unpack(request[1:])
            _, status = os.waitpid(ended, 0)
            control.sendall(_STATUS.pack(status))
            ended = 0
        else:  # the judge hung up
            os._exit(0)


def _forking() -> Callable[[], int]:
    """Return what forks this process: it gives the child's id, or 0 in the child.

    Made once, so that no child finds in the collector's counts how many were forked before it.

    Ids count the children before, so a child must not learn its own. `os.fork` would leave it in
    the child's memory twice: the C library stores it beside the thread's stack, and ``threading``
    in an object. The system call itself (clone(2), with no flag but the signal at the child's end)
    stores it nowhere. The zygote has one thread and no lock that is held.
    """
    calls = system_calls()
    if calls is None:  # a machine without a filter, so without hidden cases
        return os.fork
    library = ctypes.PyDLL(None)  # which keeps the interpreter's lock
    library.syscall.restype = ctypes.c_long
    arguments = (calls["clone"][0], signal.SIGCHLD, 0, 0, 0, 0)
    return functools.partial(library.syscall, *map(ctypes.c_long, arguments))


def _become_child(channel: int, lockdown: Lockdown) -> None:
    """Never returns: whatever happens, the child ends here and not in the zygote's loop."""
    code = 1
    try:
        os.dup2(channel, CHANNEL)
        os.dup2(1, 2)  # while the grader is debugged, 2 is the terminal
        os.closerange(CHANNEL + 1, 1 << 16)
        serve(CHANNEL, CHANNEL, lockdown.apply)
        code = 0
    except BaseException:  # noqa: S110  # the judge learns only that the child ended
        pass
    finally:
        os._exit(code)
