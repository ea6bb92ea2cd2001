"""Files that are complete or absent, locks on them, and file names made from any student's name."""

from __future__ import annotations

import errno
import hashlib
import os
import re
import secrets
import sys
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from grader.util.errors import GraderError, UsageError

_FULL = (errno.ENOSPC, errno.EDQUOT, errno.EIO)
_TEMPORARY = re.compile(r"\.grader-[0-9]+-[0-9]+\.tmp")


def write_atomically(path: Path | str, data: bytes | str) -> None:
    """Write ``data`` under a temporary name in the same folder, then rename it to ``path``.

    A kill at any moment leaves the old file or the new one. Text is written as UTF-8 with its own
    line ends. A link at ``path`` is replaced, not followed.
    """
    raw = data.encode("utf-8") if isinstance(data, str) else data
    # A name of fixed length, since the final one may already be as long as the file system allows.
    name = f".grader-{os.getpid()}-{secrets.randbits(32)}.tmp"
    temporary = os.path.join(os.path.dirname(path), name)
    try:
        with open(temporary, "wb") as file:
            file.write(raw)
        os.replace(temporary, path)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise


@contextmanager
def writing_into(place: Path | str, hint: str | None = None) -> Iterator[None]:
    """Convert an OSError during the block into a one-line error.

    Raises:
        UsageError: for a path that cannot be written to.
        GraderError: for a full or broken disk.
    """
    try:
        yield
    except OSError as fault:
        kind = GraderError if fault.errno in _FULL else UsageError
        raise kind(f"cannot write into {place}: {fault.strerror}", hint) from fault


def is_temporary(name: str) -> bool:
    """Whether a killed ``write_atomically`` may have left a file of this name."""
    return _TEMPORARY.fullmatch(name) is not None


def remove_temporary_files(folder: Path) -> int:
    """Remove what earlier, killed runs left in ``folder``, and return how many files that were.

    Only for a folder that the caller has locked: another writer's file would be removed too.
    """
    leftovers = [entry for entry in folder.iterdir() if is_temporary(entry.name)]
    for entry in leftovers:
        entry.unlink(missing_ok=True)
    return len(leftovers)


def take_lock(descriptor: int) -> bool:
    """Take an open file's lock; returns False if another process has it.

    The system releases the lock when the process ends, however that happens.
    """
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


_SHORTEST_SECRET = 16


def read_secret(path: Path, what: str, hint: str) -> bytes:
    """Return the secret in a file, without blanks around it.

    Args:
        path: the file.
        what: its name in error messages.
        hint: how to make one.

    Raises:
        UsageError: for a file that cannot be read, or whose secret is short enough to guess.
    """
    try:
        secret = path.read_bytes().strip()
    except OSError as fault:
        raise UsageError(f"cannot read the {what} {path}: {fault.strerror}", hint) from None
    if len(secret) < _SHORTEST_SECRET:
        raise UsageError(
            f"the {what} in {path} is shorter than {_SHORTEST_SECRET} bytes, so it could be guessed",
            hint,
        )
    return secret


# A name of this form is used as it is. Upper case is not, since some file systems fold it;
# neither is what Windows reserves, nor a leading "-" that a shell command takes for an option.
_PLAIN = re.compile(r"[a-z0-9](?:[a-z0-9_@+.-]{0,78}[a-z0-9_])?")
_RESERVED = re.compile(r"(?:con|prn|aux|nul|com[0-9]|lpt[0-9])(?:\..*)?")
_READABLE_BYTES = 80


def safe_name(student: str) -> str:
    """Return a file name without suffix for ``student``: always the same, and no other student's.

    A plain lower-case name is kept. Of any other name the letters and digits are kept, and a hash
    follows after "~", which no plain name contains: "Anna Müller" becomes "Anna_Müller~3f0c…".
    """
    if _PLAIN.fullmatch(student) and not _RESERVED.fullmatch(student):
        return student
    mark = hashlib.sha256(student.encode("utf-8", "surrogatepass")).hexdigest()[:12]
    words = re.findall(r"[^\W_]+", unicodedata.normalize("NFC", student))
    readable = "_".join(words).encode("utf-8")[:_READABLE_BYTES].decode("utf-8", "ignore")
    return f"{readable or 'student'}~{mark}"
