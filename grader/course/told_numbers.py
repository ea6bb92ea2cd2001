"""Numbers of hidden cases that an author wrote where students read them.

A hint or a statement that gives a hidden case's answer gives its points away, and nothing else notices it. Only
a number that cannot be meant otherwise counts: one of many digits, that no public case and no line of the
handed-out code has, and that no constant of mathematics is.
"""

from __future__ import annotations

import ast
import math
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np

from grader import values
from grader.course.definition import Definition
from grader.course.starter import starter
from grader.course.statement import statement_of
from grader.model.declaration import Where
from grader.model.exercise import Case, Exercise
from grader.values import WrittenText

_NUMBER = re.compile(r"(?<![\w.])(\d+(?:\.\d+)?|\.\d+)(?:[eE]([-+]?\d{1,3}))?(?![\w%]|\.\d)")
_DIGITS_OF_A_ROUNDED = 4
"""Fewer are equal by chance: a class of cases holds hundreds of numbers between 0 and 1."""
_DIGITS_OF_AN_EXACT = 3
_NEIGHBOURHOOD = 50
"""A rounded number tells nothing where other hidden numbers lie within so many of its last digits."""
_FEW = 16
"""Numbers in a value that somebody may look at; in a larger array some number is near to any."""
_CONSTANTS = (
    math.pi, math.e, *(x * math.pi for x in (2.0, 0.5, 0.25)), *map(math.sqrt, (2, 3, 5, 0.5, 2 * math.pi)),
    *map(math.log, (2, 3, 10)), 1 / 3, 2 / 3, 1 / math.e, (1 + math.sqrt(5)) / 2,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class ToldNumber:
    """A number of a hidden case in a text for students.

    number  as the text writes it
    case    the hidden case that has it
    place   which text: a file's line, or whose hint or docstring
    """

    number: str
    case: str
    place: str

    @property
    def detail(self) -> str:
        """Where it is, and what to do."""
        return (
            f"{self.place} gives {self.number}, a number of this hidden case: "
            "write another one, show it in a public case, or give this case another seed"
        )


@dataclass(frozen=True, slots=True)
class _Written:
    """A number in a text: its value, the worth of its last digit, and how many digits say something."""

    text: str
    value: float
    unit: float
    digits: int
    is_whole: bool


def told_numbers(definition: Definition, exercise: Exercise) -> Iterator[ToldNumber]:
    """Yield every number of a hidden case that a text for students gives, each once for a text.

    Args:
        definition: of a course, not of a bundle.
        exercise: prepared with all its cases.
    """
    written = [
        (place, number) for place, text in _texts(definition) for number in _numbers_in(text)
    ]
    if not written:
        return
    shown = _shown(definition, exercise)
    hidden = [case for case in exercise.cases if not case.is_public]
    numbers = {case.name: _numbers_of(case) for case in hidden}
    for sort in range(2):
        everywhere = np.unique(np.concatenate([[], *(each[sort] for each in numbers.values())]))
        seen = set()
        for place, number in written:
            if (place, number.text) in seen or _is_near(shown, number):
                continue
            seen.add((place, number.text))
            for name, sorts in numbers.items():
                if _is_told(number, sorts[sort], everywhere):
                    yield ToldNumber(number.text, name, place)
                    break


def _is_told(number: _Written, own: np.ndarray, everywhere: np.ndarray) -> bool:
    """Whether a text's number is one of a case's ``own``, and not only by chance near to one."""
    if np.any(own == number.value):
        return number.digits >= _DIGITS_OF_AN_EXACT + number.is_whole
    if number.is_whole or number.digits < _DIGITS_OF_A_ROUNDED or not _is_near(own, number):
        return False
    around = np.abs(everywhere - number.value)
    return bool(np.sum(around < _NEIGHBOURHOOD * number.unit) == np.sum(around < number.unit))


def _is_near(numbers: np.ndarray, number: _Written) -> bool:
    """Whether one of them is the written number, rounded or cut off."""
    return bool(np.any(np.abs(numbers - number.value) < number.unit * (1 - 1e-9)))


def _texts(definition: Definition) -> Iterator[tuple[str, str]]:
    """Where it is, and the text, of all prose that students read."""
    statement = statement_of(definition) or ""
    for line, text in enumerate(statement.splitlines(), 1):
        yield f"statement.md, line {line},", text
    for name, stub in starter(definition).stubs.items():
        for node in ast.walk(ast.parse(stub)):
            if isinstance(node, (ast.FunctionDef, ast.ClassDef)):
                yield f"the docstring of {name}", ast.get_docstring(node) or ""
    for case in definition.cases:
        yield _at(case.where, f"the docstring of case {case.name}"), case.description
        yield _at(case.where, f"the hint of case {case.name}"), case.hint or ""
    for edit in (*definition.mistakes, *definition.slow):
        yield _at(edit.where, f"the hint of {edit.name}"), edit.hint or ""
    for kind, sentence in definition.edit_sentences.items():
        yield f"the sentence for {kind!r}", sentence
    for rubric in definition.rubrics:
        yield _at(rubric.where, f"the part {rubric.name}"), rubric.title


def _at(where: Where, what: str) -> str:
    return f"{where}: {what}"


def _numbers_in(text: str) -> Iterator[_Written]:
    for found in _NUMBER.finditer(text):
        plain, exponent = found[1], int(found[2] or 0)
        decimals = len(plain.partition(".")[2])
        digits = plain.replace(".", "").strip("0")
        yield _Written(
            found[0],
            float(found[0]),
            10.0 ** (exponent - decimals),
            len(digits),
            decimals == 0 and exponent == 0,
        )


def _shown(definition: Definition, exercise: Exercise) -> np.ndarray:
    """The numbers that students have anyhow: of public cases, in code that they get, constants."""
    parts = starter(definition)
    code = [parts.head, *parts.stubs.values(), *(module.source for module in definition.modules)]
    in_code = [
        abs(float(node.value))
        for text in code
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.Constant) and isinstance(node.value, (int, float))
    ]
    public = [part for case in exercise.cases if case.is_public for part in _numbers_of(case)]
    return np.concatenate([_CONSTANTS, in_code, *public])


def _numbers_of(case: Case) -> tuple[np.ndarray, np.ndarray]:
    """The sizes of a case's numbers, given and expected: of what is looked at, and of large arrays."""
    few: list[np.ndarray] = [np.empty(0)]
    many: list[np.ndarray] = [np.empty(0)]
    around = case.call.surroundings
    given = (case.call.inputs, list(around.stdin or ()), list((around.files or {}).values()))
    for value in (*given, *case.expected.values()):
        for leaf in values.leaves(value):
            found = _magnitudes(leaf.value)
            (few if found.size <= _FEW else many).append(found)
    return np.unique(np.concatenate(few)), np.unique(np.concatenate(many))


def _magnitudes(value: Any) -> np.ndarray:
    """The numbers of a leaf without their signs; of a text those that it writes."""
    if isinstance(value, WrittenText):
        value = value.text
    if isinstance(value, bytes):
        value = value.decode("utf-8", "ignore")
    if isinstance(value, str):
        return np.array([number.value for number in _numbers_in(value)], dtype=float)
    if isinstance(value, bool) or not isinstance(
        value, (int, float, complex, np.generic, np.ndarray)
    ):
        return np.empty(0)
    array = np.asarray(value)
    if array.dtype.kind not in "iufc":
        return np.empty(0)
    sizes: np.ndarray = np.abs(array.astype(complex if array.dtype.kind == "c" else float)).ravel()
    finite: np.ndarray = sizes[np.isfinite(sizes)]
    return finite
