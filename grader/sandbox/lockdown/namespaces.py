"""Namespaces for the zygote and all its children: no network, no other processes in sight.

Entered once, by the zygote, so they cost a child nothing. Some systems do not allow them (a
container without user namespaces); the other layers do not depend on them.

Sources: namespaces(7), user_namespaces(7), capabilities(7).
"""

from __future__ import annotations

import os
import struct
from pathlib import Path

from grader.sandbox.lockdown.kernel import Apply, die_with_parent, libc, set_dumpable

_CLONE_NEWUTS = 0x04000000
_CLONE_NEWIPC = 0x08000000
_CLONE_NEWUSER = 0x10000000
_CLONE_NEWPID = 0x20000000
_CLONE_NEWNET = 0x40000000
_CAPABILITY_VERSION_3 = 0x20080522


def enter_namespaces() -> Apply | None:
    """Move this process into namespaces of its own; None where the system refuses them.

    The caller continues as process 1 of a new pid namespace: when it dies, the kernel kills every
    process in it. The process that called stays behind only to pass on how that one ended.
    """
    uid, gid = os.getuid(), os.getgid()
    flags = _CLONE_NEWPID | _CLONE_NEWNET | _CLONE_NEWIPC | _CLONE_NEWUTS
    if os.geteuid() != 0:
        flags |= _CLONE_NEWUSER
    if libc.unshare(flags) != 0:
        return None
    if flags & _CLONE_NEWUSER:
        set_dumpable(True)  # otherwise the map files belong to root
        Path("/proc/self/setgroups").write_text("deny")
        Path("/proc/self/uid_map").write_text(f"{uid} {uid} 1")
        Path("/proc/self/gid_map").write_text(f"{gid} {gid} 1")
        set_dumpable(False)
    inner = os.fork()
    if inner:
        os.closerange(3, 256)
        _, status = os.waitpid(inner, 0)
        os._exit(1 if status else 0)
    die_with_parent()
    set_dumpable(False)
    if flags & _CLONE_NEWUSER:  # its first process has every capability inside it: give them up
        libc.capset(struct.pack("<Ii", _CAPABILITY_VERSION_3, 0), bytes(24))
    return lambda settings: None
