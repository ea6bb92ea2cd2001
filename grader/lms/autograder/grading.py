"""In the container: one submission to one report, by the same command that grades a class."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
from fractions import Fraction
from pathlib import Path

from grader.course.catalog import Course
from grader.lms.autograder.platform import Graded, Platform, Settings
from grader.model.result import exact, rounded
from grader.report.model import Report
from grader.report.phrases import why_ungraded
from grader.report.report_file import read_report
from grader.util.language import gettext, speaking

ROOT_VARIABLE = "GRADER_PLATFORM_ROOT"
"""A folder that stands for the container's root, to try a bundle elsewhere."""


def run(platform: Platform) -> int:
    """Grade the submission and write the platform's result; returns the exit code."""
    home, file = _path(platform.home), _path(platform.result_file)
    file.unlink(missing_ok=True)
    with speaking(Course(home / "course").catalogue()):
        graded = grade_folder(home, _path(platform.submission))
        result = platform.result(graded)
    if result is not None:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(json.dumps(result, indent=1, ensure_ascii=False), "utf-8")
    return 3 if graded.faulty else 0


def grade_folder(home: Path, submission: Path) -> Graded:
    """Grade the files in ``submission`` with the bundle that is unpacked in ``home``."""
    settings = Settings(**json.loads((home / "settings.json").read_text("utf-8")))
    with tempfile.TemporaryDirectory() as folder:
        intake, out = Path(folder, "intake"), Path(folder, "out")
        # One folder in the intake is one student, so several files are merged into one submission.
        shutil.copytree(submission, intake / "submission", symlinks=True, copy_function=_copy)
        command = ["grade", str(intake), "--out", str(out), "--course", str(home / "course")]
        command += ["--exercise", settings.exercise, "--jobs", "1", "--layout", "plain", "--quiet"]
        command += ["--edition", settings.edition] if settings.edition else []
        command += ["--variant", settings.variant] if settings.variant else []
        command += ["--allow-unsafe"] if settings.allow_unsafe else []
        # -P: modules in the working directory are not the grader's.
        code = subprocess.run([sys.executable, "-P", "-m", "grader", *command]).returncode
        reports = sorted(out.glob("reports/*.json"))
        report = read_report(reports[0]) if reports else None
    if report is None and code == 2:
        why = gettext("There is no .py or .ipynb file that could be graded.")
        return Graded(settings, None, why)
    if report is None or code not in (0, 1):
        return Graded(settings, None)
    report = automatic_part(report)
    problem = why_ungraded(report)
    if report.score is None and problem is None:
        return Graded(settings, None)
    return Graded(settings, report, problem)


def automatic_part(report: Report) -> Report:
    """The report without the parts that a person marks: on the platform, if anywhere."""
    if not report.waits_for_marks:
        return report
    left = sum((exact(part.max_score) for part in report.by_hand), Fraction(0))
    return report.model_copy(
        update={
            "score": report.automatic_score,
            "max_score": rounded(exact(report.max_score) - left),
            "by_hand": (),
            "automatic_score": None,
        }
    )


def _path(absolute: str) -> Path:
    """A path in the container."""
    return Path(os.environ.get(ROOT_VARIABLE, "") + absolute)


def _copy(source: str, target: str) -> None:
    """Copy a file. A special or unreadable file becomes another one, so that the report names it."""
    try:
        shutil.copy2(source, target)
    except shutil.SpecialFileError:
        os.mkfifo(target)
    except OSError:
        Path(target).unlink(missing_ok=True)
        Path(target).touch(mode=0)
