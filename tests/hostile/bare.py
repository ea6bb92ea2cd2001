"""Runs a command on a system that refuses namespaces and has no Landlock, as many containers are.

    python -m tests.hostile.bare [--no-seccomp] COMMAND...

With ``--no-seccomp`` its kernel takes no filter either. Made by a filter of our own, which the
command and all that comes of it keep: ``unshare`` and ``setns`` are not permitted, the calls of
Landlock do not exist.
"""

from __future__ import annotations

import ctypes
import os
import struct
import sys

from grader.sandbox.lockdown.syscall_filter import system_calls

_LOAD, _JUMP_EQUAL, _RETURN = 0x20, 0x15, 0x06
_NUMBER, _FIRST_ARGUMENT = 0, 16
_ALLOW, _ERRNO = 0x7FFF0000, 0x00050000
_EPERM, _EINVAL, _ENOSYS = 1, 22, 38
_SET_NO_NEW_PRIVS, _SET_SECCOMP, _FILTER = 38, 22, 2
_LANDLOCK = (444, 445, 446)
_SECCOMP = {"x86_64": 317, "aarch64": 277}


class _Program(ctypes.Structure):
    _fields_ = [("length", ctypes.c_ushort), ("instructions", ctypes.c_char_p)]


def main(arguments: list[str]) -> None:
    without_seccomp = arguments[0] == "--no-seccomp"
    command = arguments[1:] if without_seccomp else arguments
    install(without_seccomp)
    os.execvp(command[0], command)


def install(without_seccomp: bool = False) -> None:
    """Make this process's system the poorer one, for good."""
    calls = system_calls()
    if calls is None:
        sys.exit("the numbers of system calls are unknown here")
    numbers = {name: number for name, (number, _) in calls.items()}
    refused = {numbers["unshare"]: _EPERM, numbers["setns"]: _EPERM}
    refused |= dict.fromkeys(_LANDLOCK, _ENOSYS)
    program = [_instruction(_LOAD, 0, 0, _NUMBER)]
    if without_seccomp:
        refused[_SECCOMP[os.uname().machine]] = _ENOSYS
    for number, error in refused.items():
        program += [_instruction(_JUMP_EQUAL, 0, 1, number), _refuse(error)]
    if without_seccomp:  # prctl is there, and knows no filters
        program += [
            _instruction(_JUMP_EQUAL, 0, 3, numbers["prctl"]),
            _instruction(_LOAD, 0, 0, _FIRST_ARGUMENT),
            _instruction(_JUMP_EQUAL, 0, 1, _SET_SECCOMP),
            _refuse(_EINVAL),
        ]
    program.append(_instruction(_RETURN, 0, 0, _ALLOW))
    libc = ctypes.CDLL(None, use_errno=True)
    libc.prctl.argtypes = [ctypes.c_int] + [ctypes.c_ulong] * 4
    made = _Program(len(program), b"".join(program))
    if libc.prctl(_SET_NO_NEW_PRIVS, 1, 0, 0, 0) or libc.prctl(
        _SET_SECCOMP, _FILTER, ctypes.addressof(made), 0, 0
    ):
        sys.exit(f"no filter can be put in force: error {ctypes.get_errno()}")


def _refuse(error: int) -> bytes:
    return _instruction(_RETURN, 0, 0, _ERRNO | error)


def _instruction(code: int, true: int, false: int, k: int) -> bytes:
    return struct.pack("<HBBI", code, true, false, k)


if __name__ == "__main__":
    main(sys.argv[1:])
