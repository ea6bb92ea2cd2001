"""A private folder in memory: the files of one call, without any path of the file system.

After the lock-down no path can be opened. A case that asks for files gets this folder instead: for
the time of the call ``open`` and the common functions of ``os`` work on it, and see nothing else.
That is the same on every system, whatever layers are in force, since it takes no right from the
kernel. What needs a real descriptor (``np.fromfile``, ``mmap``) does not work on it.
"""

from __future__ import annotations

import builtins
import contextlib
import errno
import io
import json
import os
import posixpath
import stat
import weakref
from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np

MOST_FILES = 100
MOST_BYTES = 16 * 2**20
_LONGEST_NAME = 200
_PATCHED = (
    "stat", "lstat", "listdir", "scandir", "remove", "unlink", "rename", "replace", "mkdir",
    "makedirs", "rmdir", "access", "getcwd", "chdir",
)  # fmt: skip


class MemoryFiles:
    """The folder. Names are relative paths with ``/``; the folder itself is ``""``."""

    def __init__(self, given: Mapping[str, bytes]) -> None:
        self._files = {name: bytearray(data) for name, data in given.items()}
        self._given = {name: bytes(data) for name, data in given.items()}
        self._folders = {""}
        for name in given:
            self._folders.update(_parents(name))
        self._open: list[weakref.ref[Any]] = []  # as Python: what nobody holds is closed

    def written(self) -> dict[str, Any]:
        """Name -> content of every file that is new or changed; None for one that was deleted.

        Arrays and JSON come back as data, text as text, and anything else as bytes.
        """
        for reference in self._open:
            with contextlib.suppress(Exception):
                if (stream := reference()) is not None:
                    stream.flush()
        found: dict[str, Any] = {
            name: _content(name, bytes(data))
            for name, data in sorted(self._files.items())
            if self._given.get(name) != bytes(data)
        }
        return found | dict.fromkeys(sorted(self._given.keys() - self._files.keys()))

    @contextlib.contextmanager
    def in_place(self) -> Iterator[None]:
        """Make Python's own functions work on this folder."""
        saved = {name: getattr(os, name) for name in _PATCHED}
        opened = builtins.open
        try:
            builtins.open = io.open = self.open
            _openers(self.open)
            for name in _PATCHED:
                setattr(os, name, getattr(self, name))
            yield
        finally:
            builtins.open = io.open = opened
            _openers(opened)
            for name, function in saved.items():
                setattr(os, name, function)

    # --- what the functions of Python do here ---------------------------------------------------

    def open(
        self, file: Any, mode: str = "r", buffering: int = -1, encoding: str | None = None,
        errors: str | None = None, newline: str | None = None, closefd: bool = True,
        opener: Any = None,
    ) -> Any:  # fmt: skip
        """Python's ``open`` for this folder; text is UTF-8."""
        kinds = [kind for kind in "rwxa" if kind in mode]
        if len(kinds) != 1 or set(mode) - set("rwxabt+") or ("b" in mode and "t" in mode):
            raise ValueError(f"invalid mode: {mode!r}")
        name = self._name(file)
        raw = _MemoryFile(self, self._data(name, kinds[0], file), mode)
        raw.name, raw.mode = str(file), mode
        if raw.readable() and raw.writable():
            stream: Any = io.BufferedRandom(raw)
        else:
            stream = io.BufferedWriter(raw) if raw.writable() else io.BufferedReader(raw)
        if "b" not in mode:
            stream = io.TextIOWrapper(stream, encoding or "utf-8", errors, newline, buffering == 1)
            stream.mode = mode
        self._open.append(weakref.ref(stream))
        return stream

    def _data(self, name: str, kind: str, file: Any) -> bytearray:
        if name in self._folders:
            raise _error(errno.EISDIR, file)
        there = name in self._files
        if kind == "x" and there:
            raise _error(errno.EEXIST, file)
        if kind == "r" and not there:
            raise _error(errno.ENOENT, file)
        if not there:
            if _parent(name) not in self._folders:
                raise _error(errno.ENOENT, file)
            if len(self._files) >= MOST_FILES or len(name) > _LONGEST_NAME:
                raise _error(errno.ENOSPC, file)
            self._files[name] = bytearray()
        elif kind == "w":
            self._files[name] = bytearray()
        return self._files[name]

    def claim(self, size: int) -> None:
        """Raise where this many more bytes are too many for the folder."""
        if size + sum(map(len, self._files.values())) > MOST_BYTES:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    def stat(self, path: Any, *args: Any, **options: Any) -> os.stat_result:
        name = self._name(path)
        if name in self._folders:
            return _stat(stat.S_IFDIR | 0o755, 0)
        if name not in self._files:
            raise _error(errno.ENOENT, path)
        return _stat(stat.S_IFREG | 0o644, len(self._files[name]))

    lstat = stat

    def listdir(self, path: Any = ".") -> list[str]:
        folder = self._name(path)
        if folder not in self._folders:
            raise _error(errno.ENOENT, path)
        inside = [*self._files, *self._folders - {""}]
        return sorted(posixpath.basename(name) for name in inside if _parent(name) == folder)

    @contextlib.contextmanager
    def scandir(self, path: Any = ".") -> Iterator[Iterator[_Entry]]:
        names = self.listdir(path)
        yield iter([_Entry(self, posixpath.join(os.fspath(path), name)) for name in names])

    def access(self, path: Any, mode: int, **options: Any) -> bool:
        with contextlib.suppress(OSError):
            return self._name(path) in {*self._files, *self._folders}
        return False

    def remove(self, path: Any, **options: Any) -> None:
        if self._files.pop(self._name(path), None) is None:
            raise _error(errno.ENOENT, path)

    unlink = remove

    def rename(self, src: Any, dst: Any, **options: Any) -> None:
        old, new = self._name(src), self._name(dst)
        if old not in self._files or _parent(new) not in self._folders:
            raise _error(errno.ENOENT, src)
        self._files[new] = self._files.pop(old)

    replace = rename

    def mkdir(self, path: Any, mode: int = 0o777, **options: Any) -> None:
        name = self._name(path)
        if name in self._folders or name in self._files:
            raise _error(errno.EEXIST, path)
        if _parent(name) not in self._folders:
            raise _error(errno.ENOENT, path)
        if len(self._folders) > MOST_FILES:
            raise _error(errno.ENOSPC, path)
        self._folders.add(name)

    def makedirs(self, name: Any, mode: int = 0o777, exist_ok: bool = False) -> None:
        path = self._name(name)
        if path in self._folders and not exist_ok:
            raise _error(errno.EEXIST, name)
        for folder in (*_parents(path), path):
            if folder not in self._folders:
                self.mkdir(folder)

    def rmdir(self, path: Any, **options: Any) -> None:
        if not self._name(path) or self.listdir(path):
            raise _error(errno.ENOTEMPTY, path)
        self._folders.discard(self._name(path))

    def getcwd(self) -> str:
        return "/"

    def chdir(self, path: Any) -> None:
        if self._name(path):
            raise _error(errno.EACCES, path)

    def _name(self, path: Any) -> str:
        """The path inside the folder, which is the root too; raises for one that leads out of it."""
        if isinstance(path, int):
            raise _error(errno.EBADF, path)
        text = os.fspath(path)
        text = text.decode("utf-8", "replace") if isinstance(text, bytes) else text
        if "\0" in text:
            raise ValueError("embedded null byte")
        name = posixpath.normpath(text.lstrip("/") or ".")
        if name == ".." or name.startswith("../"):
            raise _error(errno.EACCES, path)
        return "" if name == "." else name


def _parent(name: str) -> str:
    return posixpath.dirname(name)


def _parents(name: str) -> list[str]:
    """The folders around a file, the outermost first."""
    parts = name.split("/")[:-1]
    return ["/".join(parts[: n + 1]) for n in range(len(parts))]


def _error(number: int, path: Any) -> OSError:
    return OSError(number, os.strerror(number), str(path)[:_LONGEST_NAME])


def _stat(mode: int, size: int) -> os.stat_result:
    return os.stat_result((mode, 0, 0, 1, 0, 0, size, 0, 0, 0))


class _Entry:
    """One entry of a folder, as ``os.scandir`` gives it."""

    def __init__(self, files: MemoryFiles, path: str) -> None:
        self._mode, self.path, self.name = files.stat(path).st_mode, path, posixpath.basename(path)

    def is_dir(self, *, follow_symlinks: bool = True) -> bool:
        return stat.S_ISDIR(self._mode)

    def is_file(self, *, follow_symlinks: bool = True) -> bool:
        return stat.S_ISREG(self._mode)

    def is_symlink(self) -> bool:
        return False


class _MemoryFile(io.RawIOBase):
    """One opened file: a place in the bytes that the folder keeps."""

    name: str
    mode: str

    def __init__(self, folder: MemoryFiles, data: bytearray, mode: str) -> None:
        super().__init__()
        self._folder, self._bytes, self._at = folder, data, 0
        self._reads = "r" in mode or "+" in mode
        self._writes = "r" not in mode or "+" in mode
        self._appends = "a" in mode

    def readable(self) -> bool:
        return self._reads

    def writable(self) -> bool:
        return self._writes

    def seekable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        part = self._bytes[self._at : self._at + len(buffer)]
        buffer[: len(part)] = part
        self._at += len(part)
        return len(part)

    def write(self, data: Any) -> int:
        new = bytes(data)
        if self._appends:
            self._at = len(self._bytes)
        end = self._at + len(new)
        self._folder.claim(max(0, end - len(self._bytes)))
        if self._at > len(self._bytes):
            self._bytes.extend(bytes(self._at - len(self._bytes)))
        self._bytes[self._at : end] = new
        self._at = end
        return len(new)

    def seek(self, offset: int, whence: int = 0) -> int:
        start = (0, self._at, len(self._bytes))[whence]
        self._at = max(0, start + offset)
        return self._at

    def truncate(self, size: int | None = None) -> int:
        size = self._at if size is None else size
        self._folder.claim(max(0, size - len(self._bytes)))
        del self._bytes[size:]
        self._bytes.extend(bytes(size - len(self._bytes)))
        return size


def _openers(opener: Any) -> None:
    """NumPy's readers of text keep the function that opens plain files to themselves."""
    files = np.lib._datasource._file_openers  # type: ignore[attr-defined]
    files._load()
    files._file_openers[None] = opener


def _content(name: str, data: bytes) -> Any:
    """A file's content as data, read where its writer may have chosen every byte."""
    with contextlib.suppress(Exception):
        if name.endswith((".npy", ".npz")):
            loaded = np.load(io.BytesIO(data), allow_pickle=False)
            return dict(loaded) if name.endswith(".npz") else loaded
        if name.endswith(".json"):
            return json.loads(data)
    try:
        return data.decode("utf-8").replace("\r\n", "\n")
    except UnicodeDecodeError:
        return data
