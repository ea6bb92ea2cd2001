"""Lets `verify` grade a second time in its own process, and keep no processor busy meanwhile.

The real thing, a process of its own on a loaded machine, finds the same and takes a second of two processors;
`test_jobs_change_nothing` in ``tests/tools/test_verify.py`` has it, and so does the first `verify` of the README.
"""

from __future__ import annotations

import io
from collections.abc import Callable
from contextlib import nullcontext, redirect_stdout
from pathlib import Path

from grader.verify import determinism


def idle_machine(replace: Callable[[object, str, object], None] = setattr) -> None:
    """Put the second grading into this process; ``replace`` sets an attribute."""
    replace(determinism, "_elsewhere", _here)
    replace(determinism, "_busy_neighbours", nullcontext)


def _here(course: Path, exercise: str, variant: str | None) -> tuple[str, str]:
    printed = io.StringIO()
    with redirect_stdout(printed):
        determinism.main(str(course), exercise, variant)
    return printed.getvalue().strip(), "the same user"
