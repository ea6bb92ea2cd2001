"""Fixed results of every kind, and the reports made of them."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction

from grader.class_report.gradebook import Gradebook
from grader.class_report.summary import Summary
from grader.model.exercise import Exercise, Visibility
from grader.model.result import (
    CaseResult,
    FunctionResult,
    Result,
    Status,
    SubmissionStatus,
    passed_with_correct,
)
from grader.model.submission import Note, Submission
from grader.report.build import Context, build_report
from grader.report.model import (
    BlasSection,
    Environment,
    GraderSection,
    IsolationSection,
    Report,
)

EXERCISE = Exercise(
    "regularization", "Regularization", "5e1f" * 16, (), (), public_version="0b1c" * 4
)
ENVIRONMENT = Environment(
    grader=GraderSection(version="1.0", source="ab" * 32),
    python="3.12.1",
    numpy="2.1.0",
    blas=BlasSection(name="openblas", version="0.3.27"),
    platform="linux x86_64",
    isolation=IsolationSection(level="full", layers=("rlimits", "landlock", "seccomp")),
    settings={"after_due": False},
)
HIDDEN, PUBLIC = Visibility.HIDDEN, Visibility.PUBLIC
AFTER_DUE_DATE = Visibility.AFTER_DUE_DATE


def gradebook(reports: Iterable[Report]) -> Gradebook:
    """The gradebook of these reports, as a run makes it."""
    made = Gradebook()
    for each in reports:
        made.add(each)
    return made


def summary_page(reports: Iterable[Report]) -> str:
    """The page of a class with these reports, as a run makes it."""
    summary = Summary()
    for each in reports:
        summary.add(each)
    return summary.page()


def case(
    function: str,
    name: str,
    status: Status = Status.PASSED,
    visibility: Visibility = PUBLIC,
    points: Fraction | int | None = None,
    max_points: Fraction | int = 2,
    **details: str | None,
) -> CaseResult:
    """A case's verdict; full points if passed, none otherwise, unless ``points`` says more."""
    if points is None:
        points = max_points if status is Status.PASSED else 0
    return CaseResult(
        function=function,
        name=name,
        description=details.pop("description", None) or name.replace("_", " "),
        visibility=visibility,
        status=status,
        points=Fraction(points),
        max_points=Fraction(max_points),
        **details,
    )


def result(
    *cases: CaseResult,
    accepted_forms: dict[str, str] | None = None,
    fix_first: dict[str, str] | None = None,
) -> Result:
    """The cases with the functions and the score that follow from them."""
    functions = []
    for name in dict.fromkeys(each.function for each in cases):
        own = [each for each in cases if each.function == name]
        functions.append(
            FunctionResult(
                name=name,
                status=Status.gravest(each.status for each in own),
                score=sum((each.points for each in own), Fraction(0)),
                max_score=sum((each.max_points for each in own), Fraction(0)),
                accepted_form=(accepted_forms or {}).get(name),
                fix_first=(fix_first or {}).get(name),
            )
        )
    at_fault = any(each.status is Status.GRADER_ERROR for each in cases)
    return Result(
        status=SubmissionStatus.GRADED,
        score=None if at_fault else sum((f.score for f in functions), Fraction(0)),
        max_score=sum((f.max_score for f in functions), Fraction(0)),
        functions=tuple(functions),
        cases=cases,
    )


def ungraded(status: SubmissionStatus, max_score: int = 12) -> Result:
    return Result(status=status, score=None, max_score=Fraction(max_score))


def report(
    outcome: Result,
    student: str = "anna",
    file: str = "anna.ipynb",
    reason: str | None = None,
    notes: tuple[Note, ...] = (),
    timing: dict[str, float] | None = None,
    exercise: Exercise = EXERCISE,
    **rest: object,
) -> Report:
    kind = "py" if file.endswith(".py") else "ipynb" if file.endswith(".ipynb") else None
    submission = Submission(student, file, (file,), "cd" * 32, kind, problem=reason)
    timing = {"load": 0.01, "run": 0.25} if timing is None else timing
    context = Context(ENVIRONMENT, notes, timing, **rest)
    return build_report(exercise, submission, outcome, context)


COST, DROPOUT = "compute_cost_with_regularization", "forward_propagation_with_dropout"
BACKWARD = "backward_propagation_with_dropout"

PASSED = result(
    case(COST, "adds_the_penalty"),
    case(COST, "weighs_by_lambda", visibility=HIDDEN),
    case(DROPOUT, "keeps_the_expected_share", visibility=HIDDEN),
    accepted_forms={COST: "reference"},
)

MIXED = result(
    case(COST, "adds_the_penalty", description="adds the penalty of every layer"),
    case(
        COST,
        "weighs_by_lambda",
        Status.FAILED,
        points=Fraction(1, 3),
        description="weighs the penalty by lambda / 2m",
        rationale="the cost is 1.7864859451590758, expected 1.5",
        hint="Mind the precedence: λ/2*m is (λ/2)·m.",
        mistake="precedence",
    ),
    case(
        DROPOUT,
        "keeps_the_expected_share",
        Status.ERROR,
        rationale="ValueError: operands could not be broadcast (3,5) (2,5) at 0x7f8c2a4b1d90",
        error_type="ValueError",
        error_line="cell 12, line 7",
    ),
    case(
        DROPOUT,
        "rescales_the_kept_units",
        Status.FAILED,
        HIDDEN,
        rationale="`A1` differs in 9 of 15 entries; the first is 0.7 instead of 0.8139534883720931",
        hint="Divide the kept units by keep_prob, so that the expected activation does not change.",
        mistake="forgets_to_rescale",
    ),
    case(DROPOUT, "does_not_mend_itself", Status.TIMEOUT, HIDDEN, rationale="4.0 s on (3, 5)"),
    case(BACKWARD, "uses_the_same_mask", Status.MISSING, rationale="It is not in the file."),
    case(BACKWARD, "rescales_too", Status.MISSING, HIDDEN, rationale="It is not in the file."),
    case(
        "predict",
        "takes_no_mask",
        Status.MEMORY,
        AFTER_DUE_DATE,
        max_points=1,
        rationale="asked for 900 MB on an input of (20000, 40)",
    ),
    case("predict", "is_zero_or_one", Status.SKIPPED, max_points=1),
    case(
        "model",
        "learns",
        carried_from=DROPOUT,
        max_points=3,
        rationale=passed_with_correct(DROPOUT),
    ),
    case(
        "model",
        "learns_from_others",
        Status.PASSED,
        HIDDEN,
        carried_from=DROPOUT,
        max_points=1,
        rationale="Right for an input of (20000, 40).",
    ),
    accepted_forms={COST: "reference", "model": "returns_costs"},
    fix_first={"predict": DROPOUT},
)
MIXED_NOTES = (
    Note("skipped", "cell 4 does not parse (line 2), so it was skipped"),
    Note("supplied", "np was used without an import; it was supplied"),
    Note("printed", "a hidden case printed (3, 5)"),
)

HOSTILE = result(
    case(
        COST,
        "adds_the_penalty",
        Status.ERROR,
        rationale="Boom: \x1b[2J\x1b]0;title\x07</p><script>alert(1)</script>\u202egnp.exe\x00"
        + " \ud800 "
        + "x" * 700,
        error_type="HiddenInputsWere_1_2_3",
        error_line="1.25, 3.5, line 3",
    ),
    case(
        COST, "weighs_by_lambda", Status.ERROR, HIDDEN, error_type="X", error_line="[1 2], line 3"
    ),
)

REPORTS: dict[str, Report] = {
    "passed": report(PASSED, late=False, attempt=2, submitted_at="2024-05-01T10:00:00Z"),
    "mixed": report(MIXED, notes=MIXED_NOTES),
    "adjusted": report(
        PASSED, late=True, adjustments=[(Fraction(-3, 5), "one day late")], timing={}
    ),
    "grader_error": report(
        result(case(COST, "adds_the_penalty", Status.GRADER_ERROR), case(DROPOUT, "is_right"))
    ),
    "unreadable": report(
        ungraded(SubmissionStatus.UNREADABLE),
        student="Bob",
        reason="it is no notebook: the JSON ends early, at line 3",
    ),
    "empty": report(ungraded(SubmissionStatus.EMPTY), student="Chloé", file="chloe.py"),
    "wrong_exercise": report(
        ungraded(SubmissionStatus.WRONG_EXERCISE),
        file="week1.py",
        reason="it defines the functions of optimization",
    ),
    "hostile": report(
        HOSTILE,
        student="=cmd|' /C calc'!A0\u202e",
        file="</title><b>.py",
        notes=(Note("repaired", "cell 1: \x1b[31m%matplotlib\x1b[0m"),),
    ),
}
