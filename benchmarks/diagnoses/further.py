"""Whether a reason that explains the cases explains further inputs as well.

The exercise is taken once more, with its case functions drawn from other seeds, many times over.
A reason that does not hold there was given for results that only looked like it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from grader.comparison.compare import CaseComparisons
from grader.course.definition import Definition
from grader.course.editing import apply, patched
from grader.course.prepare import call_of, prepare, with_mistakes
from grader.course.reference_program import program_of
from grader.diagnosis.candidates import combined, pair_of
from grader.diagnosis.diagnose import explains
from grader.diagnosis.edits.search import are_alike
from grader.diagnosis.evidence import Evidence
from grader.diagnosis.randomness import HINTS, other_streams
from grader.diagnosis.relations import SEEN, find_relation
from grader.diagnosis.student_code import SIGNATURE_MISTAKES
from grader.inputs.drawing import OF_BENCHMARKS
from grader.model.call_binding import call_for
from grader.model.declaration import CaseDeclaration
from grader.model.exercise import Exercise, Mistake, RngUse
from grader.model.outcome import Outcome, Run
from grader.model.submission import Program
from grader.sandbox.judge.sandbox import Request, Sandbox
from grader.util.errors import AuthorError

INPUTS = 200
INPUTS_WHERE_IT_TRAINS = 24


class Further:
    """The further inputs of one exercise, made for a function when it is first asked for."""

    def __init__(self, definition: Definition, sandbox: Sandbox) -> None:
        self._definition, self._sandbox = definition, sandbox
        self._made: dict[str, tuple[Definition, Exercise]] = {}
        self._candidates: dict[tuple[str, str], list[Mistake]] = {}

    def holds(self, function: str, id: str, program: Program, form: str) -> bool:
        """Whether the reason ``id`` explains what ``program`` returns on the further inputs."""
        if id == SEEN:
            return True
        definition, exercise = self._of(function)
        if id in SIGNATURE_MISTAKES:  # it is seen in the function's own text
            return True
        outcomes = self._run(exercise, program, function)
        compared = CaseComparisons(Run(outcomes))
        evidence = Evidence(exercise.cases, compared, form, program)
        if (function, id) not in self._candidates:
            self._candidates[function, id] = list(self._named(definition, exercise, function, id))
        candidates = self._candidates[function, id]
        if id in HINTS:  # that there were other numbers is so, whichever they were for each input
            # Neither errors nor inputs on which nothing is wrong are evidence.
            returned = all(map(evidence.returned, evidence.cases))
            return bool(returned and evidence.wrong) and all(
                any(explains(candidate, one) for candidate in candidates)
                for wrong in evidence.wrong
                for one in [Evidence((wrong.case,), compared, form, program)]
            )
        if candidates:
            return any(explains(candidate, evidence) for candidate in candidates)
        relation = find_relation(evidence)
        return relation is not None and relation.id == id

    def does_the_same(self, function: str, program: Program, edit: str) -> bool:
        """Whether the reference with an edit does what ``program`` does on the further inputs."""
        definition, exercise = self._of(function)
        forms = (None, *definition.forms_of(function))
        for form in forms:
            files = definition.reference if form is None else apply(definition.reference, form)
            try:
                edited = program_of(patched(files, edit), definition)
            except AuthorError:
                continue
            own, like = (self._run(exercise, each, function) for each in (program, edited))
            return all(  # in the order of the grader: what may stand for a mask of truth values
                are_alike(like[case.name], own[case.name], case.tolerance)
                for case in exercise.cases
            )
        return False

    def _named(
        self, definition: Definition, exercise: Exercise, function: str, id: str
    ) -> Iterator[Mistake]:
        known = [m for m in definition.mistakes if (m.function, m.name) == (function, id)]
        if known:
            narrowed = replace(definition, mistakes=tuple(known))
            yield from with_mistakes(narrowed, exercise, self._sandbox, [function]).mistakes
        elif id in HINTS:
            trains = _trains(definition, function)
            streams = other_streams(definition, exercise, self._sandbox, function, trains)
            yield from (stream for stream in streams if stream.id == id)
        else:
            pairs = (both for both in combined(definition, function) if both.name == id)
            yield from (pair_of(definition, exercise, self._sandbox, both) for both in pairs)

    def _of(self, function: str) -> tuple[Definition, Exercise]:
        if function not in self._made:
            further = _drawn(self._definition, function)
            self._made[function] = further, prepare(further, self._sandbox)
        return self._made[function]

    def _run(self, exercise: Exercise, program: Program, function: str) -> dict[str, Outcome]:
        own = next(f for f in exercise.functions if f.name == function)
        site = program.functions.get(function)
        requests = [Request(c.name, call_for(own, site, c)) for c in exercise.cases]
        run = self._sandbox.run(program, requests, exercise.limits, exercise.modules)
        return dict(run.outcomes)


def _trains(definition: Definition, function: str) -> bool:
    return any(d.name == function and d.rng is RngUse.HELPERS for d in definition.declared)


def _drawn(definition: Definition, function: str) -> Definition:
    """The exercise with this function's case functions alone, under many other seeds."""
    trains = _trains(definition, function)
    # A property asks several functions at once, and is no evidence of a known mistake.
    declared = [c for c in definition.cases if c.function == function and c.property is None]
    signature = definition.reference_functions()[function]
    cases: list[CaseDeclaration] = []
    for number in range(INPUTS_WHERE_IT_TRAINS if trains else INPUTS):
        seed = OF_BENCHMARKS + number
        case = declared[number % len(declared)]
        again = replace(case, name=f"{case.name}#{seed}", seed=seed)
        try:
            call_of(definition, again, signature)
        except AuthorError:
            continue
        cases.append(again)
    limits = replace(
        definition.limits, submission_cpu_seconds=600.0, submission_wall_seconds=1200.0
    )
    return replace(definition, cases=tuple(cases), functions=(function,), limits=limits)
