"""The judge's end of the zygote (Linux): a locked-down child by one fork."""

from __future__ import annotations

import functools
import os
import socket
import struct
import subprocess
from collections.abc import Collection

from grader.sandbox.interpreter import child_command, child_environment
from grader.sandbox.judge.process_handle import ForkedHandle
from grader.sandbox.lockdown.kernel import set_dumpable
from grader.util.errors import IsolationError

_ZYGOTE = "grader.sandbox.child.zygote"
_START_SECONDS = 60.0
_MOST_OTHERS = 3  # zygotes with libraries, of some hundred megabytes each
_FORK, _REAP = b"F", b"R"
_PID = struct.Struct("<I")
_STATUS = struct.Struct("<i")
_DESCRIPTOR = struct.Struct("i")
_ONE_DESCRIPTOR = socket.CMSG_SPACE(_DESCRIPTOR.size)


class Zygote:
    """Starts children; started itself on first use, and again if it was killed."""

    def __init__(
        self, skip: frozenset[str] = frozenset(), libraries: frozenset[str] = frozenset()
    ) -> None:
        self._skip = skip
        self._libraries = libraries
        self._process: subprocess.Popen[bytes] | None = None
        self._control: socket.socket | None = None
        self.layers: tuple[str, ...] = ()

    def begin(self) -> None:
        """Start the process; `start` waits until it is ready."""
        # Where the children run as the judge's own user, this keeps its memory out of their reach.
        set_dumpable(False)
        ours, theirs = socket.socketpair()
        skip = ",".join(sorted(self._skip))
        self._process = subprocess.Popen(
            child_command(_ZYGOTE, str(theirs.fileno()), skip, libraries=self._libraries),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=None if os.environ.get("GRADER_DEBUG") else subprocess.DEVNULL,
            pass_fds=[theirs.fileno()],
            env=child_environment(),
            cwd="/",
            start_new_session=True,  # Ctrl-C is for the judge, which then ends its children
        )
        theirs.close()
        ours.settimeout(_START_SECONDS)
        self._control = ours

    def start(self) -> None:
        """Wait until it can fork; raises IsolationError where it does not get there."""
        if self._control is None:
            self.begin()
        assert self._control is not None
        try:
            (size,) = _PID.unpack(_receive(self._control, _PID.size))
            self.layers = tuple(filter(None, _receive(self._control, size).decode().split(",")))
        except OSError as error:
            self.close()
            beside = f" with {', '.join(sorted(self._libraries))}" if self._libraries else ""
            raise IsolationError(
                f"the sandbox could not be started{beside}",
                "run `grader doctor` to see what is missing",
            ) from error

    def spawn(self) -> ForkedHandle:
        """Fork one child; raises OSError when the zygote is gone (start it again)."""
        if self._control is None:
            self.start()
        assert self._control is not None
        ours, theirs = socket.socketpair()
        rights = (socket.SOL_SOCKET, socket.SCM_RIGHTS, _DESCRIPTOR.pack(theirs.fileno()))
        try:
            self._control.sendmsg([_FORK], [rights])
            data, ancillary, _, _ = self._control.recvmsg(_PID.size, _ONE_DESCRIPTOR)
            if len(data) != _PID.size or len(ancillary) != 1:
                raise ConnectionResetError("the zygote is gone")
        except OSError:
            ours.close()
            raise
        finally:
            theirs.close()
        (number,), (pidfd,) = _PID.unpack(data), _DESCRIPTOR.unpack(ancillary[0][2])
        return ForkedHandle(number, ours, pidfd, functools.partial(_reap, self._control))

    @property
    def pid(self) -> int | None:
        return self._process.pid if self._process else None

    def close(self) -> None:
        """End the zygote; the kernel ends its children with it."""
        if self._control is not None:
            self._control.close()
            self._control = None
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            self._process = None

    def restart(self) -> None:
        self.close()
        self.start()


class Zygotes:
    """A zygote for every set of libraries, each started when it is first needed.

    Not one for all of them: what a student finds must not depend on which exercise was graded before.
    """

    def __init__(self, skip: frozenset[str] = frozenset()) -> None:
        self._skip = skip
        self._plain = Zygote(skip)
        self._others: dict[frozenset[str], Zygote] = {}

    def begin(self) -> None:
        self._plain.begin()

    def start(self) -> None:
        self._plain.start()

    @property
    def layers(self) -> tuple[str, ...]:
        return self._plain.layers

    @property
    def pid(self) -> int | None:
        return self._plain.pid

    def spawn(self, libraries: Collection[str] = ()) -> ForkedHandle:
        """Fork one child of the zygote that has these libraries."""
        return self._zygote(frozenset(libraries)).spawn()

    def _zygote(self, libraries: frozenset[str]) -> Zygote:
        if not libraries:
            return self._plain
        zygote = self._others.pop(libraries, None) or Zygote(self._skip, libraries)
        while len(self._others) >= _MOST_OTHERS:
            self._others.pop(next(iter(self._others))).close()
        self._others[libraries] = zygote  # the last one used comes last
        return zygote

    def close(self) -> None:
        """End all zygotes, and with them their children."""
        for zygote in (self._plain, *self._others.values()):
            zygote.close()
        self._others.clear()

    def restart(self) -> None:
        self.close()
        self.start()


def _reap(control: socket.socket, number: int) -> int:
    """Have a child reaped that has ended or was killed; returns its status.

    ``control`` is closed when the zygote is ended; then this raises OSError.
    """
    control.sendall(_REAP + _PID.pack(number))
    (status,) = _STATUS.unpack(_receive(control, _STATUS.size))
    return int(status)


def _receive(channel: socket.socket, size: int) -> bytes:
    data = b""
    while len(data) < size:
        part = channel.recv(size - len(data))
        if not part:
            raise ConnectionResetError("the zygote is gone")
        data += part
    return data
