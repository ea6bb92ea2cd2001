"""``grader release``: what students get is whole, works alone, and tells nothing.

A usual run releases exercises of which each declares something in a way that the others do not; `--thorough`
releases the whole course.
"""

from __future__ import annotations

import ast
import json
import os
import re
import subprocess
import sys
import zipfile
from pathlib import Path

import nbformat
import pytest

from grader.course.catalog import Course
from grader.course.definition import Definition
from grader.course.prepare import prepare
from grader.release import release
from grader.sandbox.judge.sandbox import Sandbox
from tests.tools.bundles import OF_EACH_KIND, bodies, edits, kinds, secrets, texts
from tests.tools.conftest import EXERCISE, Grader, write_course

CHECKOUT = Path(__file__).parents[2]
SHIPPED = Course(CHECKOUT)


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "definition" in metafunc.fixturenames:
        thorough = metafunc.config.getoption("--thorough")
        ids = SHIPPED.ids() if thorough else OF_EACH_KIND
        metafunc.parametrize("definition", ids, indirect=True, scope="module")


@pytest.fixture(scope="module")
def definition(request: pytest.FixtureRequest) -> Definition:
    return SHIPPED.definition(request.param)


@pytest.fixture(scope="module")
def bundle(
    definition: Definition, sandbox: Sandbox, tmp_path_factory: pytest.TempPathFactory
) -> Path:
    out = tmp_path_factory.mktemp("out")
    release(definition, out, sandbox)
    return out / definition.id


def test_some_exercises_declare_all_kinds() -> None:
    """A usual run leaves out no kind of declaration that the course has."""
    declared = {exercise: kinds(SHIPPED.definition(exercise)) for exercise in SHIPPED.ids()}
    taken = set[str]().union(*(declared[exercise] for exercise in OF_EACH_KIND))
    assert set[str]().union(*declared.values()) - taken == set()


def test_bundle_holds_nothing_hidden(
    definition: Definition, bundle: Path, sandbox: Sandbox
) -> None:
    """No hidden case by name, text, input or expected value; no edit; no function's right body.

    Of the known mistakes there are those that public cases show.
    """
    exercise = prepare(definition, sandbox)
    files = texts(bundle)
    for secret, what in secrets(definition, exercise).items():
        for name, text in files.items():
            # A name may be a part of another: of a mistake's, say.
            found = secret in text and re.search(rf"(?<!\w){re.escape(secret)}(?!\w)", text)
            assert not found, f"{what} in {name}"
    starters = {name: text for name, text in files.items() if name.startswith(definition.id)}
    assert len(starters) == 2
    # Helper modules and replacements are handed out as code; all else there is data.
    data = json.dumps(
        {
            key: [{**case, "replacements": None} for case in value] if key == "cases" else value
            for key, value in json.loads(files["exercise.json"]).items()
            if key != "modules"
        }
    )
    given = {each.function for each in definition.given}
    for text in starters.values():
        for node in ast.walk(ast.parse(text)) if text.startswith('"""') else ():
            if isinstance(node, ast.FunctionDef) and node.name in {*definition.functions} - given:
                assert ast.unparse(node.body[-1]) == "raise NotImplementedError()"
                assert len(node.body) <= 2
    own = {n for m in definition.modules for n in m.exports}
    for function, lines in bodies(definition).items():
        assert function not in own
        code = {line.strip() for text in starters.values() for line in text.splitlines()}
        # Of a body that is given with faults, the lines that they are in.
        right = {b.strip() for e in definition.given if e.function == function for b, _ in e.edits}
        secret = right if function in given else set(lines)
        assert not secret & code, function
        assert not any(line in data for line in lines if len(line) > 24), function
    for text in edits(definition):
        assert text not in data


def test_notebook_is_valid(definition: Definition, bundle: Path) -> None:
    """nbformat 4.5 with ids; one stub per function, and its check after it; a check of all last."""
    notebook = nbformat.read(bundle / f"{definition.id}.ipynb", as_version=nbformat.NO_CONVERT)
    nbformat.validate(notebook)
    assert (notebook.nbformat, notebook.nbformat_minor) == (4, 5)
    code = [cell for cell in notebook.cells if cell.cell_type == "code"]
    stubs = [cell.id for cell in code if cell.id.startswith("function-")]
    assert sorted(stubs) == sorted(f"function-{name}"[:64] for name in definition.functions)
    ids = [cell.id for cell in code]
    for name in definition.functions:
        assert ids[ids.index(f"function-{name}"[:64]) + 1] == f"check-{name}"[:64]
    assert code[-1].source.endswith("grader.check()")
    assert "pip" not in "".join(cell.source for cell in code)
    assert definition.statement is not None
    said = "\n\n".join(cell.source for cell in notebook.cells if cell.cell_type == "markdown")
    assert said.split() == definition.statement.read_text("utf-8").split()


def test_release_is_reproducible(course: Path, sandbox: Sandbox, tmp_path: Path) -> None:
    """To the byte, cell ids too: two versions of a bundle can be compared."""
    for definition in (SHIPPED.definition("data_splits"), Course(course).definition("clusters")):
        for out in ("first", "second"):
            release(definition, tmp_path / out, sandbox)
        for path in (tmp_path / "first" / definition.id).iterdir():
            again = tmp_path / "second" / definition.id / path.name
            assert again.read_bytes() == path.read_bytes()


def test_starter_runs_alone(definition: Definition, bundle: Path) -> None:
    """Top to bottom in its own folder, as script and as notebook, with nothing of the course."""
    notebook = nbformat.read(bundle / f"{definition.id}.ipynb", as_version=4)
    cells = [
        c.source
        for c in notebook.cells
        if c.cell_type == "code" and not c.id.startswith(("first", "check"))
    ]
    texts = [(bundle / f"{definition.id}.py").read_text("utf-8"), "\n\n".join(cells)]
    run = "import json, sys; sys.path.insert(0, '.'); [exec(t, {}) for t in json.load(sys.stdin)]"
    done = subprocess.run(
        [sys.executable, "-c", run],
        input=json.dumps(texts),
        cwd=bundle,
        capture_output=True,
        text=True,
        env={**os.environ, "PYTHONDONTWRITEBYTECODE": "1", "MPLBACKEND": "agg"},
    )
    assert done.returncode == 0, done.stderr


def filled(definition: Definition, bundle: Path) -> str:
    """The notebook with the reference's functions in the stubs' cells, and helpers in one more."""
    notebook = json.loads((bundle / f"{definition.id}.ipynb").read_text("utf-8"))
    functions, others = {}, []
    for text in definition.reference.values():
        for node in ast.parse(text).body:
            if getattr(node, "name", None) in definition.functions:
                functions[node.name] = ast.unparse(node)
            elif not (
                isinstance(node, ast.ImportFrom) and (node.module or "").startswith("reference")
            ):
                others.append(ast.unparse(node))
    for cell in notebook["cells"]:
        if cell["id"].startswith("function-"):
            cell["source"] = functions[cell["id"].removeprefix("function-")]
        if cell["id"] == "imports":
            cell["source"] = "".join(cell["source"]) + "\n" + "\n".join(others)
    return json.dumps(notebook)


def test_starter_scores(
    definition: Definition, bundle: Path, grader: Grader, tmp_path: Path
) -> None:
    """The unfilled starter earns nothing and the filled one everything, with only the bundle."""
    for name in (f"{definition.id}.ipynb", f"{definition.id}.py"):
        ran = grader("check", bundle / name, "--course", bundle, "--json")
        report = json.loads(ran.out)
        assert (ran.code, report["score"], report["submission"]["status"]) == (1, 0, "graded")
    done = tmp_path / "mine.ipynb"
    done.write_text(filled(definition, bundle))
    ran = grader("check", done, "--course", bundle.parent, "--json")
    report = json.loads(ran.out)
    assert (ran.code, report["score"]) == (0, report["max_score"])
    assert {case["visibility"] for case in report["cases"]} == {"public"}


def test_given_body(grader: Grader, tmp_path: Path) -> None:
    """The faulty body is handed out, nowhere the fixed one, and earns nothing as it is."""
    given = """
exercise.given("squared_distances", edit=("difference**2", "difference**3"))
"""
    course = write_course(tmp_path / "course", EXERCISE + given)
    assert grader("release", "clusters", "--course", course, "--out", tmp_path).code == 0
    starter = (tmp_path / "clusters" / "clusters.py").read_text()
    assert "np.sum(difference**3, axis=2)" in starter
    assert starter.count("raise NotImplementedError()") == 1
    verified = grader("verify", "clusters", "--course", course, "--jobs", "1", "--json")
    checks = {(c["kind"], c["name"]): c["passed"] for c in json.loads(verified.out)}
    assert checks["starter", "starter py"]
    free = EXERCISE + given.replace("difference**3", "np.square(difference)")
    course = write_course(tmp_path / "free", free)
    verified = grader("verify", "clusters", "--course", course, "--jobs", "1", "--json")
    checks = {(c["kind"], c["name"]): c["passed"] for c in json.loads(verified.out)}
    assert not checks["starter", "starter py"]


def test_wheel_is_copied(course: Path, grader: Grader, tmp_path: Path) -> None:
    """The first cell installs it from beside the notebook."""
    wheel = tmp_path / "numpy_grader-1.0-py3-none-any.whl"
    wheel.write_bytes(b"a wheel")
    ran = grader(
        "release", "clusters", "--course", course, "--out", tmp_path / "out", "--install", wheel
    )
    assert ran.code == 0
    folder = tmp_path / "out" / "clusters"
    assert (folder / wheel.name).read_bytes() == b"a wheel"
    assert f"'./{wheel.name}'" in texts(folder)["clusters.ipynb"]


@pytest.mark.parametrize(("install", "words"), [
    ("numpy-grader", "neither a wheel nor an address"),
    ("numpy-grader==0.1", "neither a wheel nor an address"),
    ("numpy_grader.whl", "no file"),
])  # fmt: skip
def test_bare_name_is_refused(
    install: str, words: str, course: Path, grader: Grader, tmp_path: Path
) -> None:
    """Whoever registers a name on an index first would decide what students run."""
    ran = grader("release", "clusters", "--course", course, "--out", tmp_path, "--install", install)
    assert ran.code == 2 and words in ran.err
    assert not (tmp_path / "clusters").exists()


def test_wheel_with_a_course_is_refused(course: Path, grader: Grader, tmp_path: Path) -> None:
    """The wheel that instructors install holds every hidden case."""
    wheel = tmp_path / "numpy_grader-1.0-py3-none-any.whl"
    with zipfile.ZipFile(wheel, "w") as archive:
        archive.writestr("grader/_course/exercises/a/exercise.py", "")
    ran = grader("release", "clusters", "--course", course, "--out", tmp_path, "--install", wheel)
    assert ran.code == 2 and "hidden cases" in ran.err


def test_address_is_installed_from(course: Path, grader: Grader, tmp_path: Path) -> None:
    """One that the author sets stands in the first cell as it is."""
    address = "https://course.example/numpy_grader-0.1.0-py3-none-any.whl"
    ran = grader("release", "clusters", "--course", course, "--out", tmp_path, "--install", address)
    assert ran.code == 0
    assert repr(address) in texts(tmp_path / "clusters")["clusters.ipynb"]


def test_output(course: Path, grader: Grader, tmp_path: Path) -> None:
    """A path per line on stdout, and how students check."""
    ran = grader("release", "clusters", "--course", course, "--out", tmp_path / "out")
    assert {Path(line).name for line in ran.out.splitlines()} == {
        "clusters.ipynb",
        "clusters.py",
        "statement.md",
        "exercise.json",
    }
    assert all(Path(line).is_file() for line in ran.out.splitlines())
    assert "--course" in ran.err


@pytest.mark.parametrize(("change", "words"), [
    (('visibility="public"', 'visibility="hidden"'), "no public case"),
    (None, "no statement"),
])  # fmt: skip
def test_useless_exercise_is_refused(
    tmp_path: Path, grader: Grader, change: tuple[str, str] | None, words: str
) -> None:
    """No public case, or no statement: exit code 3."""
    course = write_course(tmp_path, EXERCISE.replace(*change) if change else EXERCISE)
    if change is None:
        (course / "exercises" / "clusters" / "statement.md").unlink()
    ran = grader("release", "clusters", "--course", course, "--out", tmp_path / "out")
    assert (ran.code, ran.out) == (3, "")
    assert words in ran.err


def test_unknown_exercise_names_bundle_places(course: Path, grader: Grader, tmp_path: Path) -> None:
    """With and without the exercise's name; the error for a misspelled one names the right one."""
    file = tmp_path / "mine.py"
    file.write_text("def gradient_descent(x):\n    return x\n")
    for more in ((), ("--exercise", "steepest")):
        ran = grader("check", file, "--course", course, *more)
        assert ran.code in (1, 2)
        assert "looks for exercise.json in DIR" in ran.err
    assert (
        "did you mean clusters?"
        in grader("check", file, "--course", course, "--exercise", "cluster").err
    )
