"""Inputs that the functions of cases draw from other seeds than the cases have.

A case function that draws gives another input for each seed. Of one that draws nothing the arrays
are varied: other numbers of the same kind, in the same shapes. Every second script makes each call of
an object twice: what an object is at the start, and what a call does to it, look alike after one call.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from grader import wire
from grader.course.definition import Definition
from grader.course.graded_function import GradedFunction
from grader.course.prepare import call_of
from grader.inputs.case_texts import (
    with_other_constants,
    with_other_options,
    words_told_apart,
)
from grader.inputs.contents import surrounding
from grader.inputs.variation import (
    Variation,
    constants_in,
    each_call_twice,
    lists_resized,
    other_numbers,
)
from grader.model.declaration import CaseDeclaration
from grader.model.exercise import Call, Case, Tolerance
from grader.util.errors import AuthorError

# The first seeds of whoever draws: far from each other, and from any seed that an author chooses.
OF_AUDITS, OF_BENCHMARKS, OF_EDITS, OF_SMALL_INPUTS = 1_000_000, 2_000_000, 3_000_000, 4_000_000
_MOST_CHANGES = 3
"""Of one input that is varied."""


@dataclass(frozen=True, slots=True)
class Drawn:
    """One input: by which case's function, with which seed, and whether it was varied after that.

    odd  whether sizes that were equal were made unequal: perhaps no input of the function
    """

    case: str
    seed: int
    call: Call
    tolerance: Tolerance
    varied: bool = False
    odd: bool = False


@dataclass(frozen=True, slots=True)
class Manner:
    """How inputs like a function's cases are made.

    public_only  whether public cases alone are taken as models
    vary_all     whether the numbers of what was drawn are varied as well
    resize       whether lists among the arguments get another length
    constants    whether the case functions have other constants in their texts
    """

    public_only: bool = False
    vary_all: bool = False
    resize: bool = False
    constants: bool = False


AS_DRAWN = Manner()


def call_from(
    definition: Definition,
    case: CaseDeclaration,
    seed: int,
    rng: np.random.RandomState | None = None,
) -> Call | None:
    """The call that a case's function makes from a seed; None where it raises for that seed.

    Args:
        rng: what the function draws from, where that is not what the seed gives.
    """
    signature = definition.reference_functions()[case.function]
    try:
        return call_of(definition, replace(case, seed=seed), signature, rng)
    except AuthorError:
        return None


def draw(
    definition: Definition, cases: Sequence[CaseDeclaration], numbers: range, first_seed: int
) -> Iterator[Drawn]:
    """The inputs of these numbers, by each of the cases in turn; the same numbers give the same.

    A case function that raises for some seed gives one input less.
    """
    for number in numbers:
        case, seed = cases[number % len(cases)], first_seed + number
        call = call_from(definition, case, seed)
        if call is not None:
            yield Drawn(case.name, seed, call, case.tolerance)


def draw_by_other_constants(
    definition: Definition, cases: Sequence[CaseDeclaration], numbers: range, first_seed: int
) -> Iterator[Drawn]:
    """The same, by case functions with other constants in their texts, which may be refused."""
    words = {name: words_told_apart(definition, name) for name in {c.function for c in cases}}
    signatures = definition.reference_functions()
    for number in numbers:
        case, seed = cases[number % len(cases)], first_seed + number
        rng, known = np.random.RandomState(seed), words[case.function]
        changed = with_other_constants(case, rng, known)
        if changed is None:
            continue
        with np.errstate(all="ignore"):  # a rate of 0 is one of those that are tried
            call = call_from(definition, changed, seed)
        if call is not None:
            call = with_other_options(call, signatures[case.function], known, rng)
            yield Drawn(case.name, seed, call, case.tolerance)


def vary(definition: Definition, functions: Collection[str], count: int) -> list[Drawn]:
    """Return ``count`` inputs of these functions, varied from drawn ones; fewer where nothing can be."""
    # A property makes its own calls: there is nothing to vary.
    cases = [case for case in definition.cases if case.function in functions]
    drawn = draw(definition, cases, range(max(20, count // 4)), OF_AUDITS)
    bases = [each for each in drawn if each.call.property is None]
    if not bases:
        return []
    signatures, constants = definition.reference_functions(), constants_in(definition, functions)
    varied = []
    for number in range(count):
        base = bases[number % len(bases)]
        variation = Variation(np.random.RandomState(number), constants)
        # The first inputs change one thing: they are the easiest to read.
        call = base.call
        for _ in range(1 + number * _MOST_CHANGES // count):
            call = variation.of(call, signatures[call.function])
        varied.append(replace(base, call=call, varied=True, odd=variation.odd))
    return varied


def further_cases(graded: GradedFunction, numbers: range, manner: Manner = AS_DRAWN) -> list[Case]:
    """Return cases like those of the function, by each case in turn, no two of them alike.

    Varied ones may be such as no author would write, so they hold two functions against each other,
    and nobody is told of them.

    Args:
        numbers: which of them; the same numbers give the same cases.
    """
    models = {c.name: c for c in graded.cases if c.is_public or not manner.public_only}
    declared = [c for c in graded.definition.cases if c.name in models and c.property is None]
    if not declared:
        return []
    draws = graded.draws is not None
    seen = {_bytes(case.call, draws) for case in graded.cases}
    found = []
    drawn = (draw_by_other_constants if manner.constants else draw)(
        graded.definition, declared, numbers, OF_EDITS
    )
    for each in drawn:
        call, model = each.call, models[each.case]
        is_second = bool((each.seed - OF_EDITS) // len(declared) % 2)
        if manner.vary_all or _bytes(call, False) == _bytes(model.call, False):
            call = other_numbers(call, np.random.RandomState(each.seed))
        if call.steps and is_second:
            call = each_call_twice(call)
        if manner.resize:
            call = lists_resized(call, longer=is_second)
        key = _bytes(call, draws)
        if key not in seen:
            seen.add(key)
            name = f"{model.name}#{each.seed}"
            found.append(replace(model, name=name, call=call, expected={}))
    return found


def _bytes(call: Call, draws: bool) -> bytes:
    """What makes a call another one: its arguments, and its seed where the function draws."""
    try:
        seed = call.seed if draws else 0
        return wire.encode((dict(call.inputs), len(call.steps), seed, surrounding(call)))
    except wire.WireError:  # a function of the author's: nothing says that two are the same
        return repr(call.seed).encode()
