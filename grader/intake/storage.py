"""A private folder for what is taken out of archives, removed when the process ends.

Members get numbers for names there: nothing that an archive says becomes a path.
"""

from __future__ import annotations

import atexit
import itertools
import os
import shutil
import tempfile
from functools import cache
from pathlib import Path
from typing import BinaryIO

_counter = itertools.count(1)
CHUNK = 1 << 16


@cache
def private_folder() -> Path:
    """The process's own folder, readable by its user alone."""
    path = Path(tempfile.mkdtemp(prefix="grader-"))  # mode 0700
    owner = os.getpid()

    def remove() -> None:
        if os.getpid() == owner:
            shutil.rmtree(path, ignore_errors=True)

    atexit.register(remove)
    return path


def keep(stream: BinaryIO, limit: int) -> Path | None:
    """Copy ``stream`` into the private folder; None, and nothing kept, if it holds over ``limit`` bytes."""
    path = private_folder() / f"{next(_counter):08d}"
    left = limit
    try:
        with open(path, "xb") as target:
            while chunk := stream.read(min(CHUNK, left + 1)):
                left -= len(chunk)
                if left < 0:
                    break
                target.write(chunk)
    except BaseException:
        path.unlink(missing_ok=True)
        raise
    if left < 0:
        path.unlink()
        return None
    return path
