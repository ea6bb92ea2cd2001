"""The seccomp filter: a classic BPF program over ``struct seccomp_data``.

Numbers of system calls decide; for a few, an argument does too. What remains tells a child
nothing of another process: whoever reads clocks may read its own, and nobody learns an id.

Sources: seccomp(2), linux/filter.h, linux/seccomp.h, linux/futex.h, clock_getcpuclockid(3).
"""

from __future__ import annotations

import ctypes
import struct
from collections.abc import Callable

from grader.sandbox.lockdown.syscalls import (
    ALLOWED,
    ANSWERED_BY_ZERO,
    CLOCKS,
    OWN_CLOCKS,
    REFUSED,
    TAKE_A_CLOCK,
    TAKE_A_PROCESS,
    WAITS_AND_WAKES,
    this_architecture,
)

_LOAD = 0x20  # BPF_LD | BPF_W | BPF_ABS
_AND = 0x54  # BPF_ALU | BPF_AND | BPF_K
_JUMP_EQUAL = 0x15  # BPF_JMP | BPF_JEQ | BPF_K
_JUMP_GREATER_EQUAL = 0x35  # BPF_JMP | BPF_JGE | BPF_K
_RETURN = 0x06
_NUMBER_OFFSET, _ARCH_OFFSET = 0, 4
_FARTHEST = 255  # a jump's length is one byte

_ALLOW = 0x7FFF0000
_KILL_PROCESS = 0x80000000
_ERRNO = 0x00050000
_EPERM, _ESRCH, _EINVAL, _ENOSYS = 1, 3, 22, 38
_ZERO = _ERRNO  # an error number of none: the call is not made, and its result is 0
_OLDER = 290  # both architectures' numbers below it are older than any kernel with Landlock

_Action = int | Callable[[], list[bytes]]
"""What a number leads to: a verdict, or what makes the instructions that look at an argument."""


class FilterProgram(ctypes.Structure):
    """``struct sock_fprog``."""

    _fields_ = [("length", ctypes.c_ushort), ("instructions", ctypes.c_char_p)]


def filter_program() -> FilterProgram | None:
    """Return the filter of this machine; None where its numbers are unknown.

    Another architecture dies, ALLOWED runs, REFUSED gives EPERM. Any other number gives EPERM too
    where every kernel knows it, so that the ranges are few; a newer one ENOSYS, so that the C
    library falls back instead of giving up.
    """
    architecture = this_architecture()
    if architecture is None:
        return None
    audit_arch, numbers = architecture
    by_name: dict[str, _Action] = {
        **dict.fromkeys(REFUSED, _ERRNO | _EPERM),
        **dict.fromkeys(ALLOWED, _ALLOW),
        **dict.fromkeys(ANSWERED_BY_ZERO, _ZERO),
        **dict.fromkeys(TAKE_A_CLOCK, _own_clocks),
        **dict.fromkeys(TAKE_A_PROCESS, _own_process),
        "futex": _waits_and_wakes,
    }
    actions = {numbers[name]: action for name, action in by_name.items() if name in numbers}
    program = [
        _instruction(_LOAD, 0, 0, _ARCH_OFFSET),
        _instruction(_JUMP_EQUAL, 1, 0, audit_arch),
        _instruction(_RETURN, 0, 0, _KILL_PROCESS),
        _instruction(_LOAD, 0, 0, _NUMBER_OFFSET),
        *_decide(_ranges(actions)),
    ]
    return FilterProgram(len(program), b"".join(program))


def _ranges(actions: dict[int, _Action]) -> list[tuple[int, _Action]]:
    """Where a run of numbers with one action begins, and that action, in order.

    The calls of x32, which share x86_64's architecture constant, lie beyond all of them.
    """
    found: list[tuple[int, _Action]] = []
    for number in range(max(actions) + 2):
        action = actions.get(number, _ERRNO | (_EPERM if number < _OLDER else _ENOSYS))
        if not found or action != found[-1][1]:
            found.append((number, action))
    return found


def _decide(ranges: list[tuple[int, _Action]]) -> list[bytes]:
    """A binary search for the range that a number is in.

    Not for speed at run time: when a filter is put in force the kernel walks it for every number
    there is, to learn which are always allowed, and each child puts it in force anew.
    """
    if len(ranges) == 1:
        action = ranges[0][1]
        return [_instruction(_RETURN, 0, 0, action)] if isinstance(action, int) else action()
    middle = len(ranges) // 2
    below, above = _decide(ranges[:middle]), _decide(ranges[middle:])
    assert len(below) <= _FARTHEST
    return [_instruction(_JUMP_GREATER_EQUAL, len(below), 0, ranges[middle][0]), *below, *above]


# --- what looks at an argument ---------------------------------------------------------------------


def _own_clocks() -> list[bytes]:
    """The clocks of the machine and of the calling process; another id is no clock (EINVAL).

    A negative id names the processor clock of any process: the kernel asks for no right to read
    it, so that whoever may try them all has a list of the machine's processes.
    """
    own = [number & 0xFFFFFFFF for number in OWN_CLOCKS]
    return [
        _argument(0),
        _instruction(_JUMP_GREATER_EQUAL, 0, len(own) + 1, CLOCKS),
        *_one_of(own, _ERRNO | _EINVAL),
    ]


def _own_process() -> list[bytes]:
    """Of the calling process (0); there is no other (ESRCH)."""
    return [_argument(0), *_one_of([0], _ERRNO | _ESRCH)]


def _waits_and_wakes() -> list[bytes]:
    """Waiting and waking. What hands a lock over by its owner's id would write that id (ENOSYS)."""
    return [
        _argument(1),
        _instruction(_AND, 0, 0, 0x7F),  # without the flags: private, and of which clock
        *_one_of(WAITS_AND_WAKES, _ERRNO | _ENOSYS),
    ]


def _one_of(values: list[int] | tuple[int, ...], otherwise: int) -> list[bytes]:
    """Allow what is loaded if it is one of ``values``."""
    last = len(values)
    return [
        *(_instruction(_JUMP_EQUAL, last - at, 0, value) for at, value in enumerate(values)),
        _instruction(_RETURN, 0, 0, otherwise),
        _instruction(_RETURN, 0, 0, _ALLOW),
    ]


def _argument(position: int) -> bytes:
    """Load an argument's lower half: these calls take an int. Both architectures are little-endian."""
    return _instruction(_LOAD, 0, 0, 16 + 8 * position)


def _instruction(code: int, true: int, false: int, k: int) -> bytes:
    return struct.pack("<HBBI", code, true, false, k)
