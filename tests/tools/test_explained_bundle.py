"""A released bundle says what the course says of a public case, and tells nothing hidden by it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from grader.course.bundle import _pack
from grader.course.catalog import Course
from grader.course.editing import apply
from grader.course.prepare import prepare, with_mistakes
from grader.sandbox import open_sandbox
from tests.authoring.judged import ID, write_judged
from tests.tools.conftest import EXERCISE, REFERENCE, Grader, write_course

RUNNING_MEAN = '''

def noisy(x):
    """Return x plus noise that is drawn after np.random.seed(3)."""
    np.random.seed(3)
    return x + np.random.randn(*x.shape)
'''
MORE = '''
exercise.function("noisy", rng="fixed")


@exercise.case("noisy", points=1, visibility="public", seed=5)
def four_numbers(rng):
    """adds the noise of seed 3"""
    return dict(x=rng.normal(size=(2, 2)))


@exercise.case("assign", points=1, visibility="hidden", seed=6)
def equally_near(rng):
    """names the first of two centres that are equally near"""
    return inputs(rng, 3, 2, 2)


exercise.mistake("squared_distances", "adds_over_points",
    edit=("axis=2", "axis=0"), hint="The sum runs over the coordinates.")
exercise.mistake("squared_distances", "forgets_coordinates_from_the_third",
    edit=("np.sum(difference**2, axis=2)", "np.sum(difference[:, :, :2] ** 2, axis=2)"),
    hint="Every coordinate counts, however many there are.")
exercise.mistake("squared_distances", "gives_the_differences",
    edit=("np.sum(difference**2, axis=2)", "np.sum(difference, axis=2)"),
    hint="Square the differences.")
exercise.mistake("squared_distances", "sums_two_of_the_coordinates",
    edit=("np.sum(difference**2, axis=2)", "np.sum(difference[:, :, :2], axis=2)"),
    hint="Square the differences of all coordinates.")
exercise.mistake("squared_distances", "takes_the_fourth_power",
    edit=("difference**2", "difference**4"), hint="Square, no more.")
exercise.needs_hidden_cases("squared_distances", "takes_the_fourth_power")
'''
TOLD = ("takes_the_root", "adds_over_points")
UNTOLD = (
    "forgets_coordinates_from_the_third",  # right on the public case
    "gives_the_differences",  # there like the next one
    "sums_two_of_the_coordinates",
    "takes_the_fourth_power",  # its author says so
)
TOLD_BY_THE_COURSE = ("gives_the_differences", "sums_two_of_the_coordinates")
"""Told apart from their rivals on inputs that are no case's, which takes the reference."""


SMALL_CALL = "    A small call where yours differs:"


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("course")
    exercise = EXERCISE + MORE
    write_course(root, exercise, REFERENCE + RUNNING_MEAN)
    with (root / "exercises" / "clusters" / "statement.md").open("a") as statement:
        statement.write("\nWrite `noisy(x)`, after `np.random.seed(3)`.\n")
    return root


@pytest.fixture(scope="module")
def bundle(course: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    from grader.cli.main import main

    out = tmp_path_factory.mktemp("out")
    assert main(["release", "clusters", "--course", str(course), "--out", str(out)]) == 0
    return out / "clusters"


def checked(grader: Grader, code: str, tmp_path: Path, *places: Path) -> list[str]:
    """What ``check`` prints of this code, with the course and with the bundle."""
    file = tmp_path / "mine.py"
    file.write_text(code)
    return [grader("check", file, "--course", place).out for place in places]


@pytest.mark.parametrize("name", [*TOLD, *UNTOLD, "takes_the_farthest"])
def test_same_words(name: str, course: Path, bundle: Path, grader: Grader, tmp_path: Path) -> None:
    """Of a known mistake that it names, the bundle prints what the course prints; no other is named.

    Only the course has a reference: to try edits of where no known mistake fits, or several do, and to
    compare with on further inputs.
    """
    definition = Course(course).definition("clusters")
    mistake = next(mistake for mistake in definition.mistakes if mistake.name == name)
    (code,) = apply(definition.reference, mistake).values()
    of_course, of_bundle = (
        section(text, mistake.function) for text in checked(grader, code, tmp_path, course, bundle)
    )
    if name not in UNTOLD:
        assert of_bundle == of_course.partition(SMALL_CALL)[0].rstrip()
    if name in UNTOLD:
        assert (str(mistake.hint) in of_course) is (name in TOLD_BY_THE_COURSE)
    assert (str(mistake.hint) in " ".join(of_bundle.split())) is (name not in UNTOLD)


def section(text: str, function: str) -> str:
    """What a check's page says of one function below its table."""
    return next((part for part in text.split("\n\n") if part.startswith(f"{function}\n")), "")


@pytest.mark.parametrize(("old", "new", "words"), [
    ("return np.sum(difference**2, axis=2)", "return 3 * np.sum(difference**2, axis=2)", "times 3"),
    ("np.random.seed(3)", "np.random.seed(1)", "The formula is right, but not the random numbers"),
    ("np.random.seed(3)", "pass", "The formula is right, but not the random numbers"),
])  # fmt: skip
def test_other_explanations(
    old: str, new: str, words: str, course: Path, bundle: Path, grader: Grader, tmp_path: Path
) -> None:
    """A relation, and other random numbers, are told from the bundle in the same words."""
    code = (REFERENCE + RUNNING_MEAN).replace(old, new)
    of_course, of_bundle = (
        " ".join(text.split()) for text in checked(grader, code, tmp_path, course, bundle)
    )
    assert words in of_bundle
    assert words in of_course


def test_nothing_hidden_travels(course: Path, bundle: Path) -> None:
    """No result on a hidden input, no edit, no line of the reference; no word of what is not told."""
    text = (bundle / "exercise.json").read_text()
    definition = Course(course).definition("clusters")
    with open_sandbox() as sandbox:
        whole = prepare(definition, sandbox)
        whole = with_mistakes(definition, whole, sandbox, whole.function_names)
    hidden = [case for case in whole.cases if not case.is_public]
    assert len(hidden) == 3
    for case in hidden:
        values = [*case.call.arguments.values(), *case.expected.values()]
        values += [m.answers[case.name] for m in whole.mistakes if case.name in m.answers]
        assert values
        for value in values:
            assert _pack(value) not in text
        assert case.name not in text and case.description not in text
    for mistake in definition.mistakes:
        for _, after in mistake.edits:
            assert after not in text or len(after) < 12
        assert (mistake.name in text) is (mistake.name not in UNTOLD), mistake.name
        assert (str(mistake.hint) in text) is (mistake.name not in UNTOLD), mistake.name
    for line in (REFERENCE + RUNNING_MEAN).splitlines():
        assert len(line.strip()) < 12 or line.strip() not in text


def test_wrong_helper_is_no_mistake_of_its_caller(
    bundle: Path, grader: Grader, tmp_path: Path
) -> None:
    """Farthest, because the helper's sign is wrong: there is no correct helper, so nothing is named."""
    code = REFERENCE.replace("np.sum(difference**2", "-np.sum(difference**2")
    file = tmp_path / "mine.py"
    file.write_text(code)
    ran = grader("check", file, "--course", bundle, "--json")
    report = json.loads(ran.out)
    (assign,) = [case for case in report["cases"] if case["function"] == "assign"]
    assert (assign["status"], assign["mistake"]) == ("failed", None)
    assert "nearest centre has the smallest" not in ran.out
    (function,) = [f for f in report["functions"] if f["name"] == "assign"]
    assert function["fix_first"] == "squared_distances"


def test_helper_that_is_right_on_its_own_cases_only(
    bundle: Path, grader: Grader, tmp_path: Path
) -> None:
    """With the size of the one public case built in it passes, and what calls it is wrong by it alone."""
    built_in = REFERENCE.replace(
        "    return np.sum(",
        "    if len(X) != 4:\n        return -np.sum(difference**2, axis=2)\n    return np.sum(",
    )
    told = {}
    for name, code in (
        ("helper", built_in),
        ("caller", REFERENCE.replace("np.argmin", "np.argmax")),
    ):
        file = tmp_path / f"{name}.py"
        file.write_text(code)
        report = json.loads(grader("check", file, "--course", bundle, "--json").out)
        statuses = {case["function"]: case["status"] for case in report["cases"]}
        assert (statuses["squared_distances"], statuses["assign"]) == ("passed", "failed")
        told[name] = next(c["mistake"] for c in report["cases"] if c["function"] == "assign")
    assert told == {"helper": None, "caller": "takes_the_farthest"}


def test_older_bundle_is_read(bundle: Path, grader: Grader, tmp_path: Path) -> None:
    """One without explanations still checks."""
    data = json.loads((bundle / "exercise.json").read_text())
    del data["explanations"], data["helper_calls"]
    (tmp_path / "clusters").mkdir()
    (tmp_path / "clusters" / "exercise.json").write_text(json.dumps(data))
    (text,) = checked(
        grader, REFERENCE.replace("axis=2", "axis=0"), tmp_path, tmp_path / "clusters"
    )
    assert "squared_distances" in text and "runs over" not in text


ADDS = '''"""Adds numbers up."""


def total(first, *rest, scale=1.0):
    """Return the sum of all arguments, times scale."""
    return scale * (first + sum(rest))


def mean(x):
    """Return the mean of the numbers x."""
    return total(*x, scale=1.0 / len(x))
'''
ADDS_EXERCISE = """
exercise.function("mean", builds_on=("total",))

@exercise.case("total", visibility="public", points=1, seed=1)
def two_numbers(rng):
    "adds two numbers"
    return dict(first=1.0, rest=(2.0,))

@exercise.case("mean", visibility="public", points=1, seed=2)
def of_three(rng):
    "divides by how many there are"
    return dict(x=[1.0, 2.0, 6.0])

exercise.mistake("mean", "forgets_one", edit=("len(x)", "(len(x) - 1)"), hint="Count all of them.")
"""


def test_right_helper_of_any_number_of_arguments(grader: Grader, tmp_path: Path) -> None:
    """It was asked with fewer arguments than the expected result belongs to, and blamed."""
    course = write_judged(tmp_path / "course", ADDS_EXERCISE, ADDS)
    (course.root / "exercises" / ID / "statement.md").write_text(
        "Write `total(first, *rest, scale=1.0)` and `mean(x)`.\n"
    )
    assert grader("release", ID, "--course", course.root, "--out", tmp_path).code == 0
    file = tmp_path / "mine.py"
    file.write_text(ADDS.replace("len(x)", "(len(x) - 1)"))
    report = json.loads(grader("check", file, "--course", tmp_path / ID, "--json").out)
    (case,) = [case for case in report["cases"] if case["function"] == "mean"]
    assert (case["status"], case["mistake"]) == ("failed", "forgets_one")
