"""Makes a report of what the pipeline found: exact fractions become numbers, texts harmless."""

from __future__ import annotations

import builtins
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from fractions import Fraction
from functools import lru_cache

from grader.model.exercise import Exercise, Visibility
from grader.model.result import CaseResult, FunctionResult, Result, Status
from grader.model.submission import Note, Submission
from grader.report.model import (
    SCHEMA_VERSION,
    CaseSection,
    ComparisonSection,
    Environment,
    FunctionSection,
    MemberSection,
    Report,
)
from grader.util.untrusted_text import harmless, neutralise, with_code
from grader.values.numbers import MOST_DIGITS

BUILTIN_EXCEPTIONS = frozenset(
    name
    for name, value in vars(builtins).items()
    if isinstance(value, type) and issubclass(value, BaseException)
)

# "cell 3, line 4", "anna.py, line 4", "part 1.ipynb, cell 3, line 4", "anna.py, lines 4 to 7"
PLACE = re.compile(
    r"(?:(?P<origin>.*?)(?:, | ))??"
    r"(?P<place>(?:cell [0-9]{1,6}, )?(?:line [0-9]{1,7}|lines [0-9]{1,7} to [0-9]{1,7}))",
    re.DOTALL,
)
_LONGEST_PLACE = 400

# A class of hundreds repeats the author's sentences in every report.
_authored = lru_cache(maxsize=4096)(harmless)


def build_report(
    exercise: Exercise,
    submission: Submission,
    result: Result,
    notes: Sequence[Note],
    environment: Environment,
    timing: Mapping[str, float],
    *,
    submitted_at: str | None = None,
    late: bool | None = None,
    attempt: int | None = None,
    upload: int | None = None,
    adjustments: Iterable[tuple[Fraction, str]] = (),
    platform: str | None = None,
    members: Iterable[MemberSection] = (),
    likeness: Mapping[str, str] | None = None,
    ambiguous: str | None = None,
) -> Report:
    """The instructor's report of one submission.

    ``timing`` maps each step to its seconds; ``adjustments`` are points and the reason for them.
    The score never falls below zero by them. ``likeness`` maps functions to hashes of their text.
    ``ambiguous`` says which of several versions counts, where nothing tells the newest.
    """
    adjustments = tuple(adjustments)
    return Report.model_validate(
        {
            "schema_version": SCHEMA_VERSION,
            "exercise": {
                "id": exercise.id,
                "title": _authored(exercise.title),
                "version": exercise.version,
                "public_version": exercise.public_version,
            },
            "submission": {
                "student": harmless(submission.student),
                "file": harmless(submission.file),
                "files": tuple(map(harmless, submission.files)),
                "sha256": submission.sha256,
                "kind": submission.kind,
                "status": result.status,
                "reason": None if submission.problem is None else neutralise(submission.problem),
                "submitted_at": None if submitted_at is None else harmless(submitted_at),
                "late": late,
                "attempt": attempt,
                "upload": upload,
                "ambiguous": None if ambiguous is None else neutralise(ambiguous),
                "platform": platform,
                "members": tuple(members),
                "likeness": dict(sorted((likeness or {}).items())),
            },
            "score": _score(result, adjustments),
            "max_score": _number(result.max_score),
            "adjustments": tuple(
                {"points": _number(points), "reason": harmless(reason)}
                for points, reason in adjustments
            ),
            "functions": tuple(map(_function, result.functions)),
            "cases": tuple(_case(_for_students(case, exercise)) for case in result.cases),
            "notes": tuple(
                {"kind": harmless(note.kind), "text": with_code(note.text)} for note in notes
            ),
            "environment": environment,
            "timing": {
                "total": round(float(sum(timing.values())), 6),
                "steps": {step: round(float(spent), 6) for step, spent in timing.items()},
            },
        }
    )


def _score(result: Result, adjustments: Sequence[tuple[Fraction, str]]) -> int | float | None:
    if result.score is None:
        return None
    total = result.score + sum((points for points, _ in adjustments), Fraction(0))
    return _number(max(total, Fraction(0)))


@lru_cache(maxsize=4096)
def _function(function: FunctionResult) -> FunctionSection:
    """The same for all of a class whom the same was found of."""
    return FunctionSection(
        name=function.name,
        status=function.status,
        score=_number(function.score),
        max_score=_number(function.max_score),
        alternative=function.accepted_form,
        fix_first=function.fix_first,
    )


def _for_students(case: CaseResult, exercise: Exercise) -> CaseResult:
    """The case with no hint where that is not the author's sentence: it may tell what was measured.

    Students read the hints of hidden cases, and never their rationales.
    """
    hint = case.hint
    if hint is None or case.mistake is not None or case.visibility is Visibility.PUBLIC:
        return case
    if any(hint == own.hint for own in exercise.cases):
        return case
    return case._replace(rationale=" ".join(filter(None, (case.rationale, hint))), hint=None)


@lru_cache(maxsize=4096)
def _case(case: CaseResult) -> CaseSection:
    """The same for all of a class whom the same was found of."""
    raised = case.status is Status.ERROR
    compared = None if case.visibility is not Visibility.PUBLIC else case.comparison
    return CaseSection(
        function=case.function,
        name=case.name,
        description=_authored(case.description),
        visibility=case.visibility,
        status=case.status,
        points=_number(case.points),
        max_points=_number(case.max_points),
        rationale=None if case.rationale is None else with_code(case.rationale, MOST_DIGITS),
        hint=None if case.hint is None else _authored(case.hint),
        mistake=case.mistake,
        carried_from=case.carried_from,
        error_type=known_exception(case.error_type) if raised else None,
        error_line=_place(case.error_line) if raised and case.error_line else None,
        comparison=None if compared is None else ComparisonSection(**asdict(compared)),
    )


def _place(text: str) -> str | None:
    """Where an error was raised, if ``text`` ends in a place; what stands before it is a file name.

    Found before the text is cleaned: an escape at the end of a made-up file name would otherwise
    swallow a part of the place.
    """
    match = PLACE.fullmatch(text[-_LONGEST_PLACE:])
    if match is None:
        return None
    origin = harmless(match["origin"] or "")
    return f"{origin}, {match['place']}" if origin else match["place"]


def known_exception(name: str | None) -> str:
    """``name`` if a built-in exception has it; a student's own class could be named after data."""
    return name if name in BUILTIN_EXCEPTIONS else "Exception"


def _number(points: Fraction) -> int | float:
    """Exact until here: whole points as an int, others as a float of at most six decimals."""
    if points.denominator == 1:
        return points.numerator
    rounded = round(float(points), 6)
    return int(rounded) if rounded.is_integer() else rounded
