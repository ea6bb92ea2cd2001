"""Writes a platform's archive: the same bytes for the same exercise, whenever it is made."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from pathlib import Path
from types import ModuleType

from grader.course.catalog import Course
from grader.lms.autograder import coursera, gradescope, prairielearn
from grader.lms.autograder.contents import Settings, contents
from grader.util.files import write_atomically, writing_into

PLATFORMS: Mapping[str, ModuleType] = {
    "gradescope": gradescope, "prairielearn": prairielearn, "coursera": coursera,
}  # fmt: skip
_EPOCH = (1980, 1, 1, 0, 0, 0)


def package(
    course: Course,
    format: str,
    exercise_id: str,
    out: Path,
    edition: str | None,
    allow_unsafe: bool,
) -> None:
    """Write the archive of one exercise for one platform.

    Raises UsageError for an exercise or edition that is not there, for a released bundle, and for a
    place that cannot be written to.
    """
    definition = course.definition(exercise_id).in_edition(edition)
    settings = Settings(exercise_id, definition.title, edition, allow_unsafe)
    files = PLATFORMS[format].arrange(contents(course, definition, settings), definition)
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in sorted(files):
            entry = zipfile.ZipInfo(name, _EPOCH)
            script = files[name].startswith(b"#!")
            entry.external_attr = (0o100755 if script else 0o100644) << 16
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, files[name])
    with writing_into(out):
        write_atomically(out, data.getvalue())
