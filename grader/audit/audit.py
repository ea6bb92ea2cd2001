"""The audit of exercises: every mutant against the hidden cases, then a closer look at survivors."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from grader.audit.arena import Arena
from grader.audit.paste import case_to_paste
from grader.course.catalog import Course
from grader.course.definition import Definition
from grader.course.editing import apply, as_edit, find_functions, function_text
from grader.mutation.code import shape_of
from grader.mutation.mutants import (
    DEFAULT,
    Mutant,
    declaration,
    diff,
    edit_for,
    line_of,
    mutants_in,
    scopes,
)
from grader.pipeline.worker_pool import sandbox_workers
from grader.sandbox.judge.sandbox import Sandbox
from grader.util.errors import UsageError
from grader.util.table import table

INPUTS = 1000
VARIED = 600
"""Inputs that are varied beyond what the cases draw, before a mutant is called equivalent."""
EQUIVALENT, DECLARED = "probably equivalent", "declared"
_CALLED = re.compile(r"[\w.]+(?=\()")
_UNEVEN = 0.05
"""How much less of the faults a variant may catch than the best one."""


@dataclass(frozen=True, slots=True)
class Survivor:
    """A mutant that no hidden case kills. ``verdict`` is survived, probably equivalent, or
    declared (equivalent, but it is not).

    case  a case to paste that kills it, where an input was found
    kind  what it has in common with other likely equivalents
    edit  old and new text, as a declaration has them
    found_by  what tells it from the reference: "public" cases, "drawn" inputs, "varied" ones, or ""
    """

    function: str
    operator: str
    place: str
    verdict: str
    advice: str
    diff: str
    case: str = ""
    kind: str = ""
    edit: tuple[str, str] = ("", "")
    found_by: str = ""


@dataclass(frozen=True, slots=True)
class FunctionAudit:
    """One graded function's figures.

    doubts  inputs beyond the cases that speak against a declared equivalent
    """

    function: str
    mutants: int
    killed: int
    equivalent: int
    survivors: tuple[Survivor, ...]
    doubts: tuple[str, ...] = ()

    @property
    def score(self) -> float:
        """The killed share of the mutants that are not equivalent."""
        counted = self.mutants - self.equivalent
        return self.killed / counted if counted else 1.0


@dataclass(frozen=True, slots=True)
class ExerciseAudit:
    """All functions; ``stale`` are declared equivalents that the audit never makes.

    Where the exercise has variants, it is one of them; the last also says which are ``odd``.
    """

    exercise: str
    functions: tuple[FunctionAudit, ...]
    stale: tuple[str, ...]
    odd: tuple[str, ...] = ()

    @property
    def passed(self) -> bool:
        return not self.odd and not any(function.survivors for function in self.functions)


@dataclass(frozen=True, slots=True)
class _Task:
    """One graded function, for a worker that reads the course itself."""

    root: Path
    exercise: str
    function: str
    inputs: int
    variant: str | None = None


def audit(
    course: Course,
    exercise_ids: Sequence[str],
    jobs: int,
    inputs: int = INPUTS,
    only: Sequence[str] = (),
) -> Iterator[ExerciseAudit]:
    """Yield the audits of exercises, their functions spread over ``jobs`` processes.

    inputs  how many inputs are drawn for a mutant that no case kills
    only    names of functions; all others are left out

    Raises UsageError for a function that is not graded and for a released bundle, AuthorError for
    a faulty exercise.
    """
    functions: dict[tuple[str, str | None], list[str]] = {}
    for exercise_id in exercise_ids:
        definition = course.definition(exercise_id)
        if definition.prepared is not None:
            raise UsageError(
                f"{exercise_id} is a released bundle, which has no reference to change"
            )
        for name in only:
            if name not in definition.functions:
                listed = ", ".join(definition.functions)
                raise UsageError(f"{exercise_id} has no function {name!r}", f"it has: {listed}")
        for variant in definition.variants or (None,):
            named = [f for f in definition.functions if not only or f in only]
            functions[exercise_id, variant] = named
    tasks = [
        _Task(course.root, exercise_id, function, inputs, variant)
        for (exercise_id, variant), names in functions.items()
        for function in names
    ]
    scores: dict[str, dict[str, float]] = {}
    with sandbox_workers(jobs) as map_tasks:
        audits = map_tasks(_audit_function, tasks)
        for (exercise_id, variant), names in functions.items():
            of_exercise = tuple(next(audits) for _ in names)
            stale = () if only else _stale(course.definition(exercise_id, variant))
            if variant is None:
                yield ExerciseAudit(exercise_id, of_exercise, stale)
                continue
            known = scores.setdefault(exercise_id, {})
            known[variant] = _score_of(of_exercise)
            odd = _odd(known) if len(known) == len(course.definition(exercise_id).variants) else ()
            yield ExerciseAudit(f"{exercise_id} ({variant})", of_exercise, stale, odd)


def _score_of(functions: Sequence[FunctionAudit]) -> float:
    counted = sum(f.mutants - f.equivalent for f in functions)
    return sum(f.killed for f in functions) / counted if counted else 1.0


def _odd(scores: Mapping[str, float]) -> tuple[str, ...]:
    """Variants whose hidden cases catch clearly less than those of the best: they are easier to pass."""
    best = max(scores, key=lambda name: scores[name])
    return tuple(
        f"variant {name} catches {score:.1%} of the faults, variant {best} {scores[best]:.1%}: "
        "whoever has it is judged by weaker cases"
        for name, score in scores.items()
        if score < scores[best] - _UNEVEN
    )


def _audit_function(sandbox: Sandbox, task: _Task) -> FunctionAudit:
    definition = Course(task.root).definition(task.exercise, task.variant)
    arena = Arena(definition, sandbox)
    declared = _declared(definition)
    cases = arena.exercise.cases_of(task.function)
    hidden = [case for case in cases if not case.is_public] or list(cases)
    scope = next(scope for scope in scopes(definition) if scope.function == task.function)
    mutants = mutants_in(definition, scope)
    killed = equivalent = 0
    survivors: list[Survivor] = []
    doubts: list[str] = []
    for mutant in mutants:
        is_declared = (mutant.function, mutant.shape) in declared
        callers = [
            case
            for case in arena.cases_reaching(mutant.function)
            if case not in hidden and not case.is_public
        ]
        killer = arena.killer(mutant, hidden) or (callers and arena.killer(mutant, callers)) or None
        if killer is not None and not is_declared:
            killed += 1
            continue
        if killer is not None:
            judged = _Judged(DECLARED, f"declared equivalent, but the case {killer} kills it")
        else:
            judged = _look_closer(arena, mutant, task, is_declared)
        if judged.verdict is not None:
            survivors.append(_survivor(definition, mutant, judged))
            continue
        equivalent += 1
        if judged.advice:
            doubts.append(f"{judged.advice}\n{diff(definition.reference, mutant)}")
    return FunctionAudit(
        task.function, len(mutants), killed, equivalent, tuple(survivors), tuple(doubts)
    )


@dataclass(frozen=True, slots=True)
class _Judged:
    """The verdict on a mutant that no hidden case kills, None where it is a declared equivalent.

    advice    what would kill it, or what speaks against its declaration
    case      a case to paste that kills it
    found_by  as of a survivor
    """

    verdict: str | None
    advice: str
    case: str = ""
    found_by: str = ""


def _look_closer(arena: Arena, mutant: Mutant, task: _Task, is_declared: bool) -> _Judged:
    """Search for an input that tells the mutant from the reference."""
    public = [case for case in arena.exercise.cases_of(task.function) if case.is_public]
    by_public = arena.killer(mutant, public) if public else None
    seen = arena.agreement(mutant, (task.function,), task.inputs, VARIED)
    others = tuple(f for f in arena.graded_by(mutant.function) if f != task.function)
    if not seen.apart and others:
        seen = arena.agreement(mutant, others, task.inputs // 4, VARIED // 4)
    shown = ""
    if seen.killing is not None:
        killing = arena.simplest(mutant, seen.killing) if seen.killing.varied else seen.killing
        shown = case_to_paste(arena.definition, mutant, killing)
    if is_declared and by_public is None and (seen.killing is None or seen.killing.varied):
        doubt = (
            "declared equivalent, but an input that no case draws tells it apart; all is well if "
        )
        doubt += f"the statement rules it out:\n{shown}"
        return _Judged(None, doubt if shown else "")
    verdict = DECLARED if is_declared else "survived"
    if by_public is not None:
        advice = f"only the public case {by_public} tells it apart: add a hidden one like it"
        return _Judged(verdict, advice, shown, "public")
    if seen.killing is not None and not seen.killing.varied:
        advice = (
            f"{seen.apart} of {seen.inputs} inputs drawn with other seeds tell it apart; "
            f"{seen.by} with seed={seen.seed} kills it"
        )
        return _Judged(verdict, advice, shown, "drawn")
    if seen.killing is not None:
        advice = (
            f"no case draws an input that tells it apart, but {seen.apart} of {seen.varied} varied "
            "ones do; where the statement rules them out, declare it equivalent:\n"
            f"{declaration(arena.definition.reference, mutant)}"
        )
        return _Judged(verdict, advice, shown, "varied")
    if mutant.operator == DEFAULT and not _is_left_out(arena, mutant, task.function):
        return _Judged(verdict, "no hidden case leaves that argument out: add one that does")
    advice = f"it agrees with the reference on {seen.inputs} drawn and {seen.varied} varied inputs"
    return _Judged(EQUIVALENT, advice)


def _is_left_out(arena: Arena, mutant: Mutant, function: str) -> bool:
    """Whether a hidden case leaves out the argument whose default the mutant changes."""
    texts = (function_text(arena.definition.reference, mutant.function), mutant.text)
    old, new = (find_functions({"": text})[mutant.function].defaults for text in texts)
    changed = {name for (name, one), (_, other) in zip(old, new, strict=False) if one != other}
    return any(
        changed.isdisjoint(case.call.arguments)
        for case in arena.exercise.cases_of(function)
        if not case.is_public and not case.is_property
    )


def _survivor(definition: Definition, mutant: Mutant, judged: _Judged) -> Survivor:
    place = definition.reference_functions()[mutant.function]
    old, new = edit_for(definition.reference, mutant)
    return Survivor(
        function=mutant.function,
        operator=mutant.operator,
        place=f"{place.file}, line {line_of(definition.reference, mutant)}",
        verdict=judged.verdict or "",
        advice=judged.advice,
        diff=diff(definition.reference, mutant),
        case=judged.case,
        kind=_kind(mutant.operator, old, new),
        edit=(old, new),
        found_by=judged.found_by,
    )


def _kind(operator: str, old: str, new: str) -> str:
    """What a fault has in common with others: its operator, and the calls that it takes away."""
    before, after = (Counter(_CALLED.findall(text)) for text in (old, new))
    gone, come = sorted(before - after), sorted(after - before)
    words = [operator, *gone, *(["for", *come] if gone and come else come)]
    return " ".join(words)


def _declared(definition: Definition) -> dict[tuple[str, str], str]:
    """Function and shape of each mutant that is declared equivalent -> the text that it edits."""
    declared = {}
    for equivalent in definition.equivalents:
        for edit in equivalent.edits:
            files = apply(definition.reference, as_edit(equivalent, edit))
            shape = shape_of(function_text(files, equivalent.function))
            declared[equivalent.function, shape] = edit[0]
    return declared


def _stale(definition: Definition) -> tuple[str, ...]:
    made = {
        (mutant.function, mutant.shape)
        for scope in scopes(definition)
        for mutant in mutants_in(definition, scope)
    }
    declared = _declared(definition).items()
    return tuple(f"{key[0]}: {old!r}" for key, old in declared if key not in made)


def render(audited: ExerciseAudit) -> str:
    """One exercise's audit as text: a table of functions, survivors, then likely equivalents by kind."""
    figures = [(f.mutants, f.killed, f.equivalent, len(f.survivors)) for f in audited.functions]
    rows = [
        (f.function, *map(str, numbers), f"{f.score:.1%}")
        for f, numbers in zip(audited.functions, figures, strict=True)
    ]
    mutants, killed, equivalent, left = map(sum, zip(*figures, strict=True))
    whole = FunctionAudit("in all", mutants, killed, equivalent, ())
    rows.append(
        ("in all", str(mutants), str(killed), str(equivalent), str(left), f"{whole.score:.1%}")
    )
    head = ("function", "mutants", "killed", "equivalent", "left", "score")
    parts = [audited.exercise, table(head, rows)]
    if equivalent:
        parts.append(f"{equivalent / mutants:.1%} of the mutants are declared equivalent")
    survivors = [s for f in audited.functions for s in f.survivors]
    parts += [_shown(s) for s in survivors if s.verdict != EQUIVALENT]
    parts += [_shown_kind(kind, alike) for kind, alike in by_kind(survivors).items()]
    parts += [f"\n{doubt}" for f in audited.functions for doubt in f.doubts]
    parts += [f"\ndeclared equivalent, but never made: {text}" for text in audited.stale]
    parts += [f"\nnot equally hard: {text}" for text in audited.odd]
    return "\n".join(parts)


def by_kind(survivors: Sequence[Survivor]) -> dict[str, list[Survivor]]:
    """The likely equivalents by kind, the commonest kind first."""
    kinds: dict[str, list[Survivor]] = {}
    for survivor in survivors:
        if survivor.verdict == EQUIVALENT:
            kinds.setdefault(survivor.kind, []).append(survivor)
    return dict(sorted(kinds.items(), key=lambda item: -len(item[1])))


def _shown(survivor: Survivor) -> str:
    text = (
        f"\n{survivor.verdict}: {survivor.operator} in {survivor.function} ({survivor.place})\n"
        f"{survivor.diff}\n{survivor.advice}"
    )
    return f"{text}\na case that kills it:\n\n{survivor.case}\n" if survivor.case else text


def _shown_kind(kind: str, alike: Sequence[Survivor]) -> str:
    """All faults of a kind, and one declaration for them."""
    faults = "1 fault" if len(alike) == 1 else f"{len(alike)} faults"
    shown = "\n".join(
        f"{s.verdict}: {s.operator} in {s.function} ({s.place})\n{s.diff}" for s in alike
    )
    return (
        f"\n{faults} of the kind: {kind}\n{shown}\n{alike[0].advice}; kill it with an input of "
        f"another kind, or declare it:\n{declared_together(alike)}"
    )


def declared_together(alike: Sequence[Survivor]) -> str:
    """One declaration for faults of one kind, with the reason left to the author."""
    edits: dict[str, list[tuple[str, str]]] = {}
    for survivor in alike:
        edits.setdefault(survivor.function, []).append(survivor.edit)
    if len(edits) == 1:
        [(function, pairs)] = edits.items()
        return f"exercise.equivalent({function!r}, {', '.join(map(repr, pairs))}, reason=...)"
    lines = [
        f"        {function!r}: [{', '.join(map(repr, pairs))}],"
        for function, pairs in edits.items()
    ]
    return "\n".join(["exercise.equivalent(", "    {", *lines, "    },", "    reason=...,", ")"])


def as_json(audited: ExerciseAudit) -> dict[str, Any]:
    """The same as data."""
    return {
        "exercise": audited.exercise,
        "passed": audited.passed,
        "functions": [{**asdict(f), "score": f.score} for f in audited.functions],
        "stale": list(audited.stale),
        "odd": list(audited.odd),
        "declarations": [
            declared_together(alike)
            for alike in by_kind([s for f in audited.functions for s in f.survivors]).values()
        ],
    }
