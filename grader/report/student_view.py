"""What a student may see of a report.

Of a hidden case a student sees what follows from its status, the mistake's id and the helper that
it was carried from. The sentences are fixed: the ones below, and the author's descriptions and hints.
An error adds one of eight types and one of some sixty places in the student's own file. Anything else,
such as a shape, a number, a message or a time, could carry the hidden inputs out.
"""

from __future__ import annotations

import builtins
import re
from collections.abc import Iterable
from fractions import Fraction
from pathlib import PurePosixPath

from grader.model.exercise import Visibility
from grader.model.result import (
    NOT_AS_ASKED,
    PARTLY_RIGHT,
    RIGHT_BUT_NOT_AS_ASKED,
    RIGHT_BUT_STYLE,
    STYLE,
    Points,
    Shown,
    Status,
    SubmissionStatus,
    exact,
    passed_with_correct,
    rounded,
)
from grader.report.model import (
    CaseSection,
    FunctionSection,
    PartSection,
    Report,
    Timing,
    in_language_of,
)
from grader.util.language import gettext, places

# "cell 3, line 4", "anna.py, line 4", "part 1.ipynb, cell 3, line 4", "anna.py, lines 4 to 7"
PLACE = re.compile(
    r"(?:(?P<origin>.*?)(?:, | ))??"
    r"(?P<place>(?:cell [0-9]{1,6}, )?(?:line [0-9]{1,7}|lines [0-9]{1,7} to [0-9]{1,7}))",
    re.DOTALL,
)
# Notes that follow from the submitted file and from public cases. A kind not known here is left
# out: it may reveal what happened while a hidden case ran.
SAFE_NOTES = frozenset(
    {
        "by_hand",
        "changed_argument",
        "duplicate",
        "edition",
        "encoding",
        "extra_keys",
        "format",
        "kernel",
        "late",
        "merged",
        "not_loaded",
        "removed-name",
        "renamed",
        "repaired",
        "shared_memory",
        "skipped",
        "stand-in",
        "supplied",
        "too_slow",
        "unreadable",
        "variant",
        "version",
    }
)


ERROR_KINDS = (
    "AttributeError", "IndexError", "KeyError", "NameError", "TypeError", "ValueError",
    "ZeroDivisionError",
)  # fmt: skip
"""What an error of a hidden case may be called; any other is an "Exception". These are nearly all
errors of NumPy code, and eight words are three bits: the type is chosen by code that saw the inputs."""


def kind_for_students(name: str | None) -> str:
    """The nearest of ERROR_KINDS that the built-in exception ``name`` is one of."""
    built_in = getattr(builtins, name or "", None)
    for kind in built_in.__mro__ if isinstance(built_in, type) else ():
        if kind.__name__ in ERROR_KINDS:
            return kind.__name__
    return "Exception"


def student_view(report: Report, after_due: bool = False, shown: Shown = Shown.HINTS) -> Report:
    """The report as its student may read it; cases kept until the due date open up ``after_due``.

    Two reports whose hidden cases agree in status, mistake and carried_from give the same view, to
    the byte. With less than hints ``shown``, the mistake has no say; with public cases alone, nothing of
    a hidden case has.
    """
    if shown is Shown.PUBLIC:
        report = _of_public_cases(report, after_due)
    with in_language_of(report):
        return _student_view(report, after_due, shown)


def _student_view(report: Report, after_due: bool, shown: Shown) -> Report:
    explained = {
        case.function
        for case in report.cases
        if shown is Shown.HINTS or (case.status.is_students and not is_hidden(case, after_due))
    }
    return report.model_copy(
        update={
            "exercise": report.exercise.model_copy(
                update={"version": report.exercise.public_version}
            ),
            "submission": report.submission.model_copy(update={"likeness": {}}),
            "functions": tuple(
                function.model_copy(
                    update=dict.fromkeys(
                        ("edit", "behaviour", "draft", "text")
                        # Where only hidden cases are wrong, it would tell that, and why.
                        + (() if function.name in explained else ("counterexample",))
                    )
                )
                for function in report.functions
            ),
            "cases": tuple(
                _hidden_case(case, report, shown) if is_hidden(case, after_due) else case
                for case in report.cases
            ),
            "by_hand": tuple(map(_part, report.by_hand)),
            "notes": tuple(note for note in report.notes if note.kind in SAFE_NOTES),
            "timing": Timing(total=None, steps={}),
        }
    )


def _part(part: PartSection) -> PartSection:
    """Points and comments of a part that is marked; not the answer, which is the student's own."""
    kept = {"answer": None, "answer_id": None, "pictures": (), "marked_by": None, "marked_at": None}
    if part.score is not None:
        return part.model_copy(update=kept)
    items = tuple(item.model_copy(update={"points": None, "comment": None}) for item in part.items)
    return part.model_copy(update={**kept, "items": items, "comment": None})


def is_hidden(case: CaseSection, after_due: bool = False) -> bool:
    """Whether the details of this case are kept from students."""
    if case.visibility == Visibility.AFTER_DUE_DATE:
        return not after_due
    return case.visibility == Visibility.HIDDEN


def _of_public_cases(report: Report, after_due: bool) -> Report:
    """The report as if the exercise had no other case. An override or a loss is of all cases: it is left out."""
    cases = tuple(case for case in report.cases if not is_hidden(case, after_due))
    functions = tuple(
        _of_cases(function, own)
        for function in report.functions
        if (own := [case for case in cases if case.function == function.name])
    )
    wrong = {function.name for function in functions if function.status.is_students}
    ungraded = report.submission.status != SubmissionStatus.GRADED
    return report.model_copy(
        update={
            "cases": cases,
            "functions": tuple(
                function
                if function.fix_first in wrong
                else function.model_copy(update={"fix_first": None})
                for function in functions
            ),
            "score": None if ungraded else _sum(case.points for case in cases),
            "max_score": _sum(case.max_points for case in cases if not case.bonus),
            "max_bonus": _sum(case.max_points for case in cases if case.bonus),
            "adjustments": (),
            "by_hand": (),
            "automatic_score": None,
        }
    )


def _of_cases(function: FunctionSection, cases: list[CaseSection]) -> FunctionSection:
    counted = [case for case in cases if not case.bonus] or cases
    return function.model_copy(
        update={
            "status": Status.gravest(case.status for case in counted),
            "score": _sum(case.points for case in cases),
            "max_score": _sum(case.max_points for case in cases if not case.bonus),
            "max_bonus": _sum(case.max_points for case in cases if case.bonus),
            "alternative": None,
        }
    )


def _sum(points: Iterable[Points]) -> Points:
    return rounded(sum(map(exact, points), Fraction(0)))


def _hidden_case(case: CaseSection, report: Report, shown: Shown) -> CaseSection:
    by_code = case.mistake in (
        NOT_AS_ASKED,
        STYLE,
    )  # follows from the file, and explains the points
    if shown is Shown.STATUSES:
        mistake = case.mistake if by_code else None
        case = case.model_copy(update={"hint": None, "mistake": mistake})
    raised = case.status == Status.ERROR
    type_ = kind_for_students(case.error_type) if raised else None
    line = _own_line(case.error_line, report) if raised else None
    names = {function.name for function in report.functions}
    helper = case.carried_from if case.carried_from in names else None
    if raised and shown is Shown.STATUSES:
        type_, line = None, None
    usual = case.status.sentence
    sentence = _error(type_, line) if raised else usual and gettext(usual)
    if case.status == Status.FAILED and case.points:
        sentence = gettext(PARTLY_RIGHT)
    if case.mistake == NOT_AS_ASKED:
        sentence = gettext(RIGHT_BUT_NOT_AS_ASKED)
    elif case.mistake == STYLE:
        sentence = gettext(RIGHT_BUT_STYLE)
    return case.model_copy(
        update={
            "rationale": sentence if helper is None else passed_with_correct(helper),
            "carried_from": helper,
            "error_type": type_,
            "error_line": line,
            "parts_right": None,
            "comparison": None,
            "call": None,
            "printed": None,
        }
    )


def _error(type_: str | None, line: str | None) -> str:
    if type_ is None:
        return gettext("Your code raised an error.")
    if line is None:
        return gettext("Your code raised {type}.", type=type_)
    return gettext("Your code raised {type} ({where}).", type=type_, where=places(line))


def _own_line(text: str | None, report: Report) -> str | None:
    """``text`` as far as it can only name a place of the submission.

    Code compiled by the student at run time chooses its file name freely, so that part is kept
    only if it is the name of a submitted file.
    """
    match = PLACE.fullmatch(text or "")
    if match is None:
        return None
    files = (report.submission.file, *report.submission.files)
    known = {*files, *(PurePosixPath(file).name for file in files)}
    return text if match["origin"] in known else match["place"]
