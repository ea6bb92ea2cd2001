"""What a check in a notebook shows: the same sentences as ``grader check``, as HTML or as text."""

from __future__ import annotations

from typing import Any

from grader.model.result import Status
from grader.report.model import Report
from grader.report.pages import cell_page
from grader.report.terminal import render_check


class Feedback:
    """The result of `grader.check`. The front end shows it; ``passed`` says whether all is right."""

    def __init__(self, report: Report, foot: str) -> None:
        self.report, self._foot = report, foot

    @property
    def passed(self) -> bool:
        return all(function.status is Status.PASSED for function in self.report.functions)

    def __repr__(self) -> str:
        return f"{render_check(self.report, color=False, width=80).rstrip()}\n\n{self._foot}"

    def _repr_html_(self) -> str:
        return cell_page(self.report, self._foot)

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, str]:
        return {"text/plain": repr(self), "text/html": self._repr_html_()}
