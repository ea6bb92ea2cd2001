"""How much memory this process has mapped: what a limit on addresses is counted from."""

from __future__ import annotations

import os


def virtual_size() -> int:
    """Bytes of address space in use, as Linux tells."""
    with open("/proc/self/statm") as statm:
        return int(statm.read().split()[0]) * os.sysconf("SC_PAGE_SIZE")
