"""Calls of the Linux kernel that Python's standard library does not offer. Every layer uses it.

Can be imported on every system; to be called on Linux only.

Sources: prctl(2), syscall(2).
"""

from __future__ import annotations

import ctypes
import sys
from collections.abc import Callable, Mapping
from typing import Any

_PR_SET_PDEATHSIG = 1
_PR_SET_DUMPABLE = 4
_PR_SET_SECCOMP = 22
_PR_SET_NO_NEW_PRIVS = 38
_SECCOMP_MODE_FILTER = 2
_SIGKILL = 9

Settings = Mapping[str, float]
"""What a child may use: ``memory_bytes`` and ``cpu_seconds``."""

Apply = Callable[[Settings], None]
"""Puts one layer in force for the calling process; raises OSError where the kernel refuses."""

libc: Any = ctypes.CDLL(None, use_errno=True) if sys.platform.startswith("linux") else None
if libc is not None:
    libc.syscall.restype = ctypes.c_long
    libc.prctl.argtypes = [ctypes.c_int] + [ctypes.c_ulong] * 4


def check(result: int, what: str) -> int:
    """Return a call's result; raises OSError where it reports an error."""
    if result < 0:
        raise OSError(ctypes.get_errno(), f"{what} cannot be put in force")
    return result


def set_dumpable(on: bool) -> None:
    """Keep other processes of the same user out of this one's memory (``/proc/<pid>/mem``)."""
    libc.prctl(_PR_SET_DUMPABLE, 1 if on else 0, 0, 0, 0)


def die_with_parent() -> None:
    """Have the kernel kill this process when its parent dies."""
    libc.prctl(_PR_SET_PDEATHSIG, _SIGKILL, 0, 0, 0)


def set_no_new_privileges() -> None:
    """Let no program that this process runs gain rights."""
    check(libc.prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0), "no_new_privs")


def set_seccomp_filter(program: ctypes.Structure) -> None:
    """Put a filter (``struct sock_fprog``) in force for this process, for good."""
    address = ctypes.addressof(program)
    check(libc.prctl(_PR_SET_SECCOMP, _SECCOMP_MODE_FILTER, address, 0, 0), "seccomp")
