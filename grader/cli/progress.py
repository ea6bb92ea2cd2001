"""What ``grader grade`` shows on stderr: a bar on a terminal, otherwise a line per submission."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING, Any

from grader.cli.output import message, wants_color
from grader.util.in_words import count_of, first_few
from grader.util.untrusted_text import harmless

if TYPE_CHECKING:
    from grader.batch.judge import Verdict
    from grader.batch.run import Outcome, Progress
    from grader.model.delivery import Unassigned

_MOST_NAMED = 5
_STOPPING = (
    "stopping: finished submissions are kept, unfinished ones are left for the next run; "
    "Ctrl-C again stops at once"
)
_REDRAW_SECONDS = 0.1


class Silent:
    """Shows nothing but that the run is stopping (``--quiet``)."""

    def begin(self, total: int) -> None:
        pass

    def done(self, verdicts: Sequence[Verdict]) -> None:
        pass

    def tick(self) -> None:
        pass

    def stopping(self) -> None:
        message(_STOPPING)


class Lines(Silent):
    """Writes a line per submission, for logs."""

    def __init__(self, opening: Sequence[str] = ()) -> None:
        self._opening = opening
        self._total = self._done = 0

    def begin(self, total: int) -> None:
        for line in self._opening:
            message(line)
        self._total = total

    def done(self, verdicts: Sequence[Verdict]) -> None:
        self._done += 1
        for verdict in verdicts:
            message(f"[{self._done}/{self._total}] {in_short(verdict)}")


class Bar:
    """Draws a progress bar: the rate, the time left, how many have no score, and the last student."""

    def __init__(self, progress: Any, opening: Sequence[str] = ()) -> None:
        self._progress, self._opening = progress, opening
        self._task: Any = None
        self._without_score = self._done = 0
        self._began = self._drawn = 0.0

    def begin(self, total: int) -> None:
        for line in self._opening:
            self._print(line)
        self._began = monotonic()
        self._task = self._progress.add_task("", total=total, rate="", failed="")

    def tick(self) -> None:
        if monotonic() - self._drawn >= _REDRAW_SECONDS:
            self._progress.refresh()
            self._drawn = monotonic()

    def stopping(self) -> None:
        self._print(_STOPPING)
        self._progress.refresh()

    def done(self, verdicts: Sequence[Verdict]) -> None:
        name = ""
        for verdict in verdicts:
            if verdict.fault is not None:
                self._print(in_short(verdict))
            report = verdict.report
            self._without_score += report.score is None and not report.waits_for_marks
            name = harmless(verdict.task.pending.student, 30).replace("[", r"\[")
        self._done += 1
        rate = self._done / max(monotonic() - self._began, 1e-3)
        failed = f"{self._without_score} without a score" if self._without_score else ""
        self._progress.update(
            self._task, advance=1, rate=f"{rate:.1f}/s", failed=failed, description=name
        )
        self.tick()

    def _print(self, line: str) -> None:
        self._progress.console.print(line, markup=False, highlight=False)


@contextmanager
def progress_on_stderr(quiet: bool, opening: Sequence[str] = ()) -> Iterator[Progress]:
    """Yield the progress display that fits stderr; it shows ``opening`` when grading begins."""
    if quiet:
        yield Silent()
    elif not sys.stderr.isatty():
        yield Lines(opening)
    else:
        from rich import progress as rich
        from rich.console import Console

        console = Console(file=sys.stderr, no_color=not wants_color(sys.stderr))
        columns = (
            rich.BarColumn(),
            rich.MofNCompleteColumn(),
            rich.TextColumn("{task.fields[rate]}"),
            rich.TimeRemainingColumn(),
            rich.TextColumn("left"),
            rich.TextColumn("{task.fields[failed]}"),
            rich.TextColumn("{task.description}"),
        )
        # Drawn by the working thread: workers are forked, and a fork must not copy other threads.
        with rich.Progress(*columns, console=console, auto_refresh=False) as bar:
            yield Bar(bar, opening)


def in_short(verdict: Verdict) -> str:
    """Return one submission's result in one line."""
    report = verdict.report
    name = harmless(f"{report.submission.student} ({report.exercise.id})")
    if verdict.fault is not None:
        return f"{name}: needs a person: {harmless(verdict.fault, 200)}"
    if report.waits_for_marks:
        return f"{name}: {report.automatic_score} so far; not yet marked"
    if report.score is None:
        return f"{name}: {report.submission.status}: {report.submission.reason}"
    doubt = " (ambiguous: several versions)" if report.submission.ambiguous else ""
    return f"{name}: {report.score} of {report.max_score}{doubt}"


def report_outcome(
    outcome: Outcome, out: Path, unassigned: Sequence[Unassigned], quiet: bool
) -> int:
    """Say what was done and where the results are; return the exit code."""
    from grader.intake.messages import NO_STUDENTS_FOLDER

    if quiet:  # files that cannot be submissions are not worth a message then
        unassigned = [each for each in unassigned if each.reason != NO_STUDENTS_FOLDER]
    if unassigned:
        names = first_few((harmless(each.file, 100) for each in unassigned), _MOST_NAMED)
        belong = count_of(len(unassigned), "file", ("belongs", "belong"))
        message(f"{belong} to nobody: {names}; {out / 'unassigned.csv'} says why")
    for line in outcome.warnings:
        message(f"warning: {harmless(line)}")
    if outcome.up_to_date and not quiet:
        message(f"{outcome.up_to_date} of {outcome.total} are up to date")
    if outcome.interrupted:
        message(f"interrupted: {outcome.done} of {outcome.total} are done, and {out} holds them")
        message("hint: the same command goes on from here")
        return 130
    total = count_of(outcome.total, "submission")
    if outcome.faults:
        students = "; ".join(harmless(verdict.task.pending.student) for verdict in outcome.faults)
        message(f"error: the grader failed on {len(outcome.faults)} of {total}: {students}")
        message("hint: their score is blank; the same command tries them again")
        return 3
    if not quiet:
        message(f"{total} done; the results are in {out}")
    return 0
