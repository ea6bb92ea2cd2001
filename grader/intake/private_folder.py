"""A private folder for the members of archives; it is removed when the process ends.

Files in it have names of our own: nothing that an archive says becomes a path. A killed process cannot remove
its folder, so a later process does. The owner holds a lock on a file in the folder as long as it lives.
"""

from __future__ import annotations

import atexit
import os
import shutil
import tempfile
from functools import cache
from pathlib import Path
from typing import BinaryIO

from grader.util.errors import GraderError
from grader.util.files import take_lock

_PREFIX = "grader-intake-"
_OWNER = "owner"
_CHUNK = 1 << 16


@cache
def private_folder() -> Path:
    """Return this process's folder; only its user can read it."""
    _remove_abandoned(Path(tempfile.gettempdir()))
    path = Path(tempfile.mkdtemp(prefix=_PREFIX))
    unfinished = path / f"{_OWNER}.new"
    take_lock(os.open(unfinished, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600))
    unfinished.rename(path / _OWNER)  # only now: no other process may see it without a lock
    owner = os.getpid()

    def remove() -> None:
        if os.getpid() == owner:
            shutil.rmtree(path, ignore_errors=True)

    atexit.register(remove)
    return path


def store(stream: BinaryIO, limit: int) -> Path | None:
    """Copy ``stream`` into the private folder and return the file; None for more than ``limit`` bytes.

    Raises what reading raises: that is the archive's fault. Raises GraderError if the disk is full.
    """
    descriptor, name = tempfile.mkstemp(dir=private_folder())
    path, left = Path(name), limit
    try:
        with open(descriptor, "wb", buffering=0) as target:
            while left >= 0 and (chunk := stream.read(min(_CHUNK, left + 1))):
                left -= len(chunk)
                _write(target, chunk)
    except BaseException:
        path.unlink(missing_ok=True)
        raise
    if left < 0:
        path.unlink()
        return None
    return path


def _write(target: BinaryIO, chunk: bytes) -> None:
    left = memoryview(chunk)
    try:
        while left:
            left = left[target.write(left) :]
    except OSError as fault:
        raise GraderError(
            f"cannot unpack into {private_folder()}: {fault.strerror}",
            hint="free some space there, or set the environment variable TMPDIR to another folder",
        ) from None


def _remove_abandoned(temporary: Path) -> None:
    """Remove the folders of this user's processes that were killed."""
    if not hasattr(os, "getuid"):
        return  # Windows does not remove open files, and does not say who owns them
    for folder in temporary.glob(f"{_PREFIX}*"):
        try:
            if folder.is_symlink() or folder.lstat().st_uid != os.getuid():
                continue
            descriptor = os.open(folder / _OWNER, os.O_RDWR | os.O_NOFOLLOW)
        except OSError:
            continue  # another process has just removed it, or is making it
        if take_lock(descriptor):
            shutil.rmtree(folder, ignore_errors=True)
        os.close(descriptor)
