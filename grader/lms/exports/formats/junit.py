"""Reports as JUnit XML for CI systems: a suite per submission, a case per case. The instructor's view."""

from __future__ import annotations

from grader.lms.exports.export_format import Export, ExportFormat, Request
from grader.report import phrases
from grader.report.model import CaseSection, Report
from grader.util.junit_xml import Case, Suite, junit_xml


class JUnit(ExportFormat):
    about = "JUnit XML, for CI systems"
    suffix = "xml"

    def export(self, request: Request) -> Export:
        return Export(junit_xml(map(_suite, request.reports())))


def _suite(report: Report) -> Suite:
    cases = [_case(report, case) for case in report.cases]
    if (reason := phrases.why_ungraded(report)) is not None:
        cases.insert(0, Case(report.exercise.id, "submission", "error", reason))
    name = f"{report.exercise.id}: {report.submission.student}"
    return Suite(name, cases, report.timing.total or 0)


def _case(report: Report, case: CaseSection) -> Case:
    classname = f"{report.exercise.id}.{case.function}"
    if case.status.is_right:
        return Case(classname, case.name)
    text = "\n".join(filter(None, (case.description, case.hint)))
    message = case.rationale or case.status.word
    return Case(classname, case.name, case.status.kind, message, text)


FORMAT = JUnit()
