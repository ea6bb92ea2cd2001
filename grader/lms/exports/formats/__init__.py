"""The export formats: one module each, named as on the command line, that holds ``FORMAT``.

canvas, moodle                        one table for a class, also filled into the platform's own file
gradescope, prairielearn, coursera    one JSON file per submission, of the student's view; grading in
                                      the platform's own container writes the same
feedback                              an archive of the students' pages, as a platform takes them back
junit                                 one XML file for a class
"""

from __future__ import annotations

import importlib
import pkgutil
from typing import TYPE_CHECKING

from grader.util.errors import UsageError

if TYPE_CHECKING:
    from grader.lms.exports.export_format import ExportFormat


def format_names() -> tuple[str, ...]:
    """The names of all formats. No format is imported for it."""
    return tuple(sorted(module.name for module in pkgutil.iter_modules(__path__)))


def format_named(name: str) -> ExportFormat:
    """The format of this name; raises UsageError where there is none."""
    if name not in format_names():
        raise UsageError(
            f"there is no format {name!r}", hint=f"there are: {', '.join(format_names())}"
        )
    format: ExportFormat = importlib.import_module(f"{__name__}.{name}").FORMAT
    return format
