"""What is seen of a call beside its result: exceptions, written text; and markers in arguments."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from grader.model.observation import EXACT, LINES, NUMBERS, StepResult, SupportFunction
from grader.util.language import gettext, gettext_noop, ngettext
from grader.util.untrusted_text import harmless
from grader.values.types.numeric import show_apart, within
from grader.values.value_type import Difference, Place, Rung, ValueType, differs, exactly, sentence

if TYPE_CHECKING:
    from grader.model.exercise import Tolerance


@dataclass(frozen=True, slots=True)
class RaisedException:
    """An exception that a call or a step of a script raised.

    own      the names of its classes that are no built-in ones, the innermost first
    builtin  the names of its built-in classes; none where nothing was raised
    names    words that its message must hold, where it is the expected one
    declared the class that the author says it is of; "" where nothing is said
    """

    own: tuple[str, ...] = ()
    builtin: tuple[str, ...] = ()
    message: str = ""
    names: tuple[str, ...] = ()
    declared: str = ""

    @property
    def shown(self) -> str:
        return harmless((self.own or self.builtin)[0], 40)

    @property
    def named(self) -> frozenset[str]:
        """Those of ``names`` that the message holds, as words of their own."""
        words = self.message.casefold()
        pattern = r"(?<!\w){}(?!\w)"
        return frozenset(
            n for n in self.names if re.search(pattern.format(re.escape(n.casefold())), words)
        )


class RaisedValue(ValueType):
    """An expected exception: the class counts, or one that is derived from it, and named words."""

    classes = (RaisedException,)
    words = gettext_noop("an exception")
    wire_name = "raised"

    def takes(self, value: Any) -> bool:
        return True  # another value means that nothing was raised

    def difference(
        self, expected: Any, actual: Any, tolerance: Tolerance, place: Place
    ) -> Difference | None:
        if not isinstance(actual, RaisedException) or not actual.builtin:
            return differs(Rung.TYPE, place, gettext("raises no exception"), f"`{expected.shown}`")
        own = not expected.own or expected.own[0] in actual.own
        if not (own and set(expected.builtin[:1]) <= set(actual.builtin)):
            return differs(
                Rung.TYPE,
                place,
                gettext("raises `{shown}`", shown=actual.shown),
                f"`{expected.shown}`",
            )
        names = replace(actual, names=expected.names).named
        if names == expected.named:
            return None
        missing = ", ".join(f"`{name}`" for name in expected.names if name not in names)
        text = gettext(
            "raises `{shown}`, but the message does not name {names}.",
            shown=actual.shown,
            names=missing or gettext("the same words"),
        )
        return Difference(Rung.VALUES, lambda: sentence(place, text))

    def pack(self, value: RaisedException) -> Any:
        return [
            list(value.own),
            list(value.builtin),
            value.message,
            list(value.names),
            value.declared,
        ]

    def unpack(self, plain: Any) -> RaisedException:
        own, builtin, message, names, declared = plain
        own, builtin, names = (
            tuple(exactly(str, text) for text in part) for part in (own, builtin, names)
        )
        return RaisedException(own, builtin, exactly(str, message), names, exactly(str, declared))


@dataclass(frozen=True, slots=True)
class WrittenText:
    """Text that was printed, or written into a file.

    rule  how it is compared: "exact"; "lines", blanks at the end of lines and blank lines at the
          end aside; "numbers", the numbers within the tolerance and the words freely
    """

    text: str
    rule: str = LINES

    @property
    def lines(self) -> list[str]:
        if self.rule == EXACT:
            return self.text.splitlines(keepends=True)
        lines = [line.rstrip() for line in self.text.splitlines()]
        while lines and not lines[-1]:
            lines.pop()
        return lines

    @property
    def numbers(self) -> np.ndarray:
        return np.array([float(number) for number in _NUMBER.findall(self.text)])


_NUMBER = re.compile(r"(?<![\w.])[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?")


class WrittenValue(ValueType):
    classes = (WrittenText,)
    words = gettext_noop("text")
    wire_name = "written"

    def show(self, value: WrittenText) -> str:
        return repr(value.text[:60])

    def difference(
        self, expected: Any, actual: Any, tolerance: Tolerance, place: Place
    ) -> Difference | None:
        if expected.rule == NUMBERS:
            return self._of_numbers(expected.numbers, actual.numbers, tolerance, place)
        own, right = replace(actual, rule=expected.rule).lines, expected.lines
        for number, (line, wanted) in enumerate(zip(own, right, strict=False), 1):
            if line != wanted:
                return self._of_line(
                    number, place, gettext("is {shown}", shown=repr(line[:60])), repr(wanted[:60])
                )
        if len(own) > len(right):
            extra = gettext("is {shown}", shown=repr(own[len(right)][:60]))
            return self._of_line(len(right) + 1, place, extra, gettext("no more lines"))
        if len(own) < len(right):
            wanted = repr(right[len(own)][:60])
            return self._of_line(len(own) + 1, place, gettext("is missing"), wanted)
        return None

    def _of_line(self, number: int, place: Place, is_now: str, wanted: str) -> Difference:
        text = gettext("{is_now}, expected {expected}.", is_now=is_now, expected=wanted)
        return Difference(
            Rung.VALUES,
            lambda: gettext(
                "Line {number} of {place} {text}", number=number, place=place.called, text=text
            ),
        )

    def _of_numbers(
        self, right: np.ndarray, own: np.ndarray, tolerance: Tolerance, place: Place
    ) -> Difference | None:
        if len(own) != len(right):
            numbers = ngettext("{count} number", "{count} numbers", len(own))
            return differs(
                Rung.STRUCTURE, place, gettext("holds {shown}", shown=numbers), str(len(right))
            )
        pairs = zip(own, right, strict=True)
        # Each by itself: what stands in one text need not be of one size.
        wrong = (n for n, (a, e) in enumerate(pairs) if not within(e, a, tolerance))
        first = next(wrong, None)
        if first is None:
            return None
        shown, wanted = show_apart(own[first], right[first])
        return Difference(
            Rung.VALUES,
            lambda: gettext(
                "Number {number} in {place} is {shown}, expected {expected}.",
                number=first + 1,
                place=place.called,
                shown=shown,
                expected=wanted,
            ),
        )

    def pack(self, value: WrittenText) -> Any:
        return [value.text, value.rule]

    def unpack(self, plain: Any) -> WrittenText:
        text, rule = plain
        return WrittenText(exactly(str, text), exactly(str, rule))


@dataclass(frozen=True, slots=True)
class Unjudged:
    """What a step gave that is not compared: None, or an object of a class."""


class UnjudgedValue(ValueType):
    """Where the reference gives nothing that could be compared, anything is right."""

    classes = (Unjudged,)
    words = gettext_noop("None or an object")
    wire_name = "unjudged"

    def takes(self, value: Any) -> bool:
        return True

    def difference(
        self, expected: Any, actual: Any, tolerance: Tolerance, place: Place
    ) -> Difference | None:
        return None

    def pack(self, value: Unjudged) -> Any:
        return None

    def unpack(self, plain: Any) -> Unjudged:
        return Unjudged()


class MarkerValue(ValueType):
    """What stands for something else in the arguments of a call; no result holds one."""

    classes = (StepResult, SupportFunction)
    words = "a marker"
    wire_name = "marker"

    def pack(self, value: StepResult | SupportFunction) -> Any:
        if isinstance(value, SupportFunction):
            return value.name
        return [value.step, [list(part) for part in value.path]]

    def unpack(self, plain: Any) -> StepResult | SupportFunction:
        if isinstance(plain, str):
            return SupportFunction(plain)
        step, path = plain
        if type(step) is not str:
            step = int(step)
        return StepResult(step, tuple((exactly(str, kind), key) for kind, key in path))


TYPES = (RaisedValue(), WrittenValue(), UnjudgedValue(), MarkerValue())
