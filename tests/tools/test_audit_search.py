"""What an audit searches before it calls a fault equivalent, and what it gives to paste."""

from __future__ import annotations

import ast
import json
from pathlib import Path

import numpy as np
import pytest

from grader.audit.arena import Arena
from grader.audit.paste import case_to_paste
from grader.course.catalog import Course
from grader.inputs.contents import with_values
from grader.inputs.drawing import Drawn, vary
from grader.inputs.simpler import simpler, weight
from grader.model.exercise import Call
from grader.mutation.mutants import Mutant
from grader.sandbox.judge.sandbox import Sandbox
from tests.authoring.judged import ID, write_judged
from tests.tools.conftest import Grader, write_course

REFERENCE = '''"""Clips."""

import numpy as np


def clip_low(x, low=0.0):
    """Return x with what is below low set to low."""
    y = np.asarray(x).copy()
    y[y < low] = low
    return y


def count_above(x, low):
    """Return how many numbers are above low, or on it."""
    return int(np.sum(_is_above(x, low)))


def share_above(x, low):
    """Return the share of the numbers that are above low, or on it."""
    return count_above(x, low) / max(len(x), 1)


def _is_above(x, low):
    return x >= low
'''
EXERCISE = '''"""Clips; the hidden cases never touch the bound."""

from grader.authoring import Exercise

exercise = Exercise(title="Clips", reference="clusters.py")
exercise.function("share_above", builds_on=("count_above",))


@exercise.case("clip_low", visibility="public", seed=1)
def a_few(rng):
    """clips at zero"""
    return dict(x=rng.normal(size=5))


@exercise.case("clip_low", seed=2)
def more(rng):
    """clips at zero"""
    return dict(x=rng.normal(size=9), low=0.0)


@exercise.case("count_above", visibility="public", seed=3)
def counts_five(rng):
    """counts"""
    return dict(x=rng.normal(size=5), low=0.5)


@exercise.case("count_above", seed=4)
def counts_nine(rng):
    """counts"""
    return dict(x=rng.normal(size=9), low=0.3)


@exercise.case("share_above", visibility="public", seed=5)
def share_of_four(rng):
    """divides by how many there are"""
    return dict(x=rng.normal(size=4), low=0.0)


@exercise.case("share_above", seed=6)
def share_on_the_bound(rng):
    """divides by how many there are"""
    x = rng.normal(size=6)
    return dict(x=x, low=float(x[2]))
'''


def survivors(grader: Grader, course: Path, function: str) -> list[dict[str, str]]:
    ran = grader(
        "audit", "clusters", "--course", course, "--jobs", "1", "--function", function, "--json",
        "--inputs", "40",
    )  # fmt: skip
    found: list[dict[str, str]] = json.loads(ran.out)[0]["functions"][0]["survivors"]
    return found


def test_what_a_case_fixes_is_varied(tmp_path: Path, grader: Grader) -> None:
    """A bound that no case draws is tried; the survivor has a case to paste, which then kills it."""
    found = survivors(grader, write_course(tmp_path / "a", EXERCISE, REFERENCE), "clip_low")
    kept = [s for s in found if "+    y[y < low] = 0" in s["diff"] or "pass" in s["diff"]]
    assert all(s["verdict"] == "survived" for s in kept)
    [dropped] = [s for s in found if "y = np.asarray(x)\n" in s["diff"] + "\n"]
    assert dropped["verdict"] == "probably equivalent"  # works in place, and returns the same
    [moved] = [s for s in found if "low=1.0" in s["diff"]]
    assert moved["verdict"] == "survived"
    assert "return a_few(rng)" in moved["case"] or "dict(x=" in moved["case"]
    pasted = EXERCISE + "\n\n" + moved["case"] + "\n"
    left = survivors(grader, write_course(tmp_path / "b", pasted, REFERENCE), "clip_low")
    assert moved["diff"] not in [s["diff"] for s in left]


def test_hidden_cases_of_callers_count(tmp_path: Path, grader: Grader) -> None:
    """A fault that only a caller's hidden case sees costs points there: it is killed."""
    course = write_course(tmp_path / "a", EXERCISE, REFERENCE)
    assert not any("x > low" in s["diff"] for s in survivors(grader, course, "count_above"))
    alone = EXERCISE.replace("low=float(x[2])", "low=0.1")
    found = survivors(grader, write_course(tmp_path / "b", alone, REFERENCE), "count_above")
    [on_the_bound] = [s for s in found if "x > low" in s["diff"]]
    assert on_the_bound["verdict"] == "survived"
    call = next(n for n in ast.walk(ast.parse(on_the_bound["case"])) if isinstance(n, ast.Return))
    given = eval(ast.unparse(call.value), {"np": np, "dict": dict})  # type: ignore[arg-type]
    assert len(given["x"]) == 1 and given["x"][0] == given["low"]  # nothing simpler shows it


@pytest.fixture
def few_varied(monkeypatch: pytest.MonkeyPatch) -> None:
    """A tenth of the varied inputs: each is a run of a program, and most faults show on the first."""
    monkeypatch.setattr("grader.audit.audit.VARIED", 60)


def test_likely_equivalents_come_last_by_kind(
    few_varied: None, tmp_path: Path, grader: Grader
) -> None:
    """One declaration for a kind, over several functions; with it nothing is left of the kind."""
    reference = REFERENCE.replace(
        "np.sum(_is_above(x, low))", "np.sum(_is_above(np.array(x), low))"
    )
    text = EXERCISE.replace("low=float(x[2])", "low=0.1")
    options = ("--jobs", "1", "--inputs", "40")
    course = write_course(tmp_path / "a", text, reference)
    audited = json.loads(grader("audit", "clusters", "--course", course, *options, "--json").out)
    *declared, left = audited[0]["declarations"]
    assert declared
    text += "\n".join(declared).replace("reason=...", 'reason="the result is the same"') + "\n"
    course = write_course(tmp_path / "b", text, reference)
    shown = grader("audit", "clusters", "--course", course, *options).out
    assert shown.rindex("\nsurvived: ") < shown.index("\nprobably equivalent: ")
    assert left in shown and not [each for each in declared if each in shown]
    assert shown.count("of the kind: ") == 1


def test_one_declaration_for_several_functions(tmp_path: Path) -> None:
    """A dictionary: function -> its edits."""
    text = EXERCISE + (
        'exercise.equivalent({"clip_low": [(".copy()", "")], "count_above": [("int(", "(")]},'
        ' reason="the same numbers")\n'
    )
    definition = Course(write_course(tmp_path, text, REFERENCE)).definition("clusters")
    assert [(e.function, e.edits) for e in definition.equivalents] == [
        ("clip_low", ((".copy()", ""),)), ("count_above", (("int(", "("),)),
    ]  # fmt: skip


def test_inputs_vary_sizes_together(tmp_path: Path) -> None:
    """Sizes that are equal stay equal, but where an input says that they did not; same every time."""
    text = EXERCISE.replace("low=0.3", "low=rng.normal(size=9)")
    definition = Course(write_course(tmp_path, text, REFERENCE)).definition("clusters")
    varied = vary(definition, ("count_above",), 200)
    sizes = [tuple(np.shape(v) for v in d.call.arguments.values()) for d in varied]
    assert {n for shapes in sizes for shape in shapes for n in shape} >= {1, 2, 8, 10}
    arrays = [(d.odd, s) for d, s in zip(varied, sizes, strict=True) if all(s)]
    assert all(one == other for odd, (one, other) in arrays if not odd)
    again = vary(definition, ("count_above",), 200)
    assert [repr(d.call) for d in varied] == [repr(d.call) for d in again]


@pytest.mark.parametrize(("arguments", "simplest"), [
    ({"x": np.array([0.31, -2.7, 5.0]), "low": 0.37}, {"x": np.array([0.0]), "low": 0.0}),
    ({"x": [3, 1, 2], "low": 7}, {"x": [0], "low": 0}),
    ({"x": "hello", "low": True}, {"x": "a", "low": True}),
])  # fmt: skip
def test_inputs_become_simple(
    tmp_path: Path, arguments: dict[str, object], simplest: dict[str, object]
) -> None:
    """Step by step, each lighter than the one before, and never to nothing at all."""
    signature = Course(write_course(tmp_path, EXERCISE, REFERENCE)).definition(
        "clusters"
    ).reference_functions()["count_above"]  # fmt: skip
    call = Call("count_above", arguments, 2)
    while smaller := simpler(call, signature, odd=False):
        assert all(weight(each) < weight(call) for each in smaller)
        call = min(smaller, key=weight)
    assert repr(dict(call.arguments)) == repr(simplest)


def test_case_to_paste_is_author_code(tmp_path: Path) -> None:
    """Infinite numbers, nested lists and arrays: the text gives back the very call."""
    definition = Course(write_course(tmp_path, EXERCISE, REFERENCE)).definition("clusters")
    drawn = vary(definition, ("count_above",), 1)[0]
    given = [[{"a": (np.array([[1, 2]]), float("-inf"), "ö")}], np.array([0.5, np.nan])]
    call = with_values(drawn.call, given)
    text = case_to_paste(
        definition,
        Mutant("count_above", "dropped call", 3, "", ""),
        Drawn("counts_nine", 4, call, drawn.tolerance, varied=True),
    )
    namespace: dict[str, object] = {}
    exec(text.replace("@exercise.case('count_above', seed=4)", ""), namespace)
    name = text.partition("def ")[2].partition("(")[0]
    made = namespace[name](None)  # type: ignore[operator]
    assert repr(made) == repr(dict(zip(("x", "low"), given, strict=True)))


PROGRAM = '''"""Add up the numbers of the input that are above the first line of a file."""

with open("low.txt") as file:
    low = int(file.readline())
print(sum(number for number in (int(input()) for _ in range(3)) if number > low))
'''
PROGRAM_EXERCISE = """
@exercise.program("judged", seed=1)
def three_numbers(rng):
    '''adds up three numbers'''
    return dict(stdin=["12", "5", "30"], files={"low.txt": "7"})
"""


def test_what_a_program_reads_is_varied(few_varied: None, tmp_path: Path, grader: Grader) -> None:
    """No case has a number on the bound; one is found among other lines, or another file, and is pasted."""
    course = write_judged(tmp_path / "a", PROGRAM_EXERCISE, PROGRAM)
    command = ("audit", ID, "--jobs", "1", "--json", "--inputs", "20", "--course")
    found = json.loads(grader(*command, course.root).out)[0]["functions"][0]["survivors"]
    [on_the_bound] = [s for s in found if ">= low" in s["diff"]]
    assert on_the_bound["found_by"] == "varied"
    pasted = PROGRAM_EXERCISE + "\n" + on_the_bound["case"]
    course = write_judged(tmp_path / "b", pasted, PROGRAM)
    left = json.loads(grader(*command, course.root).out)[0]["functions"][0]["survivors"]
    assert not [s for s in left if ">= low" in s["diff"]]


KEYWORD = '''def scaled(x, *, scale=1.0):
    """Return x times scale."""
    y = x * scale
    return y
'''
KEYWORD_EXERCISE = """
exercise.accepted_form("scaled", "other_order", edit=("x * scale", "scale * x"))

@exercise.case("scaled", visibility="hidden", points=1, seed=1)
def twice(rng):
    "multiplies by the scale"
    return dict(x=rng.normal(size=3), scale=2.0)
"""


def test_an_accepted_form_gets_what_is_given_by_name(tmp_path: Path, sandbox: Sandbox) -> None:
    """Without its scale it would agree with a fault that forgets the scale."""
    definition = write_judged(tmp_path, KEYWORD_EXERCISE, KEYWORD).definition(ID)
    forgets = Mutant("scaled", "dropped term", 3, KEYWORD.replace("x * scale", "x"), "")
    assert Arena(definition, sandbox).agreement(forgets, ("scaled",), 20).apart == 20
