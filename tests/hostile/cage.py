"""Keeps the naive grader from harming this machine, and watches what the attack did to it.

    python -m tests.hostile.cage FOLDER SUBMISSION SECONDS

FOLDER holds what the naive grader reads and takes what it writes. Prints one JSON object: how it
ended, whether it had to be killed, how many processes it left, its peak memory.
"""

from __future__ import annotations

import atexit
import contextlib
import ctypes
import gc
import importlib
import json
import os
import resource
import signal
import sys
import threading
import time

from grader.sandbox.child.preload import preload
from tests.hostile import naive

_libc = ctypes.CDLL(None, use_errno=True)
_SUBREAPER = 36
_DUMPABLE = 4
_PRIVATE = 1 << 14 | 1 << 18  # MS_REC | MS_PRIVATE
_NAMESPACES = 0x20000000 | 0x40000000 | 0x08000000 | 0x00020000  # pid, net, ipc, mount
_SOMEBODY = 65531
_LIMITS = (
    ("RLIMIT_AS", 1 << 30), ("RLIMIT_FSIZE", 32 << 20), ("RLIMIT_NOFILE", 256),
    ("RLIMIT_NPROC", 400), ("RLIMIT_CORE", 0),
)  # fmt: skip


def main(folder: str, submission: str, seconds: float) -> None:
    # What an attack needs is there; the user that it becomes may be unable to read the library.
    preload()
    for name in ("_socket", "colorsys", "mmap", "resource", "site", "tests.hostile.attacks"):
        importlib.import_module(name)
    os.chdir(folder)
    fenced = os.geteuid() == 0 and _libc.unshare(_NAMESPACES) == 0
    if fenced:
        inner = os.fork()
        if inner:
            os.waitpid(inner, 0)
            return
        _libc.mount(b"none", b"/", None, _PRIVATE, None)
        _libc.mount(b"proc", b"/proc", b"proc", 0, None)
        os.setgroups([])
        os.setresgid(_SOMEBODY, _SOMEBODY, _SOMEBODY)
        os.setresuid(_SOMEBODY, _SOMEBODY, _SOMEBODY)
        _libc.prctl(_DUMPABLE, 1, 0, 0, 0)  # as it was before the change of user
    _libc.prctl(_SUBREAPER, 1, 0, 0, 0)
    watched = _watch(submission, seconds)
    sys.stdout.write(json.dumps(watched))
    sys.stdout.flush()
    _end_survivors()
    os._exit(0)


def _watch(submission: str, seconds: float) -> dict[str, object]:
    pid = os.fork()
    if pid == 0:
        _be_naive(submission)
    deadline = time.monotonic() + seconds
    killed = False
    while True:
        # Stopped counts as running: nobody would ever wake it.
        done, status, usage = os.wait4(pid, os.WNOHANG)
        if done:
            break
        if time.monotonic() > deadline:
            killed = True
            os.kill(pid, signal.SIGKILL)
            _, status, usage = os.wait4(pid, 0)
            break
        time.sleep(0.01)
    time.sleep(0.02)
    return {
        "ended": os.waitstatus_to_exitcode(status),
        "killed": killed,
        "survivors": len(_children()),
        "peak_kib": usage.ru_maxrss,
    }


def _be_naive(submission: str) -> None:
    null = os.open(os.devnull, os.O_RDWR)
    out = os.open("output.txt", os.O_CREAT | os.O_WRONLY, 0o644)
    channel = os.open("channel.txt", os.O_CREAT | os.O_WRONLY, 0o644)
    for number, descriptor in enumerate((null, out, out, channel)):
        os.dup2(descriptor, 100 + number)
        os.dup2(100 + number, number)
    os.closerange(4, 200)
    for name, value in _LIMITS:
        resource.setrlimit(getattr(resource, name), (value, value))
    code = 1
    try:
        sys.modules["__main__"] = naive
        naive.grade(submission)
        code = 0
    except SystemExit as ended:
        code = ended.code if isinstance(ended.code, int) else 1
    except BaseException as error:
        with contextlib.suppress(BaseException):
            print(type(error).__name__, error, flush=True)
    finally:
        # The interpreter ends as it does for any program: atexit, threads, __del__.
        for step in (threading._shutdown, atexit._run_exitfuncs, gc.collect, sys.stdout.flush):
            with contextlib.suppress(BaseException):
                step()
        os._exit(code)


def _children() -> list[int]:
    """Processes whose parent went away come to this one, which asked for it."""
    while True:
        with contextlib.suppress(ChildProcessError):
            if os.waitpid(-1, os.WNOHANG)[0]:
                continue
        break
    with open(f"/proc/self/task/{os.getpid()}/children") as file:
        return [int(pid) for pid in file.read().split()]


def _end_survivors() -> None:
    for _ in range(50):
        pids = _children()
        if not pids:
            return
        for pid in pids:
            with contextlib.suppress(OSError):
                os.kill(pid, signal.SIGKILL)
        time.sleep(0.02)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], float(sys.argv[3]))
