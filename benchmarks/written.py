"""The benchmark's 18 cases as a course writes them for other tools, with values written out.

Inputs and expected values are literals, so that no tool pays for making them; every check is
``np.testing.assert_allclose`` at the tolerances of the floor's ``np.allclose``.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

import numpy as np

from benchmarks.floor import inputs_and_answers

MODULE = "layer"
_HEAD = "import numpy as np\n"


@dataclass(frozen=True, slots=True)
class Written:
    """One case: the function, a name, and the lines that check it."""

    function: str
    name: str
    lines: tuple[str, ...]

    def body(self, indent: int) -> str:
        return "".join(f"{' ' * indent}{line}\n" for line in self.lines)


@cache
def written(prefix: str = f"{MODULE}.") -> tuple[Written, ...]:
    """Every case; ``prefix`` stands before the student's function."""
    met: Counter[str] = Counter()
    found = []
    for function, arguments, expected in inputs_and_answers():
        met[function] += 1
        values = ", ".join(map(_literal, arguments.values()))
        lines = (f"actual = {prefix}{function}({values})", *_checks("actual", expected))
        found.append(Written(function, f"{function}_{met[function]}", lines))
    return tuple(found)


def pytest_file() -> str:
    """``test_layer.py``."""
    tests = (f"\n\ndef test_{case.name}():\n{case.body(4)}" for case in written())
    return f"{_HEAD}\nimport {MODULE}\n{''.join(tests)}"


def gradescope_file() -> str:
    """``run_tests.py``, with its test class, which writes ``results.json``."""
    tests = "".join(
        f"\n    @weight(1)\n    def test_{case.name}(self):\n{case.body(8)}" for case in written()
    )
    return f"""{_HEAD}import unittest

from gradescope_utils.autograder_utils.decorators import weight
from gradescope_utils.autograder_utils.json_test_runner import JSONTestRunner

import {MODULE}


class TestLayer(unittest.TestCase):
{tests}

if __name__ == "__main__":
    suite = unittest.defaultTestLoader.loadTestsFromTestCase(TestLayer)
    with open("results.json", "w") as stream:
        JSONTestRunner(visibility="visible", stream=stream).run(suite)
"""


def otter_files() -> dict[str, str]:
    """A test file for each function, in otter's form of functions that raise."""
    files = {}
    for function in dict.fromkeys(case.function for case in written()):
        own = [case for case in written("") if case.function == function]
        tests = "".join(
            f"\n\n@test_case(points=1)\ndef test_{case.name}({function}):\n{case.body(4)}"
            for case in own
        )
        files[f"{function}.py"] = (
            f"{_HEAD}from otter.test_files import test_case\n\nOK_FORMAT = False\n"
            f'name = "{function}"\npoints = {len(own)}\n{tests}'
        )
    return files


def notebook_cells() -> Iterator[tuple[str, str]]:
    """Name and source of each autograded cell of an nbgrader assignment."""
    for case in written(""):
        yield case.name, case.body(0).rstrip("\n")


def _checks(actual: str, expected: object) -> Iterator[str]:
    if isinstance(expected, dict):
        for key, value in expected.items():
            yield from _checks(f"{actual}[{key!r}]", value)
    elif isinstance(expected, tuple):
        for index, value in enumerate(expected):
            yield from _checks(f"{actual}[{index}]", value)
    else:
        yield f"np.testing.assert_allclose({actual}, {_literal(expected)}, rtol=1e-5, atol=1e-8)"


def _literal(value: object) -> str:
    if isinstance(value, dict):
        return f"{{{', '.join(f'{key!r}: {_literal(each)}' for key, each in value.items())}}}"
    if isinstance(value, np.ndarray):
        return f"np.array({value.tolist()!r})"
    return repr(value.item() if isinstance(value, np.generic) else value)
