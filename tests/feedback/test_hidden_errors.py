"""What an error of a hidden case tells: enough for an honest student, and nine bits at the most."""

from __future__ import annotations

import builtins
import math

import pytest

from grader.course.catalog import find_course
from grader.course.reference_program import program_of
from grader.diagnosis.explain import explain
from grader.diagnosis.student_code import MOST_PLACES
from grader.model.exercise import Case, Exercise
from grader.model.outcome import Ending, Outcome, Raised
from grader.model.result import Status
from grader.model.submission import Program
from grader.report.student_view import ERROR_KINDS, student_view
from tests.feedback.conftest import ROOT, Bench
from tests.report.samples import HIDDEN, case, report, result

COST = "compute_cost_with_regularization"
EXCEPTIONS = [
    name
    for name, value in vars(builtins).items()
    if isinstance(value, type) and issubclass(value, BaseException)
]
BITS = math.log2((len(ERROR_KINDS) + 1) * (MOST_PLACES + 1))


class Teller:
    """A submission that raises what it likes, where it likes, in a hidden case."""

    def __init__(self, bench: Bench, files: dict[str, str]) -> None:
        definition = bench.course.definition("regularization")
        self.exercise: Exercise = bench.exercise("regularization")[0]
        self.program: Program = program_of(files, definition)
        self.case: Case = next(
            c for c in self.exercise.cases if c.function == COST and not c.is_public
        )

    def told(self, kind: str, origin: str | None, line: int | None) -> str:
        """What the student reads."""
        raised = Raised(kind, "the hidden input is 0.1798391", origin, line)
        outcome = Outcome(Ending.RAISED, raised=raised)
        details = explain(self.exercise, self.case, outcome, self.program)
        made = case(COST, self.case.name, Status.ERROR, HIDDEN, **details)
        return str(student_view(report(result(made))).cases[0].rationale)


def wide(lines: int) -> str:
    """A function with so many lines that can raise."""
    listed = "".join(f"        a.x{n},\n" for n in range(lines))
    return f"def {COST}(a, *rest):\n    return [\n{listed}    ]\n"


def test_bits_per_submission(bench: Bench) -> None:
    """No submission tells more than nine bits.

    Tried: every built-in exception, on every line of files that are made for it.
    """
    several = {f"part{n}.py": f"def helper{n}(a):\n    return a.y\n" for n in range(40)}
    calls = ", ".join(f"helper{n}(a)" for n in range(40))
    long = {"a.py": wide(4 * MOST_PLACES)}
    for files in (long, {**several, "z.py": f"def {COST}(a, *rest):\n    return [{calls}]\n"}):
        teller = Teller(bench, files)
        kinds = {teller.told(kind, None, None) for kind in [*EXCEPTIONS, "_1_7", "X" * 80]}
        places = {
            teller.told("KeyError", origin, line)
            for origin, text in files.items()
            for line in range(text.count("\n") + 2)
        }
        places |= {teller.told("KeyError", "made_up_17.py", 17), teller.told("KeyError", "a", None)}
        assert math.log2(len(kinds) * len(places)) <= BITS
    kinds = {teller.told(kind, None, None) for kind in EXCEPTIONS}
    assert len(kinds) == len(ERROR_KINDS) + 1


def test_documented_bits() -> None:
    """The documented number is the computed one.

    The threat model tells how much remains measurable of a hidden case.
    """
    page = (ROOT / "docs" / "threat-model.md").read_text("utf-8")
    assert f"{BITS:g} bits" in page
    assert f"{len(ERROR_KINDS) + 1} types" in page and f"{MOST_PLACES + 1} places" in page


def test_exact_line_in_usual_function(bench: Bench) -> None:
    """In a usual function it is the very line.

    Its own line, or that of a helper of the file that it calls.
    """
    text = f"def helper(a):\n    return a[9]\n\n\ndef {COST}(a, *rest):\n    b = a\n    return helper(b)\n"
    teller = Teller(bench, {"zoe.py": text})
    assert teller.told("IndexError", "zoe.py", 2).startswith("Your code raised IndexError (line 2)")
    assert "(line 7)" in teller.told("ZeroDivisionError", "zoe.py", 7)
    assert "UnboundLocalError" not in teller.told("UnboundLocalError", "zoe.py", 6)
    assert teller.told("UnboundLocalError", "zoe.py", 6).startswith("Your code raised NameError")


def test_few_lines_in_long_function(bench: Bench) -> None:
    """In a long function it is a few lines. Of which one raised."""
    teller = Teller(bench, {"zoe.py": wide(200)})
    assert "(lines 85 to 88)" in teller.told("KeyError", "zoe.py", 87)


@pytest.mark.parametrize("line", [1, 5, 6])
def test_unreachable_line(bench: Bench, line: int) -> None:
    """A line that the function does not reach is not reported.

    Honest code raises in what it calls; any other line is one that somebody chose.
    """
    text = f"def other(a):\n    return [\n        a.b,\n        a.c,\n        a.d,\n    ]\n\n\ndef {COST}(a, *rest):\n    return a.x\n"
    teller = Teller(bench, {"zoe.py": text})
    assert teller.told("KeyError", "zoe.py", line) == "Your code raised KeyError."


def test_course_functions_are_short() -> None:
    """Every function of the course is short enough for exact lines.

    The bound costs honest students nothing here.
    """
    from grader.load.call_graph import lines_reached

    course = find_course(ROOT)
    for name in course.ids():
        definition = course.definition(name)
        program = program_of(definition.reference, definition)
        for function in definition.functions:
            assert sum(map(len, lines_reached(program, function).values())) <= MOST_PLACES
