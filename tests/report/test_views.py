"""A student's view tells nothing of a hidden case beyond its status and the mistake."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from grader.load import Wanted, build_program, read_bytes
from grader.model.exercise import Call, Case
from grader.model.result import Shown, Status
from grader.model.submission import Note
from grader.report.model import CounterexampleSection, Report
from grader.report.pages import feedback_page, feedback_values
from grader.report.report_file import report_bytes
from grader.report.student_view import student_view

from .samples import (
    AFTER_DUE_DATE,
    COST,
    DROPOUT,
    EXERCISE,
    HIDDEN,
    MIXED,
    MIXED_NOTES,
    REPORTS,
    case,
    report,
    result,
)

HINTS = {"precedence": "Mind the precedence.", "no_penalty": "Add the penalty."}
VERDICTS = st.lists(
    st.tuples(
        st.sampled_from(Status),
        st.sampled_from([None, *HINTS]),
        st.sampled_from([HIDDEN, AFTER_DUE_DATE]),
        st.sampled_from(["ValueError", "IndexError"]),
        st.integers(1, 99),
    ),
    min_size=1,
    max_size=6,
)
SECRETS = st.lists(
    st.tuples(st.text(max_size=30), st.text(max_size=30), st.floats(0, 9)), min_size=6, max_size=6
)


def _report(verdicts: list, secrets: list) -> Report:
    """Hidden cases with the given verdicts; what hidden inputs may change comes from secrets."""
    cases = [
        case(
            COST if n % 2 else DROPOUT,
            f"case_{n}",
            status,
            visibility,
            rationale=rationale,
            hint=HINTS[mistake] if mistake else measured,
            mistake=mistake,
            error_type=raised,
            error_line=f"{rationale}, line {line}",
        )
        for n, ((status, mistake, visibility, raised, line), (rationale, measured, _)) in enumerate(
            zip(verdicts, secrets, strict=False)
        )
    ]
    notes = tuple(Note("printed", rationale) for rationale, _, _ in secrets)
    return report(result(*cases), notes=notes, timing={"run": sum(s for *_, s in secrets)})


@settings(deadline=None)
@given(VERDICTS, SECRETS, SECRETS)
def test_hidden_inputs(verdicts: list, one: list, other: list) -> None:
    """Other rationales, measured hints, notes and times leave view and page as they are."""
    first, second = _report(verdicts, one), _report(verdicts, other)
    assert report_bytes(student_view(first)) == report_bytes(student_view(second))
    assert feedback_page(first) == feedback_page(second)


@settings(deadline=None, max_examples=40)
@given(VERDICTS, VERDICTS, SECRETS)
def test_less_is_shown(one: list, other: list, secrets: list) -> None:
    """With statuses, what explains a hidden case has no say; with public cases, not even how it ended."""
    only_statuses = [
        (status, None, visibility, "ValueError", 1) for status, _, visibility, *_ in one
    ]
    assert _seen(_report(one, secrets), Shown.STATUSES) == _seen(
        _report(only_statuses, secrets), Shown.STATUSES
    )
    assert _seen(_with_public(one, secrets), Shown.PUBLIC) == _seen(
        _with_public(other, secrets), Shown.PUBLIC
    )


def _seen(report: Report, shown: Shown) -> tuple[bytes, dict]:
    values = feedback_values(report, False, shown)
    view = student_view(report, False, shown)
    assert values.pop("report") == view
    return report_bytes(view), values


def _with_public(verdicts: list, secrets: list) -> Report:
    """A report with two public cases, and hidden ones with these verdicts."""
    hidden = _report(verdicts, secrets)
    public = [each for each in report(MIXED).cases if each.visibility == "public"]
    functions = report(MIXED).functions
    return hidden.model_copy(
        update={"cases": (*public, *hidden.cases), "functions": functions, "max_score": 9}
    )


@pytest.mark.parametrize(
    ("public", "levels"),
    [(Status.PASSED, [Shown.HINTS]), (Status.FAILED, [*Shown])],
)
def test_a_small_call_tells_nothing_of_hidden_cases(public: Status, levels: list[Shown]) -> None:
    """That one is shown at all says that the function is wrong, also where only hidden cases are."""
    small = CounterexampleSection(code="cost(1.0)", yours="gives 2.0", right="1.0")
    made = report(
        result(
            case(COST, "known", public), case(COST, "unknown", Status.FAILED, HIDDEN, rationale="x")
        )
    )
    functions = tuple(f.model_copy(update={"counterexample": small}) for f in made.functions)
    made = made.model_copy(update={"functions": functions})
    views = {level: student_view(made, False, level) for level in Shown}
    found = [level for level, view in views.items() if view.functions[0].counterexample]
    assert found == levels


def test_public_cases_alone_make_the_sums() -> None:
    shown = student_view(report(MIXED), False, Shown.PUBLIC)
    public = [each for each in report(MIXED).cases if each.visibility == "public"]
    assert list(shown.cases) == public
    assert shown.score == sum(each.points for each in public)
    assert shown.max_score == sum(each.max_points for each in public)
    assert {function.name for function in shown.functions} == {each.function for each in public}


def test_public_case() -> None:
    """Students see the inputs of public cases anyway."""
    original = report(MIXED)
    shown = student_view(original)
    assert shown.cases[:3] == original.cases[:3]
    assert shown.score == original.score


def test_hidden_error() -> None:
    """And nothing of the message."""
    raised = result(
        case(
            COST,
            "one",
            Status.ERROR,
            HIDDEN,
            rationale="IndexError: 7 is out of bounds",
            error_type="IndexError",
            error_line="cell 12, line 7",
        )
    )
    (shown,) = student_view(report(raised)).cases
    assert shown.rationale == "Your code raised IndexError (cell 12, line 7)."


@pytest.mark.parametrize(
    ("line", "shown"),
    [
        ("anna.ipynb, cell 3, line 4", "anna.ipynb, cell 3, line 4"),
        ("cell 3, line 4", "cell 3, line 4"),
        ("[1.5 2.5], line 4", "line 4"),
        ("[1.5 2.5]", None),
        ("", None),
    ],
)
def test_error_line(line: str, shown: str | None) -> None:
    """Code that students compile while running chooses its file name: data could hide there."""
    raised = result(case(COST, "one", Status.ERROR, HIDDEN, error_type="KeyError", error_line=line))
    assert student_view(report(raised)).cases[0].error_line == shown


def test_after_due_date() -> None:
    """``after_due`` shows the details of after_due_date, and still none of hidden."""
    closed, opened = student_view(report(MIXED)), student_view(report(MIXED), after_due=True)
    changed = [
        after.visibility
        for before, after in zip(closed.cases, opened.cases, strict=True)
        if before != after
    ]
    assert changed == [AFTER_DUE_DATE]


def test_notes() -> None:
    """What follows from the submitted bytes is the student's own."""
    kept = student_view(report(MIXED, notes=MIXED_NOTES)).notes
    assert [note.kind for note in kept] == ["skipped", "supplied"]


def test_loader_notes() -> None:
    """The notes explain why code was left out, replaced or read otherwise than written."""
    script = b"""# coding: latin-1
import matplotlib.pyplot as plt
def cost(A):
    print "old syntax"
    return np.float(A)
def cost(A):
    return np.float(A)
plt.show()
# \xe9
"""
    source = read_bytes(script, "anna.py")
    program = build_program([source], Wanted(["cost"], supplied=["np"]))
    kinds = {note.kind for note in program.notes}
    assert len(kinds) > 2
    original = report(result(case("cost", "one")), notes=program.notes)
    assert student_view(original).notes == original.notes


def test_hint_of_hidden_case() -> None:
    """A hint that was made of measured values counts as a rationale; the author's stays."""
    authored, measured = "Sum over the columns.", "Your values are 2.5 times too large."
    call = Call(COST, {}, 0)
    exercise = replace(
        EXERCISE, cases=(Case(COST, "one", "one", HIDDEN, Fraction(2), call, hint=authored),)
    )
    wrong = result(
        case(COST, "one", Status.FAILED, HIDDEN, hint=authored),
        case(COST, "two", Status.FAILED, HIDDEN, rationale="Off.", hint=measured),
    )
    original = report(wrong, exercise=exercise)
    assert [each.hint for each in student_view(original).cases] == [authored, None]
    assert original.cases[1].rationale == f"Off. {measured}"


@pytest.mark.parametrize("name", REPORTS)
def test_view_of_a_view(name: str) -> None:
    """What is safe once stays as it is."""
    view = student_view(REPORTS[name])
    assert student_view(view) == view
