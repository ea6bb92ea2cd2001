"""The pages open offline, escape what students wrote, and show what they should."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote

import pytest

from grader.files import safe_name
from grader.model.result import Status, SubmissionStatus
from grader.report.feedback import feedback_page, write_feedback
from grader.report.summary import summary_page, write_summary

from .samples import COST, DROPOUT, HIDDEN, MIXED, REPORTS, case, report, result, ungraded

VOID = {"meta", "rect", "line", "wbr", "br"}


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
        if self.open and self.open[-1] != "style":
            self.texts.append(data)

    @property
    def text(self) -> str:
        return " ".join("".join(self.texts).split())


PAGES = {name: feedback_page(each) for name, each in REPORTS.items()} | {
    "summary": summary_page(REPORTS.values()),
    "empty summary": summary_page([]),
}


@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_whole_and_needs_nothing_else(name: str) -> None:
    """Well nested, with a language, no script, and no address outside of the folder."""
    page = _Page(PAGES[name])
    assert ("lang", "en") in page.attributes
    assert not {"script", "link", "img", "iframe", "object"} & set(page.tags)
    for attribute, value in page.attributes:
        assert not attribute.startswith("on")
        if attribute in ("href", "src"):
            assert re.match(r"#f-|reports/[^/]+\.json$|feedback/[^/]+\.html$", value)
    assert "url(" not in PAGES[name] and "@import" not in PAGES[name]


def test_what_a_student_wrote_stays_text() -> None:
    """Names of files and messages cannot become tags."""
    page = _Page(PAGES["hostile"])
    assert "</p><script>alert(1)</script>" in page.text
    assert "</title><b>.py" in page.text


def test_feedback_shows_no_detail_of_a_hidden_case(tmp_path: Path) -> None:
    """The instructor's report goes in, the student's view comes out."""
    write_feedback(tmp_path / "anna.html", REPORTS["mixed"])
    page = _Page((tmp_path / "anna.html").read_text(encoding="utf-8"))
    assert "the cost is 1.78649, expected 1.5" in page.text
    assert "9 of 15 entries" not in page.text
    assert "900 MB" not in page.text
    assert "Divide the kept units by keep_prob" in page.text
    opened = _Page(feedback_page(REPORTS["mixed"], after_due=True))
    assert "900 MB" in opened.text
    assert "9 of 15 entries" not in opened.text


@pytest.mark.parametrize("name", ["unreadable", "empty", "wrong_exercise", "grader_error"])
def test_feedback_without_a_score_says_so(name: str) -> None:
    """And shows no zero."""
    text = _Page(PAGES[name]).text
    assert "No score" in text
    assert "0 / 12 points" not in text


def test_every_status_is_a_word(tmp_path: Path) -> None:
    """Marks and colours only repeat it."""
    text = _Page(PAGES["mixed"]).text
    for word in ("passed", "failed", "raised an error", "ran out of time", "missing", "not run"):
        assert word in text


def test_the_summary_counts_the_class(tmp_path: Path) -> None:
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
    write_summary(tmp_path / "summary.html", iter(reports))
    text = _Page((tmp_path / "summary.html").read_text(encoding="utf-8")).text
    assert "4 submissions 3 graded 1 without a score" in text
    assert "2.67 mean of 4 2 median 1 with full score" in text
    assert "40–50 %: 0, 50–60 %: 2," in text
    assert "90–100 %: 1" in text
    assert f"{DROPOUT} 33 % 1 of 3 0.67 / 2 2 failed" in text
    assert "no rescale 2" in text
    assert "dan unreadable it is a picture" in text


def test_the_summary_links_to_every_students_files() -> None:
    """Also for names that no file can have as they are."""
    students = ["anna", "Müller, Jo", "../x", "50% #1?"]
    page = _Page(summary_page(report(MIXED, student=student) for student in students))
    links = {unquote(value) for attribute, value in page.attributes if attribute == "href"}
    assert links == {
        link
        for name in map(safe_name, students)
        for link in (f"reports/{name}.json", f"feedback/{name}.html")
    }


def test_a_fault_of_the_grader_waits_for_a_person() -> None:
    """It is listed, and counts in no pass rate."""
    text = _Page(summary_page([REPORTS["grader_error"], report(MIXED, student="bob")])).text
    assert "anna needs a person" in text
    assert "2 submissions 1 graded 1 without a score" in text


def test_the_order_of_the_reports_does_not_matter_for_the_students() -> None:
    """The same class gives the same page."""
    reports = [report(MIXED, student=student) for student in "cab"]
    assert summary_page(reports) == summary_page(reversed(reports))
