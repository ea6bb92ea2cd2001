"""None, text and bytes, lists and dictionaries, and what could not be sent."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from grader.util.language import gettext, gettext_noop, ngettext
from grader.util.untrusted_text import harmless
from grader.values.value_type import (
    Difference,
    Opaque,
    Place,
    Rung,
    ValueType,
    differs,
    sentence,
)

if TYPE_CHECKING:
    from grader.model.exercise import Tolerance


class NoneValue(ValueType):
    classes = (type(None),)
    words = "None"


class TextValue(ValueType):
    classes = (str,)
    words = gettext_noop("text")

    def show(self, value: str) -> str:
        return repr(value[:60])


class BytesValue(ValueType):
    classes = (bytes,)
    words = gettext_noop("bytes")


class OpaqueValue(ValueType):
    """What could not be sent: it equals nothing."""

    classes = (Opaque,)

    def describe(self, value: Any) -> str:
        return gettext(
            "of type {type}",
            type=value.type_name if isinstance(value, Opaque) else type(value).__name__,
        )

    def expects(self, expected: Any) -> str:
        return gettext("a value {value}", value=self.describe(expected))

    def takes(self, value: Any) -> bool:
        return False

    def same(self, one: Any, other: Any) -> bool:
        return False


class SequenceValue(ValueType):
    """A list or a tuple; each is accepted where the other is expected."""

    classes = (list, tuple)
    container = True

    def describe(self, value: Any) -> str:
        return gettext("a tuple") if isinstance(value, tuple) else gettext("a list")

    def expects(self, expected: Any) -> str:
        return gettext("{value} of {count}", value=self.describe(expected), count=len(expected))

    def misfit(
        self, expected: Any, actual: Any, place: Place, tolerance: Tolerance | None = None
    ) -> Difference | None:
        if len(actual) == len(expected):
            return None
        items = ngettext("{count} item", "{count} items", len(actual))
        return differs(
            Rung.STRUCTURE, place, gettext("has {items}", items=items), str(len(expected))
        )

    def parts(self, value: Sequence[Any]) -> Iterable[tuple[int, Any]]:
        return enumerate(value)

    def rebuild(self, value: Any, parts: list[Any]) -> Any:
        return type(value)(parts)

    def literal(self, value: Any, parts: list[str]) -> str:
        inner = "".join(f"{part}, " for part in parts)
        return f"({inner})" if isinstance(value, tuple) else f"[{inner}]"


class MappingValue(ValueType):
    """A dictionary; keys beyond the expected ones are no difference."""

    classes = (dict, Mapping)
    words = gettext_noop("a dictionary")
    container = True

    def misfit(
        self, expected: Any, actual: Any, place: Place, tolerance: Tolerance | None = None
    ) -> Difference | None:
        if any(key not in actual for key in expected):
            return Difference(Rung.STRUCTURE, lambda: _missing_keys(expected, actual, place))
        return None

    def surplus(self, expected: Any, actual: Any) -> list[Any]:
        return [key for key in actual if key not in expected]

    def parts(self, value: Mapping[Any, Any]) -> Iterable[tuple[Any, Any]]:
        return value.items()

    def rebuild(self, value: Mapping[Any, Any], parts: list[Any]) -> Any:
        return dict(zip(value, parts, strict=True))

    def literal(self, value: Mapping[Any, Any], parts: list[str]) -> str:
        pairs = zip(value, parts, strict=True)
        return "{" + ", ".join(f"{key!r}: {part}" for key, part in pairs) + "}"


def _missing_keys(expected: Mapping[Any, Any], actual: Mapping[Any, Any], place: Place) -> str:
    missing = [key for key in expected if key not in actual]
    listed = ", ".join(f"`{key}`" for key in missing[:5]) + (", …" if missing[5:] else "")
    present = ", ".join(f"`{harmless(str(key), 40)}`" for key in list(actual)[:12])
    there = gettext("Its keys: {present}.", present=present) if present else gettext("It is empty.")
    lacks = ngettext("has no key {listed}.", "has no keys {listed}.", len(missing), listed=listed)
    return sentence(place, f"{lacks} {there}")


TYPES = (
    NoneValue(), TextValue(), BytesValue(), SequenceValue(), MappingValue(), OpaqueValue(),
)  # fmt: skip
