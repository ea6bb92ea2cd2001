"""A private folder for what is taken out of archives, removed when the process ends.

Members get numbers for names there: nothing that an archive says becomes a path. A process that is
killed cannot remove its folder, so the next one does: as long as the owner lives, it holds a lock.
"""

from __future__ import annotations

import atexit
import itertools
import os
import shutil
import tempfile
from functools import cache
from io import RawIOBase
from pathlib import Path
from typing import BinaryIO

from grader.util.errors import GraderError
from grader.util.files import take_lock

PREFIX = "grader-intake-"
OWNER = "owner"
CHUNK = 1 << 16

_counter = itertools.count(1)


@cache
def private_folder() -> Path:
    """The process's own folder, readable by its user alone."""
    _remove_abandoned(Path(tempfile.gettempdir()))
    path = Path(tempfile.mkdtemp(prefix=PREFIX))  # mode 0700
    _hold(path)
    owner = os.getpid()

    def remove() -> None:
        if os.getpid() == owner:
            shutil.rmtree(path, ignore_errors=True)

    atexit.register(remove)
    return path


def keep(stream: BinaryIO, limit: int) -> Path | None:
    """Copy ``stream`` into the private folder; None, and nothing kept, if it holds over ``limit`` bytes.

    What reading raises is the archive's fault and goes through; a full disk is nobody's, and a GraderError.
    """
    path = private_folder() / f"{next(_counter):08d}"
    left = limit
    try:
        with open(path, "xb", buffering=0) as target:
            while chunk := stream.read(min(CHUNK, left + 1)):
                left -= len(chunk)
                if left < 0:
                    break
                _write(target, chunk)
    except BaseException:
        path.unlink(missing_ok=True)
        raise
    if left < 0:
        path.unlink()
        return None
    return path


def _write(target: RawIOBase, chunk: bytes) -> None:
    left = memoryview(chunk)
    try:
        while left:
            left = left[target.write(left) :]
    except OSError as fault:
        raise GraderError(
            f"cannot unpack into {private_folder()}: {fault.strerror}",
            hint="make room there, or name another folder in the environment variable TMPDIR",
        ) from None


def _hold(folder: Path) -> None:
    """Lock a file in ``folder`` for as long as this process lives."""
    unfinished = folder / f"{OWNER}.new"
    descriptor = os.open(unfinished, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600)
    take_lock(descriptor)
    unfinished.rename(folder / OWNER)  # only now: nobody may find it unlocked


def _remove_abandoned(temporary: Path) -> None:
    """Remove the folders of this user's processes that were killed."""
    if not hasattr(os, "getuid"):
        return  # Windows lets no one remove what is open, nor tells whose it is
    for folder in temporary.glob(f"{PREFIX}*"):
        try:
            if folder.is_symlink() or folder.lstat().st_uid != os.getuid():
                continue
            descriptor = os.open(folder / OWNER, os.O_RDWR | os.O_NOFOLLOW)
        except OSError:
            continue  # it has just gone, or is being made
        if take_lock(descriptor):
            shutil.rmtree(folder, ignore_errors=True)
        os.close(descriptor)
