"""Frames on a byte stream: a length (u32) and that many bytes. Both ends use it."""

from __future__ import annotations

import os
import struct

LENGTH = struct.Struct("<I")
_AT_ONCE = 1 << 16
LOAD, CALL, TOKEN_BYTES = b"L", b"C", 8
"""How a request begins; a call's token follows, and then marshalled data that the judge made."""


def frame(payload: bytes) -> bytes:
    return LENGTH.pack(len(payload)) + payload


def write_frame(descriptor: int, payload: bytes) -> None:
    """Write one frame, whole; raises OSError when the other end is gone."""
    data = memoryview(frame(payload))
    while data:
        data = data[os.write(descriptor, data) :]


class FrameReader:
    """Reads frames, waiting for each. For the child's end: the judge never waits without a limit
    (see ``handle``)."""

    def __init__(self, descriptor: int) -> None:
        self._descriptor = descriptor
        self._rest = b""

    def read(self) -> bytes | None:
        """The next frame; None at the end of the stream."""
        data: bytes | None = self._rest or os.read(self._descriptor, _AT_ONCE)
        if not data or len(data) < _end_of(data):
            data = self._whole(data or b"")
        if data is None:
            return None
        end = _end_of(data)
        self._rest = data[end:]  # empty, unless the judge had two things to say
        return data[LENGTH.size : end]

    def _whole(self, data: bytes) -> bytes | None:
        buffer = bytearray(data)
        while len(buffer) < (end := _end_of(buffer)):
            part = os.read(self._descriptor, max(_AT_ONCE, end - len(buffer)))
            if not part:
                return None
            buffer += part
        return bytes(buffer)


def _end_of(data: bytes | bytearray) -> int:
    """Where the frame ends that ``data`` begins with, or its head."""
    if len(data) < LENGTH.size:
        return LENGTH.size
    size: int = LENGTH.unpack_from(data)[0]
    return LENGTH.size + size
