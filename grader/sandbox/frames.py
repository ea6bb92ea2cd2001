"""Frames on a byte stream: a length (u32) and that many bytes. Both ends use it."""

from __future__ import annotations

import os
import struct

LENGTH = struct.Struct("<I")
MAX_FRAME_BYTES = 256 * 2**20
LOAD, CALL, TOKEN_BYTES = b"L", b"C", 8
"""How a request begins; a call's token follows, and then marshalled data that the judge made."""


def write_frame(descriptor: int, payload: bytes) -> None:
    """Write one frame, whole; raises OSError when the other end is gone."""
    data = memoryview(LENGTH.pack(len(payload)) + payload)
    while data:
        data = data[os.write(descriptor, data) :]


def read_frame(descriptor: int) -> bytes | None:
    """Read one frame, waiting for it; None at the end of the stream. For the child's end:
    the judge never waits without a limit (see ``handle``)."""
    head = _read_exactly(descriptor, LENGTH.size)
    if head is None:
        return None
    (size,) = LENGTH.unpack(head)
    return _read_exactly(descriptor, size)


def _read_exactly(descriptor: int, size: int) -> bytes | None:
    parts = []
    while size:
        part = os.read(descriptor, min(size, 1 << 20))
        if not part:
            return None
        parts.append(part)
        size -= len(part)
    return parts[0] if len(parts) == 1 else b"".join(parts)
