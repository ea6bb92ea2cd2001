"""Reports as JUnit XML, which CI systems show: a suite per submission, a case per case. The instructor's view."""

from __future__ import annotations

import re
from collections.abc import Iterable
from xml.etree import ElementTree

from grader.lms.exports.base import Ask, Format, Made
from grader.model.result import Status
from grader.report import wording
from grader.report.model import CaseSection, Report

_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def make(ask: Ask) -> Made:
    """The whole file."""
    return Made(junit(ask.reports()).decode())


def junit(reports: Iterable[Report]) -> bytes:
    """The whole file."""
    suites = ElementTree.Element("testsuites")
    for report in reports:
        suites.append(_suite(report))
    ElementTree.indent(suites)
    data: bytes = ElementTree.tostring(suites, encoding="utf-8", xml_declaration=True)
    return data + b"\n"


def _suite(report: Report) -> ElementTree.Element:
    name = f"{report.exercise.id}: {report.submission.student}"
    suite = ElementTree.Element(
        "testsuite", name=_text(name), time=f"{report.timing.total or 0:.3f}"
    )
    ungraded = wording.why_ungraded(report)
    if ungraded is not None:
        case = ElementTree.SubElement(
            suite, "testcase", classname=_text(report.exercise.id), name="submission"
        )
        ElementTree.SubElement(case, "error", message=_text(ungraded))
    for found in report.cases:
        suite.append(_case(report, found))
    for kind in ("failure", "error", "skipped"):
        count = sum(case.find(kind) is not None for case in suite)
        suite.set({"failure": "failures", "error": "errors"}.get(kind, kind), str(count))
    suite.set("tests", str(len(suite)))
    return suite


def _case(report: Report, found: CaseSection) -> ElementTree.Element:
    case = ElementTree.Element(
        "testcase",
        classname=_text(f"{report.exercise.id}.{found.function}"),
        name=_text(found.name),
    )
    if found.status == Status.PASSED:
        return case
    kind = {Status.FAILED: "failure", Status.SKIPPED: "skipped"}.get(found.status, "error")
    told = ElementTree.SubElement(
        case, kind, message=_text(found.rationale or wording.WORDS[found.status])
    )
    told.text = _text("\n".join(filter(None, (found.description, found.hint))))
    return case


def _text(text: str) -> str:
    return _NOT_XML.sub("\ufffd", text)


FORMAT = Format(about="JUnit XML, for CI systems", make=make)
