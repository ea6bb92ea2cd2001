"""Candidates for the cause of a function's wrong results, each made on demand.

known    the exercise's known mistakes, in every accepted form
chance   the reference with other random numbers, where the function draws
pairs    two known mistakes at once, in the order in which they are declared
trivial  an argument returned unchanged, a constant: never named, but they cast doubt on others
"""

from __future__ import annotations

import contextlib
import functools
import itertools
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import replace
from typing import Any

import numpy as np

from grader.comparison.compare import is_same
from grader.course.definition import Definition
from grader.course.editing import apply
from grader.course.graded_function import GradedFunction
from grader.course.prepare import as_mistake, prepare, with_mistakes
from grader.course.reference_program import REFERENCE, edited_program
from grader.diagnosis.diagnose import Candidates, RunAgain, Weighed, differ, explains
from grader.diagnosis.edits.search import EditSearch, give_the_same
from grader.diagnosis.edits.trials import outcomes_of
from grader.diagnosis.evidence import Evidence
from grader.diagnosis.randomness import other_streams
from grader.diagnosis.relations import Relation
from grader.diagnosis.smallest.small_inputs import Sides, smallest_input
from grader.model.call_binding import call_for
from grader.model.declaration import EditDeclaration
from grader.model.exercise import Case, Elsewhere, Exercise, Mistake, Reason, RngUse
from grader.model.outcome import Outcome
from grader.model.result import Counterexample
from grader.model.submission import Program
from grader.sandbox.judge.sandbox import Sandbox
from grader.util.errors import AuthorError
from grader.util.language import gettext
from grader.values import map_leaves

_IN_ORDER = (Reason.KNOWN, Reason.CHANCE, Reason.PAIR, Reason.TRIVIAL)
MOST_PAIRS = 60
"""Of a function; more would take longer than they are worth."""


class CandidateSource:
    """The candidates of one exercise. Called with a function's name, it yields them by reason.

    Where ``exercise`` has public cases only, they are made for the hidden ones as well: two that
    agree on the few public cases, and not on all, cannot be distinguished for a student.
    ``making`` surrounds what is made once for the exercise, for the first submission that needs it.
    With ``tries_public_first`` known mistakes and pairs have results on public cases only, and
    `on_all_cases` adds the others to one.
    """

    def __init__(
        self,
        definition: Definition,
        exercise: Exercise,
        sandbox: Sandbox,
        making: Callable[[], AbstractContextManager[None]] = contextlib.nullcontext,
        tries_public_first: bool = False,
    ) -> None:
        self._definition, self._given, self._sandbox = definition, exercise, sandbox
        self._making = making
        self._tries_public_first = tries_public_first
        self._made: dict[tuple[str, Reason], Sequence[Mistake]] = {}
        self._begun: dict[str, tuple[list[Mistake], Iterator[Mistake]]] = {}
        self._prepared: Exercise | None = None
        self._edits: EditSearch | None = None

    def __call__(self, function: str) -> Candidates:
        candidates = Candidates(lambda: self._cases(function), lambda: self._all(function))
        if self._definition.prepared is not None:  # a released bundle has no reference
            return candidates
        return replace(
            candidates,
            edit=self._edit,
            holds=self._holds,
            tell_apart=self._tell_apart,
            smallest=self._smallest if self._shows_inputs else None,
        )

    def _edit(
        self, evidence: Evidence, run_again: RunAgain, declared: Iterable[Mistake]
    ) -> Mistake | None:
        """The edit of the reference that explains the evidence, or the declared mistake that it is.

        A declared mistake that was not confirmed, since the edit is closer to what was written, comes back
        where both do the same on all cases: its author's hint says more.
        """
        edit = self._search.find(evidence, run_again)
        if edit is None:
            return None
        cases = [case for case in self._cases(edit.function) if not case.is_property]
        same = (
            mistake
            for mistake in declared
            if mistake.in_check
            and mistake.form == edit.form
            and explains(mistake, evidence)
            and give_the_same(mistake, edit, cases)
        )
        return next(same, edit)

    def _holds(self, reason: Relation | Mistake, evidence: Evidence, run_again: RunAgain) -> bool:
        """Whether a relation, or a declared mistake, holds on drawn inputs, too."""
        if isinstance(reason, Relation):
            return self._search.holds(reason, evidence, run_again)
        edit = self._edit_of(reason)
        return edit is None or self._search.confirms(reason, edit, evidence, run_again)

    def _edit_of(self, mistake: Mistake) -> EditDeclaration | None:
        """The declared edits of a mistake, or of a pair, with those of its accepted form."""
        function = mistake.function
        declared = (m for m in self._definition.mistakes if m.function == function)
        is_pair = mistake.reason is Reason.PAIR
        both = combined(self._definition, function, mistake.parts) if is_pair else ()
        edit = next((each for each in (*declared, *both) if each.name == mistake.id), None)
        form = next(
            (f for f in self._definition.forms_of(function) if f.name == mistake.form), None
        )
        if edit is not None and form is not None:
            edit = replace(edit, edits=(*form.edits, *edit.edits))
        return edit

    def _tell_apart(
        self, weighed: Weighed, evidence: Evidence, run_again: RunAgain
    ) -> Mistake | None:
        """The one declared mistake that drawn inputs do not speak against, where they do against others.

        Neither may another be left that differs from it on hidden cases.
        """
        left = [each for each in weighed.fitting if self._may_be(each, run_again)]
        known = [each for each in left if each.reason is Reason.KNOWN]
        if not known or not known[0].in_check:
            return None
        if weighed.factor is not None and self._search.holds(weighed.factor, evidence, run_again):
            return None
        first, cases = known[0], self._cases(known[0].function)
        rivals = (other for other in left if not first.parts <= other.parts)
        return None if any(differ(first, other, cases) for other in rivals) else first

    def _may_be(self, candidate: Mistake, run_again: RunAgain) -> bool:
        """Whether the submission does on drawn inputs what a candidate does, as far as that is known."""
        if candidate.reason is Reason.TRIVIAL:
            inputs = self._search.with_expected(candidate.function, REFERENCE)
            every = trivial_answers(candidate.function, inputs)
            answers = next((each.answers for each in every if each.id == candidate.id), {})
            outcomes = run_again(inputs)
            return all(
                is_same(answers[case.name], outcomes[case.name].value, case.tolerance)
                for case in inputs
                if case.name in answers and case.name in outcomes
            )
        edit = self._edit_of(candidate)
        return edit is None or self._search.does_the_same(edit, run_again)

    @functools.cached_property
    def _shows_inputs(self) -> bool:
        """Whether students may read about an input on which they differ: in a check, or by permission."""
        in_check = all(case.is_public for case in self._given.cases)
        return in_check or self._definition.counterexample

    def _smallest(self, evidence: Evidence, run: RunAgain) -> Counterexample | None:
        name, form = evidence.cases[0].function, evidence.form
        graded = GradedFunction(self._definition, self._given, name)
        if graded.draws is RngUse.FREE:  # other numbers are right as well
            return None
        site = evidence.program.functions.get(name)
        forms = {f.name: f for f in self._definition.forms_of(name)}
        program = edited_program(self._definition, forms.get(form))
        others = [each for each in graded.function.accepted_forms if each != form]
        sides = Sides(
            right=lambda cases: self._right(program, graded, cases),
            own=run,
            own_call=lambda case: call_for(graded.function, site, case),
            others=[functools.partial(self._in_form, forms.get(each), graded) for each in others],
        )
        wrong = [case.name for case in evidence.cases if not evidence.is_right(case)]
        return smallest_input(graded, sides, wrong)

    def _in_form(
        self, form: EditDeclaration | None, graded: GradedFunction, cases: Sequence[Case]
    ) -> Mapping[str, Outcome]:
        return self._right(edited_program(self._definition, form), graded, cases)

    def _right(
        self, program: Program, graded: GradedFunction, cases: Sequence[Case]
    ) -> Mapping[str, Outcome]:
        """What the right function, in its program, gives for inputs of no case."""
        with self._making():
            return outcomes_of(program, graded, cases, self._sandbox, self._given.limits)

    @property
    def _search(self) -> EditSearch:
        """What looks for an edit of the reference, and draws inputs."""
        if self._edits is None:
            self._edits = EditSearch(
                self._definition,
                self._exercise,
                self._sandbox,
                public_only=self._exercise is not self._given,
                making=self._making,
            )
        return self._edits

    @property
    def _exercise(self) -> Exercise:
        """The exercise with all of its cases, made when it is first asked for."""
        if self._prepared is None:
            declared = {case.name for case in self._definition.cases}
            whole = declared <= {case.name for case in self._given.cases}
            if whole or self._definition.prepared is not None:
                self._prepared = self._given
            else:
                with self._making():
                    self._prepared = prepare(
                        self._definition, self._sandbox, edition=self._given.edition
                    )
        return self._prepared

    @functools.cached_property
    def _tried(self) -> Exercise:
        """The exercise with the cases on which mistakes and pairs are run at once."""
        exercise = self._exercise
        return (
            replace(exercise, cases=exercise.public_cases) if self._tries_public_first else exercise
        )

    def on_all_cases(self, mistake: Mistake) -> Mistake:
        """A known mistake or a pair with its results on all cases, where it was run on some of them."""
        if not self._tries_public_first or mistake.reason not in (Reason.KNOWN, Reason.PAIR):
            return mistake
        edit = self._edit_of(mistake)
        assert edit is not None
        hidden = tuple(case for case in self._exercise.cases if not case.is_public)
        exercise = replace(self._exercise, cases=hidden)
        others = as_mistake(self._definition, exercise, self._sandbox, edit)
        return replace(
            mistake,
            answers={**mistake.answers, **others.answers},
            failures={**mistake.failures, **others.failures},
        )

    def _cases(self, function: str) -> Sequence[Case]:
        return self._exercise.cases_of(function)

    def _all(self, function: str) -> Iterator[Mistake]:
        if self._definition.prepared is not None:
            return released_candidates(self._exercise, function)
        of_reason = functools.partial(self._of_reason, function)
        return itertools.chain.from_iterable(map(of_reason, _IN_ORDER))

    def _of_reason(self, function: str, reason: Reason) -> Iterable[Mistake]:
        """All of one reason, made for the first submission that needs them."""
        if (function, reason) not in self._made:
            if reason is Reason.PAIR:
                return self._one_by_one(function)
            make = {
                Reason.KNOWN: self._known, Reason.CHANCE: self._chance,
                Reason.TRIVIAL: self._trivial,
            }[reason]  # fmt: skip
            with self._making():
                self._made[function, reason] = list(make(function))
        return self._made[function, reason]

    def _one_by_one(self, function: str) -> Iterator[Mistake]:
        """The pairs, each made when it is first asked for: who begins with them seldom needs all."""
        made, rest = self._begun.setdefault(function, ([], iter(self._pairs(function))))
        for at in itertools.count():
            if at == len(made):
                try:
                    with self._making():
                        following = next(rest, None)
                except BaseException:
                    self._begun.pop(function, None)  # what failed is made anew for the next
                    raise
                if following is None:
                    self._made[function, Reason.PAIR] = made
                    return
                made.append(following)
            yield made[at]

    def _known(self, function: str) -> Iterable[Mistake]:
        exercise = with_mistakes(self._definition, self._tried, self._sandbox, [function])
        return (mistake for mistake in exercise.mistakes if mistake.function == function)

    def _chance(self, function: str) -> Iterable[Mistake]:
        draws = self._draws(function)
        if draws is None:
            return ()
        trains = draws is RngUse.HELPERS  # the numbers are its helpers', and it takes its time
        return other_streams(self._definition, self._exercise, self._sandbox, function, trains)

    def _pairs(self, function: str) -> Iterable[Mistake]:
        if self._draws(function) is RngUse.HELPERS:
            return ()
        tried = itertools.islice(combined(self._definition, function), MOST_PAIRS)
        made = (pair_of(self._definition, self._tried, self._sandbox, both) for both in tried)
        return (pair for pair in made if pair.answers or self.on_all_cases(pair).answers)

    def _trivial(self, function: str) -> Iterable[Mistake]:
        return trivial_answers(function, self._cases(function))

    def _draws(self, function: str) -> RngUse | None:
        return next(f.rng for f in self._exercise.functions if f.name == function)


def released_candidates(exercise: Exercise, function: str) -> Iterator[Mistake]:
    """Those of a released bundle: the trivial answers need not be in it."""
    known = [mistake for mistake in exercise.mistakes if mistake.function == function]
    yield from (mistake for mistake in known if mistake.reason is not Reason.TRIVIAL)
    told = {mistake.id: mistake.elsewhere for mistake in known if mistake.reason is Reason.TRIVIAL}
    for trivial in trivial_answers(function, exercise.cases_of(function)):
        yield replace(trivial, elsewhere=told.get(trivial.id) or Elsewhere(trivial.id))


def pair_of(
    definition: Definition, exercise: Exercise, sandbox: Sandbox, both: EditDeclaration
) -> Mistake:
    """What two mistakes at once return."""
    return replace(as_mistake(definition, exercise, sandbox, both), reason=Reason.PAIR)


def combined(
    definition: Definition, function: str, only: Collection[str] | None = None
) -> Iterator[EditDeclaration]:
    """Both edits where both apply: two that change the same line exclude each other.

    only  names of mistakes, where not every two are asked for
    """
    own = [
        mistake
        for mistake in definition.mistakes
        if mistake.function == function and (only is None or mistake.name in only)
    ]
    for first, second in itertools.combinations(own, 2):
        both = EditDeclaration(
            function,
            f"{first.name}+{second.name}",
            (*first.edits, *second.edits),
            gettext(
                "There are two mistakes. First: {first} Second: {second}",
                first=gettext(first.hint) if first.hint else "",
                second=gettext(second.hint) if second.hint else "",
            ),
            first.where,
            first.in_check and second.in_check,
        )
        with contextlib.suppress(AuthorError):
            apply(definition.reference, both)
            yield both


_CONSTANTS: Mapping[str, Any] = {"0": 0.0, "1": 1.0, "an empty dictionary": {}, "an empty list": []}


def trivial_answers(function: str, cases: Sequence[Case]) -> Iterator[Mistake]:
    """Yield every trivial answer that a function can give to its cases."""
    called = [case for case in cases if not case.is_property]
    answers: dict[str, dict[str, Any]] = {
        name: {case.name: value for case in called} for name, value in _CONSTANTS.items()
    }
    for fill in (0.0, 1.0):
        answers[f"{fill:g} everywhere"] = {
            case.name: filled(case.expected["reference"], fill) for case in called
        }
    for name in dict.fromkeys(name for case in called for name in case.call.arguments):
        answers[f"argument {name}"] = {
            case.name: case.call.arguments[name] for case in called if name in case.call.arguments
        }
    for name, by_case in answers.items():
        yield Mistake(function, name, "", by_case, reason=Reason.TRIVIAL)


def filled(value: Any, fill: float) -> Any:
    """A value built alike, with every number replaced by ``fill``."""

    def fill_in(leaf: Any) -> Any:
        if np.asarray(leaf).dtype.kind not in "biufc":
            return leaf
        return np.full(np.shape(leaf), fill) if np.ndim(leaf) else fill

    return map_leaves(fill_in, value)
