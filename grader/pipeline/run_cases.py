"""Runs a submission's cases. Every case is decided by one run, which a fixed rule chooses.

1. The public cases of all functions are run. What a student reads of a public case comes from here,
   when no child has met a hidden input.
2. The hidden cases follow, function by function, the deepest helpers first. A function whose helper
   is wrong or missing by then is judged in a run with correct helpers instead (error carried
   forward): all its cases, and whatever they earn. So a fault costs once.

Which helpers are replaced follows from the helpers' verdicts alone: not from what the function earns
with them, and not from what it earned before. No result leads to another run. Functions that keep
nothing between calls share a child, which `grader.load.call_state` decides from the code before
any of it runs; every case of another function has a child of its own.
"""

from __future__ import annotations

import hashlib
import marshal
import pickle
import re
from collections import OrderedDict
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, closing
from dataclasses import dataclass
from functools import cached_property

from grader import load
from grader.comparison.compare import CaseComparisons
from grader.course.editing import exports_of
from grader.load.call_graph import reached
from grader.model.call_binding import call_for, parameters_for
from grader.model.exercise import Case, Exercise, Function, Module, RngUse
from grader.model.outcome import Ending, Outcome, Run
from grader.model.submission import Program
from grader.sandbox.judge.helper_relay import Helper
from grader.sandbox.judge.sandbox import Budget, Request, Sandbox, Session

# For functions whose random numbers are free, whatever seed or generator they choose: seeds are ignored,
# and generators of a student's own hand out the numbers that np.random would. So the right formula
# returns what the reference does, which draws from the state as it finds it. Runs in the child before
# the submission's first statement; the child calls `begin_call`.
_FREE_NUMBERS = """
import numpy as np

_random = np.random
_get, _set = _random.get_state, _random.set_state
_first = {}  # seed that was set in this call -> the state that it met


def begin_call():
    _first.clear()


def _ignore(value=None, *more, **options):
    if value is not None:
        key = repr(value)
        if key in _first:  # set once more, it repeats the numbers that came after the first time
            _set(_first[key])
        else:
            _first[key] = _get()


class _Generator:
    _other = {"integers": "randint", "random": "random_sample"}

    def __init__(self, seed=None, *more, **options):
        _ignore(seed)

    def __getattr__(self, name):
        return getattr(_random, self._other.get(name, name))


_random.seed = _ignore
_random.default_rng = _random.RandomState = _Generator
"""
FREE_NUMBERS = Module(("free_randomness",), (), _FREE_NUMBERS)


@dataclass(frozen=True, slots=True)
class Carried:
    """A function that uses wrong or missing helpers.

    fix_first  the deepest of those helpers
    compared   the outcomes that decide its cases; None where there are no correct helpers to be had
    helped     the cases that were run with correct helpers
    """

    fix_first: str
    compared: CaseComparisons | None = None
    helped: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class CaseRun:
    """All outcomes of one submission.

    own      with the submission's own helpers; what is said of public cases comes from here
    carried  function -> what decides it instead, where helpers are wrong
    forms    function that has cases -> the accepted form in which its deciding outcomes earn most
    """

    own: CaseComparisons
    carried: Mapping[str, Carried]
    forms: Mapping[str, str]

    def deciding(self, function: str) -> CaseComparisons:
        """The outcomes that decide a function's cases."""
        carried = self.carried.get(function)
        return self.own if carried is None or carried.compared is None else carried.compared

    @property
    def compared(self) -> list[CaseComparisons]:
        """Everything that was run."""
        carried = (each.compared for each in self.carried.values())
        return [self.own, *(each for each in carried if each is not None)]


def run_cases(exercise: Exercise, program: Program, sandbox: Sandbox) -> CaseRun:
    """Run every case of ``exercise`` on ``program`` and return the outcomes.

    Whatever the submission does is an outcome. Raises GraderError only when the sandbox itself
    cannot work.
    """
    with ExitStack() as stack:
        return _Runner(exercise, program, sandbox, stack).run()


class _Runner:
    """One submission's cases on their way to outcomes."""

    def __init__(
        self, exercise: Exercise, program: Program, sandbox: Sandbox, stack: ExitStack
    ) -> None:
        self._exercise, self._program = exercise, program
        self._sandbox, self._stack = sandbox, stack
        self._budget = Budget(exercise.limits)
        self._own = self._session()
        self._with_state = load.functions_with_state(program, exercise.modules)
        self._outcomes: dict[str, Outcome] = {}
        self._compared = CaseComparisons(Run({}))
        self._wrong: list[str] = []
        self._forms: dict[str, str] = {}
        self._carried: dict[str, Carried] = {}
        self._cases = exercise.cases_by_function
        self._public = {case.name for case in exercise.public_cases}
        self._functions = [f for f in deepest_first(exercise) if self._cases[f.name]]

    def run(self) -> CaseRun:
        for function in self._functions:
            self._run_public(function)
        for function in self._functions:
            self._run_hidden(function)
        return CaseRun(self._compared_now(), self._carried, self._forms)

    def _run_public(self, function: Function) -> None:
        """Run the public cases with the submission's own helpers.

        Where a helper never ends, its callers do not either: they wait for a correct one.
        """
        endless = self._used(function, self._endless)
        helpers = self._correct(endless) if endless else []
        for case in self._cases[function.name]:
            if case.name in self._public and not needed_helpers(case, helpers):
                self._ask(function, case)

    def _run_hidden(self, function: Function) -> None:
        """Run the hidden cases, and all cases with correct helpers where the rule says so."""
        cases = self._cases[function.name]
        wrong = self._used(function, self._wrong)
        helpers = self._correct(wrong) if wrong else []
        helped = {case.name: each for case in cases if (each := needed_helpers(case, helpers))}
        for case in cases:
            if case.name not in self._public and case.name not in helped:
                self._ask(function, case)
        compared = self._compared_now()
        if wrong:
            outcomes = self._with_correct_helpers(function, cases, helped)
            compared = compared.with_run(Run(outcomes))
            deciding = compared if outcomes else None
            self._carried[function.name] = Carried(wrong[0], deciding, frozenset(outcomes))
        form = self._forms[function.name] = compared.best_form(function, cases)
        if compared.wrong(cases, form) and not _is_ours(compared, cases):
            self._wrong.append(function.name)

    def _with_correct_helpers(
        self, function: Function, cases: Sequence[Case], helped: Mapping[str, Sequence[Helper]]
    ) -> dict[str, Outcome]:
        """The outcomes of these cases, each in a child of its own.

        A child is told of the correct helpers that its case needs, and no case of a helper is
        asked of it. Public and hidden cases have sessions of their own: a public case that runs out of
        time here may show its own result, so no hidden case is left out because of it.
        """
        outcomes: dict[str, Outcome] = {}
        sessions: dict[tuple[bool, tuple[str, ...]], Session] = {}
        for case in cases:
            if case.name in helped:
                names = tuple(helper.name for helper in helped[case.name])
                key = case.name in self._public, names
                if key not in sessions:
                    sessions[key] = self._session(helped[case.name])
                outcomes[case.name] = sessions[key].ask(self._request(function, case, alone=True))
        return outcomes

    def _ask(self, function: Function, case: Case) -> None:
        if function.name not in self._program.functions:
            return
        free = has_free_numbers(function, case)
        session = self._free_session if free else self._own
        self._outcomes[case.name] = session.ask(self._request(function, case))

    def _request(self, function: Function, case: Case, alone: bool = False) -> Request:
        call = call_for(function, self._program.functions[function.name], case)
        meets = {function.name, *called_by_property(self._exercise, case)}
        return Request(
            case.name,
            call,
            shared=not alone and not meets & self._with_state,
            group=function.name if call.replacements else "",
        )

    def _session(self, helpers: Sequence[Helper] = (), free_numbers: bool = False) -> Session:
        exercise = self._exercise
        modules = (FREE_NUMBERS, *exercise.modules) if free_numbers else exercise.modules
        session = self._sandbox.session(
            self._program, exercise.limits, modules, budget=self._budget, helpers=helpers
        )
        return self._stack.enter_context(closing(session))

    @cached_property
    def _free_session(self) -> Session:
        return self._session(free_numbers=True)

    def _used(self, function: Function, among: Sequence[str]) -> list[str]:
        return used_helpers(self._exercise, self._program, function, among)

    def _correct(self, names: Sequence[str]) -> list[Helper]:
        """Correct helpers of these names; none where the exercise has not all of them."""
        forms = {name: self._forms.get(name) or self._nearest(name) for name in names}
        return correct_helpers(self._exercise, self._program, names, forms)

    def _nearest(self, name: str) -> str:
        function = next(f for f in self._exercise.functions if f.name == name)
        return self._compared_now().best_form(function, self._cases[name])

    @property
    def _endless(self) -> list[str]:
        """The functions of which a case ran into a limit of time."""
        return [
            function.name
            for function in self._functions
            if any(
                (outcome := self._outcomes.get(case.name)) is not None
                and outcome.ending is Ending.TIMEOUT
                for case in self._cases[function.name]
            )
        ]

    def _compared_now(self) -> CaseComparisons:
        run = Run(dict(self._outcomes), self._own.load_errors)
        self._compared = self._compared.of_run(run)
        return self._compared


def needed_helpers(case: Case, helpers: Sequence[Helper]) -> list[Helper]:
    """The helpers that stand in for the submission's own: not those that the case replaces anyway."""
    replacements = case.call.replacements
    if not helpers or not replacements:
        return list(helpers)
    replaced = exports_of(replacements, "replacements")
    return [helper for helper in helpers if helper.name not in replaced]


def _is_ours(compared: CaseComparisons, cases: Sequence[Case]) -> bool:
    """Whether the function's verdict is unknown through a fault of the grader."""
    outcomes = (compared.run.outcomes.get(case.name) for case in cases)
    return any(outcome is not None and outcome.ending is Ending.FAULT for outcome in outcomes)


def has_free_numbers(function: Function, case: Case) -> bool:
    """Whether a case is run on the reference's own numbers: properties hold on any numbers."""
    return function.rng is RngUse.FREE and not case.is_property


def deepest_first(exercise: Exercise) -> tuple[Function, ...]:
    """Every function after those that it builds on; else in the exercise's order."""
    known = {function.name: function for function in exercise.functions}
    seen: set[str] = set()

    def visit(name: str) -> Iterator[Function]:
        if name in known and name not in seen:
            seen.add(name)
            for helper in known[name].builds_on:
                yield from visit(helper)
            yield known[name]

    return tuple(function for name in known for function in visit(name))


def used_helpers(
    exercise: Exercise, program: Program, function: Function, among: Sequence[str]
) -> list[str]:
    """Those of ``among`` that the function may build on, and that its code, or a property, names."""
    if not among or function.name not in program.functions:
        return []
    allowed = exercise.builds_on[function.name]
    candidates = [name for name in among if name in allowed]
    named: set[str] = set()
    for start in (function.name, *_named_by_cases(exercise, function)) if candidates else ():
        named |= {start, *reached(program, start)}
    return [name for name in candidates if name in named]


def _named_by_cases(exercise: Exercise, function: Function) -> list[str]:
    """Other functions that a property or a script of this one calls."""
    cases = exercise.cases_of(function.name)
    by_scripts = [name for case in cases for name in case.call.functions[1:]]
    return by_scripts + [name for case in cases for name in called_by_property(exercise, case)]


def called_by_property(exercise: Exercise, case: Case) -> list[str]:
    """Other graded functions that the case's property names in its text."""
    if case.call.property is None:
        return []
    texts = [module.source for module in case.call.property.modules]
    others = (name for name in exercise.function_names if name != case.function)
    # By name, or in steps: call("fit", X), call.steps("m = Model(2)", "m.fit(X)", X=X).
    return [n for n in others if any(f'"{n}"' in t or re.search(rf"\b{n}\(", t) for t in texts)]


def correct_helpers(
    exercise: Exercise, program: Program, names: Sequence[str], forms: Mapping[str, str]
) -> list[Helper]:
    """The correct functions of these names; none where the exercise has not all of them.

    Args:
        forms: helper -> the accepted form that came nearest to the submission's own results.
    """
    found: list[Helper] = []
    for name in names:
        programs = exercise.helpers.get(name)
        function = next(f for f in exercise.functions if f.name == name)
        if function.is_class:
            continue  # its objects cannot be sent, so its callers are judged with the student's own
        if programs is None:
            return []
        parameters = parameters_for(function, program.functions.get(name))
        found.append(Helper(name, programs[forms[name]], parameters, function.rng is not None))
    return found


MAX_BYTES = 32 * 2**20
_LARGEST_SHARE = 8  # one run may fill this part of the room
_SAFE_SHARE = 0.25  # of a limit: what comes near one may meet it another time
_REPEATABLE = frozenset({Ending.RETURNED, Ending.RAISED, Ending.MISSING})

Key = tuple[str, str, str]
"""Id and hash of the exercise, hash of the program."""


class RunCache:
    """The runs of the programs that were met last.

    The key is everything that the child of a program is sent, file names and line numbers included. So
    two students share a run only where no code could tell them apart. Only outcomes are shared: every
    student's texts, notes and verdicts are made from them anew.

    A run is kept only if a fresh one would give the same: nothing in it was killed, or came near
    a limit.
    """

    def __init__(self, max_bytes: int = MAX_BYTES) -> None:
        self._max_bytes, self._bytes = max_bytes, 0
        self._runs: OrderedDict[Key, tuple[CaseRun, int]] = OrderedDict()

    def run(self, exercise: Exercise, program: Program, sandbox: Sandbox) -> CaseRun:
        """Return what ``program`` does: from the cache, or by running it."""
        key = (exercise.id, exercise.version, program_hash(program))
        if key in self._runs:
            self._runs.move_to_end(key)
            return self._runs[key][0]
        run = run_cases(exercise, program, sandbox)
        if _is_repeatable(exercise, run):
            self._keep(key, run)
        return run

    def _keep(self, key: Key, run: CaseRun) -> None:
        size = sum(len(pickle.dumps(outcome)) for outcome in _outcomes(run))
        if size * _LARGEST_SHARE > self._max_bytes:
            return
        self._runs[key] = run, size
        self._bytes += size
        while self._bytes > self._max_bytes:
            self._bytes -= self._runs.popitem(last=False)[1][1]


def program_hash(program: Program) -> str:
    """A hash of all that decides what a program does, and where it does it."""
    parts = (
        [(statement.code, statement.origin, statement.line) for statement in program.statements],
        list(program.aliases),
        sorted((name, *site) for name, site in program.functions.items()),
        list(program.inert),
        sorted(program.module_names.items()),
    )
    return hashlib.sha256(marshal.dumps(parts, 2)).hexdigest()


def _is_repeatable(exercise: Exercise, run: CaseRun) -> bool:
    limits, outcomes = exercise.limits, _outcomes(run)
    spent = [outcome.cpu_seconds for outcome in outcomes]
    return (
        all(outcome.ending in _REPEATABLE for outcome in outcomes)
        and max(spent, default=0.0) <= _SAFE_SHARE * limits.case_cpu_seconds
        and sum(spent) <= _SAFE_SHARE * limits.submission_cpu_seconds
    )


def _outcomes(run: CaseRun) -> list[Outcome]:
    return [outcome for each in run.compared for outcome in each.run.outcomes.values()]
