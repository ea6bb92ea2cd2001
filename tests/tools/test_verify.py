"""``grader verify`` on a course from outside: what it lets pass, and what it does not."""

from __future__ import annotations

import json
from pathlib import Path
from xml.etree import ElementTree

import numpy as np
import pytest

from grader.model.exercise import Tolerance
from grader.values import literal
from grader.verify import determinism
from grader.verify.margins import STRUCTURE, distance
from tests.tools.conftest import EXERCISE, REFERENCE, Grader, write_course

MISTAKE = 'exercise.mistake("assign", "takes_the_farthest"'


def failures(
    grader: Grader, root: Path, exercise: str, reference: str = REFERENCE, *, repeats: bool = False
) -> list[tuple[str, str, str]]:
    """Kind, name and detail of the checks that did not pass.

    Whether results repeat, which takes as long as all else, is only asked where that is the fault.
    """
    course = write_course(root, exercise, reference)
    with pytest.MonkeyPatch.context() as patch:
        if not repeats:
            patch.setattr(determinism, "check_determinism", lambda subject: iter(()))
        ran = grader("verify", "--course", course, "--jobs", "1", "--json")
    found = [(c["kind"], c["name"], c["detail"]) for c in json.loads(ran.out) if not c["passed"]]
    assert ran.code == (1 if found else 0)
    return found


def test_sound_exercise_passes(course: Path, grader: Grader) -> None:
    """Every kind of check is made, and every one passes; the table shows them all."""
    ran = grader("verify", "--course", course, "--jobs", "1")
    assert ran.code == 0
    lines = ran.out.splitlines()[1:]
    assert all(line.startswith("ok") for line in lines)
    kinds = {line.split()[2] for line in lines}
    assert kinds == {
        "reference",
        "starter",
        "trivial",
        "mistake",
        "guessed",
        "tolerance",
        "leak",
        "builds_on",
        "carried",
        "limits",
        "equivalent",
        "repeat",
        "statement",
        "seed",
        "hidden",
        "public",
        "told",
    }


def test_uncaught_mistake_fails(tmp_path: Path, grader: Grader) -> None:
    """Its hint would never be shown."""
    text = EXERCISE.replace('edit=("np.argmin", "np.argmax")', 'edit=("axis=1", "axis=-1")')
    [(kind, name, detail)] = failures(grader, tmp_path, text)
    assert (kind, name) == ("mistake", "assign: takes_the_farthest")
    assert detail.startswith("no case catches it: it also agrees with the reference on 200")


def test_leaked_answer_fails(tmp_path: Path, grader: Grader) -> None:
    """A function could keep an input of one case and return it in another."""
    text = (
        EXERCISE.replace("from grader", "import numpy as np\n\nfrom grader")
        + """

@exercise.case("assign", points=1, visibility="hidden", seed=5)
def distances_as_points(rng):
    'works for any points'
    given = inputs(np.random.RandomState(2), 9, 4, 5)
    d = given["X"][:, None, :] - given["centres"][None, :, :]
    return dict(X=np.sum(d**2, axis=2), centres=np.eye(5))
"""
    )
    short = failures(grader, tmp_path, text)
    told = "its answer, or a part of it, is handed over as input of distances_as_points"
    assert short == [("leak", "many_points", told)]


def test_indistinct_mistakes_fail(tmp_path: Path, grader: Grader) -> None:
    """Two ids for the same results: neither can be diagnosed."""
    twin = (
        EXERCISE
        + MISTAKE
        + '.replace(" ", "") + "_too", edit=("np.argmin", "np.argmax"), hint="x")\n'
    )
    names = {
        name
        for _, name, _ in failures(
            grader, tmp_path, twin.replace('.replace(" ", "") + "_too"', ' "_too"')
        )
    }
    assert names == {"assign: takes_the_farthest", "assign: takes_the_farthest_too"}


def test_a_hidden_number_that_students_read_fails(tmp_path: Path, grader: Grader) -> None:
    """Rounded in a hint, whole in the statement; a public number, a small one and a constant may be written.

    `release` refuses the exercise for the same reason.
    """
    hidden = float(np.random.RandomState(2).normal(size=(9, 4))[0, 0])
    public = float(np.random.RandomState(1).normal(size=(4, 2))[0, 0])
    harmless = f"For 0, 1, 12, 0.5, 1e-07, 100, 1.4142, 2014 and {public:.4f} points."
    text = EXERCISE.replace("no root is left.", f"no root is left. {harmless}")
    told = text.replace("no root is left.", f"no root is left, as of {hidden:.5f}.")
    course = write_course(tmp_path / "told", told)
    statement = course / "exercises" / "clusters" / "statement.md"
    statement.write_text(f"{statement.read_text()}\n{harmless}\n\nTake {hidden}.\n")
    ran = grader("verify", "--course", course, "--jobs", "1", "--json")
    found = [(c["kind"], c["name"], c["detail"]) for c in json.loads(ran.out) if not c["passed"]]
    assert [each[:2] for each in found] == [("told", "many_points")] * 2
    assert found[0][2].startswith(f"statement.md, line 7, gives {abs(hidden)}, ")
    assert f"the hint of takes_the_root gives {abs(hidden):.5f}, " in found[1][2]
    refused = grader("release", "clusters", "--course", course, "--out", tmp_path / "out")
    assert (refused.code, (tmp_path / "out").exists()) == (3, False)
    assert "many_points: statement.md, line 7," in refused.err
    harmless_course = write_course(tmp_path / "harmless", text)
    (harmless_course / "exercises/clusters/statement.md").write_text(
        statement.read_text().partition("Take")[0]
    )
    released = grader("release", "clusters", "--course", harmless_course, "--out", tmp_path / "out")
    assert released.code == 0


def test_no_public_case_fails(tmp_path: Path, grader: Grader) -> None:
    """As `release` refuses it. One function without is named in a line that passes."""
    hidden = EXERCISE.replace('visibility="public"', 'visibility="hidden"')
    found = failures(grader, tmp_path / "none", hidden)
    assert ("public", "all functions") in [(kind, name) for kind, name, _ in found]
    one = EXERCISE.replace('visibility="public", seed=3', 'visibility="hidden", seed=3')
    course = write_course(tmp_path / "one", one)
    ran = grader("verify", "--course", course, "--jobs", "1")
    assert ran.code == 0
    [line] = [line for line in ran.out.splitlines() if line.split()[2:3] == ["public"]]
    assert "students cannot check assign, without a public case" in line


def test_guessed_answer_fails(tmp_path: Path, grader: Grader) -> None:
    """The hidden case asks for what the public one already shows."""
    same = EXERCISE.replace(
        "return inputs(rng, 40, 3, 5)", "return inputs(rng.__class__(3), 6, 2, 3)"
    )
    found = failures(grader, tmp_path, same)
    assert ("guessed", "public answer 1") in [(kind, name) for kind, name, _ in found]
    assert any(detail.startswith("nearest_of_five: a public case has") for _, _, detail in found)


def test_tolerance_within_rounding_fails(tmp_path: Path, grader: Grader) -> None:
    """A right solution with another order of operations might fail there."""
    narrow = EXERCISE.replace(
        'visibility="hidden", seed=2', 'visibility="hidden", seed=2, rtol=1e-15, atol=0.0'
    )
    found = failures(grader, tmp_path, narrow)
    assert [(kind, name) for kind, name, _ in found] == [("tolerance", "many_points")]
    assert "rounding reaches" in found[0][2]


def test_tolerance_near_mistake_fails(tmp_path: Path, grader: Grader) -> None:
    """The mistake fails the case, but only just: the case could as well have missed it."""
    wide = EXERCISE.replace('visibility="hidden", seed=2', 'visibility="hidden", seed=2, rtol=0.5')
    found = failures(grader, tmp_path, wide)
    assert [(kind, name) for kind, name, _ in found] == [("tolerance", "many_points")]
    assert "the mistake takes_the_root is" in found[0][2]


def test_trivial_answer_fails(tmp_path: Path, grader: Grader) -> None:
    """Unless the function declares a reason."""
    zero = REFERENCE.replace(
        "np.argmin(squared_distances(X, centres), axis=1)", "np.zeros((X.shape[0], 2))"
    )
    text = (
        EXERCISE[: EXERCISE.index(MISTAKE)]
        .replace("m, n)), centres", "m, 2)), centres")
        .replace("size=(k, n)", "size=(k, 2)")
    )
    found = failures(grader, tmp_path / "a", text, zero)
    assert ("trivial", "zeros like argument 1") in [(kind, name) for kind, name, _ in found]
    excused = text + '\nexercise.function("assign", trivial="the right answer is zeros")\n'
    assert failures(grader, tmp_path / "b", excused, zero) == []


def test_numbers_in_right_shapes_fail(tmp_path: Path, grader: Grader) -> None:
    """A property that holds for zeros, or that no NaN breaks, is found, whatever arguments it uses."""
    text = EXERCISE + (
        'exercise.property("squared_distances", "is_the_same_both_ways", points=1, seed=5)\n'
    )
    course = write_course(tmp_path, text)
    (course / "exercises" / "clusters" / "properties.py").write_text(
        "def is_the_same_both_ways(rng, call):\n"
        '    """is the same from both sides"""\n'
        "    X, Z = rng.normal(size=(1, 2)), rng.normal(size=(4, 2))\n"
        '    there, back = call("squared_distances", X, Z), call("squared_distances", Z, X)\n'
        "    return not abs(there - back.T).max() > 1e-9\n"
    )
    ran = grader("verify", "--course", course, "--jobs", "1", "--json")
    found = {c["name"]: c["detail"] for c in json.loads(ran.out) if not c["passed"]}
    for numbers in ("zeros", "NaN", "1, 2, 3, ..."):
        assert found[f"{numbers} in the right shapes"].startswith("is_the_same_both_ways: ")


def test_public_cases_of_mistakes_are_shown(tmp_path: Path, grader: Grader) -> None:
    """Named, not caught, or not told from something that gives the same on them; in JUnit too."""
    text = EXERCISE + (
        'exercise.mistake("squared_distances", "averages", hint="Add up.",\n'
        '    edit=("return np.sum(difference**2, axis=2)", "return np.mean(difference**2, axis=2)"))\n'
        'exercise.mistake("assign", "looks_at_three", hint="There may be more centres.",\n'
        '    edit=("centres), axis=1", "centres)[:, :3], axis=1"))\n'
    )
    course, file = write_course(tmp_path / "course", text), tmp_path / "checks.xml"
    ran = grader("verify", "--course", course, "--jobs", "1", "--json", "--junit", file)
    told = {c["name"]: c["public"] for c in json.loads(ran.out) if c["kind"] == "mistake"}
    assert ran.code == 0
    assert told == {
        "squared_distances: takes_the_root": "named",
        # Of two coordinates the mean is half the sum.
        "squared_distances: averages": "not told from a factor of 0.5",
        "assign: takes_the_farthest": "named",
        "assign: looks_at_three": "not caught",
    }
    shown = {
        entry.get("name"): value.get("value")
        for entry in ElementTree.parse(file).getroot().iter("testcase")
        for value in entry.iter("property")
    }
    assert shown == told


def test_false_equivalent_fails(tmp_path: Path, grader: Grader) -> None:
    """The detail names an input that tells it apart."""
    false = EXERCISE + '\nexercise.equivalent("assign", ("axis=1", "axis=0"), reason="surely")\n'
    kind, name, detail = failures(grader, tmp_path, false)[0]
    assert (kind, name) == ("equivalent", "assign: axis=0")
    assert "with seed=" in detail


def test_reference_that_reads_the_clock_fails(tmp_path: Path, grader: Grader) -> None:
    """What changes from run to run cannot be graded."""
    clock = REFERENCE.replace("import numpy as np", "import numpy as np\nimport time").replace(
        "return np.sum(difference**2, axis=2)",
        "return np.sum(difference**2, axis=2) + time.time() % 1",
    )
    text = EXERCISE[: EXERCISE.index("exercise.mistake")]
    kinds = {kind for kind, _, _ in failures(grader, tmp_path, text, clock, repeats=True)}
    assert {"reference", "repeat"} & kinds


def test_junit(tmp_path: Path, grader: Grader) -> None:
    """JUnit XML with one entry per check, and the failures' details; written beside the table."""
    text = EXERCISE.replace('edit=("np.argmin", "np.argmax")', 'edit=("axis=1", "axis=-1")')
    course, file = write_course(tmp_path / "course", text), tmp_path / "checks.xml"
    ran = grader("verify", "--course", course, "--jobs", "1", "--quiet", "--junit", file)
    assert ran.code == 1
    root = ElementTree.parse(file).getroot()
    suite = root.find("testsuite")
    assert suite is not None
    assert (root.get("failures"), suite.get("name")) == ("1", "clusters")
    entries = suite.findall("testcase")
    assert len(entries) == int(root.get("tests", 0)) > 20
    failures = [(e.get("name"), f.get("message")) for e in entries for f in e.findall("failure")]
    [(name, detail)] = failures
    assert name == "assign: takes_the_farthest"
    assert (detail or "").startswith("no case catches it")
    assert len(ran.out.splitlines()) == 2


def test_a_place_for_junit_that_is_not_there(course: Path, grader: Grader, tmp_path: Path) -> None:
    """It is said before the work, not after."""
    ran = grader("verify", "--course", course, "--junit", tmp_path / "none" / "checks.xml")
    assert (ran.code, ran.out) == (2, "")


def test_a_faulty_exercise_hides_no_other(tmp_path: Path, grader: Grader) -> None:
    """One that ends the interpreter is an error with its line, in JUnit too; the next one is verified.

    Of that one the case that draws from elsewhere than rng is named, and the mistake that only raises.
    """
    course, file = write_course(tmp_path), tmp_path / "checks.xml"
    faulty = course / "exercises" / "clusters" / "exercise.py"
    faulty.write_text(EXERCISE + "\nraise SystemExit(0)\n", "utf-8")
    grader("new", "averages", "--course", course)
    other = course / "exercises" / "averages" / "exercise.py"
    text = other.read_text("utf-8").replace('"X.shape[0]"', '"unknown"')
    text = text.replace("from grader", "import random\n\nimport numpy as np\nfrom grader", 1)
    text = text.replace("rng.normal(size=(6, 4))", "rng.normal(size=(6, 4)) + random.random()")
    other.write_text(text, "utf-8")

    ran = grader("verify", "--course", course, "--jobs", "1", "--json", "--junit", file)
    assert ran.code == 3
    assert f"error: {faulty}, line {EXERCISE.count(chr(10)) + 2}: SystemExit: 0" in ran.err
    failed = {(c["kind"], c["name"]): c["detail"] for c in json.loads(ran.out) if not c["passed"]}
    assert "SystemExit" in failed["exercise", "can be used"]
    assert "line 19: its function gives other arguments" in failed["seed", "a_larger_table"]
    assert "raises NameError on every case" in failed["mistake", "row_means: divides_by_the_rows"]
    root = ElementTree.parse(file).getroot()
    assert (root.get("errors"), int(root.get("failures", 0)) >= 2) == ("1", True)
    listed = grader("list", "--course", course)
    assert listed.code == 3 and "averages" in listed.out and str(faulty) in listed.err


def test_jobs_change_nothing(tmp_path: Path, grader: Grader) -> None:
    """Two exercises on one process and on two: the same checks in the same order."""
    course = write_course(tmp_path)
    grader("new", "averages", "--course", course)
    one, two = (grader("verify", "--course", course, "--jobs", jobs, "--json") for jobs in (1, 2))
    assert json.loads(one.out) == json.loads(two.out)
    assert {check["exercise"] for check in json.loads(one.out)} == {"averages", "clusters"}


@pytest.mark.parametrize(('actual', 'expected'), [
    (1.0 + 3e-6, 3.0), (1, 0.0), ("1", STRUCTURE), ([1.0], STRUCTURE), (float("nan"), STRUCTURE),
])  # fmt: skip
def test_distance(actual: object, expected: float) -> None:
    """In tolerances: one is the line between right and wrong; another kind of value is beyond any."""
    assert distance(1.0, actual, Tolerance(1e-6, 0.0)) == pytest.approx(expected, rel=1e-6)


def test_distance_of_nested_values() -> None:
    """The largest one, through dictionaries, tuples and arrays."""
    right = {"a": (np.array([1.0, 2.0]), 5.0), "b": np.array([True])}
    wrong = {"a": (np.array([1.0, 2.0 + 8e-6]), 5.0 + 1e-6), "b": np.array([1])}
    assert distance(right, wrong, Tolerance(1e-6, 0.0)) == pytest.approx(4.0, rel=1e-6)
    assert distance(right, {"a": right["a"]}, Tolerance()) == STRUCTURE


def test_literal_is_exact() -> None:
    """The hard-coded answer is what the reference returned, to the last bit."""
    value = {
        "W": np.array([[0.1, -1e-300], [np.inf, np.nan]]),
        2: (1, [True, None], "a'b", 1 + 2j),
        "i": np.arange(3),
    }
    made = eval(literal(value), {"np": np, "inf": np.inf, "nan": np.nan})
    assert np.array_equal(made["W"], value["W"], equal_nan=True)
    assert made["i"].dtype == value["i"].dtype
    assert made[2] == value[2]
