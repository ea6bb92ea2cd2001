"""The language of a report: its sentences are in it, and what is written around them."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import AbstractContextManager, nullcontext

from grader.report.model import Report, Setting
from grader.util.language import ENGLISH, shipped, speaking, spoken

SETTING = "language"
"""The setting of a report that is not in English."""


def with_language(settings: Mapping[str, Setting]) -> dict[str, Setting]:
    """A report's settings with the language of the work at hand, where that is not English."""
    language = spoken().language
    return dict(settings) if language == ENGLISH else {**settings, SETTING: language}


def language_of(report: Report) -> str:
    """The code of a report's language."""
    return str(report.environment.settings.get(SETTING) or ENGLISH)


def in_language_of(report: Report) -> AbstractContextManager[None]:
    """What is said inside is in the report's language; see `speaking`.

    A language that only a course brings is spoken where the course is at hand; elsewhere it is
    English that stands around the report's sentences.
    """
    language = language_of(report)
    if spoken().language == language:
        return nullcontext()
    return speaking(shipped(language))
