"""Frames on a byte stream: a length (u32) and that many bytes. Both ends use it."""

from __future__ import annotations

import os
import struct

LENGTH = struct.Struct("<I")
_AT_ONCE = 1 << 16
TOKEN_BYTES = 8
"""An answer repeats the token of its call, which the judge draws anew for each."""

READY = b"r"
"""What a child that is a fresh process sends when it has started, before it reads anything."""


def write_frame(descriptor: int, payload: bytes) -> None:
    """Write one frame, whole; raises OSError when the other end is gone."""
    data = memoryview(LENGTH.pack(len(payload)) + payload)
    while data:
        data = data[os.write(descriptor, data) :]


class FrameReader:
    """Reads frames, waiting for each. For the child's end: the judge never waits without a limit."""

    def __init__(self, descriptor: int) -> None:
        self._descriptor = descriptor
        self._data = bytearray()

    def read(self) -> bytes | None:
        """The next frame; None at the end of the stream."""
        while len(self._data) < (end := self._end()):
            part = os.read(self._descriptor, max(_AT_ONCE, end - len(self._data)))
            if not part:
                return None
            self._data += part
        payload = bytes(self._data[LENGTH.size : end])
        del self._data[:end]
        return payload

    def _end(self) -> int:
        """Where the first frame ends, or its head while that is not complete."""
        if len(self._data) < LENGTH.size:
            return LENGTH.size
        size: int = LENGTH.unpack_from(self._data)[0]
        return LENGTH.size + size
