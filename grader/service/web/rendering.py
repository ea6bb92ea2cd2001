"""Pages from templates. Everything that they print is escaped, but for what an author wrote as Markdown."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from functools import cache
from itertools import chain
from pathlib import Path
from typing import Any

from fastapi import Request
from fastapi.responses import HTMLResponse
from jinja2 import Environment
from markupsafe import Markup

from grader.report.pages import TEMPLATES, environment
from grader.service.database_tables import SubmissionState, in_utc
from grader.service.regrade_requests import LONGEST_TEXT
from grader.util.language import gettext, gettext_noop, ngettext

_HERE = Path(__file__).parent
STATIC = {
    "service.js": (_HERE / "static" / "service.js", "text/javascript"),
    "service.css": (_HERE / "static" / "service.css", "text/css"),
    "style.css": (TEMPLATES / "style.css", "text/css"),
}
"""Name -> file and type of what pages load."""

_TAB = "x-tab"

_STATES = {
    SubmissionState.QUEUED: gettext_noop("waiting"),
    SubmissionState.RUNNING: gettext_noop("being graded"),
    SubmissionState.GRADED: gettext_noop("graded"),
    SubmissionState.FAILED: gettext_noop("with your instructor"),
}

_MONTHS = (
    gettext_noop("January"), gettext_noop("February"), gettext_noop("March"), gettext_noop("April"),
    gettext_noop("May"), gettext_noop("June"), gettext_noop("July"), gettext_noop("August"),
    gettext_noop("September"), gettext_noop("October"), gettext_noop("November"), gettext_noop("December"),
)  # fmt: skip

_STATES_FOR_STAFF = {**_STATES, SubmissionState.FAILED: "the grader failed"}


def page(request: Request, name: str, status: int = 200, **values: Any) -> HTMLResponse:
    """Return the page of a template.

    Args:
        name: the template's file.
        values: what it prints; ``visitor`` is who is signed in, if anybody is; ``seen_as`` is the
            student as whom a member of the staff looks at it, and the address to go back to;
            ``refused`` says why what a form asked for was not done.
    """
    values.setdefault("visitor", None)
    values.setdefault("seen_as", None)
    values.setdefault("refused", None)
    values["course_tabs"] = _tabs(request, "/courses/{course}")
    values["assignment_tabs"] = _tabs(request, "/assignments/{assignment}")
    return HTMLResponse(_environment().get_template(name).render(**values), status)


def tab(name: str, *, assistants: bool = False) -> dict[str, Any]:
    """Make a page for staff a tab of its course or assignment: ``@router.get(path, openapi_extra=tab("Rules"))``.

    Args:
        name: what the tab is called.
        assistants: whether assistants may see the page as well.
    """
    return {_TAB: {"name": name, "assistants": assistants}}


def _tabs(request: Request, base: str) -> list[tuple[str, str, bool]]:
    """The tabs below an address: name, what follows the address, and whether assistants have it."""
    found = []
    for route in chain.from_iterable(router.routes for router in request.app.state.routers):
        said = (getattr(route, "openapi_extra", None) or {}).get(_TAB)
        if said and route.path.startswith(base):
            found.append((said["name"], route.path.removeprefix(base), said["assistants"]))
    return found


@cache
def _environment() -> Environment:
    made = environment(_HERE / "templates")
    made.filters.update(time=time_text, state=lambda state: gettext(_STATES[state]), html=Markup)
    made.filters["state_for_staff"] = _STATES_FOR_STAFF.__getitem__
    made.filters["told"] = _told
    made.globals["longest_text"] = LONGEST_TEXT
    return made


def _told(value: Any, names: Mapping[str, str]) -> str:
    """A detail of a line of the log, in words.

    Args:
        names: the id of a member -> what people call the member.
    """
    if isinstance(value, dict):
        return ", ".join(
            f"{names.get(key, key.replace('_', ' '))} {_told(each, names)}"
            for key, each in value.items()
        )
    if isinstance(value, list):  # what was before, and what is now
        return " → ".join(_told(each, names) for each in value)
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return f"{value:g}"
    return "–" if value is None else names.get(str(value), str(value))


def progress_text(state: SubmissionState, ahead: int) -> str:
    """Where a submission is that has no result yet."""
    if state is SubmissionState.RUNNING:
        where = gettext("Your submission is being graded.")
    elif ahead:
        where = ngettext(
            "Your submission waits. {count} is before it.",
            "Your submission waits. {count} are before it.",
            ahead,
        )
    else:
        where = gettext("Your submission waits to be graded.")
    return f"{where} " + gettext("You may close this page.")


def time_text(time: datetime) -> str:
    """A time as pages write it: in UTC."""
    time = in_utc(time)
    month = gettext(_MONTHS[time.month - 1])
    return gettext(
        "{day} {month} {year}, {time} UTC",
        day=time.day,
        month=month,
        year=time.year,
        time=f"{time:%H:%M}",
    )
