"""A child that is a fresh process of its own: where there is no zygote, or by force."""

from __future__ import annotations

import os

from grader.sandbox.child.preload import close_imports, preload
from grader.sandbox.child.request_loop import serve
from grader.sandbox.framing import READY
from grader.sandbox.lockdown.layers import limit_resources


def main(libraries: str) -> None:
    """Serve the judge over the standard streams, which student code finds closed."""
    reader, writer = os.dup(0), os.dup(1)
    null = os.open(os.devnull, os.O_RDWR)
    for standard in (0, 1, 2):
        os.dup2(null, standard)
    preload(tuple(filter(None, libraries.split(","))))
    close_imports()
    os.write(writer, READY)
    serve(reader, writer, limit_resources)
    os._exit(0)
