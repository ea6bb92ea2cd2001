"""Runs every slip of a function on every case, in locked-down children: what each would return.

A slip's whole result is not kept, only its fingerprint. Many slips share a child and a call, which
costs a tenth of a child for each; what the search names is run again in the way of a submission.
"""

from __future__ import annotations

import ast
import hashlib
import inspect
import itertools
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np

from grader.course.editing import apply, find_functions, function_text
from grader.course.graded_function import GradedFunction
from grader.course.prepare import bind_to
from grader.course.reference_program import REFERENCE, edited_program, program_of
from grader.diagnosis.edits.store import Store
from grader.diagnosis.fingerprint import MOST_PARTS, NEVER, UNKNOWN, fingerprint, reach
from grader.load.read.compile import CannotCompile, code_lines, compile_statement, quiet
from grader.model.call_binding import call_for
from grader.model.exercise import Call, Case, Limits, Module, Tolerance
from grader.model.outcome import Ending, Outcome
from grader.model.submission import Program, Statement
from grader.mutation.code import Code, is_text
from grader.mutation.mutants import codes_of, own_functions
from grader.mutation.slips import Slip, applied, both, slips_of, slips_with, text_with, words_of
from grader.sandbox.judge.protocol import call_message
from grader.sandbox.judge.sandbox import Request, Sandbox
from grader.util.batched import batched

_DRIVER = Path(__file__).with_name("child_driver.txt").read_text("utf-8")
_FINGERPRINT = Module(
    ("grader_fingerprint",), (), inspect.getsource(sys.modules[fingerprint.__module__])
)
_AT_ONCE = 256
"""Slips that share a child."""
_INPUTS_AT_ONCE = 40
"""Inputs that share a call, where few slips are held against each other."""
_MOST_ALONE = 400
"""Slips that are tried where each takes a child of its own: scripts of steps, files, printed text."""
_MOST_STOPPED = 24
"""Slips of a function that may be stopped, since each takes the whole limit of time."""

_MOST_ENDLESS = 4
"""Inputs on which the right function does not end, after which no more are tried."""

FEW = 12
"""Slips that are run in full."""

_MOST_PAIRS = 5_000
"""Pairs of a function that are kept for submissions with other results."""

_SLIP, _SLIPS = "_slip", "_slips"
_RANDOM = "random"


@dataclass(frozen=True)
class Named:
    """A slip of one function or class of the reference, which stands in the file ``origin``."""

    function: str
    code: Code
    slip: Slip
    origin: str

    @cached_property
    def compiled(self) -> bytes | None:
        """The definition with the slip in it, under the name `_SLIP`; None where it is no Python."""
        with applied(self.code, self.slip.edits) as tree, quiet():
            own, tree.name = tree.name, _SLIP
            try:
                return compile_statement(tree, self.origin)
            except CannotCompile:
                return None
            finally:
                tree.name = own


@dataclass(frozen=True, slots=True)
class Choice:
    """Which slips of a function are tried: all of its own and of its own helpers, if nothing is said.

    constants  only slips that put one of these into the function
    names      those of these functions of the reference, in the place of the function and its helpers
    slips      these, and no others
    """

    constants: tuple[int | float | str, ...] = ()
    names: tuple[str, ...] = ()
    slips: tuple[Named, ...] | None = None

    @property
    def is_for_one(self) -> bool:
        """Whether it was made for one submission, so that no other process needs what it gives."""
        return bool(self.constants) or self.slips is not None


EVERY = Choice()


class Trials:
    """The slips of one graded function, in one accepted form, and their fingerprints on all cases."""

    def __init__(
        self,
        graded: GradedFunction,
        sandbox: Sandbox,
        form: str = REFERENCE,
        choice: Choice = EVERY,
    ) -> None:
        definition, function = graded.definition, graded.name
        self._graded, self._exercise, self._sandbox = graded, graded.exercise, sandbox
        self.choice = choice
        self.function, self.form, self.definition = function, form, definition
        edit = next((f for f in definition.forms_of(function) if f.name == form), None)
        self.files = definition.reference if edit is None else apply(definition.reference, edit)
        self.reference = edited_program(definition, edit)
        self._signature = find_functions(self.files)[function]
        self._columns: dict[str, Column] = {}
        self._pairs: dict[tuple[int, int], Named | None] = {}
        self._store = Store(None) if choice.is_for_one else Store.of_user()
        self.cases = [case for case in graded.cases if not case.is_property]

    @cached_property
    def codes(self) -> dict[str, list[Code]]:
        """The function, or the methods of the class, and its own helpers, which are nobody's task."""
        places = find_functions(self.files)
        names = self.choice.names or own_functions(self.definition, self.function)
        names = tuple(name for name in names if name in places)
        return {name: codes_of(function_text(self.files, name)) for name in names}

    @cached_property
    def slips(self) -> Sequence[Named]:
        if self.choice.slips is not None:
            return self.choice.slips
        constants, places = self.choice.constants, find_functions(self.files)
        return [
            Named(name, code, slip, places[name].file)
            for name, codes in self.codes.items()
            for code in codes
            for slip in (slips_with(code, constants) if constants else slips_of(code))
        ]

    def pair(self, one: int, other: int) -> Named | None:
        """Two of the slips at once; None where one stands in the other's way.

        They are kept: most are asked for again, with other results.
        """
        key = (one, other)
        if key not in self._pairs:
            if len(self._pairs) >= _MOST_PAIRS:
                self._pairs.clear()
            first, second = self.slips[one], self.slips[other]
            at_once = first.function == second.function and both(
                first.code, first.slip, second.slip
            )
            self._pairs[key] = replace(first, slip=at_once) if at_once else None
        return self._pairs[key]

    def text(self, named: Named) -> str:
        """The changed function's text, or that of its class."""
        return text_with(named.code, named.slip.edits)

    def changed_files(self, named: Named) -> dict[str, str]:
        """The reference's files with the slip in them."""
        place = find_functions(self.files)[named.function]
        lines = code_lines(self.files[place.file], keepends=True)
        lines[place.first - 1 : place.last] = [self.text(named).rstrip("\n") + "\n"]
        return {**self.files, place.file: "".join(lines)}

    def program(self, named: Named) -> Program:
        """The reference with the slip in it, as a submission."""
        return program_of(self.changed_files(named), self.definition)

    def outcomes(self, program: Program, cases: Sequence[Case]) -> dict[str, Outcome]:
        """What a program's function does on cases, in the way of a submission."""
        return outcomes_of(program, self._graded, cases, self._sandbox, self._patient)

    def accepted(self, inputs: Sequence[Case]) -> list[Case]:
        """Those of the inputs for which the right function returns something, about as soon as for cases.

        On an input that a case's function draws from another seed it may never end. Such a one says
        nothing of those that follow it, although the run ends there.
        """
        seconds = 0.5 + 10 * max(self._seconds.values(), default=0.0)
        shortest = min(seconds, self._patient.case_cpu_seconds)
        limits, left = replace(self._patient, case_cpu_seconds=shortest), list(inputs)
        found = []
        for _ in range(_MOST_ENDLESS):
            outcomes = outcomes_of(self.reference, self._graded, left, self._sandbox, limits)
            endings = [outcomes[case.name].ending for case in left]
            end = endings.index(Ending.TIMEOUT) if Ending.TIMEOUT in endings else len(left)
            found += [left[n] for n in range(end) if endings[n] is Ending.RETURNED]
            left = left[end + 1 :]
            if not left:
                break
        return found

    @property
    def _patient(self) -> Limits:
        limits = self._exercise.limits
        return replace(limits, submission_cpu_seconds=120.0, submission_wall_seconds=600.0)

    def told_apart(self, numbers: Sequence[int], cases: Sequence[Case]) -> list[Case]:
        """The cases on which some of the slips differ from the first of them."""
        cases = [case for case in cases if case.call.is_simple]
        prints: dict[str, list[Fingerprint]] = {case.name: [] for case in cases}
        stopped: set[str] = set()
        for name in sorted({self.slips[number].function for number in numbers}) if cases else ():
            chosen = [self.slips[n] for n in numbers if self.slips[n].function == name]
            batch = self._batch(chosen, name)
            for case, found in zip(cases, self._on_all(batch, cases), strict=True):
                if found is None:
                    stopped.add(case.name)
                else:
                    prints[case.name] += found
        return [c for c in cases if c.name in stopped or _differ(prints[c.name], c.tolerance)]

    def _on_all(self, batch: _Batch, cases: Sequence[Case]) -> list[list[Fingerprint] | None]:
        """The fingerprints of a batch on each of the cases; None where a call did not end.

        Many cases share a call. Where one of them stops it, each of these has a call of its own.
        """
        there = [n for n in batch.numbers if n is not None]
        limits = self._limits_for(None, len(there) * len(cases))
        groups = [
            list(group)
            for _, same in itertools.groupby(cases, key=lambda case: case.call.replacements)
            for group in batched(list(same), _INPUTS_AT_ONCE)
        ]
        requests = [
            self._request_for_all(batch, group, there, f"inputs {n}")
            for n, group in enumerate(groups)
        ]
        run = self._sandbox.run(batch.program, requests, limits, self._modules)
        found: list[list[Fingerprint] | None] = []
        for request, group in zip(requests, groups, strict=True):
            outcome = run.outcomes[request.name]
            if outcome.ending is Ending.RETURNED:
                found += outcome.value
                continue
            single = [self._request(batch, case, there, case.name) for case in group]
            alone = self._sandbox.run(batch.program, single, limits, self._modules).outcomes
            ended = (alone[case.name] for case in group)
            found += [each.value if each.ending is Ending.RETURNED else None for each in ended]
        return found

    # The fingerprints.

    def alike(
        self, outcomes: Mapping[str, Outcome], first: Sequence[Case], cases: Sequence[Case]
    ) -> list[int]:
        """The numbers of the slips that may give these outcomes, in order.

        Each case is a run of every slip, made once. So the cases that another submission needed come
        first, and of the others, those of ``first`` before the rest, only as many are looked at as it
        takes to leave few slips.
        """
        may = np.arange(len(self.slips))
        names = {case.name for case in first}
        known = [case for case in cases if case.name in self._columns]
        others = [case for case in cases if case.name not in self._columns]
        for case in (*known, *sorted(others, key=lambda case: case.name not in names)):
            if len(may) <= FEW and case.name not in self._columns:
                break
            may = may[self.column(case).alike(case, outcomes[case.name])[may]]
        return [int(number) for number in may]

    def column(self, case: Case) -> Column:
        """The fingerprints on one case: kept in memory and on disk."""
        if case.name not in self._columns:
            self._columns[case.name] = self._kept(case)
        return self._columns[case.name]

    def _kept(self, case: Case) -> Column:
        key = self._key(case)
        known = self._store.read(key)
        if known is None:
            with self._store.making(key):
                known = self._store.read(key)
                if known is None:
                    made = self._made_column(case)
                    self._store.write(key, made.words, made.kinds, made.totals, made.parts)
                    return made
        return Column(*known)

    def _made_column(self, case: Case) -> Column:
        words: dict[str, int] = {NEVER: 0}
        kinds, totals = np.zeros(len(self.slips), np.int32), np.zeros(len(self.slips))
        parts = np.full((len(self.slips), MOST_PARTS), np.nan)
        for row, (text, total, _, _, sums) in enumerate(self._prints(case)):
            kinds[row], totals[row] = words.setdefault(text, len(words)), total
            parts[row, : len(sums)] = sums
        most = int((~np.isnan(parts)).any(axis=0).sum())
        return Column(tuple(words), kinds, totals, parts[:, :most])

    def _prints(self, case: Case) -> Iterator[Fingerprint]:
        if case.call.is_simple:
            for batch in self._batches:
                yield from self._of_batch(batch, case)
            return
        for named in self.slips[:_MOST_ALONE]:
            yield print_of(self.outcomes(self.program(named), [case])[case.name])

    def _key(self, case: Case) -> str:
        """A hash over everything that decides the fingerprints on a case."""
        call, limits = case.call, self._exercise.limits
        # What the child is sent, and what is done with its answer.
        judged = (call.replacements, call.observed, call.canonical, call.limits, limits)
        digest = hashlib.sha256(f"{self._fixed_part}\0{judged}\0".encode())
        digest.update(call_message(call, b"", limits))
        return digest.hexdigest()

    @cached_property
    def _fixed_part(self) -> str:
        digest = hashlib.sha256()
        slips = (f"{n.function} {e.before}\1{e.after}" for n in self.slips for e in n.slip.edits)
        modules = (text for m in self._modules for text in (*m.names, m.source))
        places = (f"{name}\1{text}" for name, text in self.files.items())
        versions = (sys.version, np.__version__)
        fixed = (self.function, _DRIVER, _FINGERPRINT.source)
        for text in (*fixed, *versions, *places, *modules, *slips):
            digest.update(text.encode() + b"\0")
        return digest.hexdigest()

    @cached_property
    def _batches(self) -> list[_Batch]:
        batches = []
        for name, group in itertools.groupby(self.slips, key=lambda named: named.function):
            own = list(group)
            batches += [self._batch(chunk, name) for chunk in batched(own, _AT_ONCE)]
        return batches

    def _batch(self, chunk: Sequence[Named], name: str) -> _Batch:
        """A program that holds these slips beside the reference."""
        place = find_functions(self.files)[name]
        statements = [*self.reference.statements, *_lines(f"{_SLIPS} = []")]
        # Taken away, so that one whose definition raises does not get the one before it.
        keep = _lines(f"{_SLIPS}.append(globals().pop({_SLIP!r}, None))")
        numbers: list[int | None] = []
        for number, named in enumerate(chunk):
            if named.compiled is not None:
                statements.append(Statement(named.compiled, place.file, place.first))
            statements += keep
            numbers.append(number if named.compiled is not None else None)
        statements += _lines(_DRIVER)
        program = replace(self.reference, statements=tuple(statements), trees=())
        drawing = (
            number
            for number, named in enumerate(chunk)
            if self._draws or any(_RANDOM in edit.after for edit in named.slip.edits)
        )
        return _Batch(program, name, numbers, frozenset(drawing))

    @cached_property
    def _draws(self) -> bool:
        """Whether the function, or anything that it may call, may draw random numbers, by their texts."""
        places = find_functions(self.files)
        texts = {name: function_text(self.files, name) for name in places}
        pending, reached = [self.function], {self.function}
        while pending:
            words = words_of(texts[pending.pop()]) & texts.keys()
            pending += words - reached
            reached |= words
        outside = [
            ast.unparse(node)
            for text in self.files.values()
            for node in ast.parse(text).body
            if not isinstance(node, (ast.FunctionDef, ast.ClassDef)) and not is_text(node)
        ]
        read = [*map(texts.__getitem__, reached), *outside]
        words = frozenset().union(*map(words_of, read)) - texts.keys()
        modules = (
            module.source
            for module in self._exercise.modules
            if not words.isdisjoint((*module.names, *module.exports))
        )
        return any(_RANDOM in text for text in (*read, *modules))

    def _of_batch(self, batch: _Batch, case: Case) -> list[Fingerprint]:
        results: list[Fingerprint] = [UNKNOWN] * len(batch.numbers)
        there = [n for n in batch.numbers if n is not None]
        pending = [there] if there else []
        while pending:
            numbers = pending.pop()
            outcome = self._ask(batch, case, numbers)
            if outcome.ending is Ending.RETURNED and isinstance(outcome.value, list):
                for number, result in zip(numbers, outcome.value, strict=True):
                    results[number] = result
            elif len(numbers) > 1 and self._stopped < _MOST_STOPPED:
                middle = len(numbers) // 2
                pending += [numbers[:middle], numbers[middle:]]
            else:
                self._stopped += 1
        return results

    _stopped = 0

    def _ask(self, batch: _Batch, case: Case, numbers: Sequence[int]) -> Outcome:
        request = self._request(batch, case, numbers, "try")
        limits = self._limits_for(case, len(numbers))
        return self._sandbox.run(batch.program, [request], limits, self._modules).outcomes["try"]

    def _request(self, batch: _Batch, case: Case, numbers: Sequence[int], name: str) -> Request:
        """Ask for the fingerprints of these slips' results on a case."""
        arguments = {**_of_slips(self.function, batch, numbers), **self._given(case)}
        asked = Call(
            "_try_slips", arguments, len(arguments), case.call.seed, case.call.replacements
        )
        return Request(name, asked)

    def _request_for_all(
        self, batch: _Batch, cases: Sequence[Case], numbers: Sequence[int], name: str
    ) -> Request:
        """The same for several cases, which have the same functions in the place of others."""
        inputs = [list(self._given(case).values()) for case in cases]
        arguments = {**_of_slips(self.function, batch, numbers), "inputs": inputs}
        first = cases[0].call
        return Request(
            name, Call("_try_inputs", arguments, len(arguments), first.seed, first.replacements)
        )

    def _given(self, case: Case) -> dict[str, Any]:
        """What the driver takes of a case."""
        call = bind_to(case.call, self._signature)
        values = list(call.arguments.items())
        return {
            "positional": [value for _, value in values[: call.positional]],
            "named": dict(values[call.positional :]),
            "seed": call.seed,
        }

    @property
    def _modules(self) -> tuple[Module, ...]:
        return (_FINGERPRINT, *self._exercise.modules)

    def _limits_for(self, case: Case | None, slips: int) -> Limits:
        """Enough time for so many slips on a case, or on any: ten times what is right takes."""
        slowest = max(self._seconds.values(), default=0.0)
        seconds = 0.5 + 10 * slips * (self._seconds[case.name] if case else slowest)
        return replace(
            self._exercise.limits,
            case_cpu_seconds=seconds,
            submission_cpu_seconds=seconds + 5.0,
            case_wall_seconds=60.0 + 10 * seconds,
            submission_wall_seconds=120.0 + 10 * seconds,
        )

    @cached_property
    def _seconds(self) -> dict[str, float]:
        """Processor time of the right function, case by case."""
        requests = [Request(case.name, bind_to(case.call, self._signature)) for case in self.cases]
        limits = self._exercise.limits
        run = self._sandbox.run(self.reference, requests, limits, self._exercise.modules)
        return {name: outcome.cpu_seconds for name, outcome in run.outcomes.items()}


def _lines(text: str) -> list[Statement]:
    """Statements of the driver."""
    return [
        Statement(compile_statement(statement, "driver"), "driver", 1)
        for statement in ast.parse(text).body
    ]


Fingerprint = tuple[str, float, float, int, list[float]]


@dataclass(frozen=True, slots=True)
class _Batch:
    """Slips beside the reference.

    numbers  each slip's own, or None where it is no Python
    drawing  the numbers of those that may draw random numbers
    """

    program: Program
    function: str
    numbers: Sequence[int | None]
    drawing: frozenset[int]


def _of_slips(function: str, batch: _Batch, numbers: Sequence[int]) -> dict[str, Any]:
    """What the driver takes of the slips that are tried."""
    return {
        "function": function,
        "changed": batch.function,
        "numbers": list(numbers),
        "drawing": [number for number in numbers if number in batch.drawing],
    }


def outcomes_of(
    program: Program,
    graded: GradedFunction,
    cases: Sequence[Case],
    sandbox: Sandbox,
    limits: Limits,
) -> dict[str, Outcome]:
    """What a program's function does on cases, in the way of a submission to the exercise."""
    site = program.functions.get(graded.name)
    requests = [Request(case.name, call_for(graded.function, site, case)) for case in cases]
    return dict(sandbox.run(program, requests, limits, graded.exercise.modules).outcomes)


def _differ(prints: Sequence[Fingerprint], tolerance: Tolerance) -> bool:
    """Whether some of the fingerprints are not like the first."""
    if not prints:
        return False
    first, *others = prints
    near = reach(first[2], first[3], tolerance.rtol, tolerance.atol)
    return any(other[0] != first[0] or abs(other[1] - first[1]) > near for other in others)


def print_of(outcome: Outcome) -> Fingerprint:
    """What the driver would give for an outcome."""
    if outcome.ending is Ending.RETURNED:
        return fingerprint(outcome.value)
    return UNKNOWN if outcome.raised is None else ("!" + outcome.raised.type, 0.0, 0.0, 0, [])


@dataclass(frozen=True, slots=True)
class Column:
    """The fingerprints of all slips on one case.

    ``kinds`` are numbers of ``words``; ``parts`` has a row for each slip, NaN where it has fewer.
    """

    words: tuple[str, ...]
    kinds: np.ndarray
    totals: np.ndarray
    parts: np.ndarray

    def alike(self, case: Case, outcome: Outcome) -> np.ndarray:
        """For each slip whether it may give this outcome."""
        text, total, size, entries, _ = print_of(outcome)
        close = np.full(len(self.kinds), text != NEVER)
        if outcome.ending is Ending.RETURNED:
            near = reach(size, entries, case.tolerance.rtol, case.tolerance.atol)
            close = np.abs(self.totals - total) <= near
        alike: np.ndarray = close & self.is_built(text)
        return alike

    def is_built(self, text: str) -> np.ndarray:
        """For each slip whether its result is built as this text says."""
        built: np.ndarray = self.kinds == (self.words.index(text) if text in self.words else -1)
        return built

    @property
    def is_known(self) -> np.ndarray:
        """For each slip whether it was run to its end."""
        return ~self.is_built(NEVER)
