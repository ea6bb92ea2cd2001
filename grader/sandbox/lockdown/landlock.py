"""Landlock: a ruleset that handles every right the kernel knows, and allows none.

Sources: landlock(7), linux/landlock.h.
"""

from __future__ import annotations

import os
import struct

from grader.sandbox.lockdown.kernel import Apply, Settings, check, libc

_CREATE_RULESET = 444  # the same number on every architecture
_RESTRICT_SELF = 446
_VERSION_FLAG = 1
_FILE_RIGHTS = {1: 13, 2: 14, 3: 15, 4: 15}  # version -> how many; 16 since version 5
_NETWORK_RIGHTS = 0b11  # bind and connect TCP, since version 4
_SCOPES = 0b11  # abstract sockets and signals, since version 6


def prepare_landlock() -> Apply | None:
    """Return what puts the ruleset in force; None where the kernel has no Landlock."""
    version = libc.syscall(_CREATE_RULESET, None, 0, _VERSION_FLAG)
    if version < 1:
        return None
    fields = [(1 << _FILE_RIGHTS.get(version, 16)) - 1]
    if version >= 4:
        fields.append(_NETWORK_RIGHTS)
    if version >= 6:
        fields.append(_SCOPES)
    rights = struct.pack(f"<{len(fields)}Q", *fields)

    def restrict(settings: Settings) -> None:
        ruleset = check(libc.syscall(_CREATE_RULESET, rights, len(rights), 0), "landlock")
        check(libc.syscall(_RESTRICT_SELF, ruleset, 0), "landlock")
        os.close(ruleset)

    return restrict
