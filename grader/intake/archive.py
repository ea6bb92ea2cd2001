"""What lies in a zip or tar, read without trust.

Nothing is written where the archive says: members are copied under numbers into a private folder.
Links and devices are not followed, paths that lead outside are refused, and sizes are counted while
they are read, since what an archive says of them may be wrong. A member that cannot be read is that
member's trouble; an archive that cannot be read is one error.
"""

from __future__ import annotations

import bz2
import gzip
import lzma
import stat
import tarfile
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import BinaryIO

from grader.intake import messages, storage
from grader.intake.bounded_stream import Forward, TooMuch
from grader.intake.codepage import page_of, raw_name, zip_name
from grader.model.delivery import (
    ARCHIVES,
    IRREGULAR,
    LARGEST,
    LINK,
    PASSED_OVER,
    PLATFORMS_FILES,
    Found,
    Listing,
    without_leftovers,
)
from grader.util.dates import iso_date

_FAULTS = (
    zipfile.BadZipFile,
    tarfile.TarError,
    OSError,
    EOFError,
    zlib.error,
    lzma.LZMAError,
    RuntimeError,
    NotImplementedError,
    ValueError,
    OverflowError,
)
_STEEPEST = 250  # honest notebooks shrink up to some sixtyfold; a bomb a thousandfold
_ALWAYS_FINE = 2**20
_DIRECTORY_ENTRY = 400
# The others are unpacked without a limit on what comes out: 64 KB can become a gigabyte in memory.
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_LONGEST_PATH, _DEEPEST_PATH = 4096, 100
_MOST_REFUSED = 50


class Damaged(Exception):
    """The archive as a whole cannot be used; the text says why."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What an archive may hold: members, and bytes in all for each byte of the archive, at least ``bytes``."""

    members: int
    bytes: int
    growth: int = 60

    def total(self, size: int) -> int:
        return max(self.bytes, self.growth * size)


CLASS = Limits(members=500_000, bytes=2 * 2**30)
STUDENT = Limits(members=5_000, bytes=256 * 2**20, growth=0)


def list_archive(path: Path, limits: Limits = CLASS, root: Path | None = None) -> Listing:
    """Every member of the archive at ``path``; raises Damaged where it cannot be read as a whole."""
    files: dict[str, Found] = {}
    refused: list[str] = []
    hidden: set[str] = set()
    try:
        with open(path, "rb") as stream:
            pages: set[str] = set()
            for name, trouble, data in _members(stream, limits, pages):
                _take(name, trouble, data, files, refused, hidden)
    except TooMuch as fault:
        raise Damaged(str(fault)) from None
    except _FAULTS as fault:
        raise Damaged(_why(fault)) from None
    if len(refused) > _MOST_REFUSED:
        refused[_MOST_REFUSED:] = [messages.and_more(len(refused) - _MOST_REFUSED)]
    return Listing(
        root or without_ending(path),
        _without_parents(files),
        frozenset(hidden),
        tuple(refused),
        archive=True,
        told=tuple(messages.names_read_as(page) for page in sorted(pages)),
    )


def without_ending(path: Path) -> Path:
    """The archive's path without ``.zip``, ``.tar.gz`` and the like."""
    while path.suffix.lower() in ARCHIVES and path.stem:
        path = path.with_suffix("")
    return path


class _Member:
    """The bytes of one member, opened only when wanted."""

    def __init__(self, open_: object, limit: int, modified: str | None = None) -> None:
        self._open, self.limit, self.modified = open_, limit, modified

    def keep(self) -> Path | None:
        with self._open() as stream:  # type: ignore[operator]
            return storage.keep(stream, self.limit)


Members = Iterator[tuple[str, str | None, _Member | None]]
"""Name, trouble, bytes: of a folder neither trouble nor bytes."""


def _take(
    name: str,
    trouble: str | None,
    data: _Member | None,
    files: dict[str, Found],
    refused: list[str],
    hidden: set[str],
) -> None:
    if len(name) > _LONGEST_PATH or name.count("/") + name.count("\\") > _DEEPEST_PATH:
        refused.append(messages.path_too_long(name))
        return
    parts = name.replace("\\", "/").split("/")
    if name.startswith(("/", "\\")) or ".." in parts or (len(parts[0]) == 2 and parts[0][1] == ":"):
        refused.append(messages.path_leads_out(name))
        return
    parts = [part for part in parts if part not in ("", ".")]
    for depth, part in enumerate(parts):
        if part.startswith(".") or part in PASSED_OVER:
            hidden.add("/".join(parts[: depth + 1]))
            return
    if not parts:
        return
    clean = "/".join(parts)
    if clean in files and not files[clean].folder:
        refused.append(messages.there_twice(clean))
    if data is None and trouble is None:
        files.setdefault(clean, Found(clean, folder=True))
        return
    found = Found(clean, trouble=trouble)
    if (
        trouble is None
        and data is not None
        and (found.is_code or found.is_archive or found.is_document or parts[-1] in PLATFORMS_FILES)
    ):
        found = _kept(clean, data)
    files[clean] = found


def _kept(name: str, data: _Member) -> Found:
    try:
        place = data.keep()
    except TooMuch:
        raise
    except _FAULTS as fault:
        return Found(name, trouble=messages.damaged_within(_why(fault)))
    if place is None:
        return Found(name, trouble=messages.larger_than(LARGEST))
    return Found(name, place, modified=data.modified)


def _without_parents(files: dict[str, Found]) -> tuple[Found, ...]:
    """In order, and of the folders only those that hold nothing."""
    parents = {path[:cut] for path in files for cut in range(len(path)) if path[cut] == "/"}
    found = (files[path] for path in files if not (files[path].folder and path in parents))
    return tuple(sorted(without_leftovers(found), key=lambda found: found.path))


def _members(stream: BinaryIO, limits: Limits, pages: set[str]) -> Members:
    """Every member; ``pages`` gets the code pages that names were guessed to be in."""
    start = stream.read(6)
    size = stream.seek(0, 2)
    stream.seek(0)
    if start.startswith(b"PK"):
        _check_directory(stream, size, limits)
        yield from _zip_members(stream, size, limits, pages)
        return
    if start.startswith((b"7z\xbc\xaf", b"Rar!")):
        raise Damaged(messages.NEITHER_ZIP_NOR_TAR)
    opened: BinaryIO = stream
    for magic, open_ in ((b"\x1f\x8b", gzip.open), (b"BZh", bz2.open), (b"\xfd7zXZ", lzma.open)):
        if start.startswith(magic):
            opened = open_(stream, "rb")  # type: ignore[assignment]
    yield from _tar_members(Forward(opened, limits.total(size)), limits, pages)


def _check_directory(stream: BinaryIO, size: int, limits: Limits) -> None:
    """A zip's directory is read as a whole, so its size is looked at before."""
    tail = min(size, 65_557)
    stream.seek(size - tail)
    end = stream.read(tail)
    at = end.rfind(b"PK\x05\x06")
    stream.seek(0)
    if at < 0 or len(end) < at + 20:
        raise Damaged(messages.END_MISSING)
    length = int.from_bytes(end[at + 12 : at + 16], "little")
    if length == 0xFFFFFFFF:  # told elsewhere, in the large form; it cannot be more than the file
        length = size
    if length > limits.members * _DIRECTORY_ENTRY:
        raise TooMuch(messages.more_files_than(limits.members))


def _zip_members(stream: BinaryIO, size: int, limits: Limits, pages: set[str]) -> Members:
    left = limits.total(size)
    with zipfile.ZipFile(stream) as archive:
        infos = archive.infolist()
        if len(infos) > limits.members:
            raise TooMuch(messages.more_files_than(limits.members))
        page = page_of([raw for info in infos if (raw := raw_name(info)) is not None], pages)
        for info in infos:
            name, mode = zip_name(info, page), info.external_attr >> 16
            if name.endswith("/") or info.is_dir():
                yield name, None, None
            elif stat.S_ISLNK(mode):
                yield name, LINK, None
            elif stat.S_IFMT(mode) and not stat.S_ISREG(mode):
                yield name, IRREGULAR, None
            elif info.flag_bits & 1:
                yield name, messages.ENCRYPTED, None
            elif info.compress_type not in _METHODS:
                yield name, messages.UNKNOWN_PACKING, None
            elif info.file_size > max(_ALWAYS_FINE, _STEEPEST * info.compress_size):
                yield name, messages.UNPACKS_STEEPLY, None
            else:
                # What is read never exceeds what the directory says: zipfile stops there.
                date = iso_date(partial(datetime, *info.date_time))
                member = _Member(lambda info=info: archive.open(info), LARGEST, date)
                yield name, None, member
                left -= min(info.file_size, LARGEST)
                if left < 0:
                    raise TooMuch(messages.UNPACKS_TO_TOO_MUCH)


def _tar_members(stream: Forward, limits: Limits, pages: set[str]) -> Members:
    with tarfile.open(fileobj=stream, mode="r:") as archive:  # type: ignore[call-overload]
        count = 0
        while (info := archive.next()) is not None:
            archive.members.clear()
            count += 1
            if count > limits.members:
                raise TooMuch(messages.more_files_than(limits.members))
            raw = info.name.encode("utf-8", "surrogateescape")
            name = raw.decode(page_of([raw], pages), "replace")
            if info.isdir():
                yield name, None, None
            elif info.issym() or info.islnk():
                yield name, LINK, None
            elif not info.isreg() or info.issparse():
                yield name, IRREGULAR, None
            elif info.size > LARGEST:
                yield name, messages.larger_than(LARGEST), None
            else:
                date = iso_date(partial(datetime.fromtimestamp, info.mtime, UTC))
                yield name, None, _Member(lambda info=info: _whole(archive, info), LARGEST, date)
    stream.finish()


def _whole(archive: tarfile.TarFile, info: tarfile.TarInfo) -> BinaryIO:
    stream = archive.extractfile(info)
    assert stream is not None
    return stream  # type: ignore[return-value]


def _why(fault: Exception) -> str:
    if isinstance(fault, EOFError) or "unexpected end" in str(fault):
        return messages.ENDS_EARLY
    if isinstance(fault, (RuntimeError, NotImplementedError)):
        return messages.UNKNOWN_PACKING
    if isinstance(fault, OSError) and fault.strerror:
        return fault.strerror
    return messages.WRONG_BYTES
