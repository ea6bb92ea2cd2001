"""A course's configuration: ``grader.toml`` in its folder, or ``[tool.grader]`` of its ``pyproject.toml``.

It says what is the same at every run: where the roster is, how downloads are named, what late work loses, what
functions are worth. An option of the command line goes before it. Paths are relative to the file.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from datetime import datetime
from difflib import get_close_matches
from pathlib import Path
from typing import Annotated, Any, Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError, model_validator

from grader.util.errors import UsageError

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
    extensions: Path | None = Field(default=None, strict=False)
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


class Settings(_Section):
    """The whole file."""

    layout: str | None = None
    roster: Path | None = Field(default=None, strict=False)
    overrides: Path | None = Field(default=None, strict=False)
    jobs: Annotated[int, Field(ge=1)] | None = None
    late: Late | None = None
    points: dict[str, Points] = {}


NO_SETTINGS = Settings()


def read_settings(course: Path, chosen: Path | None = None) -> Settings:
    """Return the settings of ``chosen``, a TOML file, or else those of the folder ``course``.

    Raises UsageError, with the file and the key, for what is no setting.
    """
    file, data = _found(course, chosen)
    if file is None or not data:
        return NO_SETTINGS
    try:
        settings = Settings.model_validate(data)
    except ValidationError as error:
        raise _slip(file, error) from None
    return _from_here(settings, file.parent)


def _found(course: Path, chosen: Path | None) -> tuple[Path | None, dict[str, Any]]:
    if chosen is not None:
        data = _read(chosen)
        return chosen, _section(data, chosen) if chosen.name == SHARED_FILE else data
    own, shared = course / OWN_FILE, course / SHARED_FILE
    section = _section(_read(shared), shared) if shared.is_file() else {}
    if not own.is_file():
        return shared, section
    if section:
        raise UsageError(
            f"the course has settings in {own} and in {shared}", hint="keep one of the two"
        )
    return own, _read(own)


def _section(data: dict[str, Any], file: Path) -> dict[str, Any]:
    tool = data.get("tool", {})
    section = tool.get("grader", {}) if isinstance(tool, dict) else {}
    if not isinstance(section, dict):
        raise UsageError(f"{file}: tool.grader is no table")
    return section


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


def _from_here(settings: Settings, folder: Path) -> Settings:
    late = settings.late
    if late is not None and late.extensions is not None:
        late = late.model_copy(update={"extensions": folder / late.extensions})
    return settings.model_copy(
        update={
            "late": late,
            **{
                name: folder / path
                for name in ("roster", "overrides")
                if (path := getattr(settings, name)) is not None
            },
        }
    )


def _slip(file: Path, error: ValidationError) -> UsageError:
    """One sentence about the first thing that is wrong: an unknown key before all else."""
    faults = error.errors(include_url=False, include_input=False)
    fault = min(faults, key=lambda each: each["type"] != "extra_forbidden")
    place = [str(part) for part in fault["loc"] if part not in _KINDS]
    if fault["type"] == "extra_forbidden":
        *where, key = place
        near = get_close_matches(key, list(_keys(where)), n=1)
        known = ", ".join(_keys(where))
        return UsageError(
            f"{file}: there is no setting {'.'.join(place)!r}",
            hint=f"did you mean {near[0]}?" if near else f"there are: {known}",
        )
    told = str(fault["msg"]).removeprefix("Value error, ")
    return UsageError(f"{file}: {'.'.join(place) or 'settings'}: {told[:1].lower()}{told[1:]}")


def _keys(where: list[str]) -> Iterator[str]:
    """The keys that the section at ``where`` may hold."""
    sections: dict[str, type[BaseModel]] = {"late": Late, "points": Points}
    model = sections.get(where[0], Settings) if where else Settings
    yield from model.model_fields
