"""The protocol of a platform that grades by itself.

A platform is one module of ``grader.lms.autograder.platforms`` that holds ``PLATFORM``. The module's
name is the platform's name on the command line. Its scripts are the files of ``platforms/files/<name>``.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import Any, ClassVar

from grader.course.definition import Definition
from grader.report.model import Report


@dataclass(frozen=True, slots=True)
class Settings:
    """What the container knows of the exercise and of the options, in ``settings.json``."""

    exercise: str
    title: str
    edition: str | None = None
    allow_unsafe: bool = False
    variant: str | None = None


@dataclass(frozen=True, slots=True)
class Graded:
    """What was graded: a report, and the ``problem`` where it has no score.

    Without a gradable file there is a problem and no report. A fault of the grader leaves neither.
    """

    settings: Settings
    report: Report | None
    problem: str | None = None

    @property
    def faulty(self) -> bool:
        """Whether the grader is at fault."""
        return self.report is None and self.problem is None


class Platform(ABC):
    """One platform, by the paths in its container.

    home         where the bundle's common files are
    submission   the folder of the submitted files
    result_file  what the platform reads
    common       the folder of the archive that the common files go to, "" for its top
    """

    home: ClassVar[str]
    submission: ClassVar[str]
    result_file: ClassVar[str]
    common: ClassVar[str] = ""

    @abstractmethod
    def result(self, graded: Graded) -> dict[str, Any] | None:
        """The content of ``result_file``; None: no file, so that a person looks."""

    def fill_in(self, files: dict[str, bytes], definition: Definition) -> dict[str, bytes]:
        """The platform's files, with what they say about the exercise."""
        return files
