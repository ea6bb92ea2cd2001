"""A course that leaves the random numbers free: what is a choice, and what is a mistake.

From the statement's words to the report: `grade` on a folder, hidden cases and all.
"""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from grader.course.catalog import find_course
from grader.diagnosis import diagnose
from grader.sandbox.judge.sandbox import Sandbox
from grader.verify import verify_exercise
from tests.cli.command import printed_by
from tests.cli.conftest import Ran
from tests.feedback.conftest import Bench

ROOT = Path(__file__).resolve().parents[2]
EXERCISE = '''
from grader.authoring import Exercise

exercise = Exercise(title="Small weights", reference="small.py")
exercise.function("start", rng="free")


@exercise.case("start", points=2, visibility="public", seed=1)
def two_layers(rng):
    """draws two layers"""
    return dict(n_x=3, n_h=4, n_y=2)


@exercise.case("start", points=8, seed=2)
def wide_layers(rng):
    """draws layers of other widths"""
    return dict(n_x=6, n_h=5, n_y=3)


exercise.mistake("start", "forgets_the_factor", edit=("0.01 * np.random.randn(n_h", "np.random.randn(n_h"),
    hint="Small weights were asked for.")
'''
REFERENCE = '''"""Small weights."""

import numpy as np


def start(n_x, n_h, n_y):
    """Return two matrices of small normal numbers."""
    return {"W1": 0.01 * np.random.randn(n_h, n_x), "W2": 0.01 * np.random.randn(n_y, n_h)}
'''
BODY = """import numpy as np


def start(n_x, n_h, n_y):
    {seed}
    W1 = {draw}(size=(n_h, n_x)) * 0.01
    {again}
    W2 = {draw}(size=(n_y, n_h)) * 0.01
    return {{"W1": W1, "W2": W2}}
"""


def written(
    seed: str = "pass", draw: str = "np.random.standard_normal", again: str = "pass"
) -> str:
    return BODY.format(seed=seed, draw=draw, again=again)


BACKWARDS = """import numpy as np


def start(n_x, n_h, n_y):
    np.random.seed(2024)
    W2 = np.random.randn(n_y, n_h) / 100
    W1 = np.random.randn(n_h, n_x) / 100
    return dict(W1=W1, W2=W2)
"""
RIGHT = {
    "no_seed": written(),
    "a_seed_of_its_own": written("np.random.seed(987654)"),
    "a_generator": written("rng = np.random.default_rng(4711)", "rng.standard_normal"),
    "an_unseeded_generator": written("rng = np.random.default_rng()", "rng.normal"),
    "a_random_state": written("rng = np.random.RandomState(4711)", "rng.normal"),
    "two_seeds": written("np.random.seed(7)", again="np.random.seed(8)"),
    "another_order": BACKWARDS,
}
WRONG = {
    "another_factor": written("np.random.seed(987654)").replace("0.01", "0.1"),
    "uniform_numbers": written("np.random.seed(987654)", "np.random.random_sample"),
    "uniform_numbers_unseeded": written(draw="np.random.random_sample"),
    "the_same_numbers_twice": written("np.random.seed(7)", again="np.random.seed(7)"),
    "zeros": "import numpy as np\n\n\ndef start(n_x, n_h, n_y):\n"
    '    return {"W1": np.zeros((n_h, n_x)), "W2": np.zeros((n_y, n_h))}\n',
    "turned_shapes": written("np.random.seed(3)").replace("(n_h, n_x)", "(n_x, n_h)"),
}


def command(*words: object) -> Ran:
    return Ran(*printed_by(words, ROOT, os.environ))


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("course")
    folder = root / "exercises" / "small"
    folder.mkdir(parents=True)
    (folder / "exercise.py").write_text(EXERCISE)
    (folder / "small.py").write_text(REFERENCE)
    (folder / "statement.md").write_text("# Small weights\n\n## `start(n_x, n_h, n_y)`\n")
    return root


@pytest.fixture(scope="module")
def scores(course: Path) -> dict[str, tuple[float, str | None]]:
    """Submission -> score and accepted form, as the reports say."""
    files, out = course / "files", course / "out"
    files.mkdir()
    for name, text in (RIGHT | WRONG).items():
        (files / f"{name}.py").write_text(text)
    graded = command("grade", files, "--course", course, "--out", out)
    assert graded.code == 0, graded.err
    reports = [json.loads(path.read_text()) for path in (out / "reports").glob("*.json")]
    return {
        Path(r["submission"]["file"]).stem: (r["score"], r["functions"][0]["alternative"])
        for r in reports
    }


@pytest.mark.parametrize("name", RIGHT)
def test_free_choice_earns_all(scores: dict[str, tuple[float, str | None]], name: str) -> None:
    """Any choice of numbers earns everything.

    Whatever the seed, the generator or the order, in the public case and in the hidden one.
    """
    assert scores[name][0] == 10


@pytest.mark.parametrize("name", WRONG)
def test_wrong_formula_earns_nothing(
    scores: dict[str, tuple[float, str | None]], name: str
) -> None:
    """A wrong formula on numbers of its own earns nothing.

    Nor do other distributions, and numbers that come twice.
    """
    assert scores[name][0] == 0


def test_no_clock_decides_about_points(
    course: Path, sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A free choice earns everything on a machine so slow that no time is left to explain."""
    monkeypatch.setattr(diagnose, "DIAGNOSIS_SECONDS", -1.0)
    cases = Bench(find_course(course), sandbox).grade("small", RIGHT["another_order"])
    assert sum(case.points for case in cases) == 10


def test_choice_in_report(scores: dict[str, tuple[float, str | None]]) -> None:
    """The report names the choice.

    So that an instructor sees that its numbers are not in the reference's order.
    """
    assert scores["another_order"][1] == "drawn_backwards"


def test_check_with_bundle(course: Path, tmp_path: Path) -> None:
    """A student checks the same with the bundle.

    What is handed out knows that the numbers are free.
    """
    released = command("release", "small", "--course", course, "--out", tmp_path / "bundle")
    assert released.code == 0, released.err
    for name, code in (("a_generator", 0), ("another_factor", 1)):
        file = tmp_path / f"{name}.py"
        file.write_text((RIGHT | WRONG)[name])
        checked = command("check", file, "--course", tmp_path / "bundle")
        assert checked.code == code, checked.out + checked.err


def test_verify_refuses_seeding_reference(course: Path, sandbox: Sandbox) -> None:
    """The exercise passes verify and one whose reference seeds does not.

    Free choices are judged on the numbers that the reference finds.
    """

    def failed() -> list[str]:
        findings = verify_exercise(find_course(course).definition("small"), sandbox)
        return [finding.detail for finding in findings if not finding.passed]

    assert failed() == []
    file = course / "exercises" / "small" / "small.py"
    line = "    return {"
    file.write_text(REFERENCE.replace(line, "    np.random.seed(3)\n" + line))
    told = failed()
    file.write_text(REFERENCE)
    assert any("the reference sets a seed" in each for each in told), told
