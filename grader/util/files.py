"""Files that are whole or not there, locks on them, and file names made from any student's name."""

from __future__ import annotations

import errno
import hashlib
import itertools
import os
import re
import sys
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from grader.util.errors import GraderError, UsageError

_FULL = (errno.ENOSPC, errno.EDQUOT, errno.EIO)
_counter = itertools.count()
_TEMPORARY = re.compile(r"\.grader-[0-9]+-[0-9]+\.tmp")


def write_atomically(path: Path | str, data: bytes | str) -> None:
    """Write ``data`` under a temporary name in the same folder, then rename it to ``path``.

    A kill at any moment leaves the old file or the new one. Text is written as UTF-8 with the
    line ends that it has. A link at ``path`` is replaced, not followed.
    """
    raw = data.encode("utf-8") if isinstance(data, str) else data
    # A name of fixed length: the final one may already be as long as the file system allows.
    name = f".grader-{os.getpid()}-{next(_counter)}.tmp"
    temporary = os.path.join(os.path.dirname(path), name)
    try:
        # Without a buffer: all is at hand, and a class has two files a student.
        with open(temporary, "wb", buffering=0) as file:
            written = file.write(raw)
            while written < len(raw):  # more than the system takes at once
                written += file.write(memoryview(raw)[written:])
        os.replace(temporary, path)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise


@contextmanager
def writing_into(place: Path | str, hint: str | None = None) -> Iterator[None]:
    """Tell in one line what cannot be written.

    A path that cannot be written to is wrong use (UsageError); a full or broken disk is not (GraderError).
    """
    try:
        yield
    except OSError as fault:
        kind = GraderError if fault.errno in _FULL else UsageError
        raise kind(f"cannot write into {place}: {fault.strerror}", hint) from fault


def is_temporary(name: str) -> bool:
    """Whether a file of this name is what a killed ``write_atomically`` may leave."""
    return _TEMPORARY.fullmatch(name) is not None


def remove_temporary_files(folder: Path) -> int:
    """Remove what earlier, killed runs left in ``folder``; how many files that were.

    Only for a folder that the caller has locked: another writer's file would go too.
    """
    leftovers = [entry for entry in folder.iterdir() if is_temporary(entry.name)]
    for entry in leftovers:
        entry.unlink(missing_ok=True)
    return len(leftovers)


def take_lock(descriptor: int) -> bool:
    """Take an open file's lock, which the system gives back by itself when its owner dies; False: it is taken."""
    if sys.platform == "win32":
        import msvcrt

        try:
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True
    import fcntl

    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    except OSError:
        pass  # a network file system without locks: better graded unlocked than not at all
    return True


# A name of this form is used as it is. Upper case is not, since some file systems fold it;
# neither is what Windows reserves, nor a leading "-" that a shell command takes for an option.
_PLAIN = re.compile(r"[a-z0-9](?:[a-z0-9_@+.-]{0,78}[a-z0-9_])?")
_RESERVED = re.compile(r"(?:con|prn|aux|nul|com[0-9]|lpt[0-9])(?:\..*)?")
_READABLE_BYTES = 80


def safe_name(student: str) -> str:
    """A file name without suffix for ``student``: the same one always, and nobody else's.

    A plain lower-case name stays. Any other keeps what is harmless of it and gets a mark of its
    own, after a "~" that no plain name holds: "Anna Müller" becomes "Anna_Müller~3f0c…".
    """
    if _PLAIN.fullmatch(student) and not _RESERVED.fullmatch(student):
        return student
    mark = hashlib.sha256(student.encode("utf-8", "surrogatepass")).hexdigest()[:12]
    words = re.findall(r"[^\W_]+", unicodedata.normalize("NFC", student))
    readable = "_".join(words).encode("utf-8")[:_READABLE_BYTES].decode("utf-8", "ignore")
    return f"{readable or 'student'}~{mark}"
