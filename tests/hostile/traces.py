"""What an attack would leave behind: processes, files, descriptors."""

from __future__ import annotations

import contextlib
import os
import time
from collections import Counter
from pathlib import Path

MARK = "grader-hostile"
_LAST_BREATH_SECONDS = 60
_PLACES = ("/tmp", "/var/tmp", "/dev/shm", "/")


def marks() -> list[Path]:
    """Files that attacks write where anybody may."""
    found = [path for place in _PLACES for path in Path(place).glob(f"{MARK}*")]
    return [*found, *Path.cwd().glob(f"{MARK}*")]


def remove_marks() -> None:
    for path in marks():
        with contextlib.suppress(OSError):
            path.unlink()


def descriptors() -> Counter[str]:
    """What this process has open, by what each descriptor points to.

    What is there afterwards and was not before was left behind. Fewer are no fault: what an earlier test
    forgot to close, Python closes when it clears away.
    """
    found: Counter[str] = Counter()
    for name in os.listdir("/proc/self/fd"):
        with contextlib.suppress(OSError):  # that of the folder itself, which is closed again
            found[os.readlink(f"/proc/self/fd/{name}")] += 1
    return found


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


def left_over(zygote: int, before: set[int]) -> set[int]:
    """Relatives that were not there before, once those that were killed had time to be gone."""
    deadline = time.monotonic() + _LAST_BREATH_SECONDS
    while (new := relatives(zygote) - before) and time.monotonic() < deadline:
        time.sleep(0.01)
    return new


def _namespace(pid: int) -> str | None:
    try:
        return os.readlink(f"/proc/{pid}/ns/pid")
    except OSError:
        return None
