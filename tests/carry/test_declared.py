"""What an author says of functions that build on others, and what `verify` finds of it."""

from __future__ import annotations

from pathlib import Path

import pytest

from grader.course.catalog import find_course
from grader.course.definition import Definition
from grader.sandbox.judge.sandbox import Sandbox
from grader.util.errors import AuthorError
from grader.verify import Finding, Subject
from grader.verify.declarations import check_builds_on, check_carry_forward
from tests.carry.conftest import Class
from tests.carry.course import write_course


def findings(definition: Definition, sandbox: Sandbox) -> list[Finding]:
    """What `grader verify` finds of calls between functions."""
    subject = Subject(definition, sandbox, None)
    return [*check_builds_on(subject), *check_carry_forward(subject)]


def edited(folder: Path, old: str, new: str, file: str = "exercises/halves/exercise.py") -> Path:
    course = write_course(folder)
    text = (course / file).read_text()
    assert old in text
    (course / file).write_text(text.replace(old, new))
    return course


def test_mistakes_cost_once(room: Class, sandbox: Sandbox) -> None:
    """Every way to be wrong costs once.

    `verify` breaks every helper in every known way, and looks at all other functions.
    """
    checks = findings(room.definition, sandbox)
    assert [c for c in checks if not c.passed] == []
    assert {c.name for c in checks if c.kind == "carried"} == {"halve", "quarter", "noise"}


PROPERTY = '''import numpy as np


def undoes_both(rng, call):
    """is undone by doubling twice, and is half of a half"""
    x = rng.normal(size=3)
    half, quarter = call("halve", x), call("quarter", x)
    return np.allclose(4 * quarter, x) and np.allclose(2 * quarter, half)
'''


def test_property_with_wrong_helper(tmp_path: Path, sandbox: Sandbox) -> None:
    """A property that calls a wrong function is asked of a right one.

    Of the function that it is a property of, it is the submission's own that is asked.
    """
    declared = 'exercise.property("quarter", "undoes_both", points=2, seed=20)\n\n\ndef inputs'
    course = edited(tmp_path, "def inputs", declared)
    (course / "exercises" / "halves" / "properties.py").write_text(PROPERTY)
    room = Class(find_course(course).definition("halves"), sandbox)
    assert [c for c in findings(room.definition, sandbox) if not c.passed] == []
    thirds = "def halve(x, times=1):\n    return x / 3**times\n"
    assert room.cases(halve=thirds)["undoes_both"].carried_from == "halve"
    wrong = room.cases(halve=thirds, quarter="def quarter(x):\n    return halve(x)\n")
    assert wrong["undoes_both"].points == 0


def test_undeclared_call(tmp_path: Path, sandbox: Sandbox) -> None:
    """A call that is not declared is found.

    By its name, and by what a wrong helper costs elsewhere.
    """
    course = edited(tmp_path, 'builds_on=("noise",), ', "")
    definition = find_course(course).definition("halves")
    checks = findings(definition, sandbox)
    fell = [c for c in checks if not c.passed]
    assert [(c.kind, c.name) for c in fell] == [("builds_on", "walk")]
    assert "declare builds_on=('noise',)" in fell[0].detail


def test_undeclared_call_of_property(tmp_path: Path, sandbox: Sandbox) -> None:
    """What only a property calls is to be declared too.

    Else a wrong `noise` would cost the points of `quarter`'s property.
    """
    declared = 'exercise.property("quarter", "loud", points=2, seed=20)\n\n\ndef inputs'
    course = edited(tmp_path, "def inputs", declared)
    (course / "exercises" / "halves" / "properties.py").write_text(
        'def loud(rng, call):\n    """is louder"""\n    return again(call)\n\n\n'
        'def again(call):\n    return call("noise", 3).shape == (3,)\n'
    )
    definition = find_course(course).definition("halves")
    checks = findings(definition, sandbox)
    fell = [c for c in checks if not c.passed]
    assert [(c.kind, c.name) for c in fell] == [("builds_on", "quarter"), ("carried", "noise")]
    assert "a property of it calls noise: declare builds_on=('noise',)" in fell[0].detail


def test_helper_without_stub(tmp_path: Path, sandbox: Sandbox) -> None:
    """A helper that no stand in can serve is found.

    One that changes what it is given does so in another process, where nobody sees it.
    """
    course = edited(
        tmp_path,
        "    for _ in range(times):\n        x = x / 2\n    return x",
        "    for _ in range(times):\n        x /= 2\n    return x",
        "reference/halves.py",
    )
    text = (course / "reference" / "halves.py").read_text()
    own = "def quarter(x):\n    x = 1 * x\n    halve(halve(x))\n    return x\n"
    start, end = text.index("def quarter"), text.index("def eighth")
    (course / "reference" / "halves.py").write_text(text[:start] + own + "\n\n" + text[end:])
    file = course / "exercises" / "halves" / "exercise.py"
    file.write_text(file.read_text().replace('("x / 2", "x / 3")', '("x /= 2", "x /= 3")'))
    definition = find_course(course).definition("halves")
    checks = findings(definition, sandbox)
    assert "halve" in {c.name for c in checks if not c.passed}


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ('builds_on=("noise",)', 'builds_on=("nose",)', "which has no case"),
        (
            'exercise.function("noise", rng="fixed")',
            'exercise.function("noise", rng="fixed", builds_on=("walk",))',
            "builds on itself",
        ),
    ],
)
def test_refused_declarations(tmp_path: Path, old: str, new: str, says: str) -> None:
    """What cannot be meant is refused. A name that is not graded, and a circle."""
    with pytest.raises(AuthorError, match=says):
        find_course(edited(tmp_path, old, new)).definition("halves")
