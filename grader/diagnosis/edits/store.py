"""Keeps fingerprints on disk, so that the slips of an exercise run once and not in every process.

A file's name is a hash over everything that decides what is in it: the slips, the reference, the
case's inputs, and the versions of Python and NumPy. A file that cannot be read is made anew. Without a
folder to write in nothing is kept, and nothing else changes.
"""

from __future__ import annotations

import contextlib
import io
import os
import zipfile
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from grader.util.files import write_atomically

try:
    import fcntl
except ImportError:  # not on Windows: two processes may then make the same
    fcntl = None  # type: ignore[assignment]

VARIABLE = "GRADER_CACHE"
_BROKEN = (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile)


class Store:
    """A folder of tables. ``folder`` None: nothing is kept."""

    def __init__(self, folder: Path | None) -> None:
        self._folder = folder

    @classmethod
    def of_user(cls) -> Store:
        """The folder that the environment names, else the user's own for such files."""
        named = os.environ.get(VARIABLE)
        if named is not None:
            return cls(Path(named) / "edits" if named else None)
        base = os.environ.get("XDG_CACHE_HOME")
        try:
            own = Path(base) if base else Path.home() / ".cache"
        except RuntimeError:  # nobody's home
            return cls(None)
        return cls(own / "numpy-grader" / "edits")

    def read(self, key: str) -> tuple[tuple[str, ...], np.ndarray, np.ndarray, np.ndarray] | None:
        """Words, kinds, totals and sums of parts of a table; None where they are not there."""
        if self._folder is None:
            return None
        try:
            with np.load(self._folder / f"{key}.npz", allow_pickle=False) as held:
                words = tuple(str(word) for word in held["words"])
                return words, held["kinds"], held["totals"], held["parts"]
        except _BROKEN:
            return None

    def write(
        self,
        key: str,
        words: tuple[str, ...],
        kinds: np.ndarray,
        totals: np.ndarray,
        parts: np.ndarray,
    ) -> None:
        """Keep a table, where that is possible."""
        if self._folder is None:
            return
        data = io.BytesIO()
        np.savez_compressed(data, words=np.array(words), kinds=kinds, totals=totals, parts=parts)
        with contextlib.suppress(OSError):
            write_atomically(self._folder / f"{key}.npz", data.getvalue())

    @contextlib.contextmanager
    def making(self, key: str) -> Iterator[None]:
        """One process at a time makes a table; the others wait, and find it made."""
        handle = None
        if self._folder is not None and fcntl is not None:
            with contextlib.suppress(OSError):
                self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
                handle = os.open(self._folder / f"{key[:2]}.lock", os.O_CREAT | os.O_RDWR, 0o600)
                fcntl.flock(handle, fcntl.LOCK_EX)
        try:
            yield
        finally:
            if handle is not None:
                os.close(handle)
