"""What explains a function's wrong results: from evidence, or not at all."""

from __future__ import annotations

import itertools
import re
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

import numpy as np

from grader.comparison.compare import CaseComparisons, agrees, is_same
from grader.diagnosis.evidence import Evidence
from grader.diagnosis.relations import Relation, find_relation
from grader.diagnosis.student_code import kept_from_returning, misread_signature, miswritten
from grader.model.exercise import Case, Mistake, Reason
from grader.model.failure import failure_of
from grader.model.outcome import Ending, Outcome, Raised, Run
from grader.model.result import Counterexample
from grader.values import leaves

DIAGNOSIS_SECONDS = 3.0
"""Processor time in which a function's results are explained, or they stay unexplained."""
_ENOUGH_FOR_TWO = 3
"""Numbers that must differ before two mistakes at once are believed: one fits many pairs."""

# What is raised where code was not written, or not found: no way to do it wrong.
_NOTHING_THERE = frozenset(
    {"NotImplementedError", "NameError", "UnboundLocalError", "ImportError", "ModuleNotFoundError"}
)


class RunAgain(Protocol):
    """Runs the submission's function on further cases, in a child that met no other."""

    def __call__(self, cases: Sequence[Case]) -> Mapping[str, Outcome]:
        """Run it; raises where it may not be run, or does not come back: then nothing is explained."""

    def may_try_two(self) -> bool:
        """Whether two edits at once may be looked for, which takes a second or two; ask once."""


FindEdit = Callable[[Evidence, RunAgain, Iterable[Mistake]], Mistake | None]
"""With the declared mistakes: an edit that is one of them is told as that one."""
FindSmallest = Callable[[Evidence, RunAgain], Counterexample | None]
HoldsElsewhere = Callable[[Relation | Mistake, Evidence, RunAgain], bool]
_MISSPELT = re.compile(r"unexpected keyword argument|required positional|positional arguments? but")


@dataclass(frozen=True, slots=True)
class Candidates:
    """What may explain a function's wrong results, in the order of `Reason`; each made on demand.

    ``cases`` are all cases of the function, those too that a student's own check does not run.
    ``edit`` looks for an edit of the reference, where none of them does. ``holds`` says whether a
    relation, or a declared mistake, holds on drawn inputs, too. ``tell_apart`` chooses on drawn inputs
    between several that explain a few cases. ``smallest`` finds a small input on which a function differs
    from the right one, where students may read about it.
    """

    cases: Callable[[], Sequence[Case]]
    make: Callable[[], Iterator[Mistake]]
    edit: FindEdit | None = None
    holds: HoldsElsewhere | None = None
    tell_apart: Callable[[Weighed, Evidence, RunAgain], Mistake | None] | None = None
    smallest: FindSmallest | None = None

    def __iter__(self) -> Iterator[Mistake]:
        return self.make()


def find_reason(
    evidence: Evidence,
    candidates: Iterable[Mistake],
    tell_apart: Callable[[Weighed], Mistake | None] = lambda weighed: None,
) -> Mistake | Relation | None:
    """Return what explains all wrong results of one function, else None.

    A known mistake comes first, then other random numbers, then a relation, then two mistakes at
    once. ``candidates`` come in this order, and only as many are made as needed. Public cases alone
    are few, so there no other explanation may fit (see `weigh`), unless ``tell_apart`` says which one of
    several it is.
    """
    cases = evidence.cases
    right = evidence.right
    if len(right) == len(cases):
        return find_relation(evidence)  # no other values can be the reason
    if evidence.exercise is not None:
        wrong = [case for case in cases if case not in right]
        misread = misread_signature(
            evidence.exercise, wrong, right, evidence.program, evidence.hint_of_global
        )
        if misread is not None:
            return misread
    without = None
    if all(map(evidence.returned, cases)):
        without = kept_from_returning(cases, evidence.outcomes, evidence.program, bool(right))
    if not _shows_what_is_wrong(evidence):
        return without
    if all(case.is_public for case in cases):
        weighed = weigh(evidence, candidates)
        found = weighed.reason or (tell_apart(weighed) if weighed.fitting else None)
        is_known = isinstance(found, Mistake) and found.reason is Reason.KNOWN
        if is_known or (without is None and found is not None and found.id):
            return found
        return without or miswritten(cases, evidence.program) or found
    returned = any(map(evidence.returned, cases))
    for reason, group in itertools.groupby(candidates, key=_reason):
        if reason is not Reason.KNOWN and without is not None:
            return without
        if reason is Reason.TRIVIAL or (reason is not Reason.KNOWN and not returned):
            break
        if reason is Reason.PAIR:
            relation = find_relation(evidence)
            if relation is not None or not is_enough_for_two(evidence):
                return relation
        fitting = [candidate for candidate in group if explains(candidate, evidence)]
        ids = {candidate.id for candidate in fitting}
        if len(ids) == 1:
            return fitting[0]
        if ids:  # nothing tells them apart
            break
    return without or find_relation(evidence) or miswritten(cases, evidence.program)


def in_time(candidates: Iterable[Mistake]) -> Iterable[Mistake]:
    """The same candidates, as long as the time for an explanation lasts."""
    if isinstance(candidates, Candidates):
        make = candidates.make
        return replace(candidates, make=lambda: _within_seconds(make(), DIAGNOSIS_SECONDS))
    return _within_seconds(candidates, DIAGNOSIS_SECONDS)


def _within_seconds(candidates: Iterable[Mistake], seconds: float) -> Iterator[Mistake]:
    """Yield the candidates until looking at them took this long; then raise TimeoutError.

    Only the caller's processor time counts: the first submission of a class, for which the
    candidates are made, has no less time than the others.
    """
    spent = 0.0
    for candidate in candidates:
        began = time.process_time()
        yield candidate
        spent += time.process_time() - began
        if spent > seconds:
            raise TimeoutError(f"no explanation within {seconds:g} seconds")


@dataclass(frozen=True, slots=True)
class Weighed:
    """What explains a few cases; without one reason, all that do, and differ elsewhere.

    ``rivals`` are told to authors. ``fitting`` are the mistakes among which inputs may choose, and
    ``factor`` the plain factor that may be meant instead.
    """

    reason: Mistake | Relation | None
    rivals: tuple[str, ...] = ()
    fitting: tuple[Mistake, ...] = ()
    factor: Relation | None = None


def weigh(evidence: Evidence, candidates: Iterable[Mistake]) -> Weighed:
    """Return the one reason that explains a few cases, where no other candidate does.

    Two candidates with the same results on all of the function's cases count as one. A mistake is
    part of any pair that holds it, so such a pair does not speak against it.
    """
    relation = find_relation(evidence)
    fitting = _fitting(evidence, candidates, relation)
    every = candidates.cases() if isinstance(candidates, Candidates) else evidence.cases
    named = [c for c in fitting if c.reason in (Reason.KNOWN, Reason.CHANCE)]
    if not named and relation is not None:
        rivals = [c.id for c in fitting if not _is_related(c, relation, every)]
        if rivals:
            return Weighed(None, tuple(dict.fromkeys(rivals)))
        return Weighed(relation.as_seen())
    if not named and is_enough_for_two(evidence):
        named = [c for c in fitting if c.reason is Reason.PAIR]
    if not named:
        return Weighed(None)
    first = named[0]
    rivals = [
        other.id
        for other in fitting
        if not first.parts <= other.parts and differ(first, other, every)
    ]
    factor = None
    if relation is not None and _looks_like_a_factor_by_chance(first, relation, every):
        rivals.append(f"a factor of {relation.factor:g}")
        factor = relation
    if not rivals:
        return Weighed(first) if first.in_check else Weighed(None, ("faults that nobody declared",))
    return Weighed(None, tuple(dict.fromkeys((first.id, *rivals))), tuple(fitting), factor)


def _reason(candidate: Mistake) -> Reason:
    return candidate.reason


def _fitting(
    evidence: Evidence, candidates: Iterable[Mistake], relation: Relation | None
) -> list[Mistake]:
    """All that explain the cases; stops making them once none can be named any more."""
    returned = any(map(evidence.returned, evidence.cases))
    fitting: list[Mistake] = []
    for reason, group in itertools.groupby(candidates, key=_reason):
        if not fitting and relation is None:
            few = reason is Reason.PAIR and not is_enough_for_two(evidence)
            if few or (reason is not Reason.KNOWN and not returned):
                break
        fitting += [candidate for candidate in group if explains(candidate, evidence)]
    return fitting


def differ(one: Mistake, other: Mistake, cases: Sequence[Case]) -> bool:
    """Whether two explanations give different results on any case of the function."""
    if one.elsewhere is not None and other.elsewhere is not None:
        return other.elsewhere.number not in one.elsewhere.same
    for case in cases:
        if case.name in one.answers and case.name in other.answers:
            if not is_same(one.answers[case.name], other.answers[case.name], case.tolerance):
                return True
        elif case.name in one.answers or case.name in other.answers:
            return True
    return False


def relation_of(candidate: Mistake, cases: Sequence[Case]) -> Relation | None:
    """The relation that holds of everything that a candidate returns, on all cases."""
    if candidate.elsewhere is not None and not candidate.elsewhere.keeps_relation:
        return None
    answered = [c for c in cases if c.name in candidate.answers and not c.is_property]
    outcomes = {name: Outcome(Ending.RETURNED, value) for name, value in candidate.answers.items()}
    return find_relation(Evidence(answered, CaseComparisons(Run(outcomes)), candidate.form))


def _is_related(candidate: Mistake, relation: Relation, cases: Sequence[Case]) -> bool:
    same = relation_of(candidate, cases)
    return same is not None and same.id == relation.id


def _looks_like_a_factor_by_chance(
    candidate: Mistake, relation: Relation, cases: Sequence[Case]
) -> bool:
    """Whether a mistake looks like a plain factor on the few cases only: by 2, where m is 2."""
    if relation.factor is None:
        return False
    whole = relation_of(candidate, cases)
    return whole is None or whole.factor != relation.factor


def _shows_what_is_wrong(evidence: Evidence) -> bool:
    """Whether a value is wrong, or an error raised: a property that fails has many causes."""
    for case in evidence.cases:
        outcome = evidence.outcomes.get(case.name)
        if outcome is None or (case.is_property and not _says_why(outcome)):
            continue
        if not evidence.returned(case) or evidence.differs(case):
            return True
    return False


def _says_why(outcome: Outcome) -> bool:
    """Whether a property did more than not hold: it names a mistake, or a call of it raised."""
    return outcome.raised is not None or isinstance(outcome.value, str)


def is_enough_for_two(evidence: Evidence) -> bool:
    """Whether enough numbers are wrong to believe in two mistakes at once."""
    wrong = (case for case in evidence.cases if evidence.differs(case))
    values = (evidence.outcomes[case.name].value for case in wrong)
    numbers = sum(int(np.size(leaf.value)) for value in values for leaf in leaves(value))
    return numbers >= _ENOUGH_FOR_TWO


def explains(candidate: Mistake, evidence: Evidence) -> bool:
    """Whether the candidate gives the student's results on *every* case, and gives them in full.

    Values, keys and kinds agree, and what one raises the other raises at the same kind of place.
    The student's function is known to be wrong on at least one case, so a candidate that agrees
    everywhere differs from the reference there. What raises everywhere is no evidence of a pair.
    """
    if candidate.reason is not Reason.KNOWN and not candidate.answers:
        return False
    with_properties = candidate.reason in (Reason.KNOWN, Reason.PAIR, Reason.EDIT)
    cases = [c for c in evidence.cases if with_properties or not c.is_property]
    return bool(cases) and all(_gives_the_same(candidate, case, evidence) for case in cases)


def _gives_the_same(candidate: Mistake, case: Case, evidence: Evidence) -> bool:
    outcome = evidence.outcomes.get(case.name)
    if outcome is None:
        return False
    if case.name in candidate.answers:
        if outcome.ending is not Ending.RETURNED:
            return False
        return is_same(candidate.answers[case.name], outcome.value, case.tolerance)
    if outcome.raised is None or case.name not in candidate.failures:
        return False
    if _is_a_slip(outcome.raised) and not _returns_wrong(candidate, evidence.cases):
        return False
    return candidate.failures[case.name].is_like(failure_of(outcome.raised, evidence.program))


def _returns_wrong(candidate: Mistake, cases: Sequence[Case]) -> bool:
    """Whether it returns a wrong value: that is the evidence, whatever is raised elsewhere."""
    return any(
        not agrees(c.expected[candidate.form], candidate.answers[c.name], c.tolerance)
        for c in cases
        if c.name in candidate.answers
    )


def _is_a_slip(raised: Raised) -> bool:
    """Whether it says that code is not there, or that a call is misspelt: no misconception."""
    return raised.type in _NOTHING_THERE or (
        raised.type == "TypeError" and _MISSPELT.search(raised.message[:400]) is not None
    )
