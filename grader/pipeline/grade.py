"""The pipeline: one submission to one exercise, step by step.

    load -> run in the sandbox, and compare -> diagnose -> score

Every submission takes this path: a student's, the reference, the starter, a known mistake.
"""

from __future__ import annotations

import itertools
import time
import warnings
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from functools import cached_property
from typing import Any, NamedTuple, TypeGuard

import numpy as np

from grader import load
from grader.comparison.compare import CaseComparisons
from grader.comparison.credit import NOTHING
from grader.comparison.score import score_function, status_of, total
from grader.diagnosis.code_rules import charged, flaws_of, styled, violations_of
from grader.diagnosis.diagnose import Candidates, Weighed, find_reason, in_time
from grader.diagnosis.evidence import Evidence, behaviour_of
from grader.diagnosis.explain import (
    explain,
    explain_missing,
    failed_with_correct,
    hint_about_values,
    load_notes,
    outcome_notes,
    search_stopped,
    too_slow_note,
    why_wrong,
)
from grader.diagnosis.failed_case import beside, call_code
from grader.diagnosis.randomness import CHOICES
from grader.diagnosis.relations import Relation
from grader.diagnosis.student_code import SIGNATURE_MISTAKES, text_of
from grader.diagnosis.wording import in_words, place_in_words
from grader.model.call_binding import call_for
from grader.model.exercise import (
    Case,
    Exercise,
    Function,
    Mistake,
    Reason,
    RngUse,
    Visibility,
    module_names,
    supplied_names,
)
from grader.model.observation import PRINTED
from grader.model.outcome import Ending, Outcome
from grader.model.result import (
    STATUS_OF,
    CaseResult,
    Counterexample,
    FunctionResult,
    Result,
    Status,
    SubmissionStatus,
    passed_with_correct,
)
from grader.model.submission import Note, Program, Submission
from grader.pipeline.further_runs import FurtherRuns, SearchStopped
from grader.pipeline.run_cases import CaseRun, RunCache, run_cases
from grader.sandbox.judge.sandbox import Sandbox
from grader.values import extra_keys, misfit

FindMistakes = Callable[[str], Iterable[Mistake]]
"""Function -> what may explain its wrong results."""

_NO_POINTS = Fraction(0)


@dataclass(frozen=True, slots=True)
class Graded:
    """A judged submission: the result, notes of the loader and the run, seconds per step."""

    result: Result
    notes: tuple[Note, ...] = ()
    seconds: Mapping[str, float] = field(default_factory=dict)
    ambiguous: str | None = None


def grade(
    exercise: Exercise,
    submission: Submission,
    sandbox: Sandbox,
    find_mistakes: FindMistakes | None = None,
    cache: RunCache | None = None,
) -> Graded:
    """Grade one submission. Whatever is wrong with it becomes a status, never an exception.

    Args:
        find_mistakes: gives what may explain a function that failed
            (`grader.diagnosis.candidates`); without it nothing is diagnosed.
        cache: holds the runs of identical programs.

    Raises:
        GraderError: only when the sandbox itself cannot work.
    """
    began = time.perf_counter()
    program = loaded(exercise, submission)
    seconds = {"load": time.perf_counter() - began}
    if isinstance(program, Graded):
        return replace(program, seconds=seconds)
    graded = grade_program(exercise, program, sandbox, find_mistakes, cache)
    return replace(graded, seconds={**seconds, **graded.seconds})


def loaded(exercise: Exercise, submission: Submission) -> Program | Graded:
    """Return what of a submission would run, or the verdict where there is nothing to run."""
    status = _unfit(submission)
    if status is not None:
        result = Result(status, None, _attainable(exercise))
        return Graded(result, _notes_of_unfit(submission))
    program = build(exercise, submission)
    if not (program.functions or program.unwritten) and not _is_broken(exercise, submission):
        result = Result(SubmissionStatus.WRONG_EXERCISE, None, _attainable(exercise))
        reasons = (why for name, why in program.missing.items() if not load.is_nowhere(name, why))
        notes = tuple(Note("not_loaded", why) for why in dict.fromkeys(reasons))
        return Graded(result, (*program.notes, *notes))
    return program


def build(exercise: Exercise, submission: Submission) -> Program:
    """Select what this exercise needs of the submission."""
    wanted = load.Wanted(
        graded=exercise.known_names,
        supplied=supplied_names(exercise.modules),
        modules=module_names(exercise.modules),
        libraries=exercise.libraries,
        starters=exercise.starters,
        printing={c.function for c in exercise.cases if PRINTED in c.call.observed.compares},
        programs=exercise.programs,
        classes=exercise.classes,
    )
    program = load.build_program(submission.sources, wanted)
    names = {f.name: f.aliases for f in exercise.functions}
    return load.with_titles(load.under_one_name(program, names))


def grade_program(
    exercise: Exercise,
    program: Program,
    sandbox: Sandbox,
    find_mistakes: FindMistakes | None = None,
    cache: RunCache | None = None,
) -> Graded:
    """Run and judge a loaded program; see `grade`."""
    began = time.perf_counter()
    if cache is None:
        run = run_cases(exercise, program, sandbox)
    else:
        run = cache.run(exercise, program, sandbox)
    ran = time.perf_counter()
    further = FurtherRuns(exercise, program, run, sandbox)
    verdicts = [
        FunctionJudge(exercise, program, function, run, further).verdict(find_mistakes)
        for function in exercise.functions
        if function.name in run.forms
    ]
    seconds = {"run": ran - began, "judge": time.perf_counter() - ran}
    functions = tuple(verdict.function for verdict in verdicts)
    faulty = any(function.status is Status.GRADER_ERROR for function in functions)
    result = Result(
        status=SubmissionStatus.GRADED,
        # A fault of ours needs a person: neither a zero nor a full mark.
        score=None if faulty else total([f.score for f in functions]),
        max_score=total([f.max_score for f in functions]),
        functions=functions,
        cases=tuple(case for verdict in verdicts for case in verdict.cases),
    )
    own = run.own.run
    notes = [*program.notes, *load_notes(program, own.load_errors)]
    for verdict in verdicts:
        notes += verdict.notes
        if verdict.undiagnosed is not None:
            text = f"`{verdict.function.name}`: the search for an explanation failed"
            notes.append(Note("undiagnosed", f"{text} ({verdict.undiagnosed})"))
    notes += outcome_notes(exercise, own.outcomes, _extra_keys(exercise, own.outcomes))
    return Graded(result, tuple(notes), seconds, program.ambiguous)


def _attainable(exercise: Exercise) -> Fraction:
    return total([case.points for case in exercise.cases if not case.bonus])


def _extra_keys(exercise: Exercise, outcomes: Mapping[str, Outcome]) -> dict[str, tuple[str, ...]]:
    """Function -> keys that the reference does not return, in a public case.

    Where keys are missing as well, the case says which there are.
    """
    extra: dict[str, tuple[str, ...]] = {}
    for case in exercise.public_cases:
        outcome = outcomes.get(case.name)
        if outcome is not None and outcome.ending is Ending.RETURNED:
            expected = next(iter(case.expected.values()))
            keys = extra_keys(expected, outcome.value)
            if keys and misfit(expected, outcome.value) is None:
                extra.setdefault(case.function, keys)
    return extra


def _unfit(submission: Submission) -> SubmissionStatus | None:
    """The status of a submission in which there is nothing to grade."""
    cells = [cell for source in submission.sources for cell in source.cells]
    if submission.problem is not None:
        return SubmissionStatus.UNREADABLE
    if any(cell.tree.body for cell in cells):
        return None
    broken = any(source.broken for source in submission.sources)
    written = any(cell.text.strip() for cell in cells)
    return None if broken and written else SubmissionStatus.EMPTY


def _is_broken(exercise: Exercise, submission: Submission) -> bool:
    """Whether a graded function is there and cannot be parsed."""
    names = set(exercise.function_names)
    return any(
        names & set(source.broken) or (exercise.programs and source.unread)
        for source in submission.sources
    )


def _notes_of_unfit(submission: Submission) -> tuple[Note, ...]:
    notes = tuple(note for source in submission.sources for note in source.notes)
    return (*notes, Note("unreadable", submission.problem)) if submission.problem else notes


class FunctionVerdict(NamedTuple):
    """What one function's cases come to; ``undiagnosed`` says why no explanation was found."""

    function: FunctionResult
    cases: Sequence[CaseResult]
    undiagnosed: str | None = None
    notes: tuple[Note, ...] = ()


class FunctionJudge:
    """Judges one function of a submission by the run that decides it."""

    def __init__(
        self,
        exercise: Exercise,
        program: Program,
        function: Function,
        run: CaseRun,
        further: FurtherRuns,
    ) -> None:
        self._exercise, self._program, self._runs = exercise, program, further
        self._function, self._run = function, run
        self._cases = exercise.cases_by_function[function.name]
        self._compared = run.deciding(function.name)
        self._carried = run.carried.get(function.name)
        self._form = run.forms[function.name]
        self._run_again = further.of(function, helped=self._carried is not None)

    def verdict(self, find_mistakes: FindMistakes | None) -> FunctionVerdict:
        """Judge the function, explain what is wrong, and hold its code against the task's rules.

        Explanations are looked for where no wrong helper has a part in the results. Whatever happens
        meanwhile, status and points stand: ``undiagnosed`` then says why there is no explanation, and
        a note where the search for one was stopped.
        """
        verdict = self._explained(find_mistakes)
        if find_mistakes is not None:
            verdict = self._if_too_slow(verdict)
        if self._function.name in self._runs.stopped:
            note = search_stopped(self._function.name)
            verdict = verdict._replace(notes=(*verdict.notes, note))
        return self._by_the_rules(verdict)

    def _if_too_slow(self, verdict: FunctionVerdict) -> FunctionVerdict:
        """The verdict with the name of a slow solution, where the results are right and the work is not."""
        function = self._function
        if not function.slow or self._carried is not None:
            return verdict
        try:
            slow = self._runs.too_slow(function)
        except Exception as fault:
            return verdict._replace(undiagnosed=_described(fault))
        if slow is None:
            return verdict
        cases = [
            replace(case, mistake=slow.mistake.id, hint=slow.mistake.hint)
            if case.status is Status.TIMEOUT
            else case
            for case in verdict.cases
        ]
        note = too_slow_note(function.name, slow.mistake, slow.case)
        return verdict._replace(cases=tuple(cases), notes=(*verdict.notes, note))

    def _by_the_rules(self, verdict: FunctionVerdict) -> FunctionVerdict:
        """The verdict with what it costs that the code uses what it may not, or lacks what it must."""
        function, rules, style = self._function, self._function.rules, self._function.style
        if rules is None and style is None:
            return verdict
        violations = violations_of(function, self._program)
        told = flaws_of(self._exercise, function, self._program)
        if not violations and not told:
            return verdict
        cases = list(verdict.cases)
        if rules is not None:
            cases = [charged(case, rules, violations) for case in cases]
        if style is not None:
            cases = [styled(case, style, told) for case in cases]
        scored = replace(
            verdict.function,
            status=status_of(cases),
            score=total([case.points for case in cases]),
            violations=(*violations, *told),
        )
        return verdict._replace(function=scored, cases=tuple(cases))

    def _explained(self, find_mistakes: FindMistakes | None) -> FunctionVerdict:
        verdict = self._judge(find_mistakes)
        if not _names_formula_mistake(verdict):
            return verdict
        if self._carried is not None and self._carried.compared is None:
            # A wrong helper took part and no correct one is to be had: its fault may look like this.
            return self._judge(None)
        try:
            if not self._runs.is_helpers_fault(self._function):
                return verdict
        except SearchStopped:
            return self._judge(None)
        except Exception as fault:
            return self._judge(None)._replace(undiagnosed=_described(fault))
        return self._judge(None)

    def _judge(self, find_mistakes: FindMistakes | None) -> FunctionVerdict:
        judged: Sequence[CaseResult] = [self._judge_case(case) for case in self._cases]
        form, undiagnosed = self._form, None
        edit: Mistake | None = None
        measured: Mapping[str, str] = {}
        if find_mistakes is not None and any(map(_is_wrong, judged)):
            try:
                with warnings.catch_warnings(), np.errstate(all="ignore"):
                    warnings.simplefilter("ignore")  # of numbers that a submission chose
                    choice, reason = self._explain(find_mistakes)
                    if choice is None:
                        if isinstance(reason, Relation):
                            measured = reason.measured
                        reason, edit = self._true_elsewhere(reason, find_mistakes)
            except Exception as fault:
                undiagnosed = _described(fault)
            else:
                if choice is not None:
                    form = choice
                    judged = [
                        result if case.is_property else _forgiven(result)
                        for case, result in zip(self._cases, judged, strict=True)
                    ]
                judged = [_diagnosed(result, reason, measured) for result in judged]
        judged = [_worded(case, each) for case, each in zip(self._cases, judged, strict=True)]
        scored, judged = score_function(self._function, self._cases, judged, form)
        if self._carried is not None and scored.status.was_run and not scored.status.is_right:
            scored = replace(scored, fix_first=self._carried.fix_first)
        if any(map(_is_wrong, judged)):
            scored = replace(
                scored,
                edit=edit.edit if edit else None,
                draft=edit.draft if edit else None,
                behaviour=self._behaviour(),
                text=text_of(self._program, self._function.name),
                counterexample=self._small_input(find_mistakes),
            )
        return FunctionVerdict(scored, tuple(judged), undiagnosed)

    def _explain(self, find_mistakes: FindMistakes) -> tuple[str | None, Mistake | Relation | None]:
        """Return the free choice of random numbers that makes the results right, and what is wrong."""
        function, candidates = self._function, find_mistakes(self._function.name)
        is_free = function.rng is RngUse.FREE
        if is_free:
            cases = [case for case in self._cases if not case.is_property]
            form = self._compared.best_form(function, cases)
            evidence = Evidence(cases, self._compared, form, self._program)
            before_pairs = itertools.takewhile(
                lambda each: each.reason in (Reason.KNOWN, Reason.CHANCE), candidates
            )
            chance = (each for each in before_pairs if each.reason is Reason.CHANCE)
            reason = find_reason(evidence, chance)
            if reason is not None and _is_free_choice(reason):
                return reason.id, None
        # Points depend on a free choice, so no clock may end the search for it.
        reason = find_reason(
            self._evidence,
            candidates if is_free else in_time(candidates),
            lambda weighed: self._told_apart(weighed, candidates),
        )
        if self._carried is not None and isinstance(reason, Relation):
            reason = replace(reason, measured={})  # nothing public from after a hidden input
        if is_free and reason is not None and _is_free_choice(reason):
            return reason.id, reason
        return None, reason

    def _told_apart(self, weighed: Weighed, candidates: Iterable[Mistake]) -> Mistake | None:
        """The declared mistake that drawn inputs leave, where several explain the public cases."""
        if not isinstance(candidates, Candidates) or candidates.tell_apart is None:
            return None
        try:
            return candidates.tell_apart(weighed, self._evidence, self._run_again)
        except SearchStopped:
            return None

    @cached_property
    def _evidence(self) -> Evidence:
        """What the function did on all of its cases, for whoever explains it."""
        return Evidence(self._cases, self._compared, self._form, self._program, self._exercise)

    def _true_elsewhere(
        self, reason: Mistake | Relation | None, find_mistakes: FindMistakes
    ) -> tuple[Mistake | Relation | None, Mistake | None]:
        """The reason where it holds beyond the cases, and an edit of the reference that explains them.

        Where the runs for that are stopped, neither is told.
        """
        try:
            reason = self._confirmed(reason, find_mistakes)
            edit = None
            if reason is None or isinstance(reason, Relation):
                edit = self._find_edit(find_mistakes)
        except SearchStopped:
            return _only_measured(reason), None
        if edit is not None and (reason is None or not reason.id):
            return edit, edit
        return reason, edit

    def _find_edit(self, find_mistakes: FindMistakes) -> Mistake | None:
        """An edit of the reference that gives the function's results, where nothing declared does."""
        candidates = find_mistakes(self._function.name)
        if not isinstance(candidates, Candidates) or candidates.edit is None:
            return None
        declared = itertools.takewhile(lambda each: each.reason is Reason.KNOWN, candidates)
        return candidates.edit(self._evidence, self._run_again, declared)

    def _confirmed(
        self, reason: Mistake | Relation | None, find_mistakes: FindMistakes
    ) -> Mistake | Relation | None:
        """A reason that holds on drawn inputs as well; of a relation else what was measured on the cases.

        Where hidden cases ran, a declared mistake that explains all of them needs no more inputs.
        """
        candidates = find_mistakes(self._function.name)
        if reason is None or not isinstance(candidates, Candidates) or candidates.holds is None:
            return reason
        if isinstance(reason, Mistake) and (
            reason.reason not in (Reason.KNOWN, Reason.PAIR)
            or reason.id in SIGNATURE_MISTAKES
            or not all(case.is_public for case in self._cases)
        ):
            return reason
        if not reason.id or candidates.holds(reason, self._evidence, self._run_again):
            return reason
        return _only_measured(reason)

    def _small_input(self, find_mistakes: FindMistakes | None) -> Counterexample | None:
        """A small input on which the function differs; a wrong helper is to be mended before."""
        candidates = find_mistakes(self._function.name) if find_mistakes is not None else ()
        if not isinstance(candidates, Candidates) or candidates.smallest is None or self._carried:
            return None
        try:
            with warnings.catch_warnings(), np.errstate(all="ignore"):
                warnings.simplefilter("ignore")
                return candidates.smallest(self._evidence, self._run_again)
        except Exception:
            return None  # it is an addition: what is known stands without it

    def _behaviour(self) -> str | None:
        """A hash of the results, for the class' clusters; whatever a submission returns, never a fault."""
        try:
            return behaviour_of(self._cases, self._compared.run.outcomes)
        except Exception:
            return None

    def _judge_case(self, case: Case) -> CaseResult:
        """The verdict on a case, without what the rest of its function's cases show.

        A public case shows only what came back before a hidden input was met. A run with correct
        helpers comes later: its messages, values and prints could hold one.
        """
        return self._with_call(case, self._decide_case(case))

    def _with_call(self, case: Case, result: CaseResult) -> CaseResult:
        """The result with what a student needs to make the call by hand, where that helps.

        What was printed comes from the submission's own run, when no hidden input had been met.
        """
        if not result.status.is_students or result.status is Status.MISSING or not case.is_public:
            return result
        outcome = self._run.own.run.outcomes.get(case.name)
        site = self._program.functions.get(self._function.name)
        own = call_for(self._function, site, case)
        return replace(
            result,
            call=call_code(
                case.name,
                case.call,
                own,
                self._function.rng is not None,
                self._exercise.modules,
            ),
            printed=(outcome.printed or None) if outcome is not None else None,
        )

    def _decide_case(self, case: Case) -> CaseResult:
        carried = self._carried
        if carried is None or case.name not in carried.helped or carried.compared is None:
            return self._judge_outcome(case, self._run.own)
        decided = self._judge_outcome(case, carried.compared)
        if decided.status is Status.GRADER_ERROR:
            return decided
        if case.name in self._run.own.run.outcomes:
            own = self._judge_outcome(case, self._run.own)
            if own.status.is_right is decided.status.is_right:
                return own
        if decided.status.is_right:
            rationale = passed_with_correct(carried.fix_first)
            return replace(decided, rationale=rationale, carried_from=carried.fix_first)
        if case.is_public:
            return _result(case, decided.status, rationale=failed_with_correct(carried.fix_first))
        return decided

    def _judge_outcome(self, case: Case, compared: CaseComparisons) -> CaseResult:
        """The verdict on one outcome of a case."""
        exercise, program = self._exercise, self._program
        outcome = compared.run.outcomes.get(case.name)
        if outcome is None or outcome.ending is Ending.MISSING:
            # A property may have asked for another function than its own.
            asked = (
                outcome.detail if outcome and outcome.detail in exercise.function_names else None
            )
            name = asked or case.function
            text = explain_missing(
                name, program, compared.run.load_errors, is_class=name in exercise.classes
            )
            return _result(case, Status.MISSING, rationale=text)
        if outcome.ending is not Ending.RETURNED:
            explained = explain(exercise, case, outcome, program)
            return _result(case, STATUS_OF[outcome.ending], **explained)
        difference = compared.difference(case, self._form)
        if difference is None:
            return _result(case, Status.PASSED, case.points)
        expected = case.expected[self._form]
        share = compared.share(case, self._form) if case.credit else NOTHING
        return _result(
            case,
            Status.FAILED,
            case.points * share.earned,
            rationale=why_wrong(case, outcome, program, share, difference),
            hint=hint_about_values(case, self._evidence),
            parts_right=(share.right, share.of) if share.of else None,
            comparison=beside(expected, outcome.value, case.tolerance) if case.is_public else None,
        )


def _result(case: Case, status: Status, points: Fraction = _NO_POINTS, **more: Any) -> CaseResult:
    return CaseResult(
        case.function, case.name, case.description, case.visibility,
        status, points, case.points, bonus=case.bonus, **more,
    )  # fmt: skip


def _described(fault: Exception) -> str:
    return f"{type(fault).__name__}: {fault}"


def _names_formula_mistake(verdict: FunctionVerdict) -> bool:
    """Whether a mistake is named that a helper's fault can look like."""
    named = {case.mistake for case in verdict.cases} - {None}
    return bool(named) and not named & SIGNATURE_MISTAKES


def _is_wrong(case: CaseResult) -> bool:
    return case.status in (Status.FAILED, Status.ERROR)


def _only_measured(reason: Mistake | Relation | None) -> Relation | None:
    """What was measured on the cases, where a reason is not known to hold elsewhere."""
    return replace(reason, id="", hint="") if isinstance(reason, Relation) else None


def _is_free_choice(reason: Mistake | Relation) -> TypeGuard[Mistake]:
    """Whether only the random numbers differ, in a way that a student may choose."""
    return isinstance(reason, Mistake) and reason.reason is Reason.CHANCE and reason.id in CHOICES


def _forgiven(case: CaseResult) -> CaseResult:
    return replace(
        case,
        status=Status.PASSED,
        points=case.max_points,
        rationale=None if case.carried_from is None else passed_with_correct(case.carried_from),
        hint=None,
        parts_right=None,
        error_type=None,
        error_line=None,
        comparison=None,
        call=None,
        printed=None,
    )


def _worded(case: Case, result: CaseResult) -> CaseResult:
    """The result with steps, arguments and what was printed called as students know them."""
    if case.call.is_plain or result.status.is_right:
        return result
    shown = result.comparison
    return replace(
        result,
        rationale=in_words(case, result.rationale),
        hint=None if result.hint is None else place_in_words(case, result.hint),
        comparison=shown and replace(shown, place=place_in_words(case, shown.place)),
    )


def _diagnosed(
    case: CaseResult, reason: Mistake | Relation | None, measured: Mapping[str, str]
) -> CaseResult:
    if reason is None or not _is_wrong(case):
        return case
    rationale = case.rationale
    if case.visibility is Visibility.PUBLIC:
        rationale = " ".join(filter(None, (rationale, measured.get(case.name)))) or None
    # A relation of a single case is only what was measured there: no reason.
    return replace(
        case, mistake=reason.id or None, hint=reason.hint or case.hint, rationale=rationale
    )
