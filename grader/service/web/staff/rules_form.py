"""The rules of an assignment as a form holds them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields as fields_of
from datetime import datetime
from enum import StrEnum
from typing import Any

from starlette.datastructures import FormData

from grader.model.result import Shown
from grader.service.database_tables import Counts
from grader.service.rules import Rules
from grader.service.web.staff.fields import number, text, time, whole
from grader.util.errors import UsageError

_FIELDS: dict[str, Callable[[FormData, str], Any]] = {
    "opens_at": lambda form, name: time(form, name, "Opens"),
    "due_at": lambda form, name: time(form, name, "Due"),
    "closes_at": lambda form, name: time(form, name, "Closes"),
    "attempts": lambda form, name: whole(form, name, "Attempts"),
    "attempt_back_hours": lambda form, name: number(
        form, name, "Hours for an attempt to come back"
    ),
    "late_percent_a_day": lambda form, name: number(form, name, "Per cent a day"),
    "late_cap_percent": lambda form, name: number(form, name, "At most per cent"),
    "late_grace_minutes": lambda form, name: number(form, name, "Minutes of grace"),
    "late_of": lambda form, name: text(form, name) or None,
    "counts": lambda form, name: _word(form, name, Counts),
    "shown_before_due": lambda form, name: _word(form, name, Shown),
    "shown_after_due": lambda form, name: _word(form, name, Shown),
}
"""A rule -> what reads its field; None: the field is empty, and the rule is as for a new assignment."""


def read_rules(form: FormData, opens_at: datetime) -> Rules:
    """The rules of a form; raises UsageError for a field that cannot be read.

    Args:
        opens_at: when the assignment opens, where the form does not say.
    """
    read = {name: reader(form, name) for name, reader in _FIELDS.items()}
    given = {name: value for name, value in read.items() if value is not None}
    return Rules(**{"opens_at": opens_at, **given})


def written(source: FormData | Rules | None) -> dict[str, str]:
    """Field -> what stands in it: as it was sent, as the rules say, or as for a new assignment."""
    if isinstance(source, FormData):
        return {name: text(source, name) for name in ("exercise", *_FIELDS)}
    if source is None:
        new = {field.name: field.default for field in fields_of(Rules)}
        return {
            "exercise": "",
            **{name: _text(value) for name, value in new.items()},
            "opens_at": "",
        }
    return {name: _text(getattr(source, name)) for name in _FIELDS}


def _text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime):  # a field of a time has no zone: all are UTC
        return value.strftime("%Y-%m-%dT%H:%M:%S" if value.second else "%Y-%m-%dT%H:%M")
    return f"{value:g}" if isinstance(value, int | float) else str(value)


def _word(form: FormData, name: str, kind: type[StrEnum]) -> StrEnum | None:
    written = text(form, name)
    if not written:
        return None
    if written not in list(kind):
        raise UsageError(f"{written!r} is none of {', '.join(kind)}")
    return kind(written)
