"""Students get variants of their own: chosen, handed out, graded, compared."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from grader.course.catalog import Course
from grader.report.report_file import read_report
from grader.report.student_view import student_view
from grader.sandbox.judge.sandbox import Sandbox
from grader.verify.variant_difficulty import check_variants
from tests.hostile.attacks import SUBMISSIONS
from tests.variants.conftest import (
    EXERCISE,
    REFERENCE,
    SALT,
    Grader,
    gradebook,
    solved,
    write_course,
)


def variants_of_class(grader: Grader, course: Path) -> dict[str, str]:
    rows = json.loads(grader("variant", "centring", "--course", course, "--json").out)
    return {row["student"]: row["variant"] for row in rows}


@pytest.fixture(scope="module")
def bundles(grader: Grader, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What is handed out of a course like each test's own; the tests read it."""
    folder = tmp_path_factory.mktemp("released")
    course, out = write_course(folder / "course"), folder / "bundles"
    done = grader("release", "centring", "--course", course, "--out", out)
    assert done.code == 0, done.err
    return out


def script(bundles: Path, variant: str) -> str:
    return (bundles / variant / "centring/centring.py").read_text("utf-8")


def right(bundles: Path, variant: str) -> str:
    return solved(script(bundles, variant), axis=0 if variant.startswith("columns") else 1)


def grade(grader: Grader, course: Path, tmp_path: Path, *more: object) -> Path:
    out = tmp_path / "out"
    done = grader(
        "grade", tmp_path / "class", "--course", course, "--out", out, "--exercise", "centring",
        "--jobs", 1, "--quiet", *more,
    )  # fmt: skip
    assert done.code == 0, done.err
    return out


# --- choosing -----------------------------------------------------------------------------------


def test_the_choice_is_stable_and_a_group_shares_it(grader: Grader, course: Path) -> None:
    """Asked alone, in another case of letters or with the class, a student has one variant."""
    of_class = variants_of_class(grader, course)
    assert of_class["dan"] == of_class["eve"]
    for student, variant in of_class.items():
        for name in (student, student.upper()):
            alone = grader("variant", "centring", "--course", course, "--student", name)
            assert alone.out.strip() == variant


def test_another_salt_is_another_choice_and_other_numbers(grader: Grader, course: Path) -> None:
    """What one year's students know does not help those of the next."""
    many = "id\n" + "".join(f"s{n}\n" for n in range(40))
    (course / "roster.csv").write_text(many)
    before, version = variants_of_class(grader, course), Course(course).definition("centring")
    assert set(before.values()) == set(version.variants)
    (course / "salt.txt").write_text(SALT[::-1])
    after = Course(course).definition("centring")
    assert variants_of_class(grader, course) != before
    assert [case.seed for case in after.cases] != [case.seed for case in version.cases]
    assert after.version != version.version


@pytest.mark.parametrize(
    ("salt", "message"),
    [(None, "cannot read the salt"), ("short", "shorter than 16 bytes")],
)
def test_a_salt_that_is_none_is_refused(
    grader: Grader, course: Path, salt: str | None, message: str
) -> None:
    if salt is None:
        (course / "salt.txt").unlink()
    else:
        (course / "salt.txt").write_text(salt)
    done = grader("variant", "centring", "--course", course, "--student", "ann")
    assert done.code == 2 and message in done.err


def test_without_a_salt_nothing_is_handed_out_or_graded(
    grader: Grader, course: Path, tmp_path: Path
) -> None:
    """A choice that students could repeat at home is none; verify works all the same."""
    (course / "grader.toml").unlink()
    (tmp_path / "class").mkdir()
    (tmp_path / "class/ann.py").write_text("def centre(X):\n    return X\n")
    for command in (
        ("release", "centring", "--out", tmp_path / "b"),
        ("grade", tmp_path / "class", "--out", tmp_path / "o", "--exercise", "centring", "--quiet"),
        ("grade", tmp_path / "class", "--out", tmp_path / "o", "--quiet"),
    ):
        done = grader(*command, "--course", course)
        assert done.code == 2 and "no salt" in done.err, command


# --- handing out --------------------------------------------------------------------------------


def test_bundles_hold_nothing_of_other_variants_and_nothing_secret(
    course: Path, bundles: Path
) -> None:
    """One folder a variant: its values in every text, no salt, no hidden case, no placeholder."""
    read = Course(course)
    for variant in read.definition("centring").variants:
        definition = read.definition("centring", variant)
        seeds = {case.name: str(case.seed) for case in definition.cases}
        assert len(set(seeds.values())) == len(seeds)
        text = "".join(path.read_text("utf-8") for path in sorted((bundles / variant).rglob("*.*")))
        assert f"variant: {variant} of centring" in text
        assert str(definition.values["FACTOR"]) in text
        assert "{{" not in text and SALT not in text
        assert ("every row" in text) == variant.startswith("rows")
        assert "a_larger_array" not in text and seeds["a_larger_array"] not in text
        assert "scaled_more" not in text and seeds["scaled_more"] not in text


def test_a_group_that_is_called_as_a_student_is_refused(grader: Grader, course: Path) -> None:
    """One folder would hold the bundle of either, and the other would get another variant."""
    roster = course / "roster.csv"
    roster.write_text("id,group\nann,\nbob,ann\ncid,ann\n")
    out = course.parent / "bundles"
    done = grader("release", "centring", "--course", course, "--out", out, "--roster", roster)
    assert done.code == 2 and "are called 'ann'" in done.err
    assert not out.exists()


def test_a_bundle_for_each_student_of_the_roster(
    grader: Grader, course: Path, tmp_path: Path
) -> None:
    """A group gets one; the table that says who has which is beside the bundles, not in them."""
    out = tmp_path / "each"
    roster = course / "roster.csv"
    done = grader("release", "centring", "--course", course, "--out", out, "--roster", roster)
    assert done.code == 0, done.err
    assert sorted(path.name for path in out.iterdir()) == [
        "ann",
        "bob",
        "cid",
        "g1",
        "variants.csv",
    ]
    for student, variant in variants_of_class(grader, course).items():
        folder = "g1" if student in ("dan", "eve") else student
        assert f"# variant: {variant} of" in (out / folder / "centring/centring.py").read_text()


def test_check_in_a_bundle_knows_its_variant(grader: Grader, bundles: Path, tmp_path: Path) -> None:
    """A right answer to another variant fails there, and the report names the bundle's own."""
    (tmp_path / "mine.py").write_text(right(bundles, "rows-2"))
    own = grader("check", tmp_path / "mine.py", "--course", bundles / "rows-2/centring", "--json")
    assert own.code == 0 and json.loads(own.out)["exercise"]["variant"] == "rows-2"
    other = grader("check", tmp_path / "mine.py", "--course", bundles / "rows-1/centring")
    assert other.code == 1 and "variant rows-1" in other.out
    assert "made for variant rows-2" in " ".join(other.out.split())


# --- grading ------------------------------------------------------------------------------------


def test_each_is_graded_on_their_own_variant(
    grader: Grader, course: Path, bundles: Path, tmp_path: Path
) -> None:
    """A file of another's variant earns nothing by what it claims; the instructor reads why."""
    mine = variants_of_class(grader, course)
    other = next(v for v in mine.values() if v.split("-")[0] != mine["bob"].split("-")[0])
    (tmp_path / "class").mkdir()
    for name in ("ann", "cid", "dan"):
        (tmp_path / "class" / f"{name}.py").write_text(right(bundles, mine[name]))
    (tmp_path / "class/bob.py").write_text(right(bundles, other))
    out = grade(grader, course, tmp_path)
    rows = gradebook(out)
    assert {name: row["variant"] for name, row in rows.items()} == mine
    assert [rows[name]["total"] for name in ("ann", "cid", "dan", "eve")] == ["10"] * 4
    assert rows["bob"]["total"] == "0"
    assert f"right for variant {other}" in rows["bob"]["notes"]

    report = read_report(out / "reports/bob.json")
    kinds = {note.kind for note in report.notes}
    assert {"variant", "other_variant"} <= kinds
    assert "other_variant" not in {note.kind for note in student_view(report).notes}
    page = (out / "feedback/bob.html").read_text("utf-8")
    assert f"made for variant {other}" in page and "copy" not in page
    summary = (out / "summary.html").read_text("utf-8")
    assert (
        "a reason to look, not a proof" in summary.lower() and f"<td>{mine['bob']}</td>" in summary
    )

    again = grader(
        "grade", tmp_path / "class", "--course", course, "--out", out, "--exercise", "centring"
    )
    assert "4 of 4 are up to date" in again.err

    (course / "salt.txt").rename(course / "other.txt")
    (course / "assigned.csv").write_text(f"student,exercise,variant\nbob,centring,{other}\n")
    (course / "grader.toml").write_text(
        'roster = "roster.csv"\n[variants]\nsalt = "other.txt"\nassigned = "assigned.csv"\n'
    )
    rows = gradebook(grade(grader, course, tmp_path))
    assert rows["bob"]["total"] == "10" and rows["bob"]["variant"] == other
    assert rows["bob"]["notes"] == ""


def test_pseudonyms_change_no_variant(
    grader: Grader, course: Path, bundles: Path, tmp_path: Path
) -> None:
    """The variant follows from the student's id, not from the pseudonym that stands for it."""
    mine = variants_of_class(grader, course)
    (tmp_path / "class").mkdir()
    for name in ("ann", "bob", "eve"):
        (tmp_path / "class" / f"{name}.py").write_text(right(bundles, mine[name]))
    (tmp_path / "key").write_text("a key that nobody guesses")
    rows = gradebook(grade(grader, course, tmp_path, "--pseudonyms", tmp_path / "key"))
    assert sorted(row["total"] for row in rows.values()) == ["", "10", "10", "10", "10"]
    assert "ann" not in rows


def test_a_claim_never_chooses_a_variant_that_nobody_of_them_has(
    grader: Grader, course: Path, bundles: Path, tmp_path: Path
) -> None:
    """A comment costs a line: whatever it says, and however often, the student's own variant counts."""
    mine = variants_of_class(grader, course)
    (tmp_path / "class").mkdir()
    other = next(v for v in mine.values() if v != mine["ann"])
    text = right(bundles, other)
    lies = "".join(f"# variant: {name} of centring\n" for name in ("x" * 80, "../..", other, "1"))
    hostile = (SUBMISSIONS / "mislead/claims_another_variant.py").read_text("utf-8")
    hostile = hostile.replace("of target", "of centring")
    (tmp_path / "class/ann.py").write_text(lies * 1000 + hostile + text)
    out = grade(grader, course, tmp_path)
    assert gradebook(out)["ann"]["variant"] == mine["ann"]
    assert gradebook(out)["ann"]["total"] != "10"
    for path in (out / "feedback/ann.html", out / "summary.html"):
        assert "<script>grader_hostile" not in path.read_text("utf-8")


# --- equally hard -------------------------------------------------------------------------------


def unequal(course: Path, sandbox: Sandbox) -> list[str]:
    found = check_variants(Course(course), "centring", sandbox)
    return [f"{finding.name}: {finding.detail}" for finding in found if not finding.passed]


def test_each_variant_is_verified_and_all_are_compared(grader: Grader, tmp_path: Path) -> None:
    """Each is verified like an exercise of its own, and then they are compared."""
    text = EXERCISE.replace("exercise.variants(2", "exercise.variants(1")
    course = write_course(tmp_path / "course", text)
    done = grader("verify", "centring", "--course", course, "--jobs", 1)
    assert done.code == 0, done.out
    assert "centring (columns)" in done.out and "centring (rows)" in done.out
    assert "centre: equal work" in done.out


@pytest.mark.parametrize(
    ("old", "new", "finding"),
    [
        (
            '@exercise.case("scale", points=2, seed=4)',
            '@exercise.case("scale", points=3, seed=4, tasks=("rows",))\n'
            "def scaled_rows(rng):\n"
            '    """multiplies rows"""\n'
            "    return dict(X=rng.normal(size=(2, 3)))\n\n\n"
            '@exercise.case("scale", points=2, seed=4, tasks=("columns",))',
            "scale: equal points: rows-1 has 5 points, most have 4 points",
        ),
        (
            'hint="Multiply once.")',
            'hint="Multiply once.", tasks=("columns",))',
            "scale: as many mistakes: rows-1 has 0 known mistakes",
        ),
        (
            "rng.normal(size=(6, 5))",
            "rng.normal(size=(6, 5) if variant['AXIS'] == 0 else (60, 50))",
            "centre: equal work: rows-1 takes the reference",
        ),
        (
            "values=lambda rng: dict(FACTOR=int(rng.randint(3, 100)))",
            "values=lambda rng: dict(FACTOR=4)",
            "",
        ),
    ],
    ids=["points", "mistakes", "work", "instances"],
)
def test_the_odd_variant_is_named(
    sandbox: Sandbox, tmp_path: Path, old: str, new: str, finding: str
) -> None:
    """What one student has to do more, or fewer cases catch, is a finding; random numbers are none."""
    assert EXERCISE.count(old) == 1
    text = EXERCISE.replace(old, new)
    if "variant['AXIS']" in new:
        text = text.replace("def a_larger_array(rng)", "def a_larger_array(rng, variant)")
    failed = unequal(write_course(tmp_path / "course", text), sandbox)
    if finding:
        assert any(finding in line for line in failed), failed
    else:
        assert failed == []


def test_variants_that_are_the_same_are_none(sandbox: Sandbox, tmp_path: Path) -> None:
    text = EXERCISE.replace("variants(2", "variants(1").replace("int(rng.randint(3, 100))", "3")
    text = text.replace("dict(AXIS=1, WORD", "dict(AXIS=0, WORD")
    failed = unequal(write_course(tmp_path / "course", text), sandbox)
    assert any("columns, rows are the same" in line for line in failed), failed


def test_audit_compares_the_variants(grader: Grader, tmp_path: Path) -> None:
    """A task whose hidden cases catch less is named, since its students are judged by weaker cases."""
    text = EXERCISE.replace("variants(2", "variants(1").replace("int(rng.randint(3, 100))", "3")
    text = text.replace(
        "rng.normal(size=(6, 5))", "rng.normal(size=(6, 5)) * (variant['AXIS'] == 0)"
    ).replace("def a_larger_array(rng)", "def a_larger_array(rng, variant)")
    course = write_course(tmp_path / "course", text)
    done = grader("audit", "centring", "--course", course, "--jobs", 1, "--inputs", 20)
    assert done.code == 1
    assert "centring (rows)" in done.out
    assert "not equally hard: variant rows catches" in done.out


# --- what authors get wrong ---------------------------------------------------------------------


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ('points=4, seed=2)', 'points=4, seed=2, tasks=("row",))', "there is no task 'row'"),
        ('points=4, seed=2)', 'points=4, seed=2, tasks="rows")', "tasks='rows' is one text"),
        ("exercise.variants(2,", "exercise.variants(0,", "instances=0 is no whole number"),
        ("exercise.variants(2,", "exercise.variants(1000,", "there are 1000 instances"),
        ("dict(AXIS=1, WORD", "dict(AXIS=object(), WORD", "the value 'AXIS' of a variant is"),
        ('exercise.task("rows"', 'exercise.task("columns"', "there are two tasks 'columns'"),
        (
            'task("rows", values',
            'task("rows", edits=[("scale", "no such", "text")], values',
            "which occurs 0 times",
        ),
        ("lambda rng: dict(FACTOR=", "lambda rng: list(FACTOR=", "the values of the variants raise"),
        ("lambda rng: dict(FACTOR=", "lambda rng: dict(N=__import__('time').time_ns(), FACTOR=", "others each time"),
        ("multiplies by {{ FACTOR }}", "multiplies by {{ FAKTOR }}", "no value 'FAKTOR'"),
        ("multiplies by {{ FACTOR }}", "multiplies by {{FACTOR}}", "write {{ FACTOR }}"),
    ],
)  # fmt: skip
def test_a_slip_names_the_line(
    grader: Grader, tmp_path: Path, old: str, new: str, message: str
) -> None:
    assert EXERCISE.count(old) == 1
    course = write_course(tmp_path / "course", EXERCISE.replace(old, new))
    done = grader("show", "centring", "--course", course)
    assert done.code == 3 and message in done.err, done.err
    assert "exercise.py, line" in done.err


SLOW = """
exercise.too_slow("scale", "adds_again_and_again", times=20, hint="Multiply, not {{ FACTOR }} times add.",
    edit=("X * FACTOR", "sum(X for _ in range(FACTOR))"))
"""


def test_a_slow_solution_has_the_values_of_its_variant(tmp_path: Path) -> None:
    definition = Course(write_course(tmp_path, EXERCISE + SLOW)).definition("centring", "rows-1")
    [slow] = definition.slow
    assert slow.hint == f"Multiply, not {definition.values['FACTOR']} times add."


@pytest.mark.parametrize(
    "text",
    [
        SLOW.replace("FACTOR }}", "FAKTOR }}"),
        'exercise.edit_sentence("axis", "Not along a {{ FAKTOR }}.")',
    ],
)
def test_every_text_for_students_is_looked_through(
    grader: Grader, tmp_path: Path, text: str
) -> None:
    course = write_course(tmp_path, f"{EXERCISE}\n{text}\n")
    done = grader("show", "centring", "--course", course)
    assert done.code == 3 and "no value 'FAKTOR'" in done.err, done.err


def test_a_value_that_the_statement_misspells_is_told(grader: Grader, course: Path) -> None:
    path = course / "exercises/centring/statement.md"
    path.write_text(path.read_text().replace("{{ FACTOR }}", "{{ FAKTOR }}"))
    done = grader("release", "centring", "--course", course, "--out", course / "out")
    assert done.code == 3 and "no value 'FAKTOR'" in done.err


def test_a_task_may_have_a_reference_and_a_statement_of_its_own(
    grader: Grader, tmp_path: Path
) -> None:
    """Another task of equal kind, written apart: the same functions, other code."""
    text = EXERCISE.replace(
        'exercise.task("rows", values=dict(AXIS=1, WORD="row"))',
        'exercise.task("rows", values=dict(AXIS=1, WORD="row"), reference="rows.py")',
    )
    course = write_course(tmp_path / "course", text)
    own = REFERENCE.replace("return X - mean", "centred = X - mean\n    return centred")
    (course / "reference/rows.py").write_text(own)
    (course / "exercises/centring/statement.rows.md").write_text(
        "# By rows\n\nWrite `centre(X)` and `scale(X)`.\n"
    )
    done = grader("release", "centring", "--course", course, "--out", tmp_path / "b")
    assert done.code == 0, done.err
    assert "By rows" in (tmp_path / "b/rows-1/centring/statement.md").read_text()
    assert "By rows" not in (tmp_path / "b/columns-1/centring/statement.md").read_text()


def test_pytest_shows_the_checks_of_every_variant(course: Path) -> None:
    """``pytest exercises`` in a course collects them apart, and their comparison."""
    ran = subprocess.run(
        [
            sys.executable,
            "-m",
            "pytest",
            "-p",
            "no:cacheprovider",
            "--collect-only",
            "-q",
            "exercises",
        ],
        cwd=course,
        capture_output=True,
        text=True,
    )
    assert "rows-2: reference passes" in ran.stdout, ran.stdout + ran.stderr
    assert "variants are equally hard" in ran.stdout
