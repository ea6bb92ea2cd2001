"""What an attack would leave behind: processes, files, descriptors."""

from __future__ import annotations

import contextlib
import os
from pathlib import Path

MARK = "grader-hostile"
_PLACES = ("/tmp", "/var/tmp", "/dev/shm", "/")


def marks() -> list[Path]:
    """Files that attacks write where anybody may."""
    found = [path for place in _PLACES for path in Path(place).glob(f"{MARK}*")]
    return [*found, *Path.cwd().glob(f"{MARK}*")]


def remove_marks() -> None:
    for path in marks():
        with contextlib.suppress(OSError):
            path.unlink()


def descriptors() -> int:
    return len(os.listdir("/proc/self/fd"))


def relatives(zygote: int) -> set[int]:
    """The zygote and everything that came of it: by parent, by session, by pid namespace."""
    parents: dict[int, int] = {}
    found = {zygote}
    for pid in map(int, filter(str.isdigit, os.listdir("/proc"))):
        with contextlib.suppress(OSError, IndexError, ValueError):
            fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
            if fields[0] == "Z":
                continue
            parents[pid] = int(fields[1])
            if int(fields[3]) == zygote:  # the zygote leads its session
                found.add(pid)
    inner = {_namespace(pid) for pid in found} - {_namespace(os.getpid()), None}
    found |= {pid for pid in parents if _namespace(pid) in inner}
    while more := {pid for pid, parent in parents.items() if parent in found} - found:
        found |= more
    return found


def _namespace(pid: int) -> str | None:
    try:
        return os.readlink(f"/proc/{pid}/ns/pid")
    except OSError:
        return None
