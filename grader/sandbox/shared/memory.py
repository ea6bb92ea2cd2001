"""How much memory this process has mapped: what a limit on addresses is counted from."""

from __future__ import annotations

import os


def virtual_size() -> int:
    """Bytes of address space in use, as Linux tells."""
    with open("/proc/self/statm") as statm:
        return int(statm.read().split()[0]) * os.sysconf("SC_PAGE_SIZE")


def peak_virtual_size() -> int:
    """The most bytes of address space that this process ever had in use, as Linux tells."""
    with open("/proc/self/status", "rb") as status:
        return int(status.read().partition(b"VmPeak:")[2].split(None, 1)[0]) * 1024
