"""The rules of an assignment as a form holds them."""

from __future__ import annotations

from dataclasses import fields as fields_of
from datetime import datetime
from typing import TypeVar

from starlette.datastructures import FormData

from grader.report.student_view import Shown
from grader.service.database_tables import Counts
from grader.service.rules import Rules
from grader.service.web.staff.fields import number, text, time, whole
from grader.util.errors import UsageError

_Word = TypeVar("_Word", Counts, Shown)
_NAMES = tuple(field.name for field in fields_of(Rules))


def read_rules(form: FormData, opens_at: datetime) -> Rules:
    """The rules of a form; raises UsageError for a field that cannot be read.

    Args:
        opens_at: when the assignment opens, where the form does not say.
    """
    late_of = text(form, "late_of")
    return Rules(
        opens_at=time(form, "opens_at", "Opens") or opens_at,
        due_at=time(form, "due_at", "Due"),
        closes_at=time(form, "closes_at", "Closes"),
        attempts=whole(form, "attempts", "Attempts"),
        attempt_back_hours=number(form, "attempt_back_hours", "Hours for an attempt to come back"),
        late_percent_a_day=number(form, "late_percent_a_day", "Per cent a day", 0.0) or 0.0,
        late_cap_percent=_cap(form),
        late_grace_minutes=number(form, "late_grace_minutes", "Minutes of grace", 0.0) or 0.0,
        late_of=late_of if late_of else "attainable",
        counts=_word(form, "counts", Counts, Counts.HIGHEST),
        shown_before_due=_word(form, "shown_before_due", Shown, Shown.HINTS),
        shown_after_due=_word(form, "shown_after_due", Shown, Shown.HINTS),
    )


def written(source: FormData | Rules | None) -> dict[str, str]:
    """Field -> what stands in it: as it was sent, as the rules say, or as for a new assignment."""
    if isinstance(source, FormData):
        return {"exercise": text(source, "exercise"), **{n: text(source, n) for n in _NAMES}}
    defaults = {
        "late_cap_percent": "100",
        "late_of": "attainable",
        "counts": str(Counts.HIGHEST),
        "shown_before_due": str(Shown.HINTS),
        "shown_after_due": str(Shown.HINTS),
    }
    if source is None:
        return {"exercise": "", **dict.fromkeys(_NAMES, ""), **defaults}
    return {name: _text(getattr(source, name)) for name in _NAMES}


def _cap(form: FormData) -> float:
    cap = number(form, "late_cap_percent", "At most per cent", 100.0)
    return 100.0 if cap is None else cap


def _text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime):  # a field of a time has no zone: all are UTC
        return value.strftime("%Y-%m-%dT%H:%M:%S" if value.second else "%Y-%m-%dT%H:%M")
    return f"{value:g}" if isinstance(value, int | float) else str(value)


def _word(form: FormData, name: str, kind: type[_Word], default: _Word) -> _Word:
    written = text(form, name)
    if not written:
        return default
    if written not in list(kind):
        raise UsageError(f"{written!r} is none of {', '.join(kind)}")
    return kind(written)
