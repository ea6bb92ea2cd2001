"""One zygote that tests use again and again, where every command would start its own.

Half of what a short command costs is the zygote of its sandbox: a Python that imports NumPy and all that
students may import. It reads nothing of a submission and keeps nothing of one, so it serves the next command
as well as a new one. `lend` starts one and has `open_sandbox` use it, in this process and in its forks: the
probes, the children and what is asked of them are the real ones. Who asks for a kind of sandbox, for layers
left out or for libraries gets what the program starts; so does everybody once the lent one has ended. Programs
that are started from their file, as in ``tests/packaging`` and by ``start`` in ``tests/cli``, know nothing of this.
"""

from __future__ import annotations

import atexit
import contextlib
import fcntl
import os
import select
import signal
import socket
import sys
import threading
from collections.abc import Collection, Iterator

from grader.sandbox.judge import spawner
from grader.sandbox.judge.process_handle import ForkedHandle
from grader.sandbox.judge.spawner import Spawner
from grader.sandbox.judge.zygote_spawner import Zygote, Zygotes, _reap
from grader.sandbox.lockdown.kernel import set_dumpable

_FREE, _ASKED = b"\0", b"\1"
_choose = spawner.choose_spawner


class _Lent:
    """The zygote, and a byte: whoever asks for something locks it, and notes that an answer is awaited."""

    def __init__(self) -> None:
        self.owner = os.getpid()
        self.zygote = Zygote()
        self.zygote.start()
        self._byte = os.memfd_create("lent-zygote")
        os.write(self._byte, _FREE)
        self._threads = threading.Lock()
        os.register_at_fork(after_in_child=self._forked)
        atexit.register(self._end)

    def _forked(self) -> None:
        self._threads = threading.Lock()  # a thread that held it is not here

    def _end(self) -> None:
        if os.getpid() == self.owner:
            self.zygote.close()

    @contextlib.contextmanager
    def asking(self) -> Iterator[None]:
        """Of several processes and threads one after the other; raises OSError where the zygote has ended.

        A pool kills its workers, which may be in the middle of a request; whoever comes next finds that noted.
        """
        with self._threads:
            fcntl.lockf(
                self._byte, fcntl.LOCK_EX
            )  # of this process alone, whatever it shares with others
            try:
                if os.pread(self._byte, 1, 0) != _FREE:
                    self._settle()
                os.pwrite(self._byte, _ASKED, 0)
                yield  # whatever is raised here leaves the note
                os.pwrite(self._byte, _FREE, 0)
            finally:
                fcntl.lockf(self._byte, fcntl.LOCK_UN)

    def _settle(self) -> None:
        """Read the answer that a killed process may have left.

        A child of our own tells whether there was one: killed, it closes its end of our stream, or it was not ours
        and another answer comes.
        """
        control = self.zygote._control
        assert control is not None
        ours, theirs = socket.socketpair()
        with ours:
            socket.send_fds(control, [b"F"], [theirs.fileno()])
            theirs.close()
            while True:
                data, handles, _, _ = socket.recv_fds(control, 4, 1)
                if not data:
                    raise OSError("the lent zygote has ended")
                if not handles:
                    continue  # the status of a child that was reaped
                signal.pidfd_send_signal(handles[0], signal.SIGKILL)
                os.close(handles[0])
                if ours in select.select([control, ours], [], [])[0]:
                    _reap(control, int.from_bytes(data, "little"))
                    return


_lent: _Lent | None = None


class _Borrower:
    """A spawner of a command: the lent zygote while it can have it, else what it would start itself."""

    def __init__(self, lent: _Lent) -> None:
        self._lent, self._own = lent, Zygotes()
        self._borrows = True

    @property
    def layers(self) -> tuple[str, ...]:
        return self._lent.zygote.layers if self._borrows else self._own.layers

    @property
    def pid(self) -> int | None:
        return self._lent.zygote.pid if self._borrows else self._own.pid

    def begin(self) -> None:
        # The judge's memory is out of its children's reach, as when it starts a zygote itself.
        set_dumpable(False)

    def start(self) -> None:
        self.begin()

    def spawn(self, libraries: Collection[str] = ()) -> ForkedHandle:
        if libraries or not self._borrows:
            return self._own.spawn(libraries)
        with self._lent.asking():
            handle = self._lent.zygote.spawn()
        reap = handle._reap

        def reaped(number: int) -> int:
            with self._lent.asking():
                return reap(number)

        handle._reap = reaped
        return handle

    def restart(self) -> None:
        self._borrows = False
        self._own.restart()

    def close(self) -> None:
        self._own.close()


def _choose_lent(force: str | None = None, skip: frozenset[str] = frozenset()) -> Spawner:
    if force or skip or os.environ.get("GRADER_SANDBOX"):
        return _choose(force, skip)
    return _Borrower(_lend())


def _lend() -> _Lent:
    global _lent
    if _lent is None:
        _lent = _Lent()
    return _lent


def lend() -> None:
    """From now on sandboxes use the lent zygote; it is started by the first, or by `start_now`."""
    if sys.platform.startswith("linux"):
        spawner.choose_spawner = _choose_lent


def start_now() -> None:
    """Start it in this process, which its forks then find there."""
    lend()
    if sys.platform.startswith("linux"):
        _lend()
