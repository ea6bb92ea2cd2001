"""Grades thousands of submissions in one judge, a tenth of them hostile, and looks for wear.

    python -m benchmarks.soak [N]        5000 unless told

The zygote is killed at random now and then. At the end the judge must hold as many descriptors
and processes as at the start, its memory must have grown by less than 1 KB for each submission
of the last half, and every honest submission must have its score. Prints the figures; exit code
1 when one falls short.
"""

from __future__ import annotations

import gc
import os
import random
import resource
import signal
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from grader.model.exercise import Exercise
from grader.sandbox import open_sandbox
from grader.sandbox.judge.sandbox import Sandbox
from tests.hostile import target, traces
from tests.hostile.attacks import all_attacks

# An edit of the honest submission, and the points that are left.
VARIANTS = {
    "honest": ("", "", 17),
    "another_cost": ("/ 2\n", "/ 3\n", 14),
    "raises": ("return x + x + 1 / 8", "return x + undefined", 14),
    "without_sign": ("def sign(", "def signs(", 14),
    "transposed": ("+ w.mean()", "+ w.mean() + 0 * X[::-1] + 1", 12),
}
_WARM_UP = 30
_SECONDS_BETWEEN_KILLS = (1.0, 8.0)
_GROWTH_PER_SUBMISSION = 1024


@dataclass
class Figures:
    graded: int = 0
    hostile: int = 0
    kills: int = 0
    wrong: list[str] = field(default_factory=list)
    memory: list[int] = field(default_factory=list)


def main(count: int) -> int:
    figures = Figures()
    chance = random.Random(7)
    started = time.monotonic()
    with tempfile.TemporaryDirectory() as name, open_sandbox() as sandbox:
        exercise = target.prepared(sandbox, Path(name))
        work = _work(Path(name), chance)
        for _ in range(_WARM_UP):
            _grade(*next(work), exercise, sandbox, figures)
        before = _counts(sandbox)
        _kill_now_and_then(sandbox, chance, figures)
        for done in range(count):
            _grade(*next(work), exercise, sandbox, figures)
            if done % 10 == 0:
                gc.collect()
                figures.memory.append(_resident())
        signal.setitimer(signal.ITIMER_REAL, 0)
        sandbox.restart()
        gc.collect()
        after = _counts(sandbox)
    return _report(figures, before, after, count, time.monotonic() - started)


def _work(folder: Path, chance: random.Random) -> Iterator[tuple[Path, int | None]]:
    """Submissions without end, with the score that each must get; None for a hostile one."""
    honest = target.HONEST.read_text()
    files = []
    for name, (old, new, points) in VARIANTS.items():
        path = folder / f"{name}.py"
        path.write_text(honest.replace(old, new) if old else honest)
        files.append((path, points))
    attacks = all_attacks()
    while True:
        if chance.random() < 0.1:
            yield chance.choice(attacks).path, None
        else:
            yield chance.choice(files)


def _grade(
    path: Path, points: int | None, exercise: Exercise, sandbox: Sandbox, figures: Figures
) -> None:
    verdict = target.graded(path, exercise, sandbox)
    figures.graded += 1
    if points is None:
        figures.hostile += 1
    elif verdict.report.score != points:
        figures.wrong.append(f"{path.stem}: {verdict.report.score} instead of {points}")


def _kill_now_and_then(sandbox: Sandbox, chance: random.Random, figures: Figures) -> None:
    """By a signal handler: it strikes wherever the judge happens to be."""

    def kill(*_: object) -> None:
        pid = sandbox.zygote_pid
        if pid is not None and _is_ours(pid):
            os.kill(pid, signal.SIGKILL)
            figures.kills += 1
        signal.setitimer(signal.ITIMER_REAL, chance.uniform(*_SECONDS_BETWEEN_KILLS))

    signal.signal(signal.SIGALRM, kill)
    signal.setitimer(signal.ITIMER_REAL, 1.0)


def _is_ours(pid: int) -> bool:
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return False
    return int(fields[1]) == os.getpid()


def _counts(sandbox: Sandbox) -> tuple[int, int]:
    """Descriptors of the judge, and processes of its zygote."""
    assert sandbox.zygote_pid is not None
    return traces.descriptors().total(), len(traces.relatives(sandbox.zygote_pid))


def _resident() -> int:
    with open("/proc/self/statm") as statm:
        return int(statm.read().split()[1]) * resource.getpagesize()


def _growth(memory: list[int]) -> float:
    """Bytes for each submission over the last half: between what its two ends came down to."""
    half = memory[len(memory) // 2 :]
    window = max(1, len(half) // 5)
    return (min(half[-window:]) - min(half[:window])) / (10 * max(1, len(half) - window))


def _report(
    figures: Figures, before: tuple[int, int], after: tuple[int, int], count: int, seconds: float
) -> int:
    growth = _growth(figures.memory)
    print(f"submissions          {figures.graded} ({figures.hostile} hostile)")
    print(f"seconds              {seconds:.0f} ({1000 * seconds / figures.graded:.0f} ms each)")
    print(f"zygotes killed       {figures.kills}")
    print(f"descriptors          {before[0]} before, {after[0]} after")
    print(f"processes            {before[1]} before, {after[1]} after")
    print(f"memory               {max(figures.memory) / 2**20:.1f} MB at most")
    print(f"growth, last half    {growth:.0f} bytes a submission")
    print(f"wrong honest scores  {len(figures.wrong)}")
    for line in figures.wrong[:20]:
        print(f"  {line}")
    short = figures.wrong or before != after or growth >= _GROWTH_PER_SUBMISSION
    print("falls short" if short else "holds")
    return 1 if short else 0


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 5000))
