"""Where the time of a submission goes: clocks around the steps of ``grade``, on the benchmark's class.

python -m benchmarks.step_profile                    print the table
python -m benchmarks.step_profile --write FILE       put it into FILE, between the two marks

The steps are named here, where each is called, and nowhere else. Times are a step's own, without the
steps inside it. What the child does is seen from outside: the time that the judge waits for it.
"""

from __future__ import annotations

import argparse
import functools
import os
import re
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from importlib import import_module
from pathlib import Path
from typing import Any
from weakref import WeakSet

from benchmarks.measure import load, machine
from benchmarks.students import COURSE, write_class
from grader.batch.judge import Options
from grader.batch.run import Plan, run_batch
from grader.cli.progress import Silent
from grader.course.catalog import find_course
from grader.intake import collect
from grader.util.files import write_atomically

# Step -> where it is called. In the order in which a submission meets them.
STEPS = {
    "read and parse": ("grader.batch.judge:read",),
    "recognise": ("grader.batch.judge:triage_all",),
    "select and compile": ("grader.pipeline.grade:build",),
    "fingerprint": ("grader.pipeline.run_cases:program_hash",),
    "fork": ("grader.sandbox.judge.sandbox:Sandbox.spawn",),
    "encode": (
        "grader.sandbox.judge.sandbox:load_message",
        "grader.sandbox.judge.sandbox:call_message",
    ),
    "lock down and load": (),
    "calls": ("grader.sandbox.judge.process_handle:Exchange.ask",),
    "decode": (
        "grader.sandbox.judge.sandbox:read_load_errors",
        "grader.sandbox.judge.sandbox:read_outcome",
    ),
    "end the child": ("grader.sandbox.judge.sandbox:Child.end",),
    "compare": ("grader.comparison.compare:compare",),
    "diagnose": ("grader.pipeline.grade:find_reason",),
    "verdicts": ("grader.pipeline.grade:FunctionJudge.verdict",),
    "similarity": ("grader.batch.judge:text_hashes",),
    "report": ("grader.batch.judge:Judge._report",),
    "page": ("grader.batch.results_writer:feedback_page",),
    "write": (
        "grader.class_report.results_folder:ExerciseFolder.write_page",
        "grader.report.report_file:write_report",
    ),
}
# Once for a run or an exercise, so not among the steps of a submission; nothing inside is told apart.
ONCE = {
    "start": ("grader.batch.judge:Judge.__enter__",),
    "prepare": ("grader.batch.judge:Judge.exercise",),
    "known mistakes": ("grader.diagnosis.candidates:with_mistakes",),
    "tables": ("grader.batch.results_writer:ResultsWriter.rebuild",),
}
SUBMISSION = ("grader.batch.judge:Judge.answer", "grader.batch.results_writer:ResultsWriter.write")
_FIRST_WAIT = {"calls": "lock down and load"}
"""A child's first answer is to its program, after it has locked itself down."""


@dataclass(slots=True)
class Spent:
    """Seconds of one step: by the clock, and of the judge's processor."""

    count: int = 0
    wall: float = 0.0
    cpu: float = 0.0


@dataclass(slots=True)
class Profile:
    """What a run spent. ``children`` are the processor seconds of the zygote and its children."""

    submissions: int = 0
    steps: dict[str, Spent] = field(default_factory=lambda: {step: Spent() for step in STEPS})
    once: dict[str, Spent] = field(default_factory=lambda: {step: Spent() for step in ONCE})
    rest: Spent = field(default_factory=Spent)
    children: float = 0.0
    _open: list[list[float]] = field(default_factory=list)
    _whole: bool = False

    def timed(self, spent: Spent, call: Callable[[], Any]) -> Any:
        """Make a call, and add to ``spent`` what it took beyond the timed calls inside it."""
        inner = [0.0, 0.0]
        self._open.append(inner)
        cpu, wall = time.process_time(), time.perf_counter()
        try:
            return call()
        finally:
            wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
            self._open.pop()
            spent.count += 1
            spent.wall += wall - inner[0]
            spent.cpu += cpu - inner[1]
            if self._open:
                self._open[-1][0] += wall
                self._open[-1][1] += cpu

    def whole(self, spent: Spent, call: Callable[[], Any]) -> Any:
        """The same for something inside which nothing is told apart."""
        if self._whole:
            return call()
        self._whole = True
        try:
            return self.timed(spent, call)
        finally:
            self._whole = False

    def inside(self, spent: Spent, call: Callable[[], Any]) -> Any:
        """The same for a step of a submission; elsewhere it is not counted."""
        return self.timed(spent, call) if self._open and not self._whole else call()

    def rows(self) -> list[tuple[str, ...]]:
        """Step, calls, milliseconds by the clock and of the judge's processor for a submission."""
        every = {**self.steps, "everything else": self.rest}
        number = max(1, self.submissions)
        total = sum(spent.wall for spent in every.values()) or 1.0
        return [
            (
                step,
                f"{spent.count / number:.1f}",
                f"{1e3 * spent.wall / number:.2f}",
                f"{100 * spent.wall / total:.0f} %",
                f"{1e3 * spent.cpu / number:.2f}",
            )
            for step, spent in every.items()
        ]


HEADER = ("step", "times", "ms", "share", "judge's cpu ms")


@contextmanager
def profiling() -> Iterator[Profile]:
    """Put the clocks in for as long as the block lasts; this process only."""
    profile = Profile()
    before = _children()
    taken: list[tuple[Any, str, Any]] = []
    met: WeakSet[Any] = WeakSet()

    def put(place: str, wrap: Callable[[Callable[..., Any]], Callable[..., Any]]) -> None:
        owner, name = found(place)
        taken.append((owner, name, vars(owner)[name]))
        setattr(owner, name, functools.wraps(vars(owner)[name])(wrap(vars(owner)[name])))

    try:
        for step, places in STEPS.items():
            for place in places:
                put(place, functools.partial(_step, profile, step, met))
        for step, places in ONCE.items():
            put(places[0], functools.partial(_once, profile, step))
        for place in SUBMISSION:
            put(place, functools.partial(_submission, profile, place))
        yield profile
    finally:
        for owner, name, original in reversed(taken):
            setattr(owner, name, original)
        profile.children = _children() - before


def _step(
    profile: Profile, step: str, met: WeakSet[Any], call: Callable[..., Any]
) -> Callable[..., Any]:
    def timed(*given: Any, **named: Any) -> Any:
        own = step
        if step in _FIRST_WAIT and given[0] not in met:
            met.add(given[0])
            own = _FIRST_WAIT[step]
        return profile.inside(profile.steps[own], lambda: call(*given, **named))

    return timed


def _once(profile: Profile, step: str, call: Callable[..., Any]) -> Callable[..., Any]:
    def timed(*given: Any, **named: Any) -> Any:
        return profile.whole(profile.once[step], lambda: call(*given, **named))

    return timed


def _submission(profile: Profile, place: str, call: Callable[..., Any]) -> Callable[..., Any]:
    def timed(*given: Any, **named: Any) -> Any:
        profile.submissions += place == SUBMISSION[0]
        return profile.timed(profile.rest, lambda: call(*given, **named))

    return timed


def found(place: str) -> tuple[Any, str]:
    """The module or class that holds what ``module:name`` or ``module:class.name`` says."""
    module, _, path = place.partition(":")
    owner: Any = import_module(module)
    *above, name = path.split(".")
    for part in above:
        owner = getattr(owner, part)
    return owner, name


def _children() -> float:
    """Processor seconds of the children that have ended and were waited for."""
    times = os.times()
    return times.children_user + times.children_system


COUNT = 200
BEGIN = "<!-- table: python -m benchmarks.step_profile --write docs/performance.md -->"
END = "<!-- end of table -->"


def measured() -> Profile:
    """A class graded in this process, with every clock in place."""
    with tempfile.TemporaryDirectory() as name:
        write_class(Path(name, "class"), COUNT)
        intake = collect([Path(name, "class")])
        plan = Plan(Path(name, "out"), options=Options(memo=False), in_process=True)
        with profiling() as profile:
            run_batch(find_course(COURSE), intake, plan, Silent())
    return profile


def table(profile: Profile) -> str:
    """In Markdown."""
    rows = [" | ".join(row) for row in (HEADER, ("---", *["---:"] * (len(HEADER) - 1)))]
    rows += [" | ".join(row) for row in profile.rows()]
    own = sum(spent.cpu for spent in (*profile.steps.values(), profile.rest))
    number = profile.submissions
    return "\n".join(
        [
            f"{number} files that all differ, one process, on {machine()}, {load()}. The judge used "
            f"{1e3 * own / number:.1f} processor ms for a submission, zygote and children "
            f"{1e3 * profile.children / number:.1f}, the zygote's start included.",
            "",
            *(f"| {row} |" for row in rows),
        ]
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--write", type=Path, metavar="FILE")
    arguments = parser.parse_args()
    made = table(measured())
    if arguments.write is None:
        print(made)
        return
    between = re.compile(re.escape(BEGIN) + ".*?" + re.escape(END), re.DOTALL)
    text = arguments.write.read_text("utf-8")
    write_atomically(arguments.write, between.sub(lambda _: f"{BEGIN}\n\n{made}\n\n{END}", text))


if __name__ == "__main__":
    main()
