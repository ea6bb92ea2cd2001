"""Files that browsers save."""

from __future__ import annotations

from fastapi.responses import Response

from grader.service.file_names import harmless_name


def download(content: bytes | str, name: str, kind: str = "application/octet-stream") -> Response:
    """An answer that browsers save under this name, in which only plain letters stay as they are."""
    plain = harmless_name(name).encode("ascii", "replace").decode()
    plain = "".join("_" if letter in '?"\\' else letter for letter in plain)
    headers = {"content-disposition": f'attachment; filename="{plain}"'}
    return Response(content, headers=headers, media_type=kind)
