"""What a student reads in the terminal."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from grader.kernel.commands import Feedback
from grader.model.result import Status
from grader.report.pages import feedback_page
from grader.report.terminal import cells, render_check, wrap

from .samples import COST, DROPOUT, MIXED, REPORTS, case, report, result

COLOUR = re.compile(r"\x1b\[[0-9]+m")


@pytest.mark.parametrize("name", REPORTS)
@pytest.mark.parametrize("width", [1, 40, 60, 200])
def test_every_line_fits(name: str, width: int) -> None:
    """No line is longer than the terminal is wide; below 40 columns it is 40."""
    lines = render_check(REPORTS[name], color=False, width=width).splitlines()
    assert max(map(cells, lines)) <= max(width, 40)


@pytest.mark.parametrize("name", REPORTS)
@pytest.mark.parametrize("width", [40, 100])
def test_without_colour(name: str, width: int) -> None:
    """Without colour no escape is printed; with colour the text is the same."""
    plain = render_check(REPORTS[name], color=False, width=width)
    coloured = render_check(REPORTS[name], color=True, width=width)
    assert "\x1b" not in plain
    assert COLOUR.sub("", coloured) == plain
    assert coloured != plain


def test_first_line() -> None:
    """The file and the exercise."""
    first = render_check(REPORTS["mixed"], color=False, width=80).splitlines()[0]
    assert first == "anna.ipynb: Regularization"


def test_function_table() -> None:
    """Each on one line, in a word."""
    text = render_check(REPORTS["mixed"], color=False, width=100)
    for function in REPORTS["mixed"].functions:
        assert re.search(rf"^. [a-z ]+ {function.name} +[0-9.]+ / [0-9]+$", text, re.MULTILINE)


def test_last_line() -> None:
    """The first function that does not pass, since later ones build on it."""
    assert last_line(report(MIXED)) == (
        "Score: 6.33 / 20. Fix compute_cost_with_regularization first."
    )
    public = report(result(case(COST, "one"), case(DROPOUT, "two")))
    assert last_line(public) == "Score: 4 / 4 on the public cases. Everything passed."


def test_fix_first() -> None:
    """The helper is named, also where it stands further down in the exercise."""
    above = case("model", "one", Status.FAILED), case(DROPOUT, "two", Status.FAILED)
    told = report(result(*above, fix_first={"model": DROPOUT}))
    assert last_line(told) == f"Score: 0 / 4 on the public cases. Fix {DROPOUT} first."
    text = render_check(told, color=False, width=100)
    assert f"Fix `{DROPOUT}` first: `model` calls it." in text
    assert f'Fix <a href="#f-{DROPOUT}">' in feedback_page(told)


def test_bonus_may_be_left_out() -> None:
    """What is asked for is right: the notebook's display says so, and the text below it."""
    outcome = result(case(COST, "one"), case(DROPOUT, "two", Status.FAILED))
    asked, extra = report(outcome).functions
    functions = (asked, extra.model_copy(update={"max_score": 0, "max_bonus": 2}))
    found = report(outcome).model_copy(update={"functions": functions})
    assert Feedback(found, "").passed
    assert not Feedback(report(outcome), "").passed


def test_hint_once_per_function() -> None:
    """Ten cases with one cause do not repeat the advice."""
    cases = [
        case(COST, f"case_{n}", Status.FAILED, mistake="m", hint="Sum over the columns.")
        for n in range(10)
    ]
    text = render_check(report(result(*cases)), color=False, width=80)
    assert text.count("Sum over the columns.") == 1


def test_missing_functions() -> None:
    """A line each, however many cases they have; the name is said once."""
    outcome = result(
        case(COST, "one", Status.MISSING, rationale="its cell does not parse"),
        case(COST, "two", Status.MISSING, rationale="its cell does not parse"),
        case(DROPOUT, "three", Status.MISSING, rationale=f"there is no function `{DROPOUT}`."),
    )
    text = render_check(report(outcome), color=False, width=100)
    assert (
        f"Missing\n  ? {COST}: its cell does not parse\n  ? there is no function `{DROPOUT}`.\n"
    ) in text


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("unreadable", "The submission cannot be read, so it was not graded: it is no notebook"),
        ("empty", "There is nothing in the submission to grade."),
        ("wrong_exercise", "The submission seems to belong to another exercise: it defines"),
        ("grader_error", "This is not your fault"),
    ],
)
def test_reason_without_score(name: str, sentence: str) -> None:
    """Never a zero: "No score", and why."""
    text = render_check(REPORTS[name], color=False, width=200)
    assert text.splitlines()[-1].startswith("No score. ")
    assert sentence in text


@settings(deadline=None)
@given(st.text(st.sampled_from("ab 界x\u0301"), max_size=80), st.integers(2, 20))
def test_wrapping(text: str, width: int) -> None:
    """Wide characters count twice; words are broken only when longer than a line."""
    lines = list(wrap(text, width))
    assert all(cells(line) <= width for line in lines)
    assert "".join("".join(lines).split()) == "".join(text.split())


def last_line(shown) -> str:
    return render_check(shown, color=False, width=100).splitlines()[-1]


def test_points_not_wrapped() -> None:
    """A bracket with "0" at a line's end and "/ 5)" on the next reads as neither."""
    assert list(wrap("returns the masks (0 / 5)", 20)) == ["returns the masks", "(0 / 5)"]
    assert list(wrap("what is left / right", 12)) == ["what is left", "/ right"]
