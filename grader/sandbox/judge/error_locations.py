"""The places in a submission where an error can be raised: what a child may name as one."""

from __future__ import annotations

import functools
import marshal
from types import CodeType

from grader.model.submission import Program


class Places:
    """Origin and line of everything in a program that can run. Found when first asked for."""

    def __init__(self, program: Program) -> None:
        self._program = program

    @property
    def statements(self) -> int:
        return len(self._program.statements)

    def hold(self, origin: str, line: int) -> bool:
        return (origin, line) in self._known

    @functools.cached_property
    def _known(self) -> frozenset[tuple[str, int]]:
        # The code was compiled by the judge itself; it is read here, and not executed.
        pending: list[CodeType] = [marshal.loads(s.code) for s in self._program.statements]
        known: set[tuple[str, int]] = set()
        while pending:
            code = pending.pop()
            known |= {(code.co_filename, line) for _, _, line in code.co_lines() if line}
            pending += [part for part in code.co_consts if isinstance(part, CodeType)]
        return frozenset(known)
