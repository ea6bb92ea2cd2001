"""The layers that lock a child down: limits, another user, no new privileges, Landlock, seccomp.

Linux only; imported by nothing that starts on another system. The zygote builds what can be
built once (`prepare`); a forked child applies it in a few system calls (`Lockdown.apply`).
No maintained library covers Landlock together with seccomp, hence ctypes.

Sources: landlock(7), seccomp(2), linux/filter.h, linux/landlock.h.
"""

from __future__ import annotations

import ctypes
import fcntl
import os
import resource
import struct
from dataclasses import dataclass, field

from grader.sandbox.lockdown.syscall_filter import FilterProgram, filter_program
from grader.sandbox.shared.memory import virtual_size

_libc = ctypes.CDLL(None, use_errno=True)
_syscall = _libc.syscall
_syscall.restype = ctypes.c_long
_prctl = _libc.prctl
_prctl.argtypes = [ctypes.c_int] + [ctypes.c_ulong] * 4

_PR_SET_PDEATHSIG = 1
_PR_SET_DUMPABLE = 4
_PR_SET_SECCOMP = 22
_PR_SET_NO_NEW_PRIVS = 38
_SECCOMP_MODE_FILTER = 2
_SIGKILL = 9

_LANDLOCK_CREATE_RULESET = 444  # the same number on every architecture
_LANDLOCK_RESTRICT_SELF = 446
_LANDLOCK_VERSION_FLAG = 1
# Rights that each ABI version knows: handled, and none allowed anywhere.
_LANDLOCK_FS_RIGHTS = {1: 13, 2: 14, 3: 15, 4: 15, 5: 16}
_LANDLOCK_NET_RIGHTS = 0b11  # bind and connect TCP, since version 4
_LANDLOCK_SCOPES = 0b11  # abstract sockets and signals, since version 6

NOBODY = 65534
_NEVER_NEEDED = ("RLIMIT_FSIZE", "RLIMIT_CORE", "RLIMIT_MEMLOCK", "RLIMIT_MSGQUEUE")


def set_dumpable(on: bool) -> None:
    """Keep other processes of the same user out of this one's memory (``/proc/<pid>/mem``)."""
    _prctl(_PR_SET_DUMPABLE, 1 if on else 0, 0, 0, 0)


def die_with_parent() -> None:
    """Have the kernel kill this process when its parent dies."""
    _prctl(_PR_SET_PDEATHSIG, _SIGKILL, 0, 0, 0)


@dataclass(frozen=True, slots=True)
class Lockdown:
    """What a child applies to itself. ``layers`` names what is there to apply."""

    filter: FilterProgram | None
    ruleset: int | None
    drop_user: bool
    memory_base: int
    layers: tuple[str, ...] = field(default=())

    def apply(self, memory_bytes: int, cpu_seconds: float, parent: int) -> None:
        """Lock the calling process down for good; raises OSError when a layer does not hold.

        ``parent`` is the process that forked this one: where it is gone by now, so is this one.
        """
        memory, cpu = self.memory_base + memory_bytes, int(cpu_seconds) + 1
        resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
        resource.setrlimit(resource.RLIMIT_CPU, (cpu, cpu + 1))
        resource.setrlimit(resource.RLIMIT_NPROC, (0, 0))
        if self.drop_user:
            os.setresgid(NOBODY, NOBODY, NOBODY)
            os.setresuid(NOBODY, NOBODY, NOBODY)
        die_with_parent()  # after the change of user, which clears it
        if os.getppid() != parent:  # it died before that; the filter hides process ids
            os._exit(1)
        set_dumpable(False)
        if self.ruleset is not None:
            _checked(_syscall(_LANDLOCK_RESTRICT_SELF, self.ruleset, 0), "landlock")
            os.close(self.ruleset)
        if self.filter is not None:
            _put_in_force(self.filter)


def prepare(skip: frozenset[str] = frozenset()) -> Lockdown:
    """Build every layer that this kernel offers, once, before any child is forked.

    What the zygote can do without is given up here, for it and for its children.
    ``skip`` leaves layers out by name: for measuring what each is worth, never for grading.
    """
    layers = ["limits", "no_new_privs"]
    drop_user = os.geteuid() == 0 and "user" not in skip and _is_mapped(NOBODY)
    if drop_user:
        layers.append("user")
    ruleset = None if "landlock" in skip else _empty_ruleset()
    if ruleset is not None:
        layers.append("landlock")
    for name in _NEVER_NEEDED:
        resource.setrlimit(getattr(resource, name), (0, 0))
    if drop_user:
        os.setgroups([])
    _checked(_prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0), "no_new_privs")
    program = None if "seccomp" in skip else filter_program()
    if program is not None and _kernel_takes(program):
        layers.append("seccomp")
    else:
        program = None
    return Lockdown(program, ruleset, drop_user, virtual_size(), tuple(layers))


def _put_in_force(program: FilterProgram) -> None:
    address = ctypes.addressof(program)
    _checked(_prctl(_PR_SET_SECCOMP, _SECCOMP_MODE_FILTER, address, 0, 0), "seccomp")


def _kernel_takes(program: FilterProgram) -> bool:
    """Whether a filter can be put in force here, tried by a process that ends with it.

    A kernel without seccomp filters, or a container that forbids them, is found out now: each
    child would die of it otherwise.
    """
    trial = os.fork()
    if trial == 0:
        code = 1
        try:
            _put_in_force(program)
            code = 0
        finally:
            os._exit(code)
    _, status = os.waitpid(trial, 0)
    return status == 0


def _checked(result: int, what: str) -> int:
    if result < 0:
        raise OSError(ctypes.get_errno(), f"{what} cannot be put in force")
    return result


def _is_mapped(uid: int) -> bool:
    """Whether a process in this user namespace can become ``uid``."""
    try:
        with open("/proc/self/uid_map") as lines:
            ranges = [tuple(map(int, line.split())) for line in lines]
    except (OSError, ValueError):
        return False
    return any(start <= uid < start + count for start, _, count in ranges)


# --- Landlock: a ruleset that handles everything and allows nothing -----------------------------


def _empty_ruleset() -> int | None:
    version = _syscall(_LANDLOCK_CREATE_RULESET, None, 0, _LANDLOCK_VERSION_FLAG)
    if version < 1:
        return None
    rights = (1 << _LANDLOCK_FS_RIGHTS.get(min(version, 5), 13)) - 1
    fields = [rights]
    if version >= 4:
        fields.append(_LANDLOCK_NET_RIGHTS)
    if version >= 6:
        fields.append(_LANDLOCK_SCOPES)
    attributes = struct.pack(f"<{len(fields)}Q", *fields)
    descriptor = _syscall(_LANDLOCK_CREATE_RULESET, attributes, len(attributes), 0)
    if descriptor < 0:
        return None
    high = fcntl.fcntl(descriptor, fcntl.F_DUPFD_CLOEXEC, 64)  # clear of the child's channel
    os.close(descriptor)
    return high
