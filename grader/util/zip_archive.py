"""Zip archives that are the same bytes whenever they are made."""

from __future__ import annotations

import zipfile

_EPOCH = (1980, 1, 1, 0, 0, 0)


def add_member(archive: zipfile.ZipFile, name: str, content: str | bytes) -> None:
    """Add a file without a time; a script may be executed where it is unpacked."""
    member = zipfile.ZipInfo(name, _EPOCH)
    data = content.encode() if isinstance(content, str) else content
    member.external_attr = (0o100755 if data.startswith(b"#!") else 0o100644) << 16
    member.compress_type = zipfile.ZIP_DEFLATED
    archive.writestr(member, data)
