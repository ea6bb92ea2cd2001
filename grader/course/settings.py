"""A course's settings: ``grader.toml`` in its folder, or ``[tool.grader]`` of its ``pyproject.toml``.

They hold what is the same at every run: the roster, how downloads are named, what late work loses,
what functions are worth. An option of the command line wins over them. Paths are relative to the
file.
"""

from __future__ import annotations

import hashlib
import json
import tomllib
from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace
from datetime import datetime
from fractions import Fraction
from pathlib import Path
from typing import Annotated, Any, Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    ValidationError,
    ValidationInfo,
    model_validator,
)

from grader.course.definition import Definition, scaled_parts
from grader.util.errors import UsageError
from grader.util.in_words import did_you_mean, known_names

OWN_FILE, SHARED_FILE = "grader.toml", "pyproject.toml"
_LARGEST = 2**20

Percent = Annotated[int | float, Field(ge=0, le=100)]
Minutes = Annotated[int | float, Field(ge=0, le=366 * 24 * 60)]
Worth = Annotated[int | float, Field(ge=0, le=1_000_000, allow_inf_nan=False)]
Total = Annotated[int | float, Field(gt=0, le=1_000_000, allow_inf_nan=False)]


EVERY = "*"
_KINDS = ("int", "float")


def _times(due: object) -> dict[str, datetime]:
    """Exercise -> time, of what the file says; raises ValueError."""
    every = due if isinstance(due, dict) else {EVERY: due}
    return {name: _time(value) for name, value in every.items()}


def _time(value: object) -> datetime:
    if isinstance(value, datetime):
        return value
    try:
        if isinstance(value, str) and len(value) > len("2026-11-20"):  # a day alone has no hour
            return datetime.fromisoformat(value)
    except ValueError:
        pass
    raise ValueError(f"{str(value)!r} is no time, such as 2026-11-20T23:59:00+01:00")


def _beside(path: Path, info: ValidationInfo) -> Path:
    """The path, relative to the folder of the file of settings."""
    return Path(info.context or "", path)


_File = Annotated[Path, Field(strict=False), AfterValidator(_beside)]


class _Section(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


class Late(_Section):
    """``[late]``: what is taken off work that is handed in after it was due."""

    due: Annotated[dict[str, datetime], BeforeValidator(lambda due: _times(due))]
    """Exercise -> time; a time alone is that of every exercise."""
    percent_a_day: Percent
    """Of the points, for each day that has begun."""
    cap_percent: Percent = 100
    """The most that is taken off."""
    grace_minutes: Minutes = 0
    """So long after it was due, work is still in time; days are counted from then."""
    of: Literal["attainable", "earned"] = "attainable"
    """Which points the percentage is of."""
    timezone: str | None = None
    """Of times that name none, such as "Europe/Berlin"."""
    extensions: _File | None = None
    """A CSV file of later times for single students."""

    @property
    def zone(self) -> ZoneInfo | None:
        return ZoneInfo(self.timezone) if self.timezone else None

    @model_validator(mode="after")
    def _times_have_a_zone(self) -> Late:
        if self.timezone is not None:
            try:
                ZoneInfo(self.timezone)
            except (ZoneInfoNotFoundError, ValueError, OSError):
                raise ValueError(f"there is no time zone {self.timezone!r} here") from None
        if self.timezone is None and any(time.tzinfo is None for time in self.due.values()):
            raise ValueError(
                'a time without an offset, such as +01:00, needs timezone = "Europe/Berlin" or another'
            )
        return self


class Points(_Section):
    """``[points.<exercise>]``: what an exercise's cases, functions and all of it are worth.

    Cases are set first, then the cases of a function scaled to its points, then all to the total.
    """

    total: Total | None = None
    functions: dict[str, Worth] = {}
    cases: dict[str, Worth] = {}


class Variants(_Section):
    """``[variants]``: by what a student's variant is chosen."""

    salt: _File | None = None
    """A file with a secret of at least 16 bytes; another one gives other variants and numbers."""
    assigned: _File | None = None
    """A CSV file of variants that a person chose for single students."""


class Settings(_Section):
    """The whole file."""

    layout: str | None = None
    roster: _File | None = None
    overrides: _File | None = None
    jobs: Annotated[int, Field(ge=1)] | None = None
    language: str | None = None
    """The code of the language that students read, such as "de"; English without it."""
    libraries: list[str] = []
    """Packages beside NumPy that all exercises of the course may import."""
    late: Late | None = None
    points: dict[str, Points] = {}
    variants: Variants = Variants()


NO_SETTINGS = Settings()


def read_settings(course: Path, chosen: Path | None = None) -> Settings:
    """Return the settings of ``chosen``, a TOML file, or else those of the folder ``course``.

    What ``grader.toml`` sets wins over the same key of ``pyproject.toml``. Raises UsageError,
    with the file and the key, for what is no setting.
    """
    files = [course / SHARED_FILE, course / OWN_FILE] if chosen is None else [chosen]
    values: dict[str, Any] = {}
    for file in files:
        if chosen is not None or file.is_file():
            settings = _settings_of(file)
            values |= {name: getattr(settings, name) for name in settings.model_fields_set}
    return NO_SETTINGS.model_copy(update=values)


def _settings_of(file: Path) -> Settings:
    """What one file sets; its paths are relative to its folder."""
    data = _read(file)
    if file.name == SHARED_FILE:
        tool = data.get("tool", {})
        data = tool.get("grader", {}) if isinstance(tool, dict) else {}
        if not isinstance(data, dict):
            raise UsageError(f"{file}: tool.grader is no table")
    try:
        return Settings.model_validate(data, context=file.parent)
    except ValidationError as error:
        raise _first_error(file, error) from None


def _read(path: Path) -> dict[str, Any]:
    try:
        with path.open("rb") as file:
            data = file.read(_LARGEST + 1)
        if len(data) > _LARGEST:
            raise UsageError(f"{path} is larger than 1 MB, so it holds no settings")
        return tomllib.loads(data.decode("utf-8"))
    except OSError as fault:
        raise UsageError(f"cannot read the settings {path}: {fault.strerror}") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, RecursionError) as fault:
        raise UsageError(f"the settings {path} are no TOML: {fault}") from None


def _first_error(file: Path, error: ValidationError) -> UsageError:
    """One sentence about the first error: an unknown key before any other."""
    faults = error.errors(include_url=False, include_input=False)
    fault = min(faults, key=lambda fault: fault["type"] != "extra_forbidden")
    place = [str(part) for part in fault["loc"] if part not in _KINDS]
    if fault["type"] == "extra_forbidden":
        *where, key = place
        return UsageError(
            f"{file}: there is no setting {'.'.join(place)!r}", known_names(key, _keys(where))
        )
    message = str(fault["msg"]).removeprefix("Value error, ")
    key = ".".join(place) or "settings"
    return UsageError(f"{file}: {key}: {message[:1].lower()}{message[1:]}")


def _keys(where: list[str]) -> Iterator[str]:
    """The keys that the section at ``where`` may hold."""
    sections: dict[str, type[BaseModel]] = {"late": Late, "points": Points, "variants": Variants}
    model = sections.get(where[0], Settings) if where else Settings
    yield from model.model_fields


def weighted(
    definition: Definition, points: Points, known: Collection[str] | None = None
) -> Definition:
    """Return the exercise with other points. Its version is another one, so that a resume grades again.

    known  the cases that may be named, where those of other tasks may be as well

    Raises UsageError for a case or function that it does not have, for a released bundle, and for
    points that leave nothing to earn.
    """
    if definition.prepared is not None:
        raise UsageError(
            f"{definition.id} is a released bundle: its points are those it was released with"
        )
    _refuse_unknown(
        definition.id, "case", points.cases, known or {case.name for case in definition.cases}
    )
    _refuse_unknown(definition.id, "function", points.functions, definition.functions)
    cases = [
        replace(case, points=_exact(points.cases[case.name])) if case.name in points.cases else case
        for case in definition.cases
    ]
    for function, worth in points.functions.items():
        of_function = [case for case in cases if case.function == function]
        if not sum(case.points for case in of_function) and worth:
            raise UsageError(
                f"points of {definition.id}: the cases of {function} have none to scale to {worth:g}"
            )
        rescaled = {case.name: case for case in scaled_parts(of_function, (), _exact(worth)).cases}
        cases = [rescaled.get(case.name, case) for case in cases]
    if not sum(case.points for case in cases):
        raise UsageError(f"points of {definition.id}: there is nothing left to earn")
    total = None if points.total is None else _exact(points.total)
    parts = scaled_parts(cases, definition.rubrics, total)
    return replace(
        definition,
        cases=parts.cases,
        rubrics=parts.rubrics,
        total=total,
        version=hashlib.sha256(
            f"{definition.version} {points.model_dump_json()}".encode()
        ).hexdigest()[:16],
    )


def as_toml(exercise: str, settings: Settings) -> str:
    """What the settings say of one exercise, as TOML for a course with only that exercise."""
    lines = []
    if settings.language:
        lines.append(f"language = {json.dumps(settings.language)}")
    if settings.libraries:
        lines.append(f"libraries = {json.dumps(settings.libraries)}")
    points = settings.points.get(exercise)
    if points is None:
        return "".join(f"{line}\n" for line in lines)
    lines.append(f"[points.{_quoted(exercise)}]")
    lines += [] if points.total is None else [f"total = {points.total}"]
    for name in ("functions", "cases"):
        lines.append(f"[points.{_quoted(exercise)}.{name}]")
        lines += [f"{_quoted(key)} = {worth}" for key, worth in getattr(points, name).items()]
    return "\n".join(lines) + "\n"


def _quoted(key: str) -> str:
    return json.dumps(key, ensure_ascii=False)


def _refuse_unknown(
    exercise: str, what: str, named: Mapping[str, object], known: Collection[str]
) -> None:
    for name in named:
        if name not in known:
            raise UsageError(
                f"points of {exercise}: there is no {what} {name!r}",
                did_you_mean(name, known, cutoff=0.4),
            )


def _exact(number: int | float) -> Fraction:
    return Fraction(str(number))
