"""The seccomp filter: a classic BPF program over ``struct seccomp_data``.

A child computes and talks through one descriptor that it already holds, so few system calls are
allowed; ``syscalls.txt`` lists them. For some of them the filter looks at an argument, so that a
child learns nothing of another process: it reads its own clocks only, and no process id.

Sources: seccomp(2), linux/filter.h, linux/seccomp.h, linux/futex.h, linux/audit.h,
clock_getcpuclockid(3).
"""

from __future__ import annotations

import ctypes
import os
import platform
import struct
from collections.abc import Sequence
from pathlib import Path

from grader.sandbox.lockdown.kernel import Apply, set_no_new_privileges, set_seccomp_filter

_LOAD = 0x20  # BPF_LD | BPF_W | BPF_ABS
_AND = 0x54  # BPF_ALU | BPF_AND | BPF_K
_JUMP_EQUAL = 0x15  # BPF_JMP | BPF_JEQ | BPF_K
_JUMP_GREATER_EQUAL = 0x35  # BPF_JMP | BPF_JGE | BPF_K
_RETURN = 0x06
_NUMBER_OFFSET, _ARCH_OFFSET = 0, 4

_ALLOW = 0x7FFF0000
_KILL_PROCESS = 0x80000000
_ERRNO = 0x00050000
_EPERM, _ESRCH, _EINVAL, _ENOSYS = 1, 3, 22, 38
_OLDER = 290  # both architectures' numbers below it are older than any kernel with Landlock

_ARCHITECTURES = {"x86_64": (0xC000003E, 1), "aarch64": (0xC00000B7, 2)}
"""Machine -> AUDIT_ARCH_*, and its column in ``syscalls.txt``."""

_CLOCKS = 12  # the clocks of the machine are numbered below it
_OWN_CLOCKS = (-6 & 0xFFFFFFFF, -2 & 0xFFFFFFFF)  # of process 0 and of thread 0, the caller's
# wait, wake, requeue, cmp_requeue, wake_op, and the two with a bit set. The other operations of
# futex are about locks that store their owner's id.
_WAITS_AND_WAKES = (0, 1, 3, 4, 5, 9, 10)


class FilterProgram(ctypes.Structure):
    """``struct sock_fprog``."""

    _fields_ = [("length", ctypes.c_ushort), ("instructions", ctypes.c_char_p)]


def prepare_filter() -> Apply | None:
    """Return what puts the filter in force; None where the kernel takes no filter."""
    program = filter_program()
    if program is None or not _kernel_takes(program):
        return None
    return lambda settings: set_seccomp_filter(program)


def _kernel_takes(program: FilterProgram) -> bool:
    """Try the filter in a process that ends with it, so that a child does not die of it."""
    trial = os.fork()
    if trial == 0:
        code = 1
        try:
            set_no_new_privileges()  # the kernel asks for it, unless the user is root
            set_seccomp_filter(program)
            code = 0
        finally:
            os._exit(code)
    _, status = os.waitpid(trial, 0)
    return status == 0


def system_calls() -> dict[str, tuple[int, str]] | None:
    """Name -> number on this machine, and rule; None where the numbers are unknown."""
    if platform.machine() not in _ARCHITECTURES:
        return None
    column = _ARCHITECTURES[platform.machine()][1]
    text = Path(__file__).with_name("syscalls.txt").read_text(encoding="ascii")
    rows = [line.split() for line in text.splitlines() if line and not line.startswith("#")]
    return {row[0]: (int(row[column]), row[3]) for row in rows if row[column] != "-"}


def filter_program() -> FilterProgram | None:
    """Return the filter of this machine; None where its numbers are unknown.

    A call of another architecture kills the process. A call that is not listed gives EPERM where
    every kernel knows it; a newer one gives ENOSYS, so that the C library falls back to an older
    call. So do the calls of x32, whose numbers lie beyond all others.
    """
    calls = system_calls()
    if calls is None:
        return None
    rules = {
        "allow": [_return(_ALLOW)],
        "refuse": [_return(_ERRNO | _EPERM)],
        "zero": [_return(_ERRNO)],  # error number 0: not made, and the result is 0
        "own-process": [_argument(0), *_one_of([0], _ERRNO | _ESRCH)],
        "wait-and-wake": [
            _argument(1),
            _instruction(_AND, 0x7F),  # without the flags: private, and of which clock
            *_one_of(_WAITS_AND_WAKES, _ERRNO | _ENOSYS),
        ],
        # A negative id names the processor clock of any process, and the kernel asks for no right
        # to read it: trying them all would list the machine's processes. Another id is no clock.
        "own-clock": [
            _argument(0),
            _instruction(_JUMP_GREATER_EQUAL, _CLOCKS, otherwise=len(_OWN_CLOCKS) + 1),
            *_one_of(_OWN_CLOCKS, _ERRNO | _EINVAL),
        ],
    }
    program = [
        _instruction(_LOAD, _ARCH_OFFSET),
        _instruction(_JUMP_EQUAL, _ARCHITECTURES[platform.machine()][0], then=1),
        _return(_KILL_PROCESS),
        _instruction(_LOAD, _NUMBER_OFFSET),
    ]
    for number, rule in calls.values():
        if rule != "refuse" or number >= _OLDER:  # the others are refused at the end
            body = rules[rule]
            program += [_instruction(_JUMP_EQUAL, number, otherwise=len(body)), *body]
    program += [
        _instruction(_JUMP_GREATER_EQUAL, _OLDER, otherwise=1),
        _return(_ERRNO | _ENOSYS),
        _return(_ERRNO | _EPERM),
    ]
    return FilterProgram(len(program), b"".join(program))


def _one_of(values: Sequence[int], otherwise: int) -> list[bytes]:
    """Allow what is loaded if it is one of ``values``."""
    last = len(values)
    jumps = [_instruction(_JUMP_EQUAL, value, then=last - at) for at, value in enumerate(values)]
    return [*jumps, _return(otherwise), _return(_ALLOW)]


def _argument(position: int) -> bytes:
    """Load an argument's lower half: these calls take an int, and both machines are little-endian."""
    return _instruction(_LOAD, 16 + 8 * position)


def _return(verdict: int) -> bytes:
    return _instruction(_RETURN, verdict)


def _instruction(code: int, value: int, then: int = 0, otherwise: int = 0) -> bytes:
    """``struct sock_filter``; ``then`` and ``otherwise`` are jumps, in instructions to skip."""
    return struct.pack("<HBBI", code, then, otherwise, value)
