"""The one slip that explains a submission's results, or the one pair of slips, or none.

A slip explains them where the reference with the slip in it gives the submission's results on every
case, and on inputs drawn for this alone, on which the submission's function is run once more. Slips
that do the same on all of these are one explanation; where they differ on a case or on any further
input, nothing is named.
"""

from __future__ import annotations

import contextlib
import difflib
import zlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import replace
from typing import Any

import numpy as np

from grader.comparison.compare import CaseComparisons, is_same
from grader.course.definition import Definition
from grader.course.editing import find_functions, function_text
from grader.course.graded_function import GradedFunction
from grader.course.reference_program import REFERENCE, edited_program
from grader.diagnosis.diagnose import RunAgain, explains, is_enough_for_two
from grader.diagnosis.edits.other_helpers import called_functions, with_a_slip
from grader.diagnosis.edits.pairs import likely_pairs
from grader.diagnosis.edits.sentences import id_of, sentence_for
from grader.diagnosis.edits.trials import EVERY, FEW, Choice, Named, Trials
from grader.diagnosis.evidence import Evidence, behaviour_of, is_finite, numbers_in
from grader.diagnosis.relations import SEEN, Relation, find_relation
from grader.diagnosis.student_code import constants_of, defaults_of, text_of
from grader.inputs.drawing import AS_DRAWN, Manner, further_cases
from grader.inputs.kinds import Kinds
from grader.inputs.variation import nudged
from grader.load.call_graph import reached
from grader.load.read.compile import code_lines
from grader.model.declaration import Edit, EditDeclaration
from grader.model.exercise import Case, Exercise, Mistake, Reason, RngUse, Tolerance
from grader.model.failure import failure_of
from grader.model.outcome import Ending, Outcome, Run
from grader.mutation.mutants import edit_between, graded_helpers
from grader.mutation.slips import words_of
from grader.sandbox.judge.sandbox import Sandbox
from grader.values import holds_opaque
from grader.values.types.numeric import is_real

INPUTS = 12
"""Drawn inputs on which a submission's function is run."""
FEWEST = 8
"""Drawn inputs without which a few numbers of public cases are no evidence."""
FURTHER = 200
"""Drawn inputs on which slips that nothing told apart so far are held against each other."""
VARIED = 60
"""Of these, such as no case function draws."""
_FIRST_VARIED = 100_000
"""Their numbers: an input's name says its number alone, so no two kinds of inputs share one."""
WIDE = 24
"""Drawn inputs of a check besides: case functions make them with other constants in their texts."""
FEW_WIDE = 8
"""Of these, where each takes a child of its own, or a training."""
_HUGE = 1e12
_SOON = 0.1
"""Processor time of the right function on such an input: a submission's has a second for it."""
_PARTS = 4
"""In so many parts the further inputs are made and asked."""
_DRAWN_FOR_ONE = 6
"""So many of them are drawn for each that is taken: most have sizes that no case has."""
_MOST_ROUNDS = 4
_MOST_CANDIDATES = 3 * FEW
_MOST_FOR_ONE = 60
"""Submissions of which the slips that were made for them alone, by their constants or results, are kept."""


class EditSearch:
    """Looks for slips in one exercise. What it runs of the reference is kept for all submissions.

    Args:
        exercise: with all of its cases, hidden ones too.
        public_only: whether submissions are run on public cases alone: then further inputs are
            drawn by public cases, and slips must agree on the hidden cases as well.
        making: surrounds what is made once, for the first submission that needs it.
    """

    def __init__(
        self,
        definition: Definition,
        exercise: Exercise,
        sandbox: Sandbox,
        *,
        public_only: bool = False,
        making: Callable[[], AbstractContextManager[None]] = contextlib.nullcontext,
    ) -> None:
        self._definition, self._exercise, self._sandbox = definition, exercise, sandbox
        self._graded: dict[str, GradedFunction] = {}
        self._public_only, self._making = public_only, making
        self._trials: dict[tuple[str, str, Choice], Trials] = {}
        self._pairs: dict[tuple[str, str, str], Trials] = {}
        self._for_two: dict[str, list[Case]] = {}
        self._inputs: dict[str, list[Case]] = {}
        self._declared: dict[tuple[str, str, tuple[Edit, ...]], Mapping[str, Outcome]] = {}
        self._more: dict[tuple[str, int], list[Case]] = {}
        self._other_lengths: dict[str, list[Case]] = {}
        self._expected: dict[tuple[str, str], list[Case]] = {}
        self._mistakes: dict[tuple[Trials, int], Mistake] = {}
        self._further: dict[tuple[Trials, int], Mapping[str, Outcome]] = {}
        self._told_apart: dict[tuple[Trials, tuple[int, ...]], Sequence[Case]] = {}

    def find(self, evidence: Evidence, run_again: RunAgain) -> Mistake | None:
        """Return the slip that explains the evidence, with its edit; None where there is not just one."""
        function = evidence.cases[0].function
        wrong = [case for case in evidence.cases if evidence.differs(case)]
        if not any(not case.is_property for case in wrong):
            return None  # what raises everywhere has many causes
        returned = [
            evidence.outcomes[case.name].value for case in evidence.cases if evidence.returned(case)
        ]
        if any(map(holds_opaque, returned)):
            return None  # no slip gives an object that equals nothing
        if _is_one_number(returned) and self._is_constant(function, evidence, run_again):
            return None  # and nothing needs to be looked for
        self._forget()
        found = self._found(function, evidence, wrong, run_again)
        if found is None or self._is_constant(function, evidence, run_again):
            return None
        return found

    def _forget(self) -> None:
        """Drop what was made for single submissions, once it is much: a class may have any number of them."""
        for_one = {each for each in self._trials.values() if each.choice.is_for_one}
        for_one |= set(self._pairs.values())
        if len(for_one) <= _MOST_FOR_ONE:
            return
        self._pairs.clear()
        self._trials = {k: each for k, each in self._trials.items() if each not in for_one}
        self._mistakes = {k: each for k, each in self._mistakes.items() if k[0] not in for_one}
        self._further = {k: each for k, each in self._further.items() if k[0] not in for_one}
        self._told_apart = {k: each for k, each in self._told_apart.items() if k[0] not in for_one}

    def _found(
        self, function: str, evidence: Evidence, wrong: Sequence[Case], run_again: RunAgain
    ) -> Mistake | None:
        for trials in self._trials_for(function, evidence):
            fitting = self._fitting(trials, evidence, run_again)
            if fitting:
                return self._chosen(trials, fitting, evidence, run_again)
        return self._two_at_once(function, evidence, wrong, run_again)

    def _is_constant(self, function: str, evidence: Evidence, run_again: RunAgain) -> bool:
        """Whether the function returns one and the same number whatever it is given.

        So does one that was hardly begun; an edit that happens to give that number says nothing of it.
        """
        inputs = self.with_expected(function, evidence.form)
        outcomes = run_again(inputs)
        numbers = [
            outcomes[case.name].value
            for case in inputs
            if case.name in outcomes and outcomes[case.name].ending is Ending.RETURNED
        ]
        if len(numbers) < 2 or not _is_one_number(numbers):
            return False
        return not _are_all_alike([case.expected[evidence.form] for case in inputs])

    def holds(self, relation: Relation, evidence: Evidence, run_again: RunAgain) -> bool:
        """Whether a relation that explains the cases holds on drawn inputs as well.

        There a wrong result that is related in another way, or not at all, speaks against it.
        """
        function, form = evidence.cases[0].function, evidence.form
        inputs = self.with_expected(function, form)
        if relation.id == SEEN or not inputs:
            return True
        outcomes = run_again(inputs)
        asked = [case for case in inputs if case.name in outcomes]
        compared = CaseComparisons(Run(outcomes))
        again = Evidence(asked, compared, form, evidence.program)
        if not again.wrong:
            return all(map(again.returned, asked))
        found = find_relation(again)
        return found is not None and found.id == relation.id

    def confirms(
        self, mistake: Mistake, edit: EditDeclaration, evidence: Evidence, run_again: RunAgain
    ) -> bool:
        """Whether a declared mistake, which explains the cases, explains drawn inputs as well.

        In a check, no slip of the reference may do so, too, and differ on hidden cases: the results
        may be those of a slip that nobody declared. Two mistakes at once explain much by chance: there
        they are held against lists of other lengths as well, and hidden cases must be of kinds that
        the submission has met.

        Args:
            edit: the mistake's, with those of the accepted form.
        """
        function, of_two = edit.function, mistake.reason is Reason.PAIR
        inputs = self._inputs_of(function)
        if of_two and self._public_only:
            inputs = [*inputs, *self._resized(function)]
            if self._are_of_other_kinds(function, inputs, are_two=True):
                return False
        if not self._declared_does_the_same(edit, inputs, run_again(inputs)):
            return False
        return not self._public_only or self._stands_alone(mistake, edit, evidence, run_again)

    def does_the_same(self, edit: EditDeclaration, run_again: RunAgain) -> bool:
        """Whether a declared edit gives the submission's results on the drawn inputs."""
        inputs = self._inputs_of(edit.function)
        return self._declared_does_the_same(edit, inputs, run_again(inputs))

    def _stands_alone(
        self, mistake: Mistake, edit: EditDeclaration, evidence: Evidence, run_again: RunAgain
    ) -> bool:
        """Whether no slip does what the submission does, and not what the mistake does on all cases."""
        trials = self._trials_of(mistake.function, mistake.form)
        rivals = [
            number
            for number in self._explaining(trials, evidence)
            if not give_the_same(mistake, self._mistake(trials, number), trials.cases)
        ]
        inputs: Sequence[Case] = self._inputs_of(mistake.function)
        while rivals and inputs:
            outcomes = run_again(inputs)
            rivals = [n for n in rivals if self._does_the_same(trials, n, inputs, outcomes)]
            inputs = self._that_tell(trials, rivals[0], edit) if rivals else ()
            if not self._declared_does_the_same(edit, inputs, run_again(inputs)):
                return False
        return not rivals

    def _that_tell(self, trials: Trials, number: int, edit: EditDeclaration) -> Sequence[Case]:
        """A few further inputs on which a slip differs from a declared mistake."""
        inputs = self.further_inputs(trials.function)
        own, slip = self._of_declared(edit, inputs), self._on_further(trials, number, inputs)
        apart = [c for c in inputs if not are_alike(own[c.name], slip[c.name], c.tolerance)]
        return self._sensible(trials.function, apart[: 3 * INPUTS])[:INPUTS]

    def _declared_does_the_same(
        self, edit: EditDeclaration, inputs: Sequence[Case], outcomes: Mapping[str, Outcome]
    ) -> bool:
        """Whether a declared mistake gives these results, wherever it gives finite ones.

        Where it divides by zero, or where rounding decides what it gives, another way to write it may
        give something else.
        """
        asked = [case for case in inputs if case.name in outcomes]
        own = self._of_declared(edit, asked)
        other = [
            case
            for case in asked
            if not are_alike(own[case.name], outcomes[case.name], case.tolerance)
            and (
                own[case.name].ending is not Ending.RETURNED
                or _is_of_usual_size(own[case.name].value)
            )
        ]
        nudges = _nudged(other)
        near = self._of_declared(edit, nudges)
        return not any(
            are_alike(own[case.name], near[nudge.name], case.tolerance)
            for case, nudge in zip(other, nudges, strict=True)
        )

    def _of_declared(self, edit: EditDeclaration, inputs: Sequence[Case]) -> Mapping[str, Outcome]:
        """What the reference with a declared edit does on inputs."""
        key = (edit.function, edit.name, edit.edits)
        known = self._declared.get(key, {})
        missing = [case for case in inputs if case.name not in known]
        if missing:
            program = edited_program(self._definition, edit)
            with self._making():
                made = self._trials_of(edit.function, REFERENCE).outcomes(program, missing)
            self._declared[key] = {**known, **made}
        return self._declared.get(key, {})

    def _resized(self, function: str) -> list[Case]:
        """Drawn inputs with lists of other lengths, which the right function takes."""
        if function not in self._other_lengths:
            with self._making():
                first = FURTHER + VARIED
                drawn = self._drawn(function, FEWEST, first, self._manner(resize=True))
                self._other_lengths[function] = self._sensible(function, drawn)
        return self._other_lengths[function]

    def with_expected(self, function: str, form: str) -> list[Case]:
        """The drawn inputs on which the right function returns something finite, with what it is."""
        if (function, form) not in self._expected:
            trials, inputs = self._trials_of(function, form), self._inputs_of(function)
            with self._making():
                right = trials.outcomes(trials.reference, inputs)
            self._expected[function, form] = [
                replace(case, expected={form: right[case.name].value})
                for case in inputs
                if right[case.name].ending is Ending.RETURNED and is_finite(right[case.name].value)
            ]
        return self._expected[function, form]

    def _trials_for(self, function: str, evidence: Evidence) -> Iterator[Trials]:
        """The slips that are tried for everybody, those with constants of the student's own, and those
        of graded functions whose work the student's function does itself."""
        form = evidence.form
        yield self._trials_of(function, form)
        constants = constants_of(evidence.program, function)
        if constants:
            yield self._trials_of(function, form, Choice(constants))
        helpers = self._done_by_itself(function, evidence)
        if helpers:
            yield self._trials_of(function, form, Choice(names=helpers))

    def _done_by_itself(self, function: str, evidence: Evidence) -> tuple[str, ...]:
        """Graded functions that the reference's function calls, and the student's does not."""
        called = graded_helpers(self._definition, function)
        if not called:
            return ()
        known = reached(evidence.program, function, attributes=False)
        return tuple(name for name in called if name not in known)

    def _two_at_once(
        self, function: str, evidence: Evidence, wrong: Sequence[Case], run_again: RunAgain
    ) -> Mistake | None:
        """Two slips that explain the evidence, with both edits; None where there are not just two."""
        if self._of(function).draws is RngUse.HELPERS or not run_again.may_try_two():
            return None
        inputs = [*self._inputs_of(function), *self._inputs_for_two(function)]
        if len(inputs) < FEWEST:
            return None
        trials = self._pairs_for(function, evidence, wrong)
        if not trials.slips:
            return None
        fitting = self._fitting(trials, evidence, run_again, inputs)
        return self._chosen(trials, fitting, evidence, run_again) if fitting else None

    def _pairs_for(self, function: str, evidence: Evidence, wrong: Sequence[Case]) -> Trials:
        """The pairs that may give these results. Of a class, many have the same ones."""
        key = (function, evidence.form, behaviour_of(evidence.cases, evidence.outcomes))
        if key not in self._pairs:
            singles = self._trials_of(function, evidence.form)
            asked = [case for case in singles.cases if case.name in evidence.outcomes]
            with self._making():
                every = self._only(
                    function, evidence.form, likely_pairs(singles, evidence.outcomes, wrong, asked)
                )
                may = every.alike(evidence.outcomes, wrong, asked) if every.slips else []
            few = [every.slips[number] for number in may[:_MOST_CANDIDATES]]
            self._pairs[key] = self._only(function, evidence.form, few)
        return self._pairs[key]

    def _only(self, function: str, form: str, slips: Sequence[Named]) -> Trials:
        return Trials(self._of(function), self._sandbox, form, Choice(slips=tuple(slips)))

    def _fitting(
        self,
        trials: Trials,
        evidence: Evidence,
        run_again: RunAgain,
        inputs_for_two: Sequence[Case] | None = None,
    ) -> list[int]:
        """The slips that give the results of all cases, and of inputs drawn for this."""
        fitting = self._explaining(trials, evidence)
        if not fitting:
            return []
        inputs = self._inputs_of(trials.function) if inputs_for_two is None else inputs_for_two
        if self._public_only:
            if len(inputs) < FEWEST and not is_enough_for_two(evidence):
                return []
            are_two = inputs_for_two is not None
            if self._are_of_other_kinds(trials.function, inputs, are_two=are_two):
                return []
        outcomes = run_again(inputs)
        return [n for n in fitting if self._does_the_same(trials, n, inputs, outcomes)]

    def _explaining(self, trials: Trials, evidence: Evidence) -> list[int]:
        """The slips that give the results of all cases."""
        asked = [case for case in trials.cases if case.name in evidence.outcomes]
        wrong = [case for case in evidence.cases if evidence.differs(case)]
        with self._making():
            numbers = trials.alike(evidence.outcomes, wrong, asked)
        return [
            number
            for number in numbers[:_MOST_CANDIDATES]
            if explains(self._mistake(trials, number), evidence)
        ]

    def _are_of_other_kinds(self, function: str, inputs: Sequence[Case], *, are_two: bool) -> bool:
        """Whether hidden cases have arguments unlike those that the submission was run on.

        A script makes each call twice among these inputs: for one slip that is as good as a longer one.
        """
        cases = [case for case in self._exercise.cases_of(function) if not case.is_property]
        met = Kinds([case.call for case in (*inputs, *(case for case in cases if case.is_public))])
        return any(
            not met.reach(case.call, by_length=are_two or not case.call.steps)
            for case in cases
            if not case.is_public
        )

    def _chosen(
        self, trials: Trials, fitting: list[int], evidence: Evidence, run_again: RunAgain
    ) -> Mistake | None:
        """The one that reads most like the student's function, where all of them do the same."""
        defaults = defaults_of(evidence.program, trials.function)
        fitting = [n for n in fitting if not _contradicts(trials.slips[n], defaults)]
        if not fitting:
            return None
        own = words_of(text_of(evidence.program, trials.function) or "")
        fitting.sort(key=lambda number: trials.slips[number].slip.distance(own))
        same = self._alike_everywhere(trials, fitting[:FEW], run_again)
        return self._mistake(trials, same[0]) if same else None

    def _trials_of(self, function: str, form: str, choice: Choice = EVERY) -> Trials:
        key = (function, form, choice)
        if key not in self._trials:
            self._trials[key] = Trials(self._of(function), self._sandbox, form, choice)
        return self._trials[key]

    def _of(self, function: str) -> GradedFunction:
        if function not in self._graded:
            self._graded[function] = GradedFunction(self._definition, self._exercise, function)
        return self._graded[function]

    def _mistake(self, trials: Trials, number: int) -> Mistake:
        """What a slip gives on every case, run in the way of a submission."""
        key = (trials, number)
        if key not in self._mistakes:
            with self._making():
                self._mistakes[key] = self._made(trials, number)
        return self._mistakes[key]

    def _made(self, trials: Trials, number: int) -> Mistake:
        named = trials.slips[number]
        program = trials.program(named)
        cases, inputs = self._exercise.cases_of(trials.function), self._inputs_of(trials.function)
        # What explains the cases is held against these inputs next: one child for both.
        outcomes = trials.outcomes(program, [*cases, *inputs])
        self._further[trials, number] = {case.name: outcomes.pop(case.name) for case in inputs}
        helper = named.function if named.function in self._definition.functions else None
        return Mistake(
            trials.function,
            id_of(named.slip.kinds),
            sentence_for(
                named.slip.kinds,
                self._definition.edit_sentences,
                helper if helper != trials.function else None,
            ),
            answers={n: o.value for n, o in outcomes.items() if o.ending is Ending.RETURNED},
            form=trials.form,
            reason=Reason.EDIT,
            failures={
                name: failure_of(outcome.raised, program)
                for name, outcome in outcomes.items()
                if outcome.raised is not None
            },
            edit=edit_of(trials, named),
            draft=draft_of(trials, named, self._definition.edit_sentences),
        )

    # Inputs that are no case's.

    def _inputs_of(self, function: str) -> list[Case]:
        if function not in self._inputs:
            with self._making():
                drawn = self._sensible(function, self._drawn(function, INPUTS, 0))
                self._inputs[function] = [*drawn, *self._wide(function, 0, WIDE)]
        return self._inputs[function]

    def _wide(self, function: str, first: int, count: int) -> list[Case]:
        """Of a check: inputs that public cases' functions make with other constants in their texts.

        A submission in a check meets the public cases alone. Their sizes and options are few, so that
        much fits which something else explains.
        """
        if not self._public_only:
            return []
        cases = [case for case in self._exercise.cases_of(function) if not case.is_property]
        trains = self._of(function).draws is RngUse.HELPERS
        if trains or not all(case.call.may_share for case in cases):
            count = min(count, FEW_WIDE)
        start = FURTHER + VARIED + FEWEST + first
        asked = Kinds([case.call for case in cases])
        drawn = self._drawn(function, _DRAWN_FOR_ONE * count, start, self._manner(constants=True))
        drawn = [case for case in drawn if asked.ask_for(case.call)][:count]
        names = called_functions(self._definition, [case.call for case in cases])
        if names:
            drawn[::2] = [self._with_other_helpers(case, names) for case in drawn[::2]]
        return self._steady(function, drawn)

    def _steady(self, function: str, inputs: Sequence[Case]) -> list[Case]:
        """The inputs on which the right function returns something finite, which rounding decides nowhere.

        Of a singular matrix, two right ways to compute one thing differ. Nor does an input count on
        which the right function works far longer than on cases: who writes it otherwise may not end.
        """
        trials = self._trials_of(function, REFERENCE)
        soon = self._sensible(function, inputs)
        right = trials.outcomes(trials.reference, soon)
        nudge = trials.outcomes(trials.reference, _nudged(soon))
        return [
            case
            for case in soon
            if right[case.name].ending is Ending.RETURNED
            and right[case.name].cpu_seconds <= _SOON
            and _is_of_usual_size(right[case.name].value)
            and are_alike(right[case.name], nudge[f"{case.name} nudged"], case.tolerance)
        ]

    def _with_other_helpers(self, case: Case, names: Sequence[str]) -> Case:
        """The case with another function in the place of one of these, which the function calls."""
        rng = np.random.RandomState(zlib.crc32(case.name.encode()))
        text = with_a_slip(self._definition, names, rng)
        return replace(case, call=replace(case.call, replacements=text))

    def _inputs_for_two(self, function: str) -> list[Case]:
        """More of them: two slips have more ways to fit by chance."""
        if function not in self._for_two:
            with self._making():
                self._for_two[function] = self._sensible(
                    function, self._drawn(function, 2 * INPUTS, INPUTS)
                )
        return self._for_two[function]

    def _sensible(self, function: str, inputs: Sequence[Case]) -> list[Case]:
        """The inputs for which the right function returns something: what it refuses, no case asks for."""
        return self._trials_of(function, REFERENCE).accepted(inputs)

    def _drawn(
        self, function: str, count: int, first: int, manner: Manner | None = None
    ) -> list[Case]:
        numbers = range(first, first + count)
        return further_cases(self._of(function), numbers, manner or self._manner())

    def _manner(self, **more: bool) -> Manner:
        return replace(AS_DRAWN, public_only=self._public_only, **more)

    def _does_the_same(
        self,
        trials: Trials,
        number: int,
        inputs: Sequence[Case],
        outcomes: Mapping[str, Outcome],
    ) -> bool:
        # Of a function that keeps something between calls, only a few are run.
        asked = [case for case in inputs if case.name in outcomes]
        own = self._on_further(trials, number, asked)
        return all(are_alike(own[case.name], outcomes[case.name], case.tolerance) for case in asked)

    def _on_further(
        self, trials: Trials, number: int, inputs: Sequence[Case]
    ) -> Mapping[str, Outcome]:
        key = (trials, number)
        known = self._further.get(key, {})
        missing = [case for case in inputs if case.name not in known]
        if missing:
            with self._making():
                made = trials.outcomes(trials.program(trials.slips[number]), missing)
            self._further[key] = {**known, **made}
        return self._further.get(key, {})

    def _alike_everywhere(
        self, trials: Trials, fitting: Sequence[int], run_again: RunAgain
    ) -> Sequence[int]:
        """The slips that do what the submission does wherever one looks; none where they differ there.

        On drawn inputs that tell some of them from the first the submission decides. Those that are
        left must agree on all cases, hidden ones too, which a submission in check is not run on.
        """
        for _ in range(_MOST_ROUNDS):
            apart = self._apart(trials, tuple(fitting))
            if not apart:
                break
            outcomes = run_again(apart)
            kept = [n for n in fitting if self._does_the_same(trials, n, apart, outcomes)]
            if not kept or len(kept) == len(fitting):  # none of them, or nothing tells them apart
                return kept if len(kept) < 2 else ()
            fitting = kept
        cases = [c for c in self._exercise.cases_of(trials.function) if not c.is_property]
        first, *others = (self._mistake(trials, number) for number in fitting)
        return fitting if all(give_the_same(first, other, cases) for other in others) else ()

    def _apart(self, trials: Trials, fitting: tuple[int, ...]) -> Sequence[Case]:
        """A few further inputs on which these slips differ, drawn ones before varied ones.

        What is alike everywhere takes all of them. What differs mostly does so on the first.
        """
        key = (trials, fitting)
        if len(fitting) > 1 and key not in self._told_apart:
            found: list[Case] = []
            with self._making():
                known = self._are_known_alike(trials, fitting)
                for part in () if known or self._has_no_plain_call(trials) else range(_PARTS):
                    inputs = self._part_of_further(trials.function, part)
                    apart = trials.told_apart(fitting, inputs)[: 3 * INPUTS]
                    found += self._sensible(trials.function, apart) if apart else ()
                    if len(found) >= INPUTS:
                        break
            self._told_apart[key] = found[:INPUTS]
        return self._told_apart.get(key, ())

    def _are_known_alike(self, trials: Trials, fitting: tuple[int, ...]) -> bool:
        """Whether these slips, with others, were alike on all further inputs before."""
        return any(
            of is trials and not apart and set(fitting) <= set(group)
            for (of, group), apart in self._told_apart.items()
        )

    def _has_no_plain_call(self, trials: Trials) -> bool:
        """Whether every case is a script, a program or the like: no slips are held against each other there."""
        return not any(case.call.is_plain and case.call.canonical is None for case in trials.cases)

    def further_inputs(self, function: str) -> list[Case]:
        """Return the inputs on which what nothing told apart so far is held against each other."""
        return [case for n in range(_PARTS) for case in self._part_of_further(function, n)]

    def _part_of_further(self, function: str, part: int) -> list[Case]:
        """Further inputs: a few drawn ones, the others, those of other constants, varied ones."""
        if (function, part) not in self._more:
            first, rest = FURTHER // 5, FURTHER - FURTHER // 5
            makes = (
                lambda: self._drawn(function, first, INPUTS),
                lambda: self._drawn(function, rest, INPUTS + first),
                lambda: self._wide(function, _DRAWN_FOR_ONE * WIDE, VARIED),
                lambda: self._drawn(function, VARIED, _FIRST_VARIED, self._manner(vary_all=True)),
            )
            self._more[function, part] = makes[part]()
        return self._more[function, part]


def _is_of_usual_size(value: Any) -> bool:
    """Whether all numbers are finite, and none so large that what was divided by is rounding noise."""
    return is_finite(value) and all(
        float(np.abs(n).max(initial=0.0)) < _HUGE for n in numbers_in(value)
    )


def _nudged(inputs: Sequence[Case]) -> list[Case]:
    """The inputs with every number moved by its last bit."""
    return [
        replace(case, name=f"{case.name} nudged", call=case.call.changed(_moved_by_a_bit))
        for case in inputs
    ]


def _moved_by_a_bit(value: Any) -> Any:
    return nudged(value, np.random.RandomState(0))


def _contradicts(named: Named, defaults: Mapping[str, str]) -> bool:
    """Whether a slip is another default than the submission's function has, as its text shows."""
    for parameter, default in named.code.defaults.items():
        own = defaults.get(parameter)
        if own is not None and any(e.first is default and e.after != own for e in named.slip.edits):
            return True
    return False


def _is_one_number(values: Sequence[Any]) -> bool:
    return all(is_real(n) and np.ndim(n) == 0 for n in values) and _are_all_alike(values)


def _are_all_alike(values: Sequence[Any]) -> bool:
    return all(is_same(values[0], value, Tolerance()) for value in values[1:])


def give_the_same(one: Mistake, other: Mistake, cases: Sequence[Case]) -> bool:
    """Whether two mistakes return the same on all of these cases, and nothing on the same ones."""
    for case in cases:
        if (case.name in one.answers) is not (case.name in other.answers):
            return False
        if case.name in one.answers and not _are_the_same(
            one.answers[case.name], other.answers[case.name], case.tolerance
        ):
            return False
    return True


def _are_the_same(one: Any, other: Any, tolerance: Tolerance) -> bool:
    """Whether one may stand for the other: a mask of floats for one of truth values, not the reverse.

    Both are exact, so what they differ by is no more than what rounding leaves of a difference.
    """
    sizes = [float(np.abs(n).max()) for n in numbers_in(one) if np.size(n) and np.isfinite(n).all()]
    loose = replace(tolerance, atol=max(tolerance.atol or 0.0, 1e-11 * max([1.0, *sizes])))
    return _is_either(one, other, loose)


def _is_either(one: Any, other: Any, tolerance: Tolerance) -> bool:
    return is_same(one, other, tolerance) or is_same(other, one, tolerance)


def are_alike(one: Outcome, other: Outcome, tolerance: Tolerance) -> bool:
    """Whether two calls returned the same, or raised the same type of exception."""
    if one.ending is not other.ending:
        return False
    if one.ending is Ending.RETURNED:
        return is_same(one.value, other.value, tolerance)
    return (
        one.raised is not None
        and other.raised is not None
        and (one.raised.type == other.raised.type)
    )


def edit_of(trials: Trials, named: Named) -> str:
    """The slip as a diff of the reference, for instructors."""
    place = find_functions(trials.files)[named.function]
    old = code_lines(trials.files[place.file])
    new = code_lines(trials.changed_files(named)[place.file])
    lines = difflib.unified_diff(old, new, place.file, place.file, n=1, lineterm="")
    return "\n".join(lines)


def draft_of(trials: Trials, named: Named, sentences: Mapping[str, str]) -> str | None:
    """The lines that declare the slip as a known mistake; None for one of a helper's, which cannot be."""
    if named.function != trials.function:
        return None
    body = function_text(trials.files, named.function)
    kinds = named.slip.kinds
    lines = (
        "exercise.mistake(",
        f"    {named.function!r},",
        f"    {'_and_'.join(kinds)!r},",
        f"    edit={edit_between(body, trials.text(named))!r},",
        f"    hint={sentence_for(kinds, sentences)!r},",
        ")",
    )
    return "\n".join(lines)
