"""The pages open offline, escape what students wrote, and show what they should."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote

import pytest

from grader.model.result import Status, SubmissionStatus
from grader.report.model import Report
from grader.report.pages import feedback_page
from grader.util.files import safe_name

from .samples import (
    COST,
    DROPOUT,
    HIDDEN,
    MIXED,
    REPORTS,
    case,
    report,
    result,
    summary_page,
    ungraded,
)

VOID = {"meta", "rect", "line", "wbr", "br", "input"}


class _Page(HTMLParser):
    """Tags, attributes and text of a page; fails where tags do not nest."""

    def __init__(self, source: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str | None]] = []
        self.texts: list[str] = []
        self.feed(source)
        assert not self.open

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += attrs
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag
        if tag in ("td", "th", "li"):
            self.texts.append(" ")

    def handle_data(self, data: str) -> None:
        if self.open and self.open[-1] not in ("style", "script"):
            self.texts.append(data)

    @property
    def text(self) -> str:
        return " ".join("".join(self.texts).split())


SUMMARIES = {"summary": REPORTS.values(), "empty summary": ()}


@cache
def page_of(name: str) -> str:
    return summary_page(SUMMARIES[name]) if name in SUMMARIES else feedback_page(REPORTS[name])


@pytest.mark.parametrize("name", [*REPORTS, *SUMMARIES])
def test_self_contained_page(name: str) -> None:
    """Well nested, with a language, no address outside of the folder; a script on no student's page."""
    page = _Page(page_of(name))
    assert ("lang", "en") in page.attributes
    assert page.tags.count("script") == (1 if "summary" in name else 0)
    assert not {"link", "img", "iframe", "object"} & set(page.tags)
    for attribute, value in page.attributes:
        assert not attribute.startswith("on")
        if attribute in ("href", "src"):
            assert re.match(r"#f-|reports/[^/]+\.json$|feedback/[^/]+\.html$", value)
    assert not re.search(r"url\((?!#)", page_of(name)) and "@import" not in page_of(name)


def test_script_policy() -> None:
    """The page's policy names the hash of what is between the tags."""
    page = page_of("summary")
    script = page.partition("<script>")[2].partition("</script>")[0]
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    assert f"script-src 'sha256-{digest}'" in page
    assert "script-src" not in page_of("passed")


def test_escaping() -> None:
    """Names of files and messages cannot become tags."""
    page = _Page(page_of("hostile"))
    assert "</p><script>alert(1)</script>" in page.text
    assert "</title><b>.py" in page.text


def test_names_in_backticks() -> None:
    """A page sets them as code; what stands between backticks is escaped, and a lone one stays."""
    wrong = case(
        COST, "one", Status.FAILED, rationale="`W1[<b>]` is 2", hint="Look at `W1`, not at `."
    )
    page = feedback_page(report(result(wrong)))
    assert "<code>W1[&lt;b&gt;]</code> is 2" in page
    assert "Look at <code>W1</code>, not at `." in page


def test_hidden_case() -> None:
    """The instructor's report goes in, the student's view comes out."""
    page = _Page(feedback_page(REPORTS["mixed"]))
    assert "the cost is 1.78648594516, expected 1.5" in page.text
    assert "9 of 15 entries" not in page.text
    assert "900 MB" not in page.text
    assert "Divide the kept units by keep_prob" in page.text
    opened = _Page(feedback_page(REPORTS["mixed"], after_due=True))
    assert "900 MB" in opened.text
    assert "9 of 15 entries" not in opened.text


@pytest.mark.parametrize("name", ["unreadable", "empty", "wrong_exercise", "grader_error"])
def test_feedback_without_score(name: str) -> None:
    """And shows no zero."""
    text = _Page(page_of(name)).text
    assert "No score" in text
    assert "0 / 12 points" not in text


def test_status_words(tmp_path: Path) -> None:
    """Marks and colours only repeat it."""
    text = _Page(page_of("mixed")).text
    for word in ("passed", "failed", "raised an error", "ran out of time", "missing", "not run"):
        assert word in text


def test_summary_counts() -> None:
    """Totals, pass rates and mistakes are those of the graded reports."""
    right = result(case(COST, "one"), case(DROPOUT, "two", visibility=HIDDEN))
    half = result(
        case(COST, "one"), case(DROPOUT, "two", Status.FAILED, HIDDEN, mistake="no_rescale")
    )
    reports = [
        report(right, student="anna"),
        report(half, student="bob"),
        report(half, student="cem"),
        report(ungraded(SubmissionStatus.UNREADABLE, 4), student="dan", reason="it is a picture"),
    ]
    page = _Page(summary_page(iter(reports)))
    text = page.text
    chart = next(
        value for name, value in page.attributes if name == "aria-label" and "share of" in value
    )
    assert "4 submissions 3 graded 1 without a score" in text
    assert "2.67 mean of 4 2 median 1 with full score" in text
    assert "40–50 %: 0, 50–60 %: 2," in chart
    assert "90–100 %: 1" in chart
    assert f"{DROPOUT} 33 % 1 of 3 0.67 / 2 2 failed" in text
    assert "no rescale 2" in text
    assert "dan unreadable it is a picture" in text


def test_difficulty_and_discrimination() -> None:
    """Only the strong pass: 1; only the weak pass: -1; nothing where all passed, or all did as well elsewhere."""

    def student(name: str, strong: bool) -> Report:
        other = Status.FAILED if strong else Status.PASSED
        own = Status.PASSED if strong else Status.FAILED
        return report(
            result(
                case(COST, "easy"),
                case(COST, "separates", own, max_points=4),
                case(DROPOUT, "rewards_strong", own),
                case(DROPOUT, "rewards_weak", other),
            ),
            student=name,
        )

    text = _Page(summary_page(student(name, name in "ab") for name in "abcd")).text
    assert re.search(r"\(easy\) public 100 % 4 of 4 0\.00 –", text)
    assert re.search(r"\(separates\) public 50 % 2 of 4 0\.50 –", text)
    assert re.search(r"\(rewards_strong\) public 50 % 2 of 4 0\.50 1\.00", text)
    assert re.search(r"\(rewards_weak\) public 50 % 2 of 4 0\.50 -1\.00", text)


def test_same_text() -> None:
    """Two of a hundred who share a text are told; a text that five share says nothing, and is said to."""

    def student(number: int) -> Report:
        likeness = {COST: f"cost {0 if number < 2 else number}", DROPOUT: f"dropout {number // 5}"}
        return report(MIXED, student=f"s{number:02d}", likeness=likeness)

    page = summary_page(map(student, range(100)))
    section = _Page(
        page.partition("<h2>Same text")[2].partition("</section>")[0].partition("</h2>")[2]
    ).text
    assert f"s00; s01 {COST}" in section
    assert f"Left out, because more than 2 % of the class have the same text: {DROPOUT}" in section
    assert "s05" not in section


def test_same_text_not_for_students() -> None:
    """A student's view holds no trace of it."""
    from grader.report.student_view import student_view

    assert student_view(report(MIXED, likeness={COST: "abc"})).submission.likeness == {}


def test_large_class() -> None:
    """The page lays out some hundred rows; the others are data for its script, which cannot end early."""
    students = [f"s{number:04d}" for number in range(600)] + ["</script><b>"]
    page = summary_page(report(MIXED, student=student) for student in students)
    data = page.partition('id="all-students">')[2].partition("</script>")[0]
    assert [row[0] for row in json.loads(data)] == sorted(students)
    assert page.count("<tr data-score") == 500


def test_links() -> None:
    """Also for names that no file can have as they are."""
    students = ["anna", "Müller, Jo", "../x", "50% #1?"]
    page = _Page(summary_page(report(MIXED, student=student) for student in students))
    links = {unquote(value) for attribute, value in page.attributes if attribute == "href"}
    assert links == {
        link
        for name in map(safe_name, students)
        for link in (f"reports/{name}.json", f"feedback/{name}.html")
    }


def test_grader_fault() -> None:
    """It is listed, and counts in no pass rate."""
    text = _Page(summary_page([REPORTS["grader_error"], report(MIXED, student="bob")])).text
    assert "anna needs a person" in text
    assert "2 submissions 1 graded 1 without a score" in text


def test_order_of_reports() -> None:
    """The same class gives the same page."""
    reports = [report(MIXED, student=student) for student in "cab"]
    assert summary_page(reports) == summary_page(reversed(reports))
