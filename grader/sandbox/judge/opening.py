"""Opens the sandbox of this machine and finds out what it is worth."""

from __future__ import annotations

from grader.sandbox.judge.sandbox import Sandbox


class ProbedSandbox(Sandbox):
    """A sandbox that knows its isolation from the moment it is entered."""

    def __enter__(self) -> Sandbox:
        from grader.sandbox.judge.probes import probe

        super().__enter__()
        try:
            self.isolation = probe(self).isolation
        except BaseException:
            self.__exit__()
            raise
        return self
