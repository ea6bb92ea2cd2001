"""The names in a zip, which may not say how they are encoded.

A zip marks names in UTF-8. Other names are in the code page of the machine that packed them: cp437 by the
standard, in practice whatever the country's Windows uses.
"""

from __future__ import annotations

import struct
import zipfile
import zlib


def raw_name(info: zipfile.ZipInfo) -> bytes | None:
    """Return the bytes of a name of unknown encoding; None where the archive gives the name as UTF-8."""
    if info.flag_bits & 0x800 or _unicode_path(info) is not None:
        return None
    return info.orig_filename.encode("cp437")


def declared_name(info: zipfile.ZipInfo, page: str) -> str:
    """Return the name of a member; ``page`` is the code page of names of unknown encoding."""
    raw = raw_name(info)
    if raw is None:
        return _unicode_path(info) or info.filename
    return raw.decode(page, "replace").partition("\0")[0]


def _unicode_path(info: zipfile.ZipInfo) -> str | None:
    """The UTF-8 name that some packers add as an extra field, if it belongs to this name."""
    extra = info.extra
    while len(extra) >= 4:
        kind, size = struct.unpack_from("<HH", extra)
        data, extra = extra[4 : 4 + size], extra[4 + size :]
        if kind == 0x7075 and len(data) > 5 and data[0] == 1:
            raw = info.orig_filename.encode("cp437") if not info.flag_bits & 0x800 else b""
            if struct.unpack_from("<L", data, 1)[0] == zlib.crc32(raw):
                try:
                    return data[5:].decode("utf-8")
                except UnicodeDecodeError:
                    return None
    return None
