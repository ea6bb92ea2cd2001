"""A course from outside, its errors, its version, and its released bundle."""

from __future__ import annotations

import json
import signal
import sys
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest

from grader.course.bundle import dump_bundle
from grader.course.catalog import VARIABLE, find_course
from grader.course.prepare import prepare, with_mistakes
from grader.course.reference_program import program_of
from grader.model.exercise import Visibility
from grader.model.result import Status
from grader.pipeline.grade import Graded, grade_program
from grader.sandbox.judge.sandbox import Sandbox
from grader.util.errors import AuthorError, UsageError
from grader.verify import verify
from tests.authoring.course import EXERCISE, REFERENCE, write_course


def graded(course: Path, sandbox: Sandbox, source: str) -> Graded:
    definition = find_course(course).definition("averages")
    exercise = prepare(definition, sandbox)
    program = program_of({"hw.py": source}, definition)
    known = with_mistakes(definition, exercise, sandbox, exercise.function_names).mistakes
    return grade_program(
        exercise, program, sandbox, lambda name: [m for m in known if m.function == name]
    )


RIGHT = """
def mean_and_spread(values, scale=1.0):
    m = sum(values) / len(values)
    return [float(m), scale * (sum((v - m) ** 2 for v in values) / len(values)) ** 0.5]

def centre(x):
    from avg_utils import half
    x -= x.mean()
    return half(x)
"""


def test_verify_passes_sound_exercise(tmp_path: Path, sandbox: Sandbox) -> None:
    """Reference and accepted form earn full points, starter and trivial answers none; mistakes are told apart."""
    checks = list(verify(find_course(write_course(tmp_path)), [], sandbox))
    assert [c for c in checks if not c.passed] == []
    kinds = {check.kind for check in checks}
    assert kinds >= {"reference", "accepted form", "starter", "trivial", "mistake"}


def test_other_style_gets_full_points(tmp_path: Path, sandbox: Sandbox) -> None:
    """Other parameter names, a list for a tuple, an import inside a function; working in place is a note."""
    outcome = graded(write_course(tmp_path), sandbox, RIGHT)
    assert outcome.result.score == outcome.result.max_score == Fraction(5)
    assert [n.kind for n in outcome.notes] == ["changed_argument"]


def test_one_accepted_form_for_all_cases(tmp_path: Path, sandbox: Sandbox) -> None:
    """An order of results that is right once and wrong once is not right."""
    course = write_course(tmp_path)
    swapped = "def mean_and_spread(x, scale=1.0):\n    return scale * np.std(x), np.mean(x)\n"
    first = graded(course, sandbox, swapped).result.functions[0]
    assert (first.status, first.accepted_form) == (Status.PASSED, "spread_first")
    mixed = (
        "def mean_and_spread(x, scale=1.0):\n    r = [np.mean(x), scale * np.std(x)]\n"
        "    return r if len(x) == 5 else r[::-1]\n"
    )
    assert graded(course, sandbox, mixed).result.functions[0].score == Fraction(2)


def test_known_mistake_is_named(tmp_path: Path, sandbox: Sandbox) -> None:
    """A differently written file with the same misconception gets the same hint."""
    source = "def mean_and_spread(x, scale=1.0):\n    return x.mean(), scale * np.var(x)\n"
    cases = graded(write_course(tmp_path), sandbox, source).result.cases[:2]
    assert {(c.status, c.mistake) for c in cases} == {(Status.FAILED, "variance")}


def test_unknown_mistake_is_not_named(tmp_path: Path, sandbox: Sandbox) -> None:
    """No diagnosis rather than a guess."""
    source = "def mean_and_spread(x, scale=1.0):\n    return x.mean(), scale * np.ptp(x)\n"
    cases = graded(write_course(tmp_path), sandbox, source).result.cases[:2]
    assert {(c.status, c.mistake) for c in cases} == {(Status.FAILED, None)}


def test_all_or_nothing(tmp_path: Path, sandbox: Sandbox) -> None:
    """Some of the answers earn no points where the author declares it."""
    text = EXERCISE + '\nexercise.function("mean_and_spread", all_or_nothing=True)\n'
    course = write_course(tmp_path, text)
    source = "def mean_and_spread(x, scale=1.0):\n    return x.mean(), np.std(x)\n"
    function = graded(course, sandbox, source).result.functions[0]
    assert (function.status, function.score) == (Status.FAILED, 0)


FAULTS = {
    "two cases of one name": (EXERCISE.replace("def scaled", "def a_few_numbers"), "two cases"),
    "no docstring": (EXERCISE.replace('"""the spread is scaled"""', ""), "no docstring"),
    "an edit that fits nowhere": (EXERCISE.replace('"scale * np.sqrt"', '"no such text"'), "0 times"),
    "an edit that fits twice": (EXERCISE.replace('"scale * np.sqrt"', '"mean"'), "times"),
    "an edit that breaks the syntax": (EXERCISE.replace('"np.sqrt"),', '"np.sqrt(("),'), "valid Python"),
    "no points": (EXERCISE.replace("points=2, ", "points=0, ").replace(
        '"mean_and_spread", visibility', '"mean_and_spread", points=0, visibility'), "no points"),
    "an unknown visibility": (EXERCISE.replace('"public"', '"secret"'), "visibility"),
    "an unknown function": (EXERCISE.replace('case("centre"', 'case("center"'), "no function"),
    "a stand-in that holds an answer": (
        EXERCISE.replace('"centre"', '"half"'), "half"),
    "a syntax error": (EXERCISE + "\ndef (", "line"),
    "an exception": (EXERCISE + "\n1 / 0", "ZeroDivisionError"),
    "a missing reference": (EXERCISE.replace("averages.py", "elsewhere.py"), "no reference"),
    "no exercise": ("x = 1", "declares no exercise"),
}  # fmt: skip


@pytest.mark.parametrize("fault", FAULTS)
def test_authors_error_is_clear(tmp_path: Path, fault: str) -> None:
    """What is wrong, and where; never a traceback."""
    text, words = FAULTS[fault]
    with pytest.raises(AuthorError, match=words):
        find_course(write_course(tmp_path, text)).definition("averages")


RUN_FAULTS = {
    "an argument that the function does not take": ("dict(x=sample(rng, 4))", "dict(y=1)", "takes"),
    "an argument that cannot be sent": (
        "dict(x=sample(rng, 4))",
        "dict(x=object())",
        "cannot be sent to a child",
    ),
    "a case that raises": ("dict(x=sample(rng, 4))", "1 / 0", "ZeroDivisionError"),
    "a case that returns nothing": ("return dict(x=sample(rng, 4))", "pass", "no dictionary"),
    "a reference that raises": ("dict(x=sample(rng, 4))", "dict(x='text')", "reference"),
}


@pytest.mark.parametrize("fault", RUN_FAULTS)
def test_error_while_drawing_inputs_is_clear(tmp_path: Path, sandbox: Sandbox, fault: str) -> None:
    """The case and its line are named."""
    old, new, words = RUN_FAULTS[fault]
    course = write_course(tmp_path, EXERCISE.replace(old, new))
    with pytest.raises(AuthorError, match=words):
        prepare(find_course(course).definition("averages"), sandbox)


@pytest.mark.skipif(not hasattr(signal, "setitimer"), reason="no timer")
@pytest.mark.parametrize(("never", "words"), [
    ("[None for _ in iter(int, 1)]", "takes more than 0.2 seconds of processor time"),
    ("[__import__('time').sleep(0.02) for _ in iter(int, 1)]", "waits, and has done nothing for 0.2"),
    ("__import__('threading').Event().wait()", "waits, and has done nothing for 0.2"),
])  # fmt: skip
def test_a_case_that_never_returns_is_named(
    tmp_path: Path, sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch, never: str, words: str
) -> None:
    """One that loops, sleeps or waits: after some time, instead of a command that says nothing and does not end."""
    monkeypatch.setattr("grader.course.author_time.AUTHOR_SECONDS", 0.2)
    course = write_course(tmp_path, EXERCISE.replace("dict(x=sample(rng, 4))", never))
    with pytest.raises(AuthorError, match=rf"line \d+: case 'centred' {words}"):
        prepare(find_course(course).definition("averages"), sandbox)


def test_version_depends_on_defining_files(tmp_path: Path) -> None:
    """Imported modules and the reference count; line ends and the statement do not."""
    course = write_course(tmp_path)
    folder = course / "exercises" / "averages"

    def version() -> str:
        return find_course(course).definition("averages").version

    first = version()
    (folder / "statement.md").write_text("another text")
    inputs = folder / "inputs.py"
    inputs.write_bytes(inputs.read_bytes().replace(b"\n", b"\r\n"))
    assert version() == first
    inputs.write_text(inputs.read_text().replace("* 3", "* 4"))
    second = version()
    assert second != first
    reference = course / "reference" / "averages.py"
    reference.write_text(REFERENCE + "\n# more\n")
    assert version() not in (first, second)


def test_reading_leaves_nothing_behind(tmp_path: Path) -> None:
    """No module, no path, no byte code: two exercises may both have an ``inputs.py``."""
    course = write_course(tmp_path)
    before = list(sys.path)
    find_course(course).definition("averages")
    assert "inputs" not in sys.modules
    assert sys.path == before
    assert not list(tmp_path.rglob("__pycache__"))


def test_course_is_the_chosen_one_or_the_environments(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The working directory is never taken for a course."""
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    a, b = write_course(tmp_path / "a"), write_course(tmp_path / "b")
    monkeypatch.chdir(a)
    monkeypatch.delenv(VARIABLE, raising=False)
    assert "averages" not in find_course().ids()
    monkeypatch.setenv(VARIABLE, str(b))
    assert find_course().root == b.resolve()
    assert find_course(a).root == a.resolve()


def test_folder_without_exercises_is_refused(tmp_path: Path) -> None:
    """A wrong --course is a usage error that says what a course holds."""
    with pytest.raises(UsageError) as caught:
        find_course(tmp_path)
    assert "exercise.py" in caught.value.hint


def test_misspelled_exercise_gets_suggestions(tmp_path: Path) -> None:
    """The error for an unknown id names the nearest ones."""
    with pytest.raises(UsageError) as caught:
        find_course(write_course(tmp_path)).definition("average")
    assert "averages" in caught.value.hint


def test_bundle_grades_like_the_course(tmp_path: Path, sandbox: Sandbox) -> None:
    """Public cases with frozen values: the same verdicts, and nothing hidden in the file."""
    course = find_course(write_course(tmp_path / "course"))
    definition = course.definition("averages")
    exercise = prepare(definition, sandbox)
    text = dump_bundle(exercise)
    for secret in ("scaled", "doubled_helper", "np.sqrt", "variance"):
        assert secret not in text
    released = tmp_path / "released" / "averages"
    released.mkdir(parents=True)
    (released / "exercise.json").write_text(text)
    bundle = find_course(tmp_path / "released").definition("averages")
    frozen = prepare(bundle, sandbox)
    assert {case.visibility for case in frozen.cases} == {Visibility.PUBLIC}
    program = program_of({"hw.py": RIGHT}, definition)
    result = grade_program(frozen, program, sandbox).result
    assert result.score == result.max_score == Fraction(2)
    only_public = prepare(definition, sandbox, public_only=True)
    wrong = program_of({"hw.py": "def centre(x):\n    return x\n"}, definition)
    assert (
        grade_program(frozen, wrong, sandbox).result
        == grade_program(replace(only_public), wrong, sandbox).result
    )


@pytest.mark.parametrize("damage", ["{", "{}", '{"format": "other"}', "[]", "\x00"])
def test_damaged_bundle_is_refused(tmp_path: Path, damage: str) -> None:
    """Truncated or foreign JSON is no exercise."""
    (tmp_path / "exercise.json").write_text(damage)
    with pytest.raises(AuthorError, match="no released exercise"):
        find_course(tmp_path).definition(tmp_path.name)


def test_bundle_is_json(tmp_path: Path, sandbox: Sandbox) -> None:
    """Anybody can read its contents."""
    definition = find_course(write_course(tmp_path)).definition("averages")
    data = json.loads(dump_bundle(prepare(definition, sandbox)))
    assert [case["name"] for case in data["cases"]] == ["a_few_numbers", "centred"]
