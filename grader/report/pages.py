"""HTML pages that need nothing but themselves: no script, no font, no file beside them.

``feedback_page`` makes feedback/<student>.html, the page for its student.
"""

from __future__ import annotations

import base64
import hashlib
import json
import math
import re
from collections import defaultdict
from functools import lru_cache
from operator import attrgetter
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import quote

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from grader.model.result import Shown, Status
from grader.report import phrases
from grader.report.model import (
    CaseSection,
    ComparisonSection,
    FunctionSection,
    Report,
    in_language_of,
)
from grader.report.student_view import is_hidden, student_view
from grader.util.language import Catalogue, gettext, ngettext, spoken

TEMPLATES = Path(__file__).with_name("templates")
_BACKTICKS = re.compile(r"`([^`\n]+)`")


def render(name: str, **values: Any) -> str:
    """A template of this package as text, with everything that it prints escaped."""
    return _ENVIRONMENT.get_template(name).render(**values)


def feedback_page(report: Report, after_due: bool = False, shown: Shown = Shown.HINTS) -> str:
    """The student's view of ``report``, which may be the instructor's, as a page."""
    with in_language_of(report):
        return render("feedback.html", **feedback_values(report, after_due, shown))


def feedback_values(
    report: Report, after_due: bool = False, shown: Shown = Shown.HINTS
) -> dict[str, Any]:
    """What the template feedback_body.html shows: of the student's view, whatever ``report`` holds.

    Call and render it in the report's language.
    """
    return _values(student_view(report, after_due, shown), after_due)


def whole_values(report: Report) -> dict[str, Any]:
    """The same of the instructor's report: every case in full, and what only the instructor reads."""
    return {**_values(report, True, everything=True), "notes": report.notes}


def _values(view: Report, after_due: bool, everything: bool = False) -> dict[str, Any]:
    cases: dict[str, list[CaseSection]] = defaultdict(list)
    for case in view.cases:
        cases[case.function].append(case)
    parts = [
        _part(function, tuple(cases[function.name]), after_due, spoken(), everything)
        for function in view.functions
    ]
    first = phrases.first_to_fix(view)
    return {
        "report": view,
        "rows": [part.row for part in parts],
        # What is wrong comes first, and of that what others build on.
        "sections": [
            part.section
            for _, part in sorted(
                zip(view.functions, parts, strict=True), key=lambda each: _place(each[0], first)
            )
        ],
        "any_hidden": any(is_hidden(case, after_due) for case in view.cases),
        "score": phrases.earned(view),
        "ungraded": phrases.why_ungraded(view),
        "first": first,
        "notes": phrases.notes_for_students(view),
    }


def _place(function: FunctionSection, first: FunctionSection | None) -> tuple[bool, bool]:
    return function.status.is_right, first is not None and function.name != first.name


def cell_page(report: Report, foot: str) -> str:
    """The student's view of ``report`` as a part of a page: what a notebook shows below a cell.

    foot  the sentence at its end
    """
    with in_language_of(report):
        return _cell_page(report, foot)


def _cell_page(report: Report, foot: str) -> str:
    wrong, others = [], []
    for function in report.functions:
        cases = phrases.cases_of(report, function.name)
        if function.status.is_right or function.status is Status.MISSING:
            others.append((function, next((c.rationale for c in cases if c.rationale), None)))
        else:
            seen: set[str] = set()
            shown = [_shown(case, seen) for case in cases if not case.status.is_right]
            wrong.append((function, shown, phrases.violations_apart(function, cases)))
    return render(
        "cell.html",
        report=report,
        wrong=wrong,
        others=others,
        score=phrases.earned(report),
        ungraded=phrases.why_ungraded(report),
        first=phrases.first_to_fix(report),
        notes=phrases.notes_for_students(report),
        foot=foot,
    )


def _shown(case: CaseSection, seen: set[str]) -> tuple[CaseSection, str | None, bool]:
    """A case, its hint where it was not shown before, and whether an array of it is cut."""
    hint = None if case.hint in seen else case.hint
    if hint:
        seen.add(hint)
    return case, hint, _is_cut(case.comparison)


class _Part(NamedTuple):
    """What a page shows of one function: a row of its table, and a section."""

    row: Markup
    section: Markup


@lru_cache(maxsize=4096)
def _part(
    function: FunctionSection,
    cases: tuple[CaseSection, ...],
    after_due: bool,
    language: Catalogue,
    everything: bool,
) -> _Part:
    """Cached: in a class, many students have the same results. Rendering is most of a page's cost."""
    seen: set[str] = set()
    wrong = [case for case in cases if case.status.was_run and not case.status.is_right]

    def hidden(case: CaseSection) -> bool:
        return not everything and is_hidden(case, after_due)

    whole = [_shown(case, seen) for case in wrong if not hidden(case)]
    others = [case for case in cases if all(case is not each for each, _, _ in whole)]
    others.sort(key=lambda case: case.status.is_right)  # what is wrong, in one line each, first
    lines = [(*_shown(case, seen)[:2], hidden(case)) for case in others]
    return _Part(
        row=Markup(render("row.html", function=function)),
        section=Markup(
            render(
                "function.html",
                function=function,
                cases=whole,
                lines=lines,
                violations=phrases.violations_apart(function, cases),
                everything=everything,
            )
        ),
    )


def _is_cut(comparison: ComparisonSection | None) -> bool:
    """Whether an array has entries that are not shown."""
    return comparison is not None and any(
        sum(map(len, rows)) < math.prod(shape)
        for rows, shape in (
            (comparison.expected, comparison.expected_shape),
            (comparison.actual, comparison.actual_shape),
        )
    )


def prose(text: str) -> Markup:
    """A sentence with its names in backticks set as code. Everything in it is escaped."""
    parts = _BACKTICKS.split(text)
    return Markup("").join(
        Markup("<code>{}</code>").format(part) if index % 2 else escape(part)
        for index, part in enumerate(parts)
    )


def markup(text: str, /, **gaps: object) -> Markup:
    """A sentence of the catalogue that holds markup of its own; what fills its gaps is escaped."""
    return Markup(gettext(text)).format(**gaps)


def breakable(name: str) -> Markup:
    """A long name in a narrow column: the line may break after an underscore."""
    return Markup("_<wbr>").join(escape(part) for part in name.split("_"))


class Script(NamedTuple):
    """A script of a page of its own, and the hash by which the page's policy allows it and no other."""

    text: Markup
    digest: str

    @classmethod
    def of(cls, name: str) -> Script:
        """The script of this file among the templates."""
        text = (TEMPLATES / name).read_text(encoding="utf-8")
        digest = hashlib.sha256(f"\n{text}".encode()).digest()  # as it stands in the page
        return cls(Markup(text), base64.b64encode(digest).decode())


def script_data(data: Any) -> Markup:
    """Data for a page's script, as JSON that cannot end the element around it."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    return Markup(text.replace("&", "\\u0026").replace("<", "\\u003c").replace(">", "\\u003e"))


def percent(share: float) -> str:
    """A share in whole percent; 100 % and 0 % only for all and none."""
    rounded = round(share * 100)
    if share < 1:
        rounded = min(rounded, 99)
    if share > 0:
        rounded = max(rounded, 1)
    return f"{rounded} %"


def environment(*folders: Path) -> Environment:
    """The environment of these templates, and of those in ``folders``, which come first."""
    made = Environment(
        loader=FileSystemLoader([*folders, TEMPLATES]),
        auto_reload=False,  # else the files' times are looked up for every page
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    made.filters.update(
        earned=phrases.earned,
        number=phrases.number,
        percent=percent,
        word=lambda status: gettext(status.word),
        where=phrases.where,
        mark=attrgetter("mark"),
        link=quote,
        name=breakable,
        prose=prose,
    )
    made.globals.update(gettext=gettext, ngettext=ngettext, markup=markup, spoken=spoken)
    made.globals["cell_style"] = Markup((TEMPLATES / "cell.css").read_text(encoding="utf-8"))
    made.globals["style"] = Markup((TEMPLATES / "style.css").read_text(encoding="utf-8"))
    return made


_ENVIRONMENT = environment()
