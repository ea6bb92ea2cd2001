"""Lists the members of a zip or tar without trusting it; a compressed file is an archive of that one file.

Nothing is written where the archive says: members are copied into a private folder. Links and devices are not
followed, paths that lead outside are refused, and sizes are counted while reading, since what an archive says
about them may be wrong. A damaged member is a problem of that file; a damaged archive is one error.
"""

from __future__ import annotations

import bz2
import gzip
import lzma
import stat
import tarfile
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import partial
from pathlib import Path, PurePath
from typing import IO, Any, BinaryIO

from grader.intake import messages
from grader.intake.private_folder import store
from grader.intake.zip_names import declared_name, raw_name
from grader.model.delivery import (
    ARCHIVES,
    IRREGULAR,
    LARGEST,
    LINK,
    PASSED_OVER,
    PLATFORMS_FILES,
    ListedFile,
    Listing,
    folders_around,
    without_leftovers,
)
from grader.util.codepage import page_of
from grader.util.language import gettext

_LIBRARY_FAULTS = (zipfile.BadZipFile, tarfile.TarError, zlib.error, lzma.LZMAError)
_FAULTS = (*_LIBRARY_FAULTS, OSError, EOFError, RuntimeError, ValueError, OverflowError)
_STEEPEST = 250  # a notebook shrinks up to some sixtyfold, a zip bomb a thousandfold
_ALWAYS_FINE = 2**20
_DIRECTORY_ENTRY = 400
# Other methods are unpacked without a limit on the output: 64 KB can become a gigabyte in memory.
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_LONGEST_PATH, _DEEPEST_PATH = 4096, 100
_MOST_REFUSED = 50
_LONGEST_HEADER = 2**20
_CHUNK, _BLOCK = 1 << 16, 512


class Damaged(Exception):
    """The archive as a whole cannot be used; the text says why."""


@dataclass(frozen=True, slots=True)
class Limits:
    """The most that an archive may hold: members, and bytes in total.

    The bytes may be ``growth`` times the size of the archive, and at least ``bytes``.
    """

    members: int
    bytes: int
    growth: int = 60

    def total(self, size: int) -> int:
        return max(self.bytes, self.growth * size)


CLASS = Limits(members=500_000, bytes=2 * 2**30)
STUDENT = Limits(members=5_000, bytes=256 * 2**20, growth=0)


def list_archive(
    path: Path, limits: Limits = CLASS, root: Path | None = None, name: str = ""
) -> Listing:
    """Return every member of the archive at ``path``.

    Args:
        root: what the members are relative to; without it, the path without its ending.
        name: what the archive is called, where it lies under another name.

    Raises:
        Damaged: it cannot be read as a whole.
    """
    contents = _Contents()
    try:
        with open(path, "rb") as stream:
            for member in _members(stream, name or path.name, limits, contents.pages):
                contents.add(member)
    except _FAULTS as fault:
        raise Damaged(_why(fault)) from None
    return contents.listing(root or without_ending(path))


def without_ending(path: Path) -> Path:
    """Return the archive's path without ``.zip``, ``.tar.gz`` and the like."""
    while path.suffix.lower() in ARCHIVES and path.stem:
        path = path.with_suffix("")
    return path


@dataclass(frozen=True, slots=True)
class _Member:
    """A member as the archive describes it: a folder, a file with a problem, or bytes to be opened."""

    name: str
    problem: str | None = None
    open: Callable[[], IO[bytes] | None] | None = None
    modified: str | None = None

    def as_file(self, path: str) -> ListedFile:
        """Return the file, unpacked if it may be needed."""
        file = ListedFile(path, problem=self.problem, is_folder=not (self.problem or self.open))
        name = path.rpartition("/")[2]
        if self.open is None or not (
            file.may_hold_work or file.is_document or name in PLATFORMS_FILES
        ):
            return file
        try:
            with self.open() as stream:  # type: ignore[union-attr]
                location = store(stream, LARGEST)  # type: ignore[arg-type]
        except _FAULTS as fault:
            return ListedFile(path, problem=messages.damaged_within(_why(fault)))
        if location is None:
            return ListedFile(path, problem=messages.larger_than(LARGEST))
        return ListedFile(path, location, modified=self.modified)


@dataclass(slots=True)
class _Contents:
    """The members so far; ``pages`` are the code pages that names are guessed to be in."""

    files: dict[str, ListedFile] = field(default_factory=dict)
    refused: list[str] = field(default_factory=list)
    hidden: set[str] = field(default_factory=set)
    pages: set[str] = field(default_factory=set)

    def add(self, member: _Member) -> None:
        name = member.name
        if len(name) > _LONGEST_PATH or name.count("/") + name.count("\\") > _DEEPEST_PATH:
            self.refused.append(messages.path_too_long(name))
            return
        parts = name.replace("\\", "/").split("/")
        has_drive = len(parts[0]) == 2 and parts[0][1] == ":"
        if name.startswith(("/", "\\")) or ".." in parts or has_drive:
            self.refused.append(messages.path_leads_out(name))
            return
        parts = [part for part in parts if part not in ("", ".")]
        for depth, part in enumerate(parts, start=1):
            if part.startswith(".") or part in PASSED_OVER:
                self.hidden.add("/".join(parts[:depth]))
                return
        if not parts:
            return
        path = "/".join(parts)
        if path in self.files and not self.files[path].is_folder:
            self.refused.append(messages.appears_twice(path))
        file = member.as_file(path)
        if not (file.is_folder and path in self.files):
            self.files[path] = file

    def listing(self, root: Path) -> Listing:
        if len(self.refused) > _MOST_REFUSED:
            more = len(self.refused) - _MOST_REFUSED
            self.refused[_MOST_REFUSED:] = [messages.and_more(more)]
        # Only empty folders count as files; what holds nothing but hidden files is empty, as on a disk.
        parents = folders_around(self.files)
        for path in {hidden.rpartition("/")[0] for hidden in self.hidden} - parents - {""}:
            self.files.setdefault(path, ListedFile(path, is_folder=True))
        parents = folders_around(self.files)
        files = (f for path, f in self.files.items() if not (f.is_folder and path in parents))
        return Listing(
            root,
            tuple(sorted(without_leftovers(files), key=lambda file: file.path)),
            frozenset(self.hidden),
            tuple(self.refused),
            archive=True,
            messages=tuple(messages.names_read_as(page) for page in sorted(self.pages)),
        )


_COMPRESSED: tuple[tuple[bytes, Any], ...] = (
    (b"\x1f\x8b", gzip.open),
    (b"BZh", bz2.open),
    (b"\xfd7zXZ", lzma.open),
)


def _members(stream: BinaryIO, name: str, limits: Limits, pages: set[str]) -> Iterator[_Member]:
    start = stream.read(6)
    size = stream.seek(0, 2)
    stream.seek(0)
    if start.startswith(b"PK"):
        _check_directory(stream, size, limits)
        yield from _zip_members(stream, size, limits, pages)
        return
    if start.startswith((b"7z\xbc\xaf", b"Rar!")):
        raise Damaged(gettext(messages.NEITHER_ZIP_NOR_TAR))
    opened: Any = stream
    for magic, open_ in _COMPRESSED:
        if start.startswith(magic):
            opened, inside = open_(stream), PurePath(name).stem
            file = ListedFile(inside)
            if (file.is_code or file.is_document) and not _begins_tar(opened):
                stream.seek(0)
                yield _Member(inside, open=partial(open_, stream))
                return
    yield from _tar_members(_BoundedStream(opened, limits.total(size)), limits, pages)


def _begins_tar(stream: IO[bytes]) -> bool:
    """Whether a stream begins with a header of tar, whose sum is right; leaves the stream at its beginning."""
    block = stream.read(_BLOCK)
    stream.seek(0)
    try:
        tarfile.TarInfo.frombuf(block, "utf-8", "surrogateescape")
    except tarfile.HeaderError:
        return False
    return True


def _check_directory(stream: BinaryIO, size: int, limits: Limits) -> None:
    """Check the size of a zip's directory before zipfile reads all of it."""
    tail = min(size, 65_557)
    stream.seek(size - tail)
    end = stream.read(tail)
    at = end.rfind(b"PK\x05\x06")
    stream.seek(0)
    if at < 0 or len(end) < at + 20:
        raise Damaged(gettext(messages.END_MISSING))
    length = int.from_bytes(end[at + 12 : at + 16], "little")
    if length == 0xFFFFFFFF:  # a zip64 archive says it elsewhere; it is not more than the file
        length = size
    if length > limits.members * _DIRECTORY_ENTRY:
        raise Damaged(messages.more_files_than(limits.members))


def _zip_members(stream: BinaryIO, size: int, limits: Limits, pages: set[str]) -> Iterator[_Member]:
    left = limits.total(size)
    with zipfile.ZipFile(stream) as archive:
        infos = archive.infolist()
        if len(infos) > limits.members:
            raise Damaged(messages.more_files_than(limits.members))
        page = page_of([raw for info in infos if (raw := raw_name(info)) is not None], pages)
        for info in infos:
            name, mode = declared_name(info, page), info.external_attr >> 16
            if name.endswith("/") or info.is_dir():
                yield _Member(name)
            elif problem := _zip_problem(info, mode):
                yield _Member(name, problem)
            else:
                # zipfile never reads more than the directory says.
                date = _iso_date(partial(datetime, *info.date_time))
                yield _Member(name, open=partial(archive.open, info), modified=date)
                left -= min(info.file_size, LARGEST)
                if left < 0:
                    raise Damaged(gettext(messages.UNPACKS_TO_TOO_MUCH))


def _zip_problem(info: zipfile.ZipInfo, mode: int) -> str | None:
    """Why a member is not unpacked."""
    if stat.S_ISLNK(mode):
        return gettext(LINK)
    if stat.S_IFMT(mode) and not stat.S_ISREG(mode):
        return gettext(IRREGULAR)
    if info.flag_bits & 1:
        return gettext(messages.ENCRYPTED)
    if info.compress_type not in _METHODS:
        return gettext(messages.UNKNOWN_PACKING)
    if info.file_size > max(_ALWAYS_FINE, _STEEPEST * info.compress_size):
        return gettext(messages.UNPACKS_STEEPLY)
    return None


def _tar_members(stream: _BoundedStream, limits: Limits, pages: set[str]) -> Iterator[_Member]:
    with tarfile.open(fileobj=stream, mode="r:") as archive:  # type: ignore[call-overload]
        count = 0
        while (info := archive.next()) is not None:
            archive.members.clear()
            count += 1
            if count > limits.members:
                raise Damaged(messages.more_files_than(limits.members))
            raw = info.name.encode("utf-8", "surrogateescape")
            name = raw.decode(page_of([raw], pages), "replace")
            if info.isdir():
                yield _Member(name)
            elif info.issym() or info.islnk():
                yield _Member(name, gettext(LINK))
            elif not info.isreg() or info.issparse():
                yield _Member(name, gettext(IRREGULAR))
            elif info.size > LARGEST:
                yield _Member(name, messages.larger_than(LARGEST))
            else:
                date = _iso_date(partial(datetime.fromtimestamp, info.mtime, UTC))
                yield _Member(name, open=partial(archive.extractfile, info), modified=date)
    stream.finish()


class _BoundedStream:
    """The stream that tarfile reads: it only goes forward, and counts what it returns.

    A tar gives the length of its own headers, and tarfile reads a header as a whole. Without a limit, one of
    gigabytes would be read into memory. Several reads without a seek between them are a header: tarfile seeks
    before each piece of a member's data. Going back could go on forever.
    """

    def __init__(self, stream: BinaryIO, limit: int) -> None:
        self._stream, self._left, self._position = stream, limit, 0
        self._header = 0
        self._last = b""

    def read(self, size: int = -1) -> bytes:
        self._header += size
        if size < 0 or self._header > _LONGEST_HEADER:
            raise Damaged(gettext(messages.HEADER_TOO_LONG))
        return self._next(size)

    def _next(self, size: int) -> bytes:
        pieces, wanted = [], size
        while wanted and (piece := self._stream.read(wanted)):
            wanted -= len(piece)
            pieces.append(piece)
        data = b"".join(pieces)
        self._position += len(data)
        self._left -= len(data)
        self._last = data or self._last
        if self._left < 0:
            raise Damaged(gettext(messages.UNPACKS_TO_TOO_MUCH))
        return data

    def seek(self, position: int, whence: int = 0) -> int:
        if whence != 0 or position < self._position:
            raise Damaged(gettext(messages.REFERS_BACK))
        self._header = 0
        while self._position < position:
            if not self._next(min(_CHUNK, position - self._position)):
                break
        return self._position

    def tell(self) -> int:
        return self._position

    def seekable(self) -> bool:
        return True

    def finish(self) -> None:
        """Read to the end, where only zeros may follow: tarfile takes a damaged header for the end."""
        rest = bytes(self._last[-_BLOCK:])
        while rest:
            if any(rest):
                raise EOFError
            rest = self._next(_CHUNK)


def _iso_date(date: Callable[[], datetime]) -> str | None:
    """A member's date; None if it is not a date, or the constant of some packer."""
    try:
        when = date()
    except (ValueError, OverflowError, OSError):
        return None
    return None if when.year <= 1980 else when.replace(tzinfo=None).isoformat()


def _why(fault: Exception) -> str:
    if isinstance(fault, EOFError) or "unexpected end" in str(fault):
        return gettext(messages.ENDS_EARLY)
    if isinstance(fault, RuntimeError):
        return gettext(messages.UNKNOWN_PACKING)
    if isinstance(fault, OSError) and fault.strerror:
        return fault.strerror
    return gettext(messages.WRONG_BYTES)
