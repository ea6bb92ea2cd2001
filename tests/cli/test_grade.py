"""``grader grade``: what is written for a class, and what becomes of the odd ones."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import jsonschema

from .conftest import AVERAGES, RIGHT, TRIPLES, Ran, notebook, reports, rows

Grader = Callable[..., Ran]
Write = Callable[..., Path]


def without_timing(folder: Path) -> dict[str, Any]:
    """Every file of a results folder but for the section that may differ."""
    found: dict[str, Any] = {}
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            text = re.sub(
                r'<section id="slowest">.*?</section>', "", path.read_text("utf-8"), flags=re.DOTALL
            )
            found[path.relative_to(folder).as_posix()] = text
            if path.suffix == ".json":
                report = json.loads(text)
                report.pop("timing")
                found[path.relative_to(folder).as_posix()] = json.dumps(report)
    return found


def test_grade_writes_all_results(grader: Grader, write: Write, tmp_path: Path) -> None:
    """A valid report per student, a page per student, a row per student, and exit code 0."""
    write("class/ann.py")
    write("class/bob.ipynb", notebook(TRIPLES))
    write("class/Müller, Zoë.py", "def halve(x):\n    return x / 2\n")
    write("class/eve.py", b"\x00\xff" * 40)
    ran = grader("grade", "class", "--exercise", "scaling", "--out", "results")
    assert (ran.code, ran.out) == (0, "")
    found = reports(tmp_path / "results")
    schema = json.loads(
        (Path(__file__).parents[2] / "grader/report/report.schema.json").read_text("utf-8")
    )
    for report in found.values():
        jsonschema.validate(report, schema)
    assert {student: report["score"] for student, report in found.items()} == {
        "ann": 10,
        "bob": 5,
        "Müller, Zoë": 5,
        "eve": None,
    }
    table = rows(tmp_path / "results" / "gradebook.csv")
    assert {student: row["total"] for student, row in table.items()} == {
        "ann": "10",
        "bob": "5",
        "Müller, Zoë": "5",
        "eve": "",
    }
    assert len(list((tmp_path / "results" / "feedback").glob("*.html"))) == 4
    assert (tmp_path / "results" / "summary.html").is_file()
    assert not list((tmp_path / "results").rglob("*.tmp"))


def test_reports_do_not_depend_on_jobs_order_or_folder(
    grader: Grader, write: Write, tmp_path: Path
) -> None:
    """One process or two, another folder, other neighbours: the same bytes but for the timing."""
    for name in ("class", "moved/elsewhere"):
        write(f"{name}/ann.py")
        write(f"{name}/bob.py", TRIPLES)
        write(f"{name}/eve.py", AVERAGES)
        write(f"{name}/tim/1.py", "import os\n\ndef double(x):\n    os._exit(0)\n")
        write(f"{name}/zoe.py", "def double(x):\n    while True:\n        pass\n")
    options = ["--exercise", "scaling", "--quiet"]
    assert grader("grade", "class", "--out", "one", "--jobs", 1, *options).code == 0
    assert (
        grader(
            "grade", "moved/elsewhere", "--out", "two", "--jobs", 2, *options, TZ="Asia/Tokyo"
        ).code
        == 0
    )
    alone = [f"class/{name}" for name in ("zoe.py", "bob.py", "ann.py")]
    assert grader("grade", *alone, "--out", "three", "--jobs", 2, *options).code == 0
    one, two, three = (without_timing(tmp_path / name) for name in ("one", "two", "three"))
    assert one == two
    assert len([name for name in one if name.startswith("reports/")]) == 5
    assert {name: one[name] for name in three if "/" in name} == {
        n: t for n, t in three.items() if "/" in n
    }


def test_status_of_odd_submissions(grader: Grader, write: Write, tmp_path: Path) -> None:
    """Unreadable, empty, the wrong exercise: a blank score, a reason, and still exit code 0."""
    write("class/binary.py", b"\x00\xff\xfe" * 40)
    write("class/empty.ipynb", notebook())
    write("class/folder/essay.txt", "dear teacher")
    write("class/wrong.py", AVERAGES)
    (tmp_path / "class" / "link.py").symlink_to(write("solution.py"))
    ran = grader("grade", "class", "--exercise", "scaling", "--out", "results", "--quiet")
    assert (ran.code, ran.err) == (0, "")
    found = {name: report["submission"] for name, report in reports(tmp_path / "results").items()}
    assert {name: (s["status"], bool(s["reason"])) for name, s in found.items()} == {
        "binary": ("unreadable", True),
        "empty": ("empty", True),
        "folder": ("empty", True),
        "wrong": ("wrong_exercise", True),
        "link": ("unreadable", True),
    }
    assert found["wrong"]["reason"] == "this looks like averages, not scaling"
    pages = {p.name: p.read_text("utf-8") for p in (tmp_path / "results" / "feedback").iterdir()}
    assert "this looks like averages, not scaling" in pages["wrong.html"]


def test_hostile_submission_fails_alone(grader: Grader, write: Write, tmp_path: Path) -> None:
    """One that kills its process, one that never ends, one that patches NumPy: nobody else notices."""
    write("class/a.py", "import os\n" + RIGHT.replace("return x + x", "os.kill(os.getpid(), 9)"))
    write("class/b.py", RIGHT.replace("return x + x", "while True: pass"))
    write(
        "class/c.py",
        "import numpy as np\nnp.allclose = lambda *a, **k: True\n"
        "def double(x): return 1\ndef halve(x): return 1\n",
    )
    write("class/d.py")
    ran = grader("grade", "class", "--out", "results", "--jobs", 1)
    assert ran.code == 0
    found = reports(tmp_path / "results")
    assert {name: report["score"] for name, report in found.items()} == {
        "a": 5,
        "b": 5,
        "c": 0,
        "d": 10,
    }
    assert [f["status"] for f in found["b"]["functions"]] == ["timeout", "passed"]


def test_two_students_with_one_file_name(grader: Grader, write: Write, tmp_path: Path) -> None:
    """``hw1.py`` of two folders: two reports, two rows."""
    write("ann/hw1.py")
    write("bob/hw1.py", TRIPLES)
    assert grader("grade", "ann/hw1.py", "bob/hw1.py", "--out", "results").code == 0
    found = reports(tmp_path / "results")
    assert {name: (r["submission"]["file"], r["score"]) for name, r in found.items()} == {
        "ann__hw1": ("ann/hw1.py", 10),
        "bob__hw1": ("bob/hw1.py", 5),
    }


def test_folder_for_each_exercise(grader: Grader, write: Write, tmp_path: Path) -> None:
    """A set of files per exercise, one gradebook over all, a report in each for a file of both."""
    write("class/ann.py", RIGHT + AVERAGES)
    write("class/bob.py", TRIPLES)
    write("class/eve/1.py", RIGHT)
    write("class/eve/2.py", AVERAGES)
    write("class/tim.py", "def something():\n    pass\n")
    both = ["--exercise", "scaling,averages"]
    assert grader("grade", "class", "--out", "results", *both).code == 0
    results = tmp_path / "results"
    assert {p.name: set(reports(p)) for p in results.iterdir() if p.is_dir()} == {
        "scaling": {"ann", "bob", "eve"},
        "averages": {"ann", "eve"},
        "unrecognised": {"tim"},
    }
    assert reports(results / "scaling")["eve"]["submission"]["files"] == ["1.py"]
    assert reports(results / "averages")["eve"]["submission"]["files"] == ["2.py"]
    table = rows(results / "gradebook.csv")
    assert (table["ann"]["scaling"], table["ann"]["averages"], table["ann"]["total"]) == (
        "10",
        "10",
        "20",
    )
    assert (table["bob"]["scaling"], table["bob"]["averages"]) == ("5", "")
    assert table["tim"]["total"] == ""


def test_second_exercise_moves_the_first(grader: Grader, write: Write, tmp_path: Path) -> None:
    """Results of one exercise lie in DIR itself until another one comes along; none is lost."""
    write("class/ann.py")
    grader("grade", "class", "--out", "results")
    assert (tmp_path / "results" / "reports" / "ann.json").is_file()
    write("class/bob.py", AVERAGES)
    ran = grader("grade", "class", "--out", "results", "--exercise", "scaling,averages")
    assert "1 of 2 are up to date" in ran.err
    assert sorted(
        p.relative_to(tmp_path / "results").as_posix()
        for p in (tmp_path / "results").rglob("*.json")
    ) == [
        "averages/reports/bob.json",
        "scaling/reports/ann.json",
    ]
    assert set(rows(tmp_path / "results" / "gradebook.csv")) == {"ann", "bob"}


def test_unrecognised_file_stays_in_the_class(grader: Grader, write: Write, tmp_path: Path) -> None:
    """Where everybody handed in one exercise, so did the one whose file cannot be recognised."""
    write("class/ann.py")
    write("class/bob.py", "def something():\n    pass\n")
    grader("grade", "class", "--out", "results")
    found = reports(tmp_path / "results")["bob"]
    assert (found["exercise"]["id"], found["submission"]["status"]) == ("scaling", "wrong_exercise")
    assert "something" in found["submission"]["reason"]
