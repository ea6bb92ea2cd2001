"""A stream that only goes forward, counts what it gives, and refuses to give too much at once."""

from __future__ import annotations

from typing import BinaryIO

from grader.intake import messages

LONGEST_HEADER = 2**20
_CHUNK = 1 << 16
_BLOCK = 512


class TooMuch(Exception):
    """An archive holds more than it may."""


class Forward:
    """What ``tarfile`` reads through.

    A tar tells the length of its own headers, and a header is read as a whole, by newer Pythons
    piece by piece: without a limit here one of gigabytes would be read into memory. What is read
    on end is a header; whoever reads a member's data seeks before each piece. Going back could go
    on for ever.
    """

    def __init__(self, stream: BinaryIO, limit: int) -> None:
        self._stream, self._left, self._position = stream, limit, 0
        self._on_end = 0
        self._last = b""

    def read(self, size: int = -1) -> bytes:
        self._on_end += size
        if size < 0 or self._on_end > LONGEST_HEADER:
            raise TooMuch(messages.HEADER_TOO_LONG)
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
            raise TooMuch(messages.UNPACKS_TO_TOO_MUCH)
        return data

    def seek(self, position: int, whence: int = 0) -> int:
        if whence != 0 or position < self._position:
            raise TooMuch(messages.REFERS_BACK)
        self._on_end = 0
        while self._position < position:
            if not self._next(min(_CHUNK, position - self._position)):
                break
        return self._position

    def tell(self) -> int:
        return self._position

    def seekable(self) -> bool:
        return True

    def finish(self) -> None:
        """Read to the end, where nothing but zeros may come: a tar reader takes a spoilt header for the end."""
        rest = bytes(self._last[-_BLOCK:])
        while rest:
            if any(rest):
                raise EOFError
            rest = self._next(_CHUNK)
