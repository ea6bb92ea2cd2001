"""The results folder: who may use it, where each file goes, and what is already done.

one exercise      DIR/reports/<student>.json, feedback/<student>.html, gradebook.csv, summary.html
several           the same under DIR/<exercise>/, and DIR/gradebook.csv over all of them
"""

from __future__ import annotations

import os
from collections.abc import Collection, Iterator
from pathlib import Path
from types import TracebackType

from grader.report.model import Report
from grader.report.report_file import REPORTS, read_report, write_report
from grader.util.errors import GraderError, UsageError
from grader.util.files import remove_temporary_files, safe_name, take_lock, write_atomically

LOCK = ".lock"
FEEDBACK = "feedback"


class ResultsFolder:
    """DIR while it is locked; a context manager."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._lock: int | None = None

    def __enter__(self) -> ResultsFolder:
        try:
            self.path.mkdir(parents=True, exist_ok=True)
            self._lock = os.open(self.path / LOCK, os.O_RDWR | os.O_CREAT, 0o644)
        except (FileExistsError, NotADirectoryError):
            raise UsageError(
                f"the results cannot go to {self.path}: there is a file of that name",
                hint="give --out a folder",
            ) from None
        except OSError as fault:
            raise UsageError(
                f"the results cannot go to {self.path}: {fault.strerror}",
                hint="give --out a folder that you can write to",
            ) from None
        if not take_lock(self._lock):
            self.let_go()
            raise UsageError(
                f"{self.path} is in use by another run of the grader",
                hint="wait until it ends, or give --out another folder",
            )
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        value: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.let_go()  # the system does the same when the process is killed

    def let_go(self) -> None:
        """Give the lock back. In a copy of the process: leave it to the original alone."""
        if self._lock is not None:
            os.close(self._lock)
            self._lock = None

    def exercises(self) -> tuple[str, ...]:
        """The ids of the exercises that have a folder of their own here."""
        return tuple(
            sorted(entry.parent.name for entry in self.path.glob(f"*/{REPORTS}") if entry.is_dir())
        )

    def several(self, met: Collection[str]) -> bool:
        """Whether results go to a folder per exercise; moves what an earlier run put side by side.

        ``met`` are the exercises of this run. A folder that has once held several keeps that form.
        """
        earlier = self._exercise_side_by_side()
        if len({*met, *([earlier] if earlier else ())}) < 2 and not self.exercises():
            return False
        if earlier is not None:
            for kind in (FEEDBACK, REPORTS):  # reports last: while one is left, this is repeated
                _move(self.path / kind, self.path / earlier / kind)
            (self.path / "summary.html").unlink(missing_ok=True)
        return True

    def met(self) -> set[str]:
        """The exercises that there are reports on."""
        earlier = self._exercise_side_by_side()
        return {*self.exercises(), *([earlier] if earlier else ())}

    def exercise_folder(self, exercise: str, several: bool) -> ExerciseFolder:
        """Where the files of one exercise go; makes the folders."""
        folder = ExerciseFolder(self.path / exercise if several else self.path)
        folder.prepare()
        return folder

    def _exercise_side_by_side(self) -> str | None:
        for path in sorted((self.path / REPORTS).glob("*.json")):
            if (report := _read(path)) is not None:
                return report.exercise.id
        return None


class ExerciseFolder:
    """The files of one exercise. Only the holder of the folder's lock may write here.

    ``damaged`` says, of each report that ``reports`` could not read, why.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.damaged: list[str] = []

    def prepare(self) -> None:
        """Make the folders, and remove what a killed run left in them."""
        for folder in (self.path / REPORTS, self.path / FEEDBACK):
            try:
                folder.mkdir(parents=True, exist_ok=True)
                remove_temporary_files(folder)
            except OSError as fault:
                raise UsageError(f"the results cannot go to {folder}: {fault.strerror}") from None

    def find(self, student: str) -> Report | None:
        """The student's report, if there is a whole one."""
        path = self._report_path(student)
        return _read(path) if path.exists() else None

    def reports(self) -> Iterator[Report]:
        """Every whole report, one at a time, in the order of the files' names."""
        self.damaged.clear()
        for path in sorted((self.path / REPORTS).glob("*.json")):
            try:
                yield read_report(path)
            except GraderError as fault:
                self.damaged.append(fault.message)

    def write_page(self, student: str, page: str) -> None:
        """Write the student's page, unless the file already has this text."""
        path = self._page_path(student)
        try:
            if path.read_text(encoding="utf-8", errors="replace") == page:
                return
        except OSError:
            pass
        write_atomically(path, page)

    def write_report(self, student: str, report: Report) -> None:
        """Write the student's report."""
        write_report(self._report_path(student), report)

    def remove(self, student: str) -> None:
        """Remove the student's report and page."""
        self._report_path(student).unlink(missing_ok=True)
        self._page_path(student).unlink(missing_ok=True)

    def _report_path(self, student: str) -> Path:
        return self.path / REPORTS / f"{safe_name(student)}.json"

    def _page_path(self, student: str) -> Path:
        return self.path / FEEDBACK / _page_name(student)


def reports_in(folder: Path, exercise: str | None = None) -> Iterator[Report]:
    """Every report of a results folder, or those on one exercise.

    Raises UsageError where there is none, and at the end GraderError where one could not be read:
    a table without it would look like the whole class.
    """
    ids = ResultsFolder(folder).exercises()
    wanted = [name for name in ids if exercise in (None, name)]
    paths = [folder / name for name in wanted] if ids else [folder]
    folders = [ExerciseFolder(path) for path in paths]
    empty = True
    for exercise_folder in folders:
        for report in exercise_folder.reports():
            if exercise in (None, report.exercise.id):
                empty = False
                yield report
    damaged = [reason for each in folders for reason in each.damaged]
    if damaged:
        more = f", and {len(damaged) - 1} more like it" if len(damaged) > 1 else ""
        raise GraderError(
            f"{damaged[0]}{more}: the result would leave out its student",
            hint="grade again into the same folder, which writes it again, or delete the file",
        )
    if empty:
        what = f"report on {exercise}" if exercise else "report"
        raise UsageError(
            f"there is no {what} in {folder}", hint="give the folder that grader grade wrote to"
        )


def page_of(folder: Path, report: Report) -> str | None:
    """The student's page of a results folder, as it was written; None where there is none."""
    name = _page_name(report.submission.student)
    for path in (folder / report.exercise.id, folder):
        try:
            return (path / FEEDBACK / name).read_text(encoding="utf-8")
        except OSError:
            continue
    return None


def _page_name(student: str) -> str:
    return f"{safe_name(student)}.html"


def _read(path: Path) -> Report | None:
    try:
        return read_report(path)
    except GraderError:
        return None  # missing, or of another version: it is graded again


def _move(source: Path, target: Path) -> None:
    """Move every file of a folder."""
    if source.is_dir():
        target.mkdir(parents=True, exist_ok=True)
        for entry in source.iterdir():
            entry.replace(target / entry.name)
        source.rmdir()
