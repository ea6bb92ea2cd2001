"""Exact numbers, ranges, dates and times of Python's own library."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, time, timedelta, timezone
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from grader.util.language import gettext, gettext_noop
from grader.values.value_type import Difference, Place, Rung, ValueType, differs, exactly

if TYPE_CHECKING:
    from grader.model.exercise import Tolerance

_LONGEST_TEXT = 1000
"""Of a number or a date that is written as text."""


class FractionValue(ValueType):
    """An exact fraction; a whole number may stand for a fraction that is one."""

    classes = (Fraction,)
    words = gettext_noop("a fraction")
    wire_name = "fraction"

    def takes(self, value: Any) -> bool:
        return isinstance(value, (Fraction, int)) and not isinstance(value, bool)

    def show(self, value: Any) -> str:
        return _shortened(str(value))

    def literal(self, value: Fraction, parts: list[str]) -> str:
        return f"__import__('fractions').{value!r}"

    def pack(self, value: Fraction) -> Any:
        return value.numerator, value.denominator

    def unpack(self, plain: Any) -> Fraction:
        numerator, denominator = exactly(tuple, plain)
        return Fraction(exactly(int, numerator), exactly(int, denominator))


class DecimalValue(ValueType):
    """A decimal number, compared exactly: 1.5 equals 1.50."""

    classes = (Decimal,)
    words = gettext_noop("a Decimal")
    wire_name = "decimal"

    def show(self, value: Decimal) -> str:
        return f"Decimal('{_shortened(str(value))}')"

    def difference(
        self, expected: Any, actual: Any, tolerance: Tolerance, place: Place
    ) -> Difference | None:
        # A signalling NaN raises when it is compared.
        if str(actual) == str(expected) or not (actual.is_nan() or expected.is_nan()):
            return super().difference(expected, actual, tolerance, place)
        return differs(
            Rung.FINITE, place, gettext("is {shown}", shown=self.show(actual)), self.show(expected)
        )

    def same(self, one: Decimal, other: Decimal) -> bool:
        return str(one) == str(other)

    def literal(self, value: Decimal, parts: list[str]) -> str:
        return f"__import__('decimal').Decimal('{value}')"

    def pack(self, value: Decimal) -> str:
        return str(value)

    def unpack(self, plain: Any) -> Decimal:
        return Decimal(_short_text(plain))


class RangeValue(ValueType):
    """A range, which is compared by what it counts: range(0) is range(5, 5)."""

    classes = (range,)
    words = gettext_noop("a range")
    wire_name = "range"

    def pack(self, value: range) -> Any:
        return value.start, value.stop, value.step

    def unpack(self, plain: Any) -> range:
        start, stop, step = (exactly(int, part) for part in exactly(tuple, plain))
        if max(map(abs, (start, stop, step))) >= 2**63:
            raise ValueError("a range of huge numbers")
        return range(start, stop, step)


class TimeValue(ValueType):
    """A date, a time, or both. Of a time zone the distance from UTC is kept, and not the name."""

    def __init__(self, cls: Any, name: str, words: str) -> None:
        self.classes = (cls,)  # type: ignore[misc]
        self.wire_name = name  # type: ignore[misc]
        self.words = words  # type: ignore[misc]
        self._read: Callable[[str], Any] = cls.fromisoformat

    def takes(self, value: Any) -> bool:
        return type(value) in self.classes  # a datetime is a date, too

    def show(self, value: Any) -> str:
        return str(value)

    def same(self, one: Any, other: Any) -> bool:
        return bool(one.isoformat() == other.isoformat())

    def literal(self, value: Any, parts: list[str]) -> str:
        return f"__import__('datetime').{type(value).__name__}.fromisoformat({value.isoformat()!r})"

    def pack(self, value: Any) -> str:
        return str(value.isoformat())

    def unpack(self, plain: Any) -> Any:
        return self._read(_short_text(plain))


class TimeDeltaValue(ValueType):
    classes = (timedelta,)
    words = gettext_noop("a duration")
    wire_name = "duration"

    def show(self, value: timedelta) -> str:
        return str(value)

    def literal(self, value: timedelta, parts: list[str]) -> str:
        whole = f"{value.days}, {value.seconds}, {value.microseconds}"
        return f"__import__('datetime').timedelta({whole})"

    def pack(self, value: timedelta) -> Any:
        return value.days, value.seconds, value.microseconds

    def unpack(self, plain: Any) -> timedelta:
        days, seconds, microseconds = (exactly(int, part) for part in exactly(tuple, plain))
        return timedelta(days, seconds, microseconds)


class TimeZoneValue(ValueType):
    """A fixed distance from UTC."""

    classes = (timezone,)
    words = gettext_noop("a time zone")
    wire_name = "timezone"

    def show(self, value: timezone) -> str:
        return str(value)

    def literal(self, value: timezone, parts: list[str]) -> str:
        distance = TimeDeltaValue().literal(value.utcoffset(None), [])
        return f"__import__('datetime').timezone({distance})"

    def pack(self, value: timezone) -> Any:
        return TimeDeltaValue().pack(value.utcoffset(None))

    def unpack(self, plain: Any) -> timezone:
        return timezone(TimeDeltaValue().unpack(plain))


def _short_text(plain: Any) -> str:
    if len(exactly(str, plain)) > _LONGEST_TEXT:
        raise ValueError("the text is too long")
    return str(plain)


def _shortened(text: str, limit: int = 40) -> str:
    return text if len(text) <= limit else f"{text[: limit - 1]}…"


TYPES = (
    FractionValue(), DecimalValue(), RangeValue(), TimeDeltaValue(), TimeZoneValue(),
    TimeValue(date, "date", gettext_noop("a date")), TimeValue(time, "time", gettext_noop("a time")),
    TimeValue(datetime, "datetime", gettext_noop("a date with a time")),
)  # fmt: skip
