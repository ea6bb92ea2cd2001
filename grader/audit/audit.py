"""The audit of one exercise: all mutants against the hidden cases, then a closer look at the rest."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from grader.audit.arena import Agreement, Arena, function_in, hidden_of
from grader.audit.mutants import DEFAULT, Mutant, shape_of
from grader.audit.scope import Scope
from grader.audit.show import declaration, diff
from grader.course.catalog import Course
from grader.course.definition import Definition
from grader.course.editing import apply, as_edit
from grader.model.exercise import Visibility
from grader.pipeline.worker_pool import MapTasks
from grader.sandbox.judge.sandbox import Sandbox
from grader.util.errors import UsageError

INPUTS = 1000
_AT_ONCE = 40


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
    """All functions; ``stale`` are declared equivalents that the audit never makes."""

    exercise: str
    functions: tuple[FunctionAudit, ...]
    stale: tuple[str, ...]

    @property
    def passed(self) -> bool:
        return not any(function.survivors for function in self.functions)


@dataclass(frozen=True, slots=True)
class _Task:
    """Mutants of one function, for a worker: by number, since it makes the same list itself."""

    root: Path
    exercise: str
    scope: int
    numbers: tuple[int, ...]
    inputs: int = INPUTS


def audit(
    course: Course,
    exercise_id: str,
    map_tasks: MapTasks,
    inputs: int = INPUTS,
    only: Sequence[str] = (),
) -> ExerciseAudit:
    """Audit one exercise with the workers of `grader.pipeline.worker_pool.sandbox_workers`.

    ``only`` names functions; raises UsageError for one that is not graded, AuthorError for a
    faulty exercise.
    """
    definition = course.definition(exercise_id)
    if definition.prepared is not None:
        raise UsageError(f"{exercise_id} is a released bundle, which holds no reference to change")
    _refuse_unknown(definition, only)
    plan = _Plan(definition)
    wanted = [n for n, s in enumerate(plan.scopes) if not only or s.function in only]
    tasks = [
        _Task(course.root, exercise_id, scope, tuple(range(start, min(start + _AT_ONCE, count))))
        for scope in wanted
        for count in (len(plan.mutants[scope]),)
        for start in range(0, count, _AT_ONCE)
    ]
    killers: dict[tuple[int, int], str | None] = {}
    for task, found in zip(tasks, map_tasks(try_cases, tasks), strict=True):
        killers |= {
            (task.scope, number): by for number, by in zip(task.numbers, found, strict=True)
        }
    left = [
        _Task(course.root, exercise_id, scope, (number,), inputs)
        for (scope, number), by in killers.items()
        if by is None
    ]
    seen = zip(left, map_tasks(look_closer, left), strict=True)
    looked = {(task.scope, task.numbers[0]): agreement for task, agreement in seen}
    functions = tuple(_function(plan, scope, killers, looked) for scope in wanted)
    return ExerciseAudit(exercise_id, functions, () if only else plan.stale())


def _refuse_unknown(definition: Definition, only: Sequence[str]) -> None:
    for name in only:
        if name not in definition.functions:
            raise UsageError(
                f"{definition.id} has no function {name!r}",
                f"it has: {', '.join(definition.functions)}",
            )


class _Plan:
    """What the parent knows without running anything: mutants, and which are declared equivalent."""

    def __init__(self, definition: Definition) -> None:
        from grader.audit.scope import scopes

        self.definition = definition
        self.files = definition.reference
        self.scopes = scopes(definition)
        self.mutants = [mutants_in(definition, scope) for scope in self.scopes]
        self.declared = {
            (
                d.function,
                shape_of(function_in(apply(self.files, as_edit(d, edit)), d.function)),
            ): edit[0]
            for d in definition.equivalents
            for edit in d.edits
        }

    def is_declared(self, mutant: Mutant) -> bool:
        return (mutant.function, mutant.shape) in self.declared

    def stale(self) -> tuple[str, ...]:
        made = {(m.function, m.shape) for own in self.mutants for m in own}
        return tuple(f"{key[0]}: {old!r}" for key, old in self.declared.items() if key not in made)


def mutants_in(definition: Definition, scope: Scope) -> list[Mutant]:
    """All mutants of what one graded function is written in; accepted forms are no faults."""
    from grader.audit.mutants import mutants_of

    files = definition.reference
    known = [shape_of(function_in(apply(files, f), f.function)) for f in definition.accepted_forms]
    return [mutant for name, text in scope.texts for mutant in mutants_of(name, text, known)]


def _function(
    plan: _Plan,
    scope: int,
    killers: dict[tuple[int, int], str | None],
    looked: dict[tuple[int, int], tuple[str | None, Agreement]],
) -> FunctionAudit:
    mutants = plan.mutants[scope]
    killed = equivalent = 0
    survivors = []
    for number, mutant in enumerate(mutants):
        by = killers[scope, number]
        declared = plan.is_declared(mutant)
        if by is not None and declared:
            survivors.append(
                _survivor(
                    plan, mutant, "declared", f"declared equivalent, but the case {by} kills it"
                )
            )
        elif by is not None:
            killed += 1
        else:
            public, seen = looked[scope, number]
            if declared and not seen.apart and public is None:
                equivalent += 1
            else:
                survivors.append(
                    _survivor(plan, mutant, *_judged(plan, mutant, declared, public, seen))
                )
    return FunctionAudit(
        plan.scopes[scope].function, len(mutants), killed, equivalent, tuple(survivors)
    )


def _judged(
    plan: _Plan, mutant: Mutant, declared: bool, public: str | None, seen: Agreement
) -> tuple[str, str]:
    """The verdict on a survivor, and what would most likely kill it."""
    verdict = "declared" if declared else "survived"
    if public is not None:
        return verdict, f"only the public case {public} tells it apart: add a hidden one like it"
    if seen.apart:
        return verdict, (
            f"{seen.apart} of {seen.inputs} inputs drawn with other seeds tell it apart; "
            f"{seen.by} with seed={seen.seed} kills it"
        )
    if mutant.operator == DEFAULT:
        return "survived", "no hidden case leaves that argument out: add one that does"
    return "probably equivalent", (
        f"it agrees with the reference on {seen.inputs} drawn inputs; kill it with an input of "
        f"another kind, or declare it:\n{declaration(plan.files, mutant, plan.definition)}"
    )


def _survivor(plan: _Plan, mutant: Mutant, verdict: str, advice: str) -> Survivor:
    place = plan.definition.reference_functions()[mutant.function]
    return Survivor(
        mutant.function,
        mutant.operator,
        f"{place.file}, line {place.first + mutant.line - 1}",
        verdict,
        advice,
        diff(plan.files, mutant, plan.definition),
    )


# --- in a worker ----------------------------------------------------------------------------

_kept: tuple[tuple[Path, str, int], Arena, dict[int, list[Mutant]]] | None = None


def _arena(sandbox: Sandbox, task: _Task) -> tuple[Arena, list[Mutant]]:
    """The exercise as the worker's last task left it, or prepared anew."""
    global _kept
    key = (task.root, task.exercise, id(sandbox))
    if _kept is None or _kept[0] != key:
        _kept = (key, Arena(Course(task.root).definition(task.exercise), sandbox), {})
    _, arena, mutants = _kept
    if task.scope not in mutants:
        mutants[task.scope] = mutants_in(arena.definition, arena.scopes[task.scope])
    return arena, mutants[task.scope]


def try_cases(sandbox: Sandbox, task: _Task) -> list[str | None]:
    """For each mutant the hidden case that kills it, or None."""
    arena, mutants = _arena(sandbox, task)
    cases = hidden_of(arena.exercise.cases_of(arena.scopes[task.scope].function))
    return [arena.killer(mutants[number], cases) for number in task.numbers]


def look_closer(sandbox: Sandbox, task: _Task) -> tuple[str | None, Agreement]:
    """For one survivor: the public case that kills it, and how it does on drawn inputs."""
    arena, mutants = _arena(sandbox, task)
    function = arena.scopes[task.scope].function
    mutant = mutants[task.numbers[0]]
    every = arena.exercise.cases_of(function)
    public = [case for case in every if case.visibility is Visibility.PUBLIC]
    by = arena.killer(mutant, public) if public else None
    return by, arena.agreement(mutant, (function,), task.inputs)
