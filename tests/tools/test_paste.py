"""What authors and students paste: scripts that kill a fault, calls with functions; and methods in a statement."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from grader.audit.paste import case_to_paste
from grader.course.prepare import call_of
from grader.course.statement import unnamed_functions
from grader.diagnosis.failed_case import call_code
from grader.inputs.contents import values_of, with_values
from grader.inputs.drawing import Drawn
from grader.model.exercise import Call, Module
from grader.model.observation import SupportFunction
from grader.mutation.mutants import mutants_of
from tests.authoring.judged import ID, write_judged

REFERENCE = '''
import numpy as np


class Sums:
    """Keeps a sum."""

    def __init__(self, start=0.0):
        """Start there."""
        self.total = start

    def add(self, x):
        """Add the numbers; refuse NaN."""
        if np.isnan(x).any():
            raise ValueError("nan")
        self.total = self.total + x.sum()
        return self.total


def halve(x):
    """Half of x."""
    return x / 2
'''
EXERCISE = """
@exercise.steps("Sums", seed=3)
def adds(rng, do):
    '''adds twice'''
    sums = do.Sums(start=2.5)
    sums.add(rng.normal(size=2))
    y = do.halve(np.array([1.0, 3.0]))
    sums.add(y)
    with do.raises(ValueError, message_names=("nan",)):
        sums.add(np.array([np.nan]))
    do.read(sums.total)

@exercise.case("halve", seed=4)
def halves(rng):
    '''halves'''
    return dict(x=rng.normal(size=3))
"""


def call_in(course: Path, exercise: str, name: str) -> Call:
    definition = write_judged(course, exercise, REFERENCE).definition(ID)
    case = next(case for case in definition.cases if case.name == name)
    return call_of(definition, case, definition.reference_functions()[case.function])


def test_the_pasted_script_makes_the_same_calls(tmp_path: Path) -> None:
    definition = write_judged(tmp_path / "a", EXERCISE, REFERENCE).definition(ID)
    call = call_in(tmp_path / "b", EXERCISE, "adds")
    given = values_of(call)
    place = next(n for n, value in enumerate(given) if np.shape(value) == (2,))
    given[place] = np.array([0.25, -1.0])
    killing = Drawn("adds", 3, with_values(call, given), definition.cases[0].tolerance, varied=True)
    mutant = mutants_of("Sums", REFERENCE[REFERENCE.index("class") : REFERENCE.index("def halve")])[
        0
    ]
    pasted = case_to_paste(definition, mutant, killing)
    name = pasted.partition("def ")[2].partition("(")[0]
    again = call_in(tmp_path / "c", EXERCISE + "\n" + pasted, name)
    for one, other in zip(again.steps, killing.call.steps, strict=True):
        assert (one.shown, one.raises, one.is_read) == (other.shown, other.raises, other.is_read)
        for value, wanted in zip(one.arguments, other.arguments, strict=True):
            np.testing.assert_array_equal(value, wanted)


@pytest.mark.parametrize(
    ("line", "missing"),
    [
        ("- `add(x)` adds", []),
        ("- `sums.add(x)` adds", []),
        ("- `add` adds", ["Sums.add"]),
        ("- `add(y)` adds", ["Sums.add"]),
    ],
)
def test_the_statement_says_how_methods_are_called(
    tmp_path: Path, line: str, missing: list[str]
) -> None:
    definition = write_judged(tmp_path, EXERCISE, REFERENCE).definition(ID)
    text = f"`Sums(start=0.0)` and `halve(x)`.\n{line}"
    assert [fault.function for fault in unnamed_functions(definition, text)] == missing


def test_a_call_to_paste_imports_the_functions_that_it_hands_over() -> None:
    helpers = Module(("tools", "tools_v2"), ("square", "other"), "")
    call = Call("twice", {"f": SupportFunction("square"), "x": 3}, 2)
    code = call_code("a_case", call, modules=[helpers])
    assert code == "from tools import square\nf = square\nx = 3\ntwice(f, x)"
