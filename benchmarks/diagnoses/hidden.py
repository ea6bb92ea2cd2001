"""Known mistakes hidden from the grader: how often something else explains their results, and truly.

Files with one mistake, with two, or with one in a helper are graded, and checked, while the mistakes
in them are no candidates: what is named then is what a mistake that nobody declared would be told.
An explanation is true where it does what the function does on inputs that neither the cases nor the
search drew.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache

from benchmarks.diagnoses.tally import CHECK, GRADE, Bench, Task, bench_of
from grader.course.editing import apply, function_text
from grader.diagnosis.candidates import combined
from grader.diagnosis.diagnose import Candidates
from grader.diagnosis.edits.sentences import is_edit
from grader.model.exercise import Mistake
from grader.model.result import FunctionResult
from grader.model.submission import Program
from grader.pipeline.grade import grade_program
from grader.sandbox.judge.sandbox import Sandbox
from tests.course.rewritten import rewritten

ONE = "one mistake"
TWO = "two in one function"
TWO_FUNCTIONS = "one in each of two functions"
HELPER = "a helper's, seen from its caller"
OWN_HELPER = "in a helper under another name"
KINDS = (ONE, TWO, TWO_FUNCTIONS, HELPER, OWN_HELPER)
"""Kinds of file."""
WRONG, EDIT, OTHERWISE, FALSE = "wrong", "edit", "otherwise", "false"
"""Wrong functions; those told truly, by an edit or in another way; those told what is not so."""

_RARER = 3
"""Of the other kinds, which take longer, so many times fewer files are taken."""

Counts = Counter[tuple[str, str, str]]
"""(kind of file, grade or check, what is counted) -> how many."""


@dataclass(frozen=True, slots=True)
class Found:
    """What was told of one function's files. ``lines`` say what was missed and what was false."""

    function: str
    counts: Counts = field(default_factory=Counter)
    kinds: Counter[str] = field(default_factory=Counter)
    """Ids of the edits that were told truly."""
    lines: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class File:
    """A file to grade.

    sources   what stands after the reference, and defines functions again
    mistakes  those that are hidden
    judged    function -> the sources with its own mistake alone
    """

    kind: str
    sources: Mapping[str, str]
    mistakes: tuple[str, ...]
    judged: Mapping[str, Mapping[str, str]]


def tally_hidden(sandbox: Sandbox, task: Task) -> Found:
    """Work of a worker: all files of one function."""
    bench = bench_of(task.root, task.exercise, sandbox)
    found = Found(task.function)
    for file in _files(bench, task):
        for mode in (GRADE, CHECK):
            _count(bench, task, file, mode, found)
    return found


def _files(bench: Bench, task: Task) -> Iterator[File]:
    definition, function = bench.definition, task.function
    reference = definition.reference
    own = [(mistake, text) for _, mistake, text in _taken(task, function, task.step)]
    for mistake, source in own:
        sources = {"rewrite.py": source}
        yield File(ONE, sources, (mistake,), {function: sources})
    pairs = [] if _trains(bench, function) else list(combined(definition, function))
    following = definition.functions[definition.functions.index(function) + 1 :][:1]
    for place, mistake, source in _taken(task, function, _RARER * task.step):
        mine = {"rewrite.py": source}
        if pairs:
            both = pairs[place % len(pairs)]
            sources = dict(apply(reference, both))
            yield File(TWO, sources, tuple(both.name.split("+")), {function: sources})
        for other in following:
            theirs = _taken(task, other, 1)
            _, second, their_source = theirs[place % len(theirs)]
            others = {"other.py": their_source}
            judged = {function: mine, other: others}
            yield File(TWO_FUNCTIONS, mine | others, (mistake, second), judged)
    for helper in definition.builds_on(function):
        for _, mistake, source in _taken(task, helper, _RARER * task.step):
            sources = {"rewrite.py": source}
            yield File(HELPER, sources, (mistake,), {helper: sources, function: {}})
            renamed = _under_another_name(bench, function, helper, source)
            if renamed is not None:
                yield File(OWN_HELPER, renamed, (mistake,), {function: renamed})


def _taken(task: Task, function: str, step: int) -> list[tuple[int, str, str]]:
    """Place, name and text of a function's mistakes: of all in the exercise every ``step``-th."""
    own = [(of, m, text) for name, of, m, text in _all_rewritten() if name == task.exercise]
    every = ((place, *each) for place, each in enumerate(own) if (place - task.first) % step == 0)
    return [(place, mistake, text) for place, of, mistake, text in every if of == function]


@cache
def _all_rewritten() -> list[tuple[str, str, str, str]]:
    return list(rewritten())


def _trains(bench: Bench, function: str) -> bool:
    return any(d.name == function and d.rng == "helpers" for d in bench.definition.declared)


def _under_another_name(
    bench: Bench, function: str, helper: str, source: str
) -> dict[str, str] | None:
    """The function with a helper of its own in the place of a graded one; None for a class."""
    text = function_text(bench.definition.reference, function)
    name = re.compile(rf"\b{helper}(?=\()")
    if not name.search(text) or text.lstrip().startswith("class") or f"def {helper}" not in source:
        return None
    return {"rewrite.py": name.sub("own_helper", f"{source}\n\n{text}\n")}


def _count(bench: Bench, task: Task, file: File, mode: str, found: Found) -> None:
    exercise, source = bench.mode(mode)
    only = exercise.only(task.function) if len(file.judged) == 1 else exercise
    if not only.cases:
        return
    program = bench.program({**bench.definition.reference, **file.sources})
    result = grade_program(only, program, bench.sandbox, _without(source, file.mistakes)).result
    for function, sources in file.judged.items():
        cases = [case for case in result.cases if case.function == function]
        own = next((f for f in result.functions if f.name == function), None)
        named = {case.mistake for case in cases if case.mistake}
        is_right = all(case.status.is_right for case in cases)
        if own is None or (is_right and not named):
            continue
        alone = bench.program({**bench.definition.reference, **sources})
        is_true = all(_holds(bench, id, own, alone) for id in named)
        where = f"{task.exercise}: {function}: {mode}: {file.kind}: {', '.join(file.mistakes)}"
        if not sources:  # a caller, whose helper alone is wrong: whatever it is told is false
            found.counts[file.kind, mode, FALSE] += bool(named)
            if named:
                found.lines.append(f"FALSE {where}: the caller is told {_listed(named)}")
            continue
        _add(found, file.kind, mode, named, is_true)
        if not named:
            found.lines.append(f"nothing {where}")
        elif not is_true:
            found.lines.append(f"FALSE {where}: told {_listed(named)}: {own.edit}")


def _listed(named: set[str]) -> str:
    return ", ".join(sorted(named))


def _without(
    source: Callable[[str], Candidates], hidden: Sequence[str]
) -> Callable[[str], Candidates]:
    """All candidates but those that hold a hidden mistake."""

    def candidates(function: str) -> Candidates:
        found = source(function)

        def make() -> Iterator[Mistake]:
            return (each for each in found if each.parts.isdisjoint(hidden))

        return replace(found, make=make)

    return candidates


def _add(found: Found, kind: str, mode: str, named: set[str], is_true: bool) -> None:
    edits = {id for id in named if is_edit(id)}
    counts = found.counts
    counts[kind, mode, WRONG] += 1
    counts[kind, mode, EDIT] += bool(edits) and is_true
    counts[kind, mode, OTHERWISE] += bool(named) and not edits and is_true
    counts[kind, mode, FALSE] += not is_true
    if is_true:
        found.kinds.update(edits)


def _holds(bench: Bench, id: str, own: FunctionResult, program: Program) -> bool:
    """Whether an explanation does what a function does on fresh inputs."""
    if not is_edit(id):
        form = own.accepted_form or "reference"
        return bench.further.holds(own.name, id, program, form)
    return own.edit is not None and bench.further.does_the_same(own.name, program, own.edit)
