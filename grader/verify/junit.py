"""The checks as JUnit XML, which CI systems show one by one."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from grader.util.junit import Case, Suite, junit_xml
from grader.verify.checks import Check


def junit(checks: Sequence[Check]) -> str:
    """One suite per exercise, one case per check; each that failed has its detail."""
    return junit_xml(
        Suite(exercise, [_case(check) for check in group])
        for exercise, group in groupby(checks, key=lambda check: check.exercise)
    )


def _case(check: Check) -> Case:
    classname = f"{check.exercise}.{check.kind}"
    properties = {"public cases": check.public} if check.public else {}
    if check.passed:
        return Case(classname, check.name, properties=properties)
    return Case(classname, check.name, "failure", check.detail, properties=properties)
