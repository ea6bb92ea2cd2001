"""A file for each submission, as the platforms that grade one at a time read it."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

from grader.lms.exports.base import Ask, Made
from grader.util.files import safe_name

if TYPE_CHECKING:
    from grader.report.model import Report

Result = Callable[["Report", bool], dict[str, Any]]


def file_for_each(result: Result) -> Callable[[Ask], Made]:
    """What makes ``<exercise>/<student>.json`` of every report by ``result``."""

    def files(ask: Ask) -> Iterator[tuple[str, str]]:
        for report in ask.reports():
            data = json.dumps(
                result(report, ask.after_due), ensure_ascii=False, indent=1, allow_nan=False
            )
            yield f"{report.exercise.id}/{safe_name(report.submission.student)}.json", data + "\n"

    return lambda ask: Made(files=files(ask))
