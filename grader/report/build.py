"""Makes a report from the pipeline's result: exact fractions become numbers, texts harmless."""

from __future__ import annotations

import builtins
import hashlib
import platform
import sys
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from fractions import Fraction
from pathlib import Path

from grader import __version__
from grader.model.delivery import Pending
from grader.model.exercise import Exercise, Rubric, Visibility
from grader.model.libraries import installed_version
from grader.model.result import (
    CaseResult,
    Counterexample,
    FunctionResult,
    Points,
    Result,
    Status,
    rounded,
)
from grader.model.submission import Note, Submission, WrittenAnswer
from grader.report.model import (
    SCHEMA_VERSION,
    BlasSection,
    CaseSection,
    ComparisonSection,
    CounterexampleSection,
    Environment,
    FunctionSection,
    GraderSection,
    IsolationSection,
    ItemSection,
    MemberSection,
    PartSection,
    Report,
    Setting,
)
from grader.report.student_view import PLACE
from grader.util.language import gettext, places
from grader.util.untrusted_text import (
    harmless,
    harmless_lines,
    neutralise,
    printed_lines,
    whole_code,
    with_code,
)
from grader.values.types.numeric import MOST_DIGITS

_LONGEST_PLACE = 400
_PACKAGE = Path(__file__).parents[1]
_PACKAGED_COURSE = "_course"


@dataclass(frozen=True, slots=True)
class Context:
    """What a report contains beside the verdicts.

    timing      each step's seconds
    likeness    function -> hash of its normalised text
    answers     part -> the answer that a person marks; None where nothing is marked by hand now
    ambiguous   if several versions were submitted: which one counts
    upload      the platform's number of the submitted file
    adjustments points and the reason for them; the score never falls below zero by them
    """

    environment: Environment
    notes: Sequence[Note] = ()
    timing: Mapping[str, float] = field(default_factory=dict)
    submitted_at: str | None = None
    late: bool | None = None
    attempt: int | None = None
    upload: int | None = None
    ambiguous: str | None = None
    platform: str | None = None
    members: Sequence[MemberSection] = ()
    likeness: Mapping[str, str] = field(default_factory=dict)
    answers: Mapping[str, WrittenAnswer] | None = None
    adjustments: Sequence[tuple[Fraction, str]] = ()


def build_report(
    exercise: Exercise, submission: Submission, result: Result, context: Context
) -> Report:
    """The instructor's report of one submission."""
    rubrics = () if context.answers is None else exercise.rubrics
    by_hand = sum((rubric.points for rubric in rubrics), Fraction(0))
    score = _score(result, context.adjustments)
    return Report.model_validate(
        {
            "schema_version": SCHEMA_VERSION,
            "exercise": {
                "id": exercise.id,
                "title": harmless(gettext(exercise.title)),
                "version": exercise.version,
                "public_version": exercise.public_version,
                "variant": exercise.variant,
            },
            "submission": {
                "student": harmless(submission.student),
                "file": harmless(submission.file),
                "files": tuple(map(harmless, submission.files)),
                "sha256": submission.sha256,
                "kind": submission.kind,
                "status": result.status,
                "reason": submission.problem and neutralise(gettext(submission.problem)),
                "submitted_at": context.submitted_at and harmless(context.submitted_at),
                "late": context.late,
                "attempt": context.attempt,
                "upload": context.upload,
                "ambiguous": context.ambiguous and neutralise(context.ambiguous),
                "platform": context.platform,
                "members": tuple(context.members),
                "likeness": dict(sorted(context.likeness.items())),
            },
            "score": None if rubrics else score,
            "max_score": rounded(result.max_score + by_hand),
            "max_bonus": rounded(sum((f.max_bonus for f in result.functions), Fraction(0))),
            "adjustments": tuple(
                {"points": rounded(points), "reason": harmless(reason)}
                for points, reason in context.adjustments
            ),
            "functions": tuple(map(_function, result.functions)),
            "cases": tuple(_case(_without_measured_hint(case, exercise)) for case in result.cases),
            "by_hand": tuple(
                _unmarked(rubric, (context.answers or {}).get(rubric.name)) for rubric in rubrics
            ),
            "automatic_score": score if rubrics else None,
            "notes": tuple(
                {"kind": harmless(note.kind), "text": with_code(places(note.text))}
                for note in context.notes
            ),
            "environment": context.environment,
            "timing": {
                "total": round(float(sum(context.timing.values())), 6),
                "steps": {step: round(float(spent), 6) for step, spent in context.timing.items()},
            },
        }
    )


def member_sections(pending: Pending) -> tuple[MemberSection, ...]:
    """Who handed it in, for the report; empty where the names do not say."""
    return tuple(
        MemberSection(
            id=harmless(person.id),
            name=harmless(person.name) if person.name else None,
            ids=tuple(map(harmless, person.others)),
            section=harmless(person.section) if person.section else None,
        )
        for person in pending.people
    )


def _score(result: Result, adjustments: Sequence[tuple[Fraction, str]]) -> Points | None:
    if result.score is None:
        return None
    total = result.score + sum((points for points, _ in adjustments), Fraction(0))
    return rounded(max(total, Fraction(0)))


def _function(function: FunctionResult) -> FunctionSection:
    return FunctionSection(
        name=function.name,
        status=function.status,
        score=rounded(function.score),
        max_score=rounded(function.max_score),
        max_bonus=rounded(function.max_bonus),
        alternative=function.accepted_form,
        fix_first=function.fix_first,
        violations=tuple(with_code(places(text)) for text in function.violations),
        edit=function.edit and harmless_lines(function.edit),
        behaviour=function.behaviour,
        draft=function.draft and harmless_lines(function.draft),
        text=function.text and harmless_lines(function.text),
        counterexample=_counterexample(function.counterexample),
    )


def _counterexample(found: Counterexample | None) -> CounterexampleSection | None:
    if found is None:
        return None
    return CounterexampleSection(
        code=harmless_lines(found.code),
        yours=harmless_lines(found.yours),
        right=harmless_lines(found.right),
    )


def _unmarked(rubric: Rubric, answer: WrittenAnswer | None) -> PartSection:
    """A part that nobody has marked."""
    return PartSection(
        name=rubric.name,
        title=harmless(gettext(rubric.title)),
        score=None,
        max_score=rounded(rubric.points),
        items=tuple(
            ItemSection(text=harmless(gettext(t)), max_points=rounded(p), points=None, comment=None)
            for t, p in rubric.items
        ),
        comment=None,
        answer=None if answer is None or answer.is_empty else answer.text,
        answer_id=None if answer is None else answer.digest,
        pictures=() if answer is None else answer.pictures,
        changed=False,
        marked_by=None,
        marked_at=None,
    )


def _without_measured_hint(case: CaseResult, exercise: Exercise) -> CaseResult:
    """The case, with a hint of a hidden case moved to the rationale unless the author wrote it.

    Such a hint may reveal what was measured. Students read the hints of hidden cases, never the rationales.
    """
    hint = case.hint
    if hint is None or case.mistake is not None or case.visibility is Visibility.PUBLIC:
        return case
    if any(hint == declared.hint for declared in exercise.cases):
        return case
    return replace(case, rationale=" ".join(filter(None, (case.rationale, hint))), hint=None)


def _case(case: CaseResult) -> CaseSection:
    raised = case.status is Status.ERROR
    compared = None if case.visibility is not Visibility.PUBLIC else case.comparison
    by_hand = case.visibility is Visibility.PUBLIC or None
    return CaseSection(
        function=case.function,
        name=case.name,
        description=harmless(gettext(case.description)),
        visibility=case.visibility,
        status=case.status,
        points=rounded(case.points),
        max_points=rounded(case.max_points),
        bonus=case.bonus,
        rationale=case.rationale and with_code(places(gettext(case.rationale)), MOST_DIGITS),
        hint=case.hint and harmless(places(gettext(case.hint))),
        mistake=case.mistake,
        carried_from=case.carried_from,
        error_type=known_exception(case.error_type) if raised else None,
        error_line=_place(case.error_line) if raised and case.error_line else None,
        parts_right=case.parts_right,
        comparison=None if compared is None else ComparisonSection(**asdict(compared)),
        call=by_hand and case.call and whole_code(case.call),
        printed=by_hand and case.printed and printed_lines(case.printed),
    )


def _place(text: str) -> str | None:
    """Where an error was raised, if ``text`` ends in a place; the text before it is a file name.

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
    kind = getattr(builtins, name or "", None)
    known = isinstance(kind, type) and issubclass(kind, BaseException)
    return name if name and known else "Exception"


def describe_environment(
    isolation_level: str, layers: Sequence[str], settings: Mapping[str, Setting]
) -> Environment:
    """This machine's part of a report: everything besides the bytes that a verdict depends on.

    ``settings`` holds only the options that a verdict depends on: no paths, no number of jobs.
    """
    import numpy

    name, version = _blas()
    return Environment(
        grader=GraderSection(version=__version__, source=source_hash()),
        python=platform.python_version(),
        numpy=numpy.__version__,
        blas=BlasSection(name=name, version=version),
        platform=f"{sys.platform} {platform.machine()}".strip(),
        isolation=IsolationSection(level=isolation_level, layers=tuple(layers)),
        settings=dict(sorted(settings.items())),
    )


def with_libraries(environment: Environment, libraries: Sequence[str]) -> Environment:
    """The environment of an exercise that declares libraries beside NumPy, with their versions."""
    if not libraries:
        return environment
    versions = {name: installed_version(name) or "unknown" for name in sorted(libraries)}
    return environment.model_copy(update={"libraries": versions})


def source_hash() -> str:
    """Hash over the package's own code and tables, the same whatever line ends a checkout has.

    A course that is shipped inside the package is left out: exercises have their own version.
    """
    digest = hashlib.sha256()
    kinds = ("*.py", "*.toml", "*.txt", "*.json", "*.po")
    files = (path for kind in kinds for path in _PACKAGE.rglob(kind))
    for name, path in sorted((path.relative_to(_PACKAGE).as_posix(), path) for path in files):
        if not name.startswith(_PACKAGED_COURSE + "/"):
            content = path.read_bytes().replace(b"\r\n", b"\n")
            digest.update(f"{name}\0{len(content)}\0".encode())
            digest.update(content)
    return digest.hexdigest()


def _blas() -> tuple[str | None, str | None]:
    """Name and version of the library that NumPy says it was built with."""
    import numpy

    try:
        blas = numpy.show_config(mode="dicts")["Build Dependencies"]["blas"]
    except (KeyError, TypeError):
        return None, None  # some distributions build NumPy without these facts
    return blas.get("name"), blas.get("version")
