"""JUnit XML, which CI systems show: suites of cases. There is no standard; this is what all readers share."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal
from xml.etree import ElementTree

Outcome = Literal["passed", "failure", "error", "skipped"]

_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True, slots=True)
class Case:
    """One case. ``message`` and ``text`` say why it did not pass; ``properties`` are facts about it."""

    classname: str
    name: str
    outcome: Outcome = "passed"
    message: str = ""
    text: str = ""
    properties: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Suite:
    """Cases that belong together, and the seconds that they took."""

    name: str
    cases: Sequence[Case]
    seconds: float | None = None


def junit_xml(suites: Iterable[Suite]) -> str:
    """The whole file. Characters that XML cannot hold are replaced."""
    root = ElementTree.Element("testsuites")
    total: Counter[Outcome] = Counter()
    for suite in suites:
        element = ElementTree.SubElement(root, "testsuite", name=_text(suite.name))
        if suite.seconds is not None:
            element.set("time", f"{suite.seconds:.3f}")
        outcomes = Counter(case.outcome for case in suite.cases)
        _set_counts(element, outcomes)
        total.update(outcomes)
        for case in suite.cases:
            _add(element, case)
    _set_counts(root, total)
    ElementTree.indent(root)
    data: bytes = ElementTree.tostring(root, encoding="utf-8", xml_declaration=True)
    return data.decode() + "\n"


def _add(suite: ElementTree.Element, case: Case) -> None:
    names = {"classname": _text(case.classname), "name": _text(case.name)}
    element = ElementTree.SubElement(suite, "testcase", names)
    if case.properties:
        properties = ElementTree.SubElement(element, "properties")
        for name, value in case.properties.items():
            ElementTree.SubElement(properties, "property", name=name, value=_text(value))
    if case.outcome != "passed":
        outcome = ElementTree.SubElement(element, case.outcome, message=_text(case.message))
        outcome.text = _text(case.text) or None


def _set_counts(element: ElementTree.Element, outcomes: Mapping[Outcome, int]) -> None:
    element.set("tests", str(sum(outcomes.values())))
    element.set("failures", str(outcomes["failure"]))
    element.set("errors", str(outcomes["error"]))
    element.set("skipped", str(outcomes["skipped"]))


def _text(text: str) -> str:
    return _NOT_XML.sub("\N{REPLACEMENT CHARACTER}", text)
