"""A person marks: the table and the page, back into everything, and again after a regrade."""

from __future__ import annotations

import csv
import json
import re
import shutil
from pathlib import Path

import pytest

from grader.classroom.marks import COLUMNS, read_marks
from grader.report.model import ItemSection, PartSection
from grader.report.report_file import read_report
from grader.report.student_view import student_view
from grader.util.errors import UsageError
from tests.by_hand.conftest import (
    CODE,
    EXERCISE,
    MARKED,
    Grader,
    code,
    grade,
    gradebook,
    notebook,
    png,
    text,
    write_course,
)
from tests.hostile.attacks import SUBMISSIONS
from tests.report.samples import PASSED, report
from tests.variants.conftest import Ran

BIAS, CURE = "discussion 1: names the bias (of 4)", "discussion 2: gives a cure (of 6)"
Change = dict[str, str]


def answered(words: str, *pictures: bytes) -> str:
    return notebook(code(), text(words, **MARKED), code("", *pictures))


@pytest.fixture(scope="module")
def graded(grader: Grader, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the course, a class and what grading it wrote; each test gets a copy."""
    folder = tmp_path_factory.mktemp("graded")
    files = {
        "ann.ipynb": answered("Outliers pull it.", png()),
        "bob.ipynb": answered("=HYPERLINK(1) <script>alert(1)</script>"),
        "cid.py": CODE,
    }
    grade(grader, write_course(folder / "course"), files)
    return folder


@pytest.fixture
def out(graded: Path, course: Path) -> Path:
    for name in ("class", "out"):
        shutil.copytree(graded / name, course.parent / name)
    return course.parent / "out"


def fill(grader: Grader, course: Path, out: Path, changes: dict[str, Change]) -> Path:
    """The table that the command writes, with these cells filled in."""
    assert grader("mark", out, "--course", course).code == 0
    with open(out / "marking/means.csv", encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    for row in rows:
        row.update(changes.get(row["student"], {}))
    path = out.parent / "filled.csv"
    with open(path, "w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, rows[0])
        writer.writeheader()
        writer.writerows(rows)
    return path


def mark(grader: Grader, course: Path, out: Path, changes: dict[str, Change]) -> Ran:
    path = fill(grader, course, out, changes)
    return grader("mark", out, "--course", course, "--from", path, "--by", "T. A.")


FULL = {
    "ann": {BIAS: "4", CURE: "4,5", "discussion 1 comment": "well seen", "discussion comment": "good"},
    "bob": {BIAS: "0", CURE: "0", "marked by": "another"},
    "cid": {BIAS: "0", CURE: "0"},
}  # fmt: skip


def test_what_is_not_marked_is_no_zero(grader: Grader, course: Path, out: Path) -> None:
    """Until then there is no total anywhere; the maximum is that of the whole exercise."""
    rows = gradebook(out)
    for row in rows.values():
        assert (row["mean"], row["discussion"], row["total"], row["max"]) == ("10", "", "", "20")
        assert row["status"] == "not yet marked"
    page = (out / "feedback/ann.html").read_text("utf-8")
    assert "not yet marked" in page and "10 / 10 points for the functions" in page
    summary = (out / "summary.html").read_text("utf-8")
    assert "<b>3</b> not yet marked by hand" in summary and "<b>0</b> without a score" in summary
    canvas = grader("export", "canvas", out)
    assert "not yet marked by hand: 3 submissions" in canvas.err
    assert "Means\n" in canvas.out and re.search(r"ann,+\n", canvas.out)
    gs = out.parent / "gs"
    grader("export", "gradescope", out, "--out", gs)
    assert "score" not in json.loads((gs / "means/ann.json").read_text())
    grader("export", "coursera", out, "--out", gs)
    assert json.loads((gs / "means/ann.json").read_text())["fractionalScore"] == 0.5


def test_marks_reach_everything(grader: Grader, course: Path, out: Path) -> None:
    done = mark(grader, course, out, FULL)
    assert done.code == 0, done.err
    rows = gradebook(out)
    assert (rows["ann"]["discussion"], rows["ann"]["total"]) == ("8.5", "18.5")
    assert (rows["cid"]["discussion"], rows["cid"]["total"]) == ("0", "10")
    assert rows["ann"]["status"] == "graded"
    (part,) = read_report(out / "reports/bob.json").by_hand
    assert part.marked_by == "another" and part.marked_at
    page = (out / "feedback/ann.html").read_text("utf-8")
    assert "8.5 / 10 points" in page and "well seen" in page and "18.5 / 20 points" in page
    assert "T. A." not in page
    assert ",18.5\n" in grader("export", "canvas", out).out
    gs = out.parent / "gs"
    grader("export", "gradescope", out, "--out", gs)
    result = json.loads((gs / "means/ann.json").read_text())
    assert result["score"] == 18.5 and result["tests"][-1]["score"] == 8.5
    assert sum(test["max_score"] for test in result["tests"]) == 20


def test_a_second_run_is_filled_in_and_changes_nothing(
    grader: Grader, course: Path, out: Path
) -> None:
    """What is read back unchanged keeps who marked it and when; an empty cell takes nothing away."""
    mark(grader, course, out, FULL)
    before = (out / "marks.csv").read_text("utf-8")
    reports = {path.name: path.read_bytes() for path in (out / "reports").iterdir()}
    again = mark(grader, course, out, {})
    assert again.code == 0 and "0 reports changed" in again.err
    assert mark(grader, course, out, {"ann": {BIAS: "", "discussion comment": ""}}).code == 0
    assert (out / "marks.csv").read_text("utf-8") == before
    assert {path.name: path.read_bytes() for path in (out / "reports").iterdir()} == reports


def test_a_comment_comes_back_as_it_was_written(grader: Grader, course: Path, out: Path) -> None:
    """Signs that a table makes harmless are the writer's own again for the student."""
    comment = "see below, -3 of 4; =x\n- first\n+ second"
    for _ in range(2):
        mark(grader, course, out, {"ann": {**FULL["ann"], "discussion comment": comment}})
        (part,) = read_report(out / "reports/ann.json").by_hand
        assert part.comment == comment.replace("\n", " ")


def test_a_file_that_somebody_changed(tmp_path: Path) -> None:
    """Points below zero are an error in their line, since no report may hold them; too many are told."""
    path = tmp_path / "marks.csv"
    line = "ann,means,discussion,names the bias,{},,a1,,2026-11-20\n"
    path.write_text(",".join(COLUMNS) + "\n" + line.format(-3))
    with pytest.raises(UsageError, match="line 2: -3 is less than 0 points"):
        read_marks(path)
    path.write_text(",".join(COLUMNS) + "\n" + line.format(9))
    marks = read_marks(path)
    item = ItemSection(text="names the bias", max_points=4, points=None, comment=None)
    part = PartSection(
        name="discussion", title="Discussion", score=None, max_score=4, items=(item,), comment=None,
        answer="It is.", answer_id="a1", pictures=(), changed=False, marked_by=None, marked_at=None,
    )  # fmt: skip
    graded = report(PASSED).model_copy(update={"by_hand": (part,), "automatic_score": 6})
    graded = graded.model_copy(
        update={"exercise": graded.exercise.model_copy(update={"id": "means"})}
    )
    assert marks.apply(graded, ["ann"]).score == 15
    assert marks.warnings() == ["marks.csv: more points than an item gives: ann"]


def test_a_mark_can_be_changed_and_taken_away(grader: Grader, course: Path, out: Path) -> None:
    mark(grader, course, out, FULL)
    mark(grader, course, out, {"ann": {BIAS: "1"}, "bob": {CURE: "-"}})
    rows = gradebook(out)
    assert rows["ann"]["total"] == "15.5"
    assert rows["bob"]["status"] == "not yet marked" and rows["bob"]["total"] == ""


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({BIAS: "5"}, "discussion 1: 5 is more than the 4 points of the item"),
        ({BIAS: "-1"}, "discussion 1: -1 is less than 0 points"),
        ({CURE: "six"}, "discussion 2: 'six' is no number of points"),
        ({CURE: "1e9999999"}, "is no number of points"),
        ({"student": "nobody"}, "there is no submission of nobody to be marked"),
        ({"student": "ann"}, "already marks ann"),
    ],
)  # fmt: skip
def test_a_faulty_row_is_one_error_and_takes_nothing_from_the_others(
    grader: Grader, course: Path, out: Path, change: Change, message: str
) -> None:
    done = mark(grader, course, out, {**FULL, "bob": {**FULL["bob"], **change}})
    assert done.code == 2
    errors = [line for line in done.err.splitlines() if line.startswith("error:")]
    assert len(errors) == 1 and message in errors[0] and "filled.csv, line " in errors[0]
    rows = gradebook(out)
    assert (rows["ann"]["total"], rows["cid"]["total"], rows["bob"]["total"]) == ("18.5", "10", "")


def test_a_file_that_is_no_such_table(grader: Grader, course: Path, out: Path) -> None:
    path = out / "other.csv"
    for content, message in (
        ("name,points\nann,3\n", "no column 'student'"),
        ("student,points\nann,3\n", "have no column for discussion"),
    ):
        path.write_text(content)
        done = grader("mark", out, "--course", course, "--from", path)
        assert done.code == 2 and message in done.err
    assert grader("mark", out.parent / "class", "--course", course).code == 2


def test_a_regrade_keeps_marks_of_the_same_answer_and_flags_others(
    grader: Grader, course: Path, out: Path
) -> None:
    """New code with the old text keeps its marks; a new text is to be marked again, and not silently."""
    mark(grader, course, out, FULL)
    wrong = CODE.replace("/ len(x)", "")
    files = {
        "ann.ipynb": notebook(code(wrong), text("Outliers pull it.", **MARKED), code("", png())),
        "bob.ipynb": answered("Now I know."),
    }
    grade(grader, course, files)
    rows = gradebook(out)
    assert (rows["ann"]["mean"], rows["ann"]["total"]) == ("0", "8.5")
    assert rows["bob"]["status"] == "changed since it was marked" and rows["bob"]["total"] == ""
    assert mark(grader, course, out, {}).code == 0
    assert gradebook(out)["bob"]["total"] == "", "unread, the old mark must not count again"
    mark(grader, course, out, {"bob": {BIAS: "4", CURE: "6"}})
    assert gradebook(out)["bob"]["total"] == "20"


def test_overrides_and_lateness_count_after_the_marks(
    grader: Grader, course: Path, out: Path
) -> None:
    """What a person set stays set, and what was not given again is not taken back in silence."""
    (out / "overrides.csv").write_text(
        "student,exercise,function,score,reason\nann,means,mean,7,ticket\nbob,means,*,11,ticket\n"
    )
    grade(grader, course, {})
    assert mark(grader, course, out, FULL).code == 0
    rows = gradebook(out)
    assert (rows["ann"]["total"], rows["bob"]["total"]) == ("15.5", "11")
    (out / "overrides.csv").unlink()
    done = mark(grader, course, out, {"cid": {BIAS: "4"}})
    assert done.code == 2 and "take back what was set for ann" in done.err
    assert gradebook(out)["cid"]["total"] == "10"


def test_the_class_stays_whole(grader: Grader, course: Path) -> None:
    """Who submitted nothing, groups, and files of nobody are there after marking without the roster."""
    roster = course.parent / "roster.csv"
    roster.write_text("id,name,group,excused\nann,Ann,g,\nbob,Bob,g,\ncid,,,\nzoe,,,yes\n")
    out = grade(grader, course, {"ann.py": CODE, "eve.py": CODE}, "--roster", roster)
    before = gradebook(out)
    mark(grader, course, out, {"g": {BIAS: "1", CURE: "1"}})
    after = gradebook(out)
    assert set(before) == set(after) == {"ann", "bob", "cid", "eve", "zoe"}
    assert after["zoe"]["status"] == "excused" and after["cid"]["status"] == "not submitted"
    assert after["ann"]["total"] == after["bob"]["total"] == "12"


def test_the_page_is_harmless_and_needs_nothing(grader: Grader, course: Path, out: Path) -> None:
    """Markup in an answer is text; only the page's own script may run, and nothing is fetched."""
    grader("mark", out, "--course", course)
    page = (out / "marking/means.html").read_text("utf-8")
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page and "<script>alert" not in page
    policy = re.search(r'Content-Security-Policy" content="([^"]*)"', page)
    assert policy is not None
    assert "default-src 'none'" in policy[1] and "script-src 'sha256-" in policy[1]
    assert "unsafe-inline" not in policy[1].partition("script-src")[2]
    assert page.count("data:image/png;base64,") == 1 and "http" not in page.replace(
        "http-equiv", ""
    )
    table = (out / "marking/means.csv").read_text("utf-8")
    assert "'=HYPERLINK(1)" in table


def test_pseudonyms_hide_names_in_answers(grader: Grader, course: Path) -> None:
    (course.parent / "key").write_text("a key that nobody guesses")
    files = {"Hannelore.ipynb": answered("By Hannelore: it depends.", png())}
    out = grade(grader, course, files, "--pseudonyms", course.parent / "key")
    report = next((out / "reports").iterdir()).read_text("utf-8")
    assert "Hannelore" not in report and "it depends" in report
    student = next(iter(gradebook(out)))
    done = mark(grader, course, out, {student: {BIAS: "4", CURE: "6"}})
    assert done.code == 0 and gradebook(out)[student]["total"] == "20"


def test_students_read_marks_when_they_are_whole(grader: Grader, course: Path, out: Path) -> None:
    """Half a mark is not shown, nor who marked, nor the answer once more."""
    mark(grader, course, out, {"ann": {BIAS: "4", "discussion 1 comment": "well seen"}})
    (part,) = student_view(read_report(out / "reports/ann.json")).by_hand
    assert part.items[0].points is None and part.items[0].comment is None
    assert (part.answer, part.pictures, part.marked_by) == (None, (), None)


def test_release_makes_room_for_the_answer(grader: Grader, course: Path) -> None:
    """The notebook has a cell below the heading, the script a comment; neither counts as an answer."""
    done = grader("release", "means", "--course", course, "--out", course.parent / "b")
    assert done.code == 0, done.err
    folder = course.parent / "b/means"
    cells = json.loads((folder / "means.ipynb").read_text())["cells"]
    sources = ["".join(cell["source"]) for cell in cells]
    place = next(i for i, source in enumerate(sources) if source.startswith("## Discussion"))
    assert sources[place + 1].startswith("<!-- answer: discussion -->")
    starters = {f"of_{path.suffix[1:]}{path.suffix}": path for path in folder.glob("means.*")}
    out = grade(grader, course, {name: path.read_text("utf-8") for name, path in starters.items()})
    for path in (out / "reports").iterdir():
        (part,) = read_report(path).by_hand
        assert part.answer is None


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("points=10", "points=11", "the items of 'discussion' add up to 10, not to 11"),
        ('("gives a cure", 6)', '("names the bias", 6)', "has the item 'names the bias' twice"),
        ('("gives a cure", 6)', '("gives a cure", 0)', "has no points"),
        ('("gives a cure", 6)', '"gives a cure"', "an item that is no text with points"),
        ('"discussion", title', '"mean", title', "is a graded function as well as a part"),
        ("points=10", 'points=10, answer="below"', "answer='below' names no place"),
        ("points=10", 'points=10, answer="comments: nope"', "'nope' has no case"),
    ],
)  # fmt: skip
def test_a_slip_names_the_line(
    grader: Grader, tmp_path: Path, old: str, new: str, message: str
) -> None:
    assert EXERCISE.count(old) == 1
    course = write_course(tmp_path / "course", EXERCISE.replace(old, new))
    done = grader("show", "means", "--course", course)
    assert done.code == 3 and message in done.err, done.err
    assert "exercise.py, line" in done.err


def test_points_of_the_settings_scale_the_parts_as_well(grader: Grader, course: Path) -> None:
    (course / "grader.toml").write_text("[points.means]\ntotal = 100\n")
    out = grade(grader, course, {"ann.ipynb": answered("Outliers.")})
    assert gradebook(out)["ann"]["max"] == "100"
    (part,) = read_report(out / "reports/ann.json").by_hand
    assert [item.max_points for item in part.items] == [20, 30]


def test_a_hostile_answer_harms_nobody_who_reads_it(grader: Grader, course: Path) -> None:
    """Through all that shows it: the table, the page, a spreadsheet, a terminal, the report."""
    hostile = SUBMISSIONS / "mislead" / "answer_for_a_person.py"
    out = grade(grader, course, {"eve.py": f"{hostile.read_text('utf-8')}\n\n{CODE}"})
    done = mark(grader, course, out, {"eve": {BIAS: "0", CURE: "0", "discussion comment": "no"}})
    assert done.code == 0, done.err
    (part,) = read_report(out / "reports/eve.json").by_hand
    assert part.answer is not None and "of 20 points" in part.answer
    assert part.score == 0
    shown = [path.read_text("utf-8") for path in out.rglob("*.*")]
    for text_ in [*shown, done.out, done.err]:
        assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b\u202a-\u202e]", text_)
        assert "<script>grader_hostile" not in text_ or text_.startswith(("{", "student"))
        assert "<img src=x" not in text_ or text_.startswith(("{", "student"))
    with open(out / "marking/means.csv", encoding="utf-8", newline="") as file:
        cells = [line for row in csv.reader(file) for cell in row for line in cell.split("\n")]
    assert not any(cell.lstrip().startswith(("=", "+", "@")) for cell in cells)
