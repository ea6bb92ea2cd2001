"""A class as an instructor grades it: from a download, with a roster, with scores set by hand."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from grader.classroom.anonymise import anonymise_report
from grader.model.delivery import Pending
from grader.model.result import Status
from grader.report.model import CounterexampleSection
from tests.cli.conftest import AVERAGES, RIGHT, TRIPLES, Ran, reports, rows
from tests.cli.test_grade import without_timing
from tests.report.samples import PASSED, report

from .archives import zipped

Grader = Callable[..., Ran]
Write = Callable[..., Path]

CLASS = {
    "mueller_LATE_4711_900_hw.py": RIGHT,
    "oneil_4712_901_hw.py": TRIPLES,
    "tanaka_4713_902_hw-1.py": RIGHT,
    "tanaka_4713_899_hw.py": TRIPLES,
    "stranger_4799_903_hw.py": RIGHT,
}
ROSTER = '''id,name,canvas_id,section,group,excused
m1,"Müller, Zoë",4711,A,,
m2,"O'Neil, ""Sam""",4712,A,,
m3,田中,4713,B,,
m4,=HYPERLINK(1),4714,B,,
m5,Eve,4715,B,,yes
'''


@pytest.fixture
def download(tmp_path: Path) -> Path:
    return zipped(tmp_path / "submissions.zip", CLASS)


def test_a_download_goes_in_as_it_is(grader: Grader, download: Path, tmp_path: Path) -> None:
    """The layout is said; ids, late marks and attempts are in the reports; no penalty is taken."""
    ran = grader("grade", download, "--out", "results", "--jobs", 2)
    assert ran.code == 0, ran.err
    assert "Canvas, 4 students, 1 late, 1 file of an earlier attempt not counted" in ran.err
    found = reports(tmp_path / "results")
    told = {
        s: (r["score"], r["submission"]["late"], r["submission"]["attempt"])
        for s, r in found.items()
    }
    assert told == {
        "4711": (10, True, None),
        "4712": (5, False, None),
        "4713": (10, False, 2),
        "4799": (10, False, None),
    }
    assert found["4711"]["submission"]["members"] == [
        {"id": "4711", "name": "mueller", "ids": [], "section": None}
    ]
    assert "hw.py is an earlier attempt; hw-1.py counts" in [
        note["text"] for note in found["4713"]["notes"]
    ]
    assert rows(tmp_path / "results" / "gradebook.csv")["4711"]["name"] == "mueller"


def test_a_folder_and_its_archive_give_the_same_reports(
    grader: Grader, download: Path, write: Write, tmp_path: Path
) -> None:
    """And a resume sees that nothing has changed."""
    for name, text in CLASS.items():
        write(f"submissions/{name}", text)
    assert grader("grade", download, "--out", "results", "--quiet").code == 0
    ran = grader("grade", "submissions", "--out", "results")
    assert "4 of 4 are up to date" in ran.err


def test_who_is_only_in_the_results_is_named(grader: Grader, write: Write, tmp_path: Path) -> None:
    """A row of an earlier run stays, and the instructor is told; not where others were left out on purpose."""
    for name in ("ann", "bob"):
        write(f"first/{name}.py", RIGHT)
    write("second/cem.py", RIGHT)
    assert grader("grade", "first", "--out", "results").code == 0
    ran = grader("grade", "second", "--out", "results")
    assert "2 students stay in the gradebook as in an earlier run" in ran.err
    assert "no submission in this one: ann; bob" in ran.err
    assert set(rows(tmp_path / "results" / "gradebook.csv")) == {"ann", "bob", "cem"}
    ran = grader("grade", "first", "second", "--out", "results", "--only", "cem")
    assert "earlier run" not in ran.err


def test_a_roster_gives_everybody_a_row(
    grader: Grader, download: Path, write: Write, tmp_path: Path
) -> None:
    """Who did not submit has a blank, not a zero; files of nobody are told; sections have their own table."""
    ran = grader("grade", download, "--out", "results", "--roster", write("roster.csv", ROSTER))
    assert ran.code == 0
    assert "1 not on the roster: stranger_4799_903_hw.py" in ran.err
    assert "1 on the roster have not submitted: m4" in ran.err
    table = rows(tmp_path / "results" / "gradebook.csv")
    assert {s: (row["name"], row["total"], row["status"]) for s, row in table.items()} == {
        "m1": ("Müller, Zoë", "10", "graded"),
        "m2": ('O\'Neil, "Sam"', "5", "graded"),
        "m3": ("田中", "10", "graded"),
        "m4": ("'=HYPERLINK(1)", "", "not submitted"),
        "m5": ("Eve", "", "excused"),
        "4799": ("stranger", "10", "graded"),
    }
    results = tmp_path / "results"
    page = (results / "summary.html").read_text("utf-8")
    assert "<b>1</b> not submitted" in page and "<b>1</b> excused" in page  # as the terminal says
    assert set(rows(results / "gradebook-A.csv")) == {"m1", "m2"}
    assert {len(rows(path)) for path in results.glob("gradebook-*.csv")} == {2, 3}


def test_a_roster_that_comes_later_leaves_no_second_student(
    grader: Grader, download: Path, write: Write, tmp_path: Path
) -> None:
    """The report under the platform's id becomes that under the roster's; nobody is graded again."""
    options = [download, "--roster", write("roster.csv", ROSTER)]
    grader("grade", download, "--out", "results", "--quiet")
    ran = grader("grade", *options, "--out", "results")
    assert "4 of 4 are up to date" in ran.err
    assert set(reports(tmp_path / "results")) == {"m1", "m2", "m3", "4799"}
    grader("grade", *options, "--out", "straight", "--quiet")
    assert without_timing(tmp_path / "results") == without_timing(tmp_path / "straight")


def test_a_group_is_graded_once_and_has_a_row_per_member(
    grader: Grader, write: Write, tmp_path: Path
) -> None:
    """Its last submission counts, the other one is noted."""
    path = zipped(
        tmp_path / "s.zip",
        {"a_1_10_hw.py": TRIPLES, "b_2_11_hw.py": RIGHT, "c_3_12_hw.py": TRIPLES},
    )
    roster = write("roster.csv", "id;canvas_id;group\na;1;red\nb;2;red\nc;3;\nd;4;red\n")
    assert grader("grade", path, "--out", "results", "--roster", roster).code == 0
    found = reports(tmp_path / "results")
    assert set(found) == {"red", "c"}
    assert "of the same group is left aside" in " ".join(
        note["text"] for note in found["red"]["notes"]
    )
    table = rows(tmp_path / "results" / "gradebook.csv")
    assert {student: (row["group"], row["total"]) for student, row in table.items()} == {
        "a": ("red", "10"),
        "b": ("red", "10"),
        "d": ("red", "10"),
        "c": ("", "5"),
    }
    assert grader("grade", path, "--out", "results", "--roster", roster, "--only", "d").code == 0


def test_of_a_group_the_latest_counts_for_each_exercise(
    grader: Grader, write: Write, tmp_path: Path
) -> None:
    """Also where one member handed one exercise in and another member the other, later."""
    content = {
        "a_1_10_hw.py": RIGHT,
        "b_2_11_hw.py": TRIPLES,
        "a_1_12_other.py": AVERAGES,
        "b_2_13_broken.py": "def (",
    }
    zipped(tmp_path / "s.zip", content)
    roster = write("roster.csv", "id,canvas_id,group\na,1,red\nb,2,red\n")
    options = ["s.zip", "--roster", roster, "--quiet", "--exercise", "scaling,averages"]
    assert grader("grade", *options, "--out", "results").code == 0
    table = rows(tmp_path / "results" / "gradebook.csv")
    assert {who: (row["averages"], row["scaling"]) for who, row in table.items()} == {
        "a": ("10", "5"),
        "b": ("10", "5"),
    }
    red = reports(tmp_path / "results" / "scaling")["red"]
    assert red["submission"]["files"] == ["broken.py", "hw.py"]
    told = [note["text"] for note in red["notes"]]
    assert any("same group is left aside" in text for text in told), told
    key = write("key", "0123456789abcdef")
    assert grader("grade", *options, "--out", "hidden", "--pseudonyms", key).code == 0
    assert len(rows(tmp_path / "hidden" / "gradebook.csv")) == 2


def test_files_named_by_the_rosters_ids_are_matched(
    grader: Grader, write: Write, tmp_path: Path
) -> None:
    """In a plain folder too, by any of the ids; several exercises have one combined table."""
    write("class/M1.py", RIGHT)
    write("class/sam@example.edu/1.py", TRIPLES)
    write("class/sam@example.edu/2.py", AVERAGES)
    roster = write(
        "roster.csv", "id,email\nm1,zoe@example.edu\nm2,sam@example.edu\nm3,x@example.edu\n"
    )
    options = ["--roster", roster, "--quiet", "--exercise", "scaling,averages"]
    assert grader("grade", "class", "--out", "results", *options).code == 0
    table = rows(tmp_path / "results" / "gradebook.csv")
    assert {
        s: (row["averages"], row["scaling"], row["total"], row["status"])
        for s, row in table.items()
    } == {
        "m1": ("", "10", "10", "averages: not submitted"),
        "m2": ("10", "5", "15", "graded"),
        "m3": ("", "", "", "not submitted"),
    }


def test_pseudonyms_leave_no_name_behind(grader: Grader, write: Write, tmp_path: Path) -> None:
    """Not in a report, a page, a table or a file's name, also where names were written before."""
    write("class/Zoë Müller_110_assignsubmission_file_/hw.py")
    write("class/Sam O'Neil_112_assignsubmission_file_/hw.py")
    write("class/Bo Lindqvist_19_assignsubmission_file_/Lindqvist homework.py", b"\x00")
    roster = write(
        "roster.csv",
        "id,name,moodle_id,section\nmat-110,Zoë Müller,110,A\nmat-111,Gone Girl,111,A\n",
    )
    write("key", "0123456789abcdef")
    write("short", "0123")
    assert grader("grade", "class", "--out", "results", "--pseudonyms", "short").code == 2
    options = ["class", "--exercise", "scaling", "--out", "results", "--roster", roster]
    grader("grade", *options, "--quiet")
    ran = grader("grade", *options, "--pseudonyms", "key", "--quiet")
    assert ran.code == 0
    results = tmp_path / "results"
    assert len(reports(results)) == 3
    for path in results.rglob("*"):
        for word in ("Zoë", "Müller", "Neil", "Lindqvist", "mat-1", "Girl", "110"):
            assert word.casefold() not in path.name.casefold()
            if path.is_file() and path.suffix != ".html":
                text = (
                    json.dumps(json.loads(path.read_text("utf-8")), ensure_ascii=False)
                    if (path.suffix == ".json")
                    else path.read_text("utf-8")
                )
                text = text.replace("0.00110", "")
                assert word.casefold() not in _without_hashes(text).casefold(), (path, word)
            elif path.is_file() and word != "110":
                assert word not in path.read_text("utf-8")
    table = rows(results / "gradebook.csv")
    assert len(table) == 4 and all(student.startswith("s-") for student in table)
    again = grader("grade", *options, "--pseudonyms", "key")
    assert "3 of 3 are up to date" in again.err


def test_pseudonyms_hold_in_what_students_write(
    grader: Grader, write: Write, tmp_path: Path
) -> None:
    """In messages of their exceptions, in keys, in notes; and for a name of two letters."""
    tells = 'def double(x):\n    raise ValueError("Zoe Mueller did it, mat-110")\n'
    tells += 'def halve(x):\n    return {"Mueller": x}\n'
    write("class/Zoe Mueller_110_assignsubmission_file_/zoe.py", tells)
    write("class/Li_112_assignsubmission_file_/Li.py", RIGHT + "\nfrom Li import aligned\n")
    write("class/Bo_113_assignsubmission_file_/b_Bo.py", RIGHT)
    write("class/Bo_113_assignsubmission_file_/Bo_a.py", "def double(x):\n    return 0\n")
    roster = write("roster.csv", "id,name,moodle_id\nmat-110,Zoe Mueller,110\nx-2,Li,112\n")
    options = ["class", "--exercise", "scaling", "--roster", roster, "--quiet"]
    key = write("key", "0123456789abcdef")
    assert grader("grade", *options, "--out", "hidden", "--pseudonyms", key).code == 0
    assert grader("grade", *options, "--out", "open").code == 0
    texts = [path.read_text("utf-8") for path in (tmp_path / "hidden").rglob("*.*")]
    assert len(texts) > 6
    for word in ("Zoe", "zoe", "Mueller", "mat-110", '"Li', "Bo_", "_Bo"):
        assert not [text for text in texts if word in text], word
    hidden, shown = reports(tmp_path / "hidden"), reports(tmp_path / "open")
    assert sorted(report["score"] for report in hidden.values()) == sorted(
        report["score"] for report in shown.values()
    )


def test_pseudonyms_hold_in_every_field() -> None:
    """What quotes a student's code beside messages: names of functions, results, versions."""
    plain = report(PASSED, ambiguous="`f` is in zoe.py and zoe (1).py")
    function = plain.functions[0].model_copy(
        update={
            "violations": ("`zoe_helper` uses a loop (line 3).",),
            "counterexample": CounterexampleSection(code="f(1)", yours="gives 'Zoe'", right="1"),
        }
    )
    raised = {"status": Status.ERROR, "hint": "`zoe_helper` is not defined anywhere."}
    case = plain.cases[0].model_copy(update=raised)
    told = plain.model_copy(
        update={
            "functions": (function, *plain.functions[1:]),
            "cases": (case, *plain.cases[1:]),
        }
    )
    pending = Pending("s-1", "s-1.py", (), secrets=("Zoe",))
    assert "zoe" not in anonymise_report(told, pending).model_dump_json().casefold()


def _without_hashes(text: str) -> str:
    import re

    return re.sub(r"\b[0-9a-f]{16,}\b|\"timing\".*", "", text)


def test_only_takes_any_name_of_a_student(
    grader: Grader, download: Path, write: Write, tmp_path: Path
) -> None:
    """The roster's id, or the platform's."""
    options = [download, "--out", "results", "--quiet", "--roster", write("roster.csv", ROSTER)]
    grader("grade", *options)
    for name in ("m1", "4711"):
        path = tmp_path / "results" / "reports" / "m1.json"
        before = path.stat().st_mtime_ns
        assert grader("grade", *options, "--only", name).code == 0
        assert path.stat().st_mtime_ns > before
