"""The audit of exercises: every mutant against the hidden cases, then a closer look at survivors."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from grader.audit.arena import Arena
from grader.course.catalog import Course
from grader.course.definition import Definition
from grader.course.editing import apply, as_edit, function_text
from grader.mutation.mutants import DEFAULT, Mutant, declaration, diff, mutants_in, scopes, shape_of
from grader.pipeline.worker_pool import sandbox_workers
from grader.sandbox.judge.sandbox import Sandbox
from grader.util.errors import UsageError
from grader.util.table import table

INPUTS = 1000
_UNEVEN = 0.05
"""How much less of the faults a variant may catch than the best one."""


@dataclass(frozen=True, slots=True)
class Survivor:
    """A mutant that no hidden case kills. ``verdict`` is survived, probably equivalent, or
    declared (equivalent, but it is not)."""

    function: str
    operator: str
    place: str
    verdict: str
    advice: str
    diff: str


@dataclass(frozen=True, slots=True)
class FunctionAudit:
    """One graded function's figures."""

    function: str
    mutants: int
    killed: int
    equivalent: int
    survivors: tuple[Survivor, ...]

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
    public = [case for case in cases if case.is_public]
    hidden = [case for case in cases if not case.is_public] or public
    scope = next(scope for scope in scopes(definition) if scope.function == task.function)
    mutants = mutants_in(definition, scope)
    killed = equivalent = 0
    survivors = []
    for mutant in mutants:
        is_declared = (mutant.function, mutant.shape) in declared
        killer = arena.killer(mutant, hidden)
        if killer is not None and not is_declared:
            killed += 1
            continue
        if killer is not None:
            verdict, advice = "declared", f"declared equivalent, but the case {killer} kills it"
        else:
            judged = _look_closer(arena, mutant, task, is_declared)
            if judged is None:
                equivalent += 1
                continue
            verdict, advice = judged
        survivors.append(_survivor(definition, mutant, verdict, advice))
    return FunctionAudit(task.function, len(mutants), killed, equivalent, tuple(survivors))


def _look_closer(
    arena: Arena, mutant: Mutant, task: _Task, is_declared: bool
) -> tuple[str, str] | None:
    """The verdict on a survivor, and what would most likely kill it.

    None where it is declared equivalent and nothing contradicts that.
    """
    public = [case for case in arena.exercise.cases_of(task.function) if case.is_public]
    killer = arena.killer(mutant, public) if public else None
    verdict = "declared" if is_declared else "survived"
    if killer is not None:
        return verdict, f"only the public case {killer} tells it apart: add a hidden one like it"
    seen = arena.agreement(mutant, (task.function,), task.inputs)
    if seen.apart:
        return verdict, (
            f"{seen.apart} of {seen.inputs} inputs drawn with other seeds tell it apart; "
            f"{seen.by} with seed={seen.seed} kills it"
        )
    if is_declared:
        return None
    if mutant.operator == DEFAULT:
        return verdict, "no hidden case leaves that argument out: add one that does"
    return "probably equivalent", (
        f"it agrees with the reference on {seen.inputs} drawn inputs; kill it with an input of "
        f"another kind, or declare it:\n{declaration(arena.definition.reference, mutant)}"
    )


def _survivor(definition: Definition, mutant: Mutant, verdict: str, advice: str) -> Survivor:
    place = definition.reference_functions()[mutant.function]
    return Survivor(
        function=mutant.function,
        operator=mutant.operator,
        place=f"{place.file}, line {place.first + mutant.line - 1}",
        verdict=verdict,
        advice=advice,
        diff=diff(definition.reference, mutant),
    )


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
    """One exercise's audit as text: a table of functions, then every survivor."""
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
    parts += [
        f"\n{survivor.verdict}: {survivor.operator} in {survivor.function} ({survivor.place})\n"
        f"{survivor.diff}\n{survivor.advice}"
        for function in audited.functions
        for survivor in function.survivors
    ]
    parts += [f"\ndeclared equivalent, but never made: {text}" for text in audited.stale]
    parts += [f"\nnot equally hard: {text}" for text in audited.odd]
    return "\n".join(parts)


def as_json(audited: ExerciseAudit) -> dict[str, Any]:
    """The same as data."""
    return {
        "exercise": audited.exercise,
        "passed": audited.passed,
        "functions": [{**asdict(f), "score": f.score} for f in audited.functions],
        "stale": list(audited.stale),
        "odd": list(audited.odd),
    }
