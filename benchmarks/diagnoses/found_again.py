"""What was found again of hidden mistakes: kept exercise by exercise, and as tables.

Some slips were written after a look at what was missed. So the exercises are in two halves: in those
that were *learned from* misses were read, in those that were *held out* nobody looked.
"""

from __future__ import annotations

import hashlib
import json
import sys
import textwrap
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.diagnoses.hidden import (
    EDIT,
    FALSE,
    KINDS,
    ONE,
    OTHERWISE,
    WRONG,
    Counts,
    Found,
    tally_hidden,
)
from benchmarks.diagnoses.tally import CHECK, GRADE, Task
from grader.course.catalog import find_course
from grader.model.declaration import SLIP_KINDS
from grader.pipeline.worker_pool import sandbox_workers
from grader.util.files import write_atomically

_LOOKED_AT = frozenset(
    "activations python_basics regularization logistic_regression optimization weight_penalties "
    "initialization".split()
)
"""Exercises whose misses were read before there were two halves."""
LEARNED, HELD_OUT = "learned from", "held out"
HALVES = (LEARNED, HELD_OUT)
_DECIDES = ("grader", "benchmarks/diagnoses", "exercises", "reference", "tests/course/rewrites")
"""Folders whose files decide what is found."""
_Lines = Iterator[str]


@dataclass(frozen=True, slots=True)
class Kept:
    """What was found in one exercise."""

    exercise: str
    step: int
    first: int
    counts: Counts
    kinds: Counter[str]
    lines: list[str]

    @property
    def half(self) -> str:
        odd = int(hashlib.sha256(self.exercise.encode()).hexdigest(), 16) % 2
        return LEARNED if self.exercise in _LOOKED_AT or odd else HELD_OUT


def found_again(
    root: Path, names: Sequence[str], jobs: int, step: int, first: int, folder: Path | None
) -> Iterator[Kept]:
    """What is found in each exercise; what the folder has of this very version is not run again."""
    version = version_of(root)
    course = find_course(root)
    for name in names:
        file = folder / f"{name}.json" if folder is not None else None
        kept = _read(file, version, step, first) if file is not None else None
        if kept is None:
            tasks = [Task(root, name, f, step, first) for f in course.definition(name).functions]
            with sandbox_workers(jobs) as map_tasks:
                kept = _together(name, step, first, list(map_tasks(tally_hidden, tasks)))
            if file is not None:
                _write(file, version, kept)
        if kept.half == LEARNED:
            print(*kept.lines, sep="\n", file=sys.stderr)
        print(f"{name} ({kept.half})", file=sys.stderr, flush=True)
        yield kept


def version_of(root: Path) -> str:
    """A hash over everything that decides what is found."""
    digest = hashlib.sha256()
    for folder in _DECIDES:
        for path in sorted((root / folder).rglob("*")):
            if path.suffix in (".py", ".toml", ".txt") and path.is_file():
                digest.update(str(path.relative_to(root)).encode() + path.read_bytes())
    return digest.hexdigest()[:16]


def _together(name: str, step: int, first: int, found: Sequence[Found]) -> Kept:
    counts: Counts = Counter()
    kinds: Counter[str] = Counter()
    for each in found:
        counts.update(each.counts)
        kinds.update(each.kinds)
    return Kept(name, step, first, counts, kinds, [line for each in found for line in each.lines])


def _write(file: Path, version: str, kept: Kept) -> None:
    counts = [[*key, number] for key, number in kept.counts.items()]
    taken = {"exercise": kept.exercise, "step": kept.step, "first": kept.first}
    held = {"version": version, **taken, "counts": counts}
    file.parent.mkdir(parents=True, exist_ok=True)
    write_atomically(file, json.dumps({**held, "kinds": kept.kinds, "lines": kept.lines}, indent=1))


def _read(file: Path, version: str, step: int, first: int) -> Kept | None:
    if not file.exists():
        return None
    held = json.loads(file.read_text("utf-8"))
    if (held["version"], held["step"], held["first"]) != (version, step, first):
        return None
    counts: Counts = Counter({(kind, mode, what): n for kind, mode, what, n in held["counts"]})
    return Kept(held["exercise"], step, first, counts, Counter(held["kinds"]), held["lines"])


# As tables.


def table(kept: Sequence[Kept]) -> _Lines:
    """By kind of file and half; by exercise, where one mistake is hidden; by kind of slip."""
    steps = sorted({(each.step, each.first) for each in kept})
    taken = " or ".join(
        "every" if step == 1 else f"one in {step}, from number {first + 1} on,"
        for step, first in steps
    )
    yield f"Of the known mistakes of {len(kept)} exercises {taken} was taken."
    yield ""
    yield from _by_kind_of_file(kept)
    yield ""
    yield from _by_exercise(kept)
    yield ""
    yield from _by_kind_of_slip(kept)


def _by_kind_of_file(kept: Sequence[Kept]) -> _Lines:
    head = ("wrong", "told truly", "false", "share") * 2
    yield (
        "| files with | exercises | "
        + " | ".join(
            f"{word} ({mode})" for mode, word in zip((GRADE,) * 4 + (CHECK,) * 4, head, strict=True)
        )
        + " |"
    )
    yield "| --- | --- |" + " ---: |" * 8
    total: Counts = Counter()
    for kind in KINDS:
        for half in HALVES:
            counts = _sum(each for each in kept if each.half == half)
            total.update(counts)
            cells = [cell for mode in (GRADE, CHECK) for cell in _cells(counts, kind, mode)]
            yield f"| {kind} | {half} | {' | '.join(cells)} |"
    yield ""
    whole = _sum(kept)
    for mode in (GRADE, CHECK):
        true = sum(_true(whole, kind, mode) for kind in KINDS)
        false = sum(whole[kind, mode, FALSE] for kind in KINDS)
        yield f"Of all explanations of `{mode}`, {_part(false, true + false)} are false."


def _cells(counts: Counts, kind: str, mode: str) -> Iterator[str]:
    wrong, true = counts[kind, mode, WRONG], _true(counts, kind, mode)
    yield str(wrong)
    yield str(true)
    yield str(counts[kind, mode, FALSE])
    yield f"{100 * true / wrong:.0f} %" if wrong else ""


def _true(counts: Counts, kind: str, mode: str) -> int:
    return counts[kind, mode, EDIT] + counts[kind, mode, OTHERWISE]


def _by_exercise(kept: Sequence[Kept]) -> _Lines:
    columns = (
        "hidden",
        "as an edit",
        "otherwise",
        "false",
        "checked",
        "found by check",
        "false by check",
    )
    yield "One mistake:"
    yield ""
    yield f"| exercise | | {' | '.join(columns)} |"
    yield f"| --- | --- |{' ---: |' * len(columns)}"
    for name, half, counts in (
        *((f"{each.exercise}", each.half, each.counts) for each in kept),
        *(("**all**", half, _sum(e for e in kept if e.half == half)) for half in HALVES),
    ):
        graded = [counts[ONE, GRADE, what] for what in (WRONG, EDIT, OTHERWISE, FALSE)]
        checked = [counts[ONE, CHECK, WRONG], _true(counts, ONE, CHECK), counts[ONE, CHECK, FALSE]]
        yield f"| {name} | {half} | {' | '.join(map(str, (*graded, *checked)))} |"


def _by_kind_of_slip(kept: Sequence[Kept]) -> _Lines:
    found: Counter[str] = Counter()
    for each in kept:
        for id, number in each.kinds.items():
            for part in id.split("+"):
                found[part.removeprefix("edit_")] += number
    listed = sorted(SLIP_KINDS, key=lambda kind: (-found[kind], kind))
    every = ", ".join(f"`{kind}` {found[kind]}" for kind in listed)
    yield from textwrap.wrap(f"How often each kind of slip was told truly: {every}.", 120)


def _sum(kept: Iterator[Kept] | Sequence[Kept]) -> Counts:
    total: Counts = Counter()
    for each in kept:
        total.update(each.counts)
    return total


def _part(some: int, every: int) -> str:
    return f"{100 * some / every if every else 0:.3g} % ({some} of {every})"
