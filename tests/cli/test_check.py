"""``grader check``: what a student sees, and how it ends."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from .conftest import AVERAGES, CHECKOUT, RIGHT, TRIPLES, Ran, notebook

Grader = Callable[..., Ran]
Write = Callable[..., Path]


def test_right_file_passes(grader: Grader, write: Write) -> None:
    """0, the feedback on stdout, nothing on stderr."""
    write("ann.py")
    ran = grader("check", "ann.py")
    assert (ran.code, ran.err) == (0, "")
    assert "ann.py: Scaling" in ran.out
    assert "\x1b" not in ran.out


def test_mistake_with_its_hint(grader: Grader, write: Write) -> None:
    """1, what is wrong with which function, and what to try."""
    write("ann.ipynb", notebook(TRIPLES))
    ran = grader("check", "ann.ipynb")
    assert ran.code == 1
    assert "Twice, not three times." in ran.out


def test_hidden_cases_are_not_run(grader: Grader, write: Write) -> None:
    """Only public cases: a fault that only a hidden case can find is not found, nor is it named."""
    write("ann.py", RIGHT.replace("0.5 * x", "0.25 * x"))
    ran = grader("check", "ann.py", "--json")
    assert ran.code == 0
    assert [case["name"] for case in ran.json["cases"]] == ["doubles_a_vector"]
    assert "halves_a_vector" not in ran.out and "doubles_a_matrix" not in ran.out


def test_exercise_is_found_by_function_names(grader: Grader, write: Write) -> None:
    """Whichever exercise of the course the file is a submission to."""
    write("a.py")
    write("b.py", AVERAGES)
    found = [grader("check", name, "--json").json["exercise"]["id"] for name in ("a.py", "b.py")]
    assert found == ["scaling", "averages"]


def test_file_of_two_exercises_needs_a_choice(grader: Grader, write: Write) -> None:
    """2 and the candidates; with --exercise it is checked on that one."""
    write("ann.py", RIGHT + AVERAGES)
    ran = grader("check", "ann.py")
    assert (ran.code, ran.out) == (2, "")
    assert "averages or scaling" in ran.err or "scaling or averages" in ran.err
    assert "--exercise" in ran.err
    assert (
        grader("check", "ann.py", "--exercise", "averages", "--json").json["exercise"]["id"]
        == "averages"
    )


def test_folder_is_one_submission(grader: Grader, write: Write) -> None:
    """One function in a file: they are merged."""
    write("ann/1.py", RIGHT.partition("def halve")[0])
    write("ann/2.py", "def halve(x):" + RIGHT.partition("def halve(x):")[2])
    ran = grader("check", "ann", "--json")
    assert ran.code == 0
    assert ran.json["submission"]["files"] == ["1.py", "2.py"]


@pytest.mark.parametrize(
    ("name", "content", "status", "why"),
    [
        ("ann.py", b"\x00\x01\x02\xff\xfe" * 50, "unreadable", "binary"),
        ("ann.ipynb", '{"cells": [', "unreadable", "notebook"),
        ("ann.py", "# nothing yet\n", "empty", "no code"),
        ("ann.py", AVERAGES, "wrong_exercise", "this looks like averages, not scaling"),
        ("ann.py", "def other(x):\n    return x\n", "wrong_exercise", "other"),
    ],
)
def test_ungraded_file_says_why(
    grader: Grader, write: Write, name: str, content: str | bytes, status: str, why: str
) -> None:
    """No score, the reason in the report and in the text, exit code 1."""
    write(name, content)
    ran = grader("check", name, "--exercise", "scaling", "--json")
    assert ran.code == 1
    assert ran.json["score"] is None
    assert ran.json["submission"]["status"] == status
    assert why in ran.json["submission"]["reason"]
    assert why in " ".join(grader("check", name, "--exercise", "scaling").out.split())


def test_no_exercise_recognised(grader: Grader, write: Write) -> None:
    """A file with none of the course's functions: 1, and what it does define."""
    write("ann.py", "def other(x):\n    return x\n")
    ran = grader("check", "ann.py")
    assert ran.code == 1
    assert "other" in ran.out


@pytest.mark.parametrize(
    ("name", "content"),
    [("ann.txt", "This is my essay about doubling.\n"), ("ann.png", b"\x89PNG\r\n\x1a\n")],
)
def test_file_of_another_kind(
    grader: Grader, write: Write, name: str, content: str | bytes
) -> None:
    """What is said of it fits a file as well."""
    write(name, content)
    ran = grader("check", name)
    assert (ran.code, ran.err) == (1, "")
    assert "there is no .py and no .ipynb file in it" in " ".join(ran.out.split())


def test_code_in_a_text_file_is_read(grader: Grader, write: Write) -> None:
    """Some platforms and browsers write .txt behind it or in place of the ending."""
    write("ann.txt", TRIPLES)
    ran = grader("check", "ann.txt", "--json")
    assert (ran.code, ran.json["score"], ran.json["exercise"]["id"]) == (1, 0, "scaling")


def test_missing_file_is_wrong_use(grader: Grader, write: Write) -> None:
    """2: nothing was submitted that could have a status."""
    assert grader("check", "ann.py").code == 2


def test_archive_is_one_submission(grader: Grader, tmp_path: Path) -> None:
    """Its files are merged, as those of a folder are; one that cannot be read says so."""
    with zipfile.ZipFile(tmp_path / "mine.zip", "w") as archive:
        archive.writestr("hw/1.py", RIGHT)
    assert grader("check", "mine.zip", "--exercise", "scaling").code == 0
    (tmp_path / "half.zip").write_bytes((tmp_path / "mine.zip").read_bytes()[:-30])
    ran = grader("check", "half.zip")
    assert ran.code == 1
    assert "the copy or download was probably not complete" in " ".join(ran.out.split())


def test_broken_exercise_is_not_the_students_fault(
    grader: Grader, write: Write, tmp_path: Path, course: Path
) -> None:
    """3 and the author's file, not 1, although the student's file is wrong as well."""
    import shutil

    shutil.copytree(course, tmp_path / "broken")
    reference = tmp_path / "broken" / "reference" / "scaling.py"
    reference.write_text(
        reference.read_text("utf-8").replace("return 2 *", "return x.nothing *"), "utf-8"
    )
    write("ann.py", TRIPLES)
    ran = grader("check", "ann.py", "--course", "broken")
    assert ran.code == 3
    assert ran.err.startswith("error: ") and "Traceback" not in ran.err


def test_edition_is_never_guessed(grader: Grader, tmp_path: Path) -> None:
    """A file without what an older edition lacks may not be finished: it is checked and graded as the
    current edition, and told which other one it could be; with --edition, as that one."""
    old = CHECKOUT / "tests/course/submissions/optimization/right_old_notebook.ipynb"
    ran = grader("check", old, "--course", CHECKOUT, "--json")
    assert ran.code == 1
    missing = [each["name"] for each in ran.json["functions"] if each["status"] == "missing"]
    assert missing == ["update_lr", "schedule_lr_decay"]
    assert grader("grade", old, "--course", CHECKOUT, "--out", "results").code == 0
    graded = json.loads(next((tmp_path / "results" / "reports").glob("*.json")).read_text("utf-8"))
    for report in (ran.json, graded):
        told = [note["text"] for note in report["notes"] if note["kind"] == "edition"]
        assert len(told) == 1 and "--edition 2017" in told[0]
    ran = grader("check", old, "--course", CHECKOUT, "--edition", "2017")
    assert ran.code == 0
    assert "(edition 2017)" in ran.out.splitlines()[0]


def test_unreadable_file_gets_no_hint_about_courses(grader: Grader, write: Write) -> None:
    """The reason alone; where functions were read and none is graded, where the course is looked for."""
    write("cut.ipynb", '{"cells": [')
    ran = grader("check", "cut.ipynb")
    assert (ran.code, ran.err) == (1, "") and "cannot be read" in ran.out
    write("other.py", "def something_else(x):\n    return x\n")
    assert "none of these functions is graded" in grader("check", "other.py").err


@pytest.mark.parametrize(
    ("code", "why"),
    [
        ("def double():\n    return 1\n", "It is called as double(x); yours takes ()."),
        (
            "import numpy as np\ndef double(x, y=np.nosuch):\n    return x + x\n",
            "The definition of `double` raised AttributeError: module 'numpy' has no attribute 'nosuch'",
        ),
        (
            "import numpy as np\ndouble = np.nosuch(3)\ndef halve(x):\n    return x / 2\n",
            "`double` is set by code that is not run (ann.py, line 2)",
        ),
    ],
)
def test_uncallable_function_says_why(grader: Grader, write: Write, code: str, why: str) -> None:
    """Its definition is at fault, not what it computes."""
    write("ann.py", code)
    ran = grader("check", "ann.py", "--exercise", "scaling")
    assert ran.code == 1
    assert why in " ".join(ran.out.split())
