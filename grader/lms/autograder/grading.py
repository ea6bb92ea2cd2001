"""In the container: one submission to one report, by the same command that grades a class."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from grader.lms.autograder.contents import Settings
from grader.report.wording import why_ungraded

if TYPE_CHECKING:
    from grader.report.model import Report

ROOT_VARIABLE = "GRADER_PLATFORM_ROOT"
"""A folder that stands for the container's root, to try a bundle out elsewhere."""


@dataclass(frozen=True, slots=True)
class Graded:
    """What there is to tell the platform: a report, with or without a score, or the reason why there
    is none. When the grader is at fault there is neither."""

    settings: Settings
    report: Report | None
    problem: str | None = None

    @property
    def faulty(self) -> bool:
        return self.report is None and self.problem is None


def path(absolute: str) -> Path:
    """A path in the container."""
    return Path(os.environ.get(ROOT_VARIABLE, "") + absolute)


def _copy(source: str, target: str) -> None:
    """Copy a file; what is none stays something that is none, so that the report says so."""
    try:
        shutil.copy2(source, target)
    except shutil.SpecialFileError:
        os.mkfifo(target)
    except OSError:  # it may not be read: neither may its copy
        Path(target).unlink(missing_ok=True)
        Path(target).touch(mode=0)


def grade_folder(home: Path, submission: Path) -> Graded:
    """Grade the files in ``submission`` with the bundle that is unpacked in ``home``."""
    from grader.report.store import read_report

    settings = Settings(**json.loads((home / "settings.json").read_text("utf-8")))
    with tempfile.TemporaryDirectory() as folder:
        intake, out = Path(folder, "intake"), Path(folder, "out")
        # One folder in the intake is one student, so several files are merged into one submission.
        shutil.copytree(submission, intake / "submission", symlinks=True, copy_function=_copy)
        arguments = ["grade", str(intake), "--out", str(out), "--course", str(home / "course")]
        arguments += [
            "--exercise",
            settings.exercise,
            "--jobs",
            "1",
            "--layout",
            "plain",
            "--quiet",
        ]
        arguments += ["--edition", settings.edition] if settings.edition else []
        arguments += ["--allow-unsafe"] if settings.allow_unsafe else []
        # -P: what lies in the working directory is no module of ours.
        code = subprocess.run([sys.executable, "-P", "-m", "grader", *arguments]).returncode
        found = sorted(out.glob("reports/*.json"))
        report = read_report(found[0]) if found else None
    if report is None and code == 2:
        return Graded(settings, None, "There is no .py or .ipynb file that could be graded.")
    if (
        report is None
        or code not in (0, 1)
        or (report.score is None and why_ungraded(report) is None)
    ):
        return Graded(settings, None)
    return Graded(settings, report, why_ungraded(report) if report.score is None else None)
