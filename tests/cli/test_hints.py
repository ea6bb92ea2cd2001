"""What a student is told to try: the import, the default, the order, the parameter."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from grader import load
from grader.course.catalog import find_course
from grader.course.prepare import prepare
from grader.diagnosis.candidates import CandidateSource
from grader.model.submission import Submission
from grader.pipeline.grade import grade
from grader.report.build import Context, build_report
from grader.report.student_view import student_view
from grader.report.terminal import render_check
from grader.sandbox.judge.sandbox import Sandbox
from tests.authoring.judged import environment

from .conftest import HERE, Ran

Grader = Callable[..., Ran]
Write = Callable[..., Path]
Check = Callable[[str], str]

DOUBLE = {
    "def double(x):\n    return multiply(2, x)": "Write `np.multiply`.",
    "def double(x):\n    return norm(x)": "Write `np.linalg.norm`.",
    "def double(x):\n    return x * pi": "Write `np.pi`.",
    "def double(x):\n    y = copy.deepcopy(x)\n    return y + y": "Write `import copy` at the top",
    "def double(x):\n    return functools.reduce(max, x)": "Write `import functools` at the top",
    "def double(x):\n    return reduce(max, x)": "Write `from functools import reduce` at the top",
    "def double(x):\n    plt.plot(x)\n    return x": "import matplotlib.pyplot as plt",
    "def double(x_):\n    return x + x": "Your parameter is called `x_`. Use that name.",
    "def double(values):\n    return vaules + values": "Your parameter is called `values`.",
    "x = [1.0, 2.0]\ndef double(x_):\n    return x + x": (
        "`double` uses the global name `x` (ann.py, line 1), and never its parameter `x_`."
    ),
    "x = [1.0, 2.0]\ndef double(values):\n    return 2 * np.array(x)": (
        "`double` uses the global name `x` (ann.py, line 1), and never its parameter `values`."
    ),
    "def double(x_):\n    x = x * 2\n    return x": "Your parameter is called `x_`. Use that name.",
    "def double(x):\n    for i in xrange(2):\n        pass\n    return x": "In Python 3, write `range`.",
    "def double(x):\n    print(2 * np.array(x))": "Hand it back with `return`",
    "def double(x):\n    y = 2 * np.array(x)": "There is no `return` with a value in `double`.",
    "def double(x):\n    for v in x:\n        yield 2 * v": "Collect the values",
    "async def double(x):\n    return x + x": "Write `def double` without `async`",
    "def double(x):\n    return 2 \u2212 x": "Write - instead.",
    "def double(x):\n<<<<<<< HEAD\n    return x\n=======\n    return 2 * x\n>>>>>>> b": "Finish the merge first.",
    "def double(\u0445):\n    return x + x": "one of the two has letters of another alphabet.",
    "def double(x):\n    return \u0445 + x": "one of the two has letters of another alphabet.",
    "def double(x):\n    y = np.zeros(len(x))\n    for i in range(len(x)):\n        y[i] = 2 * x[i]\n        return y": (
        "The `return` (ann.py, line 5) is inside the loop, so the loop ends in its first round."
    ),
    "def double(x):\n    try:\n        return 2 * X\n    except:\n        return None": (
        "The `except` (ann.py, line 4) hides an error of your code."
    ),
    "def double(x):\n    y = np.array(x) ** 2\n    y =- y * 1.5\n    return y": (
        "`=-` (ann.py, line 3) only assigns, with a sign before the value."
    ),
    "def double(x):\n    y = np.array(x) ** 2\n    y[0] == 2 * x[0]\n    return y": (
        "`y[0] == 2 * x[0]` (ann.py, line 3) only compares, and changes nothing."
    ),
    "def double(x):\n    y = np.array(x) ** 2\n    y.round()\n    return y": (
        "The result of `y.round()` (ann.py, line 3) is thrown away."
    ),
    "class double:\n    pass": "`double` must be a function. Yours is a class.",
    "def double(x):\n    if sum(x) = 3: return x\n    return 2 * x": "'==' instead of '='?",
    "from math import *\ndef double(x):\n    return 2 * fabs(x)": "`fabs` of the module math takes a single number.",
    "def double(x):\n    return 2 * np.max(0, np.array(x))": "`np.maximum` compares two values entry by entry.",
    "def double(x):\n    return 2 * np.array(x)[:max(x, np.array(x))]": "`np.maximum` takes the larger",
    "def double(x):\n    return np.array(x) * np.array(x).shape[2]": "This array has fewer axes than your index asks for.",
    "def double(x, scale):\n    return scale * x": (
        "It is called as double(x); yours takes (x, scale)."
    ),
}


@pytest.fixture(scope="module")
def check(sandbox: Sandbox) -> Check:
    """What `grader check` says of a file; the exercise is prepared once for all of them."""
    definition = find_course(HERE / "course").definition("scaling")
    exercise = prepare(definition, sandbox, public_only=True)
    candidates = CandidateSource(definition, exercise, sandbox)

    def told(code: str) -> str:
        read = load.read_bytes(code.encode(), "ann.py")
        submission = Submission("ann", "ann.py", ("ann.py",), "0" * 64, "py", (read,))
        graded = grade(exercise, submission, sandbox, candidates)
        context = Context(environment(), graded.notes)
        report = student_view(build_report(exercise, submission, graded.result, context))
        return render_check(report, color=False, width=80)

    return told


@pytest.mark.parametrize("code", DOUBLE)
def test_hint_names_what_is_missing(check: Check, code: str) -> None:
    """An import, `np.`, or the parameter in whose place another name stands."""
    assert DOUBLE[code] in " ".join(check(f"{code}\n").split())


@pytest.mark.parametrize(
    "body",
    [
        "import math\n    y = np.array([x, x])\n    return math.sqrt(np.max(y, axis=0))",
        "y = np.array([x, x])\n    return 2 * int(np.max(y, 0))",
        "return 2 * x if np.array(x) > max(1, 2) else x",
        "return max(1, 2) if np.array(x) == 0 or False else x",
    ],
)
def test_a_right_max_is_not_blamed(check: Check, body: str) -> None:
    """Something else on its line asks for one number, or for one truth value."""
    told = check(f"def double(x):\n    {body}\n")
    assert "Your code raised" in told and "maximum" not in told


def test_used_global_is_not_blamed(check: Check) -> None:
    """Where the parameter is read as well, nothing is said of the global name."""
    told = check("x_0 = 3\ndef double(x):\n    return x_0 * x\n")
    assert "Score: 0 / 2" in told and "global name" not in told


COURSE = {
    "exercises/steps/exercise.py": '''
from grader.authoring import Exercise

exercise = Exercise(title="Steps", reference="steps.py")

@exercise.case("step", visibility="public")
def with_the_usual_rate(rng):
    """steps with the usual rate"""
    return dict(weights=rng.normal(size=3), gradient={"d": rng.normal(size=3)})

@exercise.case("moved", visibility="public")
def moves(rng):
    """moves"""
    return dict(start=rng.normal(size=3), by=rng.normal(size=2), times=3)
''',
    "reference/steps.py": """
import numpy as np

def step(weights, gradient, rate=0.25):
    return weights - rate * gradient["d"]

def moved(start, by, times):
    return start + times * np.sum(by)
""",
}


def test_missing_default(grader: Grader, write: Write) -> None:
    """Where the case leaves an argument out, as the statement allows."""
    for name, text in COURSE.items():
        write(f"course/{name}", text)
    write(
        "ann.py", "def step(weights, gradient, rate):\n    return weights - rate * gradient['d']\n"
    )
    ran = grader("check", "ann.py", "--course", "course")
    told = " ".join(ran.out.split())
    assert "It is called as step(weights, gradient); yours takes (weights, gradient, rate)." in told
    assert "`rate` needs its default: `rate=0.25`." in told


@pytest.mark.parametrize(
    "code",
    [
        "def moved(start, times, by):\n    return start + times * by.sum()\n",  # raises
        "def moved(by, start, times):\n    return start + times * by.sum()\n",  # another shape
    ],
)
def test_parameters_in_another_order(grader: Grader, write: Write, code: str) -> None:
    """Whether the call raises for it or gives another value."""
    for name, text in COURSE.items():
        write(f"course/{name}", text)
    write("ann.py", code)
    ran = grader("check", "ann.py", "--course", "course")
    told = " ".join(ran.out.split())
    assert "It is called as moved(start, by, times); yours takes" in told
