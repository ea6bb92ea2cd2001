"""A failing public case in a student's hands: its call as code, and what the function printed."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from grader import wire
from grader.course.catalog import Course
from grader.course.public_case import draws, public_call, public_names
from grader.diagnosis.failed_case import call_code
from grader.model.exercise import Call
from tests.tools.conftest import REFERENCE, Grader, write_course

CHECKOUT = Path(__file__).resolve().parents[2]
SHIPPED = Course(CHECKOUT)

VALUES = {
    "numbers": (3, -2.5, 1e-300, float("inf"), 2 + 3j, True, None, "it's"),
    "scalars": (np.float64(0.1), np.float32(0.1), np.int64(-7), np.bool_(True)),
    "arrays": [np.array([[1.5, np.nan], [-np.inf, 0.1]]), np.arange(3), np.array(2.0)],
    "kinds": [np.array([1, 2], np.int8), np.zeros((0, 3)), np.array([True]), np.array(["a", "b"])],
    "complex": np.array([1 + 2j]),
    "single": np.array([0.1], np.float32),
    "nested": {"W1": np.array([[1.0, 2.0]]), 3: [(), (1,), {"b": []}]},
    "rows": np.arange(20.0).reshape(4, 5) / 8,
}  # fmt: skip


def received(code: str, fetched: tuple[Any, ...] = ()) -> tuple[tuple[Any, ...], dict[str, Any]]:
    """What the function gets when the code is pasted."""

    class Grader:
        @staticmethod
        def case(name: str) -> Any:
            return fetched[0] if len(fetched) == 1 else fetched

    calls: list[tuple[tuple[Any, ...], dict[str, Any]]] = []
    names = {"grader": Grader, "f": lambda *args, **kwargs: calls.append((args, kwargs))}
    exec(code.replace("import grader\n", ""), names)
    return calls[0]


@pytest.mark.parametrize("name", VALUES)
def test_pasted_code_makes_equal_values(name: str) -> None:
    """Types, shapes and every bit of a number; by position and by name; the random state set."""
    value = VALUES[name]
    code = call_code("a_case", Call("f", {"x": value, "lambd": value}, 1, seed=7), draws=True)
    assert code is not None and "grader.case" not in code
    assert "np.random.seed(7)" in code
    (x,), named = received(code)
    assert wire.encode(x) == wire.encode(value) == wire.encode(named["lambd"])
    assert max(map(len, code.split("\n"))) < 100


def test_what_is_long_is_fetched() -> None:
    """One line fetches all arguments; a further one that only this call has is written down."""
    call = Call("f", {"X": np.zeros((100, 100)), "k": 2}, 2)
    code = call_code("many_points", call)
    assert code == 'import grader\nX, k = grader.case("many_points")\nf(X, k)'
    own = Call("f", {"X": call.arguments["X"], "k": 2, "flag": True}, 3)
    code = call_code("many_points", call, own)
    assert code is not None and code.endswith("flag = True\nf(X, k, flag)")


@pytest.mark.parametrize("exercise", ["regularization", "deep_network", "data_splits"])
def test_every_public_case_of_the_course(exercise: str) -> None:
    """The code of each gives the function the case's own arguments."""
    definition = SHIPPED.definition(exercise)
    for name in public_names(definition):
        call = public_call(definition, name)
        code = call_code(name, call, draws=draws(definition, call.function))
        assert code is not None
        args, named = received(
            code.replace(f"{call.function}(", "f("), tuple(call.arguments.values())
        )
        values = list(call.arguments.values())
        assert wire.encode([*args, *named.values()]) == wire.encode(values)


def test_show_case(grader: Grader, tmp_path: Path) -> None:
    """On stdout there is code alone. A hidden case is not told from one that does not exist."""
    course = write_course(tmp_path / "course")
    ran = grader("show", "clusters", "--course", course, "--case", "few_points")
    assert ran.code == 0 and ran.out.startswith("import numpy as np\nX = np.array([[")
    compile(ran.out, "pasted", "exec")
    told = []
    for name in ("many_points", "many_paints"):
        ran = grader("show", "clusters", "--course", course, "--case", name)
        assert (ran.code, ran.out) == (2, "")
        told.append(ran.err.replace(name, "…").partition("hint:")[0])
        assert "nearest_of_five" not in ran.err
    assert told[0] == told[1]


def test_check_gives_it_where_a_case_fails(grader: Grader, tmp_path: Path) -> None:
    """Call and print of the failing case only; nothing of it for a hidden one, in any report."""
    course = write_course(tmp_path / "course")
    file = tmp_path / "class" / "mine.py"
    file.parent.mkdir()
    file.write_text(
        REFERENCE.replace(
            "    return np.sum(",
            '    print("shape", difference.shape, "\\x1b[31m")\n    return np.max(',
        )
    )
    text = grader("check", file, "--course", course).out
    assert "It printed:\n      shape (4, 3, 2)" in text and "\x1b" not in text
    assert "To try it by hand:\n      import numpy as np\n      X = np.array([[" in text
    assert "squared_distances(X, centres)" in text and "assign(X, centres)" not in text
    out = tmp_path / "out"
    assert grader("grade", file.parent, "--course", course, "--out", out).code == 0
    report = json.loads((out / "reports" / "mine.json").read_text())
    for case in report["cases"]:
        told = case["visibility"] == "public" and case["status"] == "failed"
        assert (case["call"] is not None, case["printed"] is not None) == (told, told)
    page = (out / "feedback" / "mine.html").read_text()
    assert page.count("<summary>Try it by hand</summary>") == 1
