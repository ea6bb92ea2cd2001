"""Uploads: bounded before they are read, and kept before anybody is told that they are.

Starlette parses the form and puts large parts into temporary files; nothing of a request that is cut
off is kept.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from typing import Annotated, BinaryIO

from fastapi import Path as PathParameter
from fastapi import Request
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData, UploadFile
from starlette.exceptions import HTTPException

from grader.service.file_names import harmless_name
from grader.service.hand_in import NamedFile
from grader.service.storage import FileStore
from grader.service.web.problems import Problem
from grader.util.language import gettext

MOST_BYTES = 64 * 2**20
"""Of a request that hands in: a notebook with large pictures."""
MOST_ELSEWHERE = 64 * 2**10
"""Of any other request."""
_MOST_FILES = 50
Position = Annotated[int, PathParameter(ge=0, lt=_MOST_FILES)]
"""Of a file within a submission, in an address."""
_UPLOAD_SECONDS = 300
_CHUNK = 2**20


async def received(
    request: Request, field: str, store: FileStore
) -> tuple[FormData, list[NamedFile]]:
    """Read the form of a request and keep the files of one field; raises Problem.

    Returns:
        The form, and its files with their names made harmless.
    """
    try:
        async with asyncio.timeout(_UPLOAD_SECONDS):
            form = await request.form(max_files=_MOST_FILES, max_fields=20)
    except TimeoutError:
        raise Problem(
            408, "too-slow", gettext("The upload took too long. Nothing was accepted.")
        ) from None
    except HTTPException as fault:
        if not str(fault.detail).startswith("Too many files"):
            raise
        text = gettext("At most {count} files are accepted at once.", count=_MOST_FILES)
        raise Problem(422, "too-many-files", text) from None
    try:
        files = [
            await run_in_threadpool(_keep, upload.file, upload.filename, store)
            for upload in form.getlist(field)
            if isinstance(upload, UploadFile) and upload.filename
        ]
    finally:
        await form.close()
    return form, files


def _keep(file: BinaryIO, name: str, store: FileStore) -> NamedFile:
    stored = store.put(_chunks(file))
    return NamedFile(harmless_name(name), stored.sha256, stored.size)


def _chunks(file: BinaryIO) -> Iterator[bytes]:
    while chunk := file.read(_CHUNK):
        yield chunk
