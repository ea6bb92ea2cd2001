"""The judge's end of the zygote (Linux): a locked-down child by one fork."""

from __future__ import annotations

import contextlib
import os
import select
import signal
import socket
import struct
import subprocess
import sys
import time
from collections.abc import Collection

from grader.sandbox.judge.process_handle import ChildGone, End, TimeUp
from grader.sandbox.shared.cpu_affinity import OneProcessor
from grader.sandbox.shared.interpreter import NOTHING_LAZY, cpu_clock_of, environment, import_path
from grader.util.errors import IsolationError

_START_SECONDS = 60.0
_PID = struct.Struct("<I")
_STATUS = struct.Struct("<i")
_FORK = struct.Struct("<i")  # the processor that the child begins on
_DESCRIPTOR = struct.Struct("i")
_SECONDS_AND_MICROSECONDS = struct.Struct("ll")  # struct timeval of socket(7)
_ONE_DESCRIPTOR = socket.CMSG_SPACE(_DESCRIPTOR.size)
_BOOTSTRAP = (
    f"import sys; {NOTHING_LAZY} sys.path += sys.argv[4:]; from grader.sandbox.child.zygote import main;"
    "main(int(sys.argv[1]), sys.argv[2], sys.argv[3])"
)


class Zygote:
    """Starts children; started itself on first use, and again if it was killed."""

    def __init__(self, skip: frozenset[str] = frozenset()) -> None:
        self._skip = skip
        self._libraries: tuple[str, ...] = ()
        self._process: subprocess.Popen[bytes] | None = None
        self._lives = 0
        self._control: socket.socket | None = None
        self._warm = False
        self._processor = OneProcessor()
        self._killed: list[int] = []  # children that nobody asks about: reaped along the way
        self.layers: tuple[str, ...] = ()

    def begin(self) -> None:
        """Start the process, and let it warm up by itself."""
        from grader.sandbox.lockdown.lockdown import set_dumpable  # Linux only

        # Where the children run as the judge's own user, this keeps its memory out of their reach.
        set_dumpable(False)
        self._lives += 1
        self._killed = []
        ours, theirs = socket.socketpair()
        argv = [sys.executable, "-s", "-S", "-P", "-B", "-c", _BOOTSTRAP]
        argv += [str(theirs.fileno()), ",".join(sorted(self._skip))]
        argv += [",".join(self._libraries), *import_path(self._libraries)]
        self._process = subprocess.Popen(
            argv,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=None if os.environ.get("GRADER_DEBUG") else subprocess.DEVNULL,
            pass_fds=[theirs.fileno()],
            env=environment(),
            cwd="/",
            start_new_session=True,  # Ctrl-C is for the judge, which then ends its children
        )
        theirs.close()
        ours.settimeout(_START_SECONDS)
        self._control = ours

    def start(self) -> None:
        """Wait until it is warm; raises IsolationError where it does not get there."""
        if self._control is None:
            self.begin()
        try:
            (size,) = struct.unpack("<I", self._receive(4))
            self.layers = tuple(filter(None, self._receive(size).decode().split(",")))
            self._warm = True
        except OSError as error:
            self.close()
            raise IsolationError(
                "the sandbox could not be started", "run `grader doctor` to see what is missing"
            ) from error

    def provide(self, libraries: Collection[str]) -> None:
        """Have the children that are started from now on find these libraries."""
        if set(libraries) <= set(self._libraries):
            return
        self._libraries = tuple(sorted({*self._libraries, *libraries}))
        if self._control is not None:
            self.restart()

    def _receive(self, size: int) -> bytes:
        assert self._control is not None
        data = b""
        while len(data) < size:
            part = self._control.recv(size - len(data))
            if not part:
                raise ConnectionResetError("the zygote is gone")
            data += part
        return data

    def spawn(self) -> ForkedHandle:
        """Fork one child; raises OSError when the zygote is gone (start it again)."""
        if self._control is None:
            self.start()
        assert self._control is not None
        ours, theirs = socket.socketpair()
        request = (
            b"F" + _FORK.pack(self._processor.enter()) + b"".join(map(_PID.pack, self._killed))
        )
        rights = _DESCRIPTOR.pack(theirs.fileno())
        try:
            self._control.sendmsg([request], [(socket.SOL_SOCKET, socket.SCM_RIGHTS, rights)])
            data, ancillary, _, _ = self._control.recvmsg(_PID.size, _ONE_DESCRIPTOR)
            if len(data) != _PID.size or len(ancillary) != 1:
                raise ConnectionResetError("the zygote is gone")
        except OSError:
            self._processor.leave()
            ours.close()
            raise
        finally:
            theirs.close()
        self._killed = []
        (number,), (pidfd,) = _PID.unpack(data), _DESCRIPTOR.unpack(ancillary[0][2])
        return ForkedHandle(self, number, self._lives, ours, pidfd)

    def reap(self, number: int, life: int) -> End:
        """Learn how a child that was just killed, or has just ended, ended."""
        if self._control is None or life != self._lives:
            raise ConnectionResetError("the child went down with its zygote")
        self._control.sendall(b"R" + _PID.pack(number))
        (status,) = _STATUS.unpack(self._receive(_STATUS.size))
        code = os.waitstatus_to_exitcode(status)
        return End(-code, None) if code < 0 else End(None, code)

    def leave(self) -> None:
        """A child's conversation is over."""
        self._processor.leave()

    def forget(self, number: int, life: int) -> None:
        """Have a child that was killed reaped when the next one is asked for."""
        if life == self._lives:
            self._killed.append(number)

    @property
    def pid(self) -> int | None:
        return self._process.pid if self._process else None

    def close(self) -> None:
        """End the zygote; the kernel ends its children with it."""
        if self._control is not None:
            self._control.close()
            self._control = None
        if self._process is not None:
            if not self._warm:  # it would look up only when it is
                self._process.kill()
            try:
                self._process.wait(timeout=5)
            except subprocess.TimeoutExpired:
                self._process.kill()
                self._process.wait()
            self._process = None
        self._warm = False

    def restart(self) -> None:
        if self._process is not None:
            with contextlib.suppress(OSError):
                self._process.kill()
        self.close()
        self.start()


class ForkedHandle:
    """A child of the zygote, held by a pidfd, so that no other process is ever hit."""

    def __init__(
        self, zygote: Zygote, number: int, life: int, channel: socket.socket, pidfd: int
    ) -> None:
        self._zygote = zygote
        self._life = life  # of the zygote, which may have been started again since
        self._number = number  # its pid where the zygote lives, which may be another namespace
        self._channel = channel
        self._pidfd = pidfd
        self._waits = 0.0
        self._poll = select.poll()  # unlike select(), takes descriptors above 1023
        self._poll.register(channel, select.POLLIN)
        self._clock = _cpu_clock(pidfd)

    def write(self, data: bytes, wall_seconds: float) -> None:
        rest = memoryview(data)
        deadline: float | None = None
        while rest:
            try:
                rest = rest[self._channel.send(rest, socket.MSG_DONTWAIT) :]
            except BlockingIOError:
                deadline = deadline or time.monotonic() + wall_seconds
                left = deadline - time.monotonic()
                if left <= 0:
                    raise TimeUp("wall") from None
                poll = select.poll()
                poll.register(self._channel, select.POLLOUT)
                poll.poll(left * 1000)
            except OSError as error:
                raise ChildGone from error

    def read(self, size: int, wait: float) -> bytes | None:
        if wait != self._waits:
            self._wait_for(wait)
        try:
            return self._channel.recv(size)
        except BlockingIOError:
            return None
        except OSError as error:
            raise ChildGone from error

    def _wait_for(self, seconds: float) -> None:
        """Have the system give up reading by itself: one call instead of two for each answer."""
        whole, part = divmod(max(1, round(seconds * 1e6)), 1_000_000)  # none at all is for ever
        timeval = _SECONDS_AND_MICROSECONDS.pack(whole, part)
        self._channel.setsockopt(socket.SOL_SOCKET, socket.SO_RCVTIMEO, timeval)
        self._waits = seconds

    def pending(self) -> bool:
        return bool(self._poll.poll(0))

    def cpu_seconds(self) -> float | None:
        if self._clock is None:
            return None
        try:
            return time.clock_gettime(self._clock)
        except OSError:
            return None

    def end(self, grace: float = 0.0) -> End:
        try:
            self._kill(grace)
            return self._zygote.reap(self._number, self._life)
        finally:
            os.close(self._pidfd)

    def dismiss(self) -> None:
        self._kill()
        os.close(self._pidfd)
        self._zygote.forget(self._number, self._life)

    def _kill(self, grace: float = 0.0) -> None:
        self._zygote.leave()
        self._channel.close()
        if grace:
            poll = select.poll()
            poll.register(self._pidfd, select.POLLIN)  # readable once the process has ended
            poll.poll(grace * 1000)
        with contextlib.suppress(ProcessLookupError):
            signal.pidfd_send_signal(self._pidfd, signal.SIGKILL)


def _cpu_clock(pidfd: int) -> int | None:
    """The clock id of a process's processor time (``clock_getcpuclockid`` for a pidfd).

    The zygote may live in another pid namespace, so the pid is read off the descriptor, as this
    process sees it.
    """
    try:
        info = os.open(f"/proc/self/fdinfo/{pidfd}", os.O_RDONLY | os.O_CLOEXEC)
        try:
            pid = int(os.read(info, 4096).partition(b"\nPid:")[2].split(None, 1)[0])
        finally:
            os.close(info)
    except (OSError, IndexError, ValueError):
        return None
    return cpu_clock_of(pid) if pid > 0 else None
