"""What a platform's column is worth, and by which id it knows a student: right, told, or refused."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from pathlib import Path

import pytest

from grader.lms.exports.class_scores import read_scores
from grader.lms.exports.export_format import ExportFormat
from grader.lms.exports.formats import format_named, format_names
from grader.lms.exports.platform_tables import points_in
from grader.model.result import Status
from grader.report.model import MemberSection
from tests.batch.archives import zipped
from tests.cli.conftest import RIGHT, TRIPLES, Ran
from tests.report.samples import COST, case, report, result

Grader = Callable[..., Ran]
Write = Callable[[str, str], Path]

CANVAS = {"ramanpriya_4711_9001_a.py": RIGHT, "lihua_4712_9002_b.py": TRIPLES}
MOODLE = {"Priya Raman_31_assignsubmission_file_/a.py": TRIPLES}
WORKSHEETS = {
    "German": (
        "ID,Vollständiger Name,E-Mail-Adresse,Status,Bewertung,Bestwertung,Bewertung kann geändert werden\n"
        'Teilnehmer/in31,Priya Raman,p@x.example,Abgegeben,,"25,00",Ja\n'
        'Teilnehmer/in32,Hua Li,h@x.example,Abgegeben,"3,00","25,00",Nein\n'
    ),
    "French": (
        "Identifiant;Nom complet;Statut;Note;Note maximale;Modifiable\n"
        "Participant 31;Priya Raman;Remis;;25,00;Oui\nParticipant 32;Hua Li;Remis;3,00;25,00;Non\n"
    ),
    "Japanese": (
        "識別子,フルネーム,ステータス,評点,最大評点,評点を変更できる\n"
        "参加者31,Priya Raman,提出済み,,25.00,はい\n参加者32,Hua Li,提出済み,3.00,25.00,いいえ\n"
    ),
    "blind": "Identificador,Estado,Calificación,Calificación máxima\nParticipante 31,Enviado,-,25.00\n",
}


def rows(text: str, delimiter: str = ",") -> list[list[str]]:
    return list(csv.reader(io.StringIO(text), delimiter=delimiter))


@pytest.fixture
def canvas(graded_once: Callable[..., Path], tmp_path: Path) -> str:
    path = zipped(tmp_path / "c.zip", CANVAS)
    return graded_once(path, "--exercise", "scaling", out="canvas").name


@pytest.fixture
def moodle(graded_once: Callable[..., Path], tmp_path: Path) -> str:
    path = zipped(tmp_path / "m.zip", MOODLE)
    return graded_once(path, "--exercise", "scaling", out="moodle").name


def gradebook(points: str) -> str:
    return (
        "Student,ID,SIS User ID,SIS Login ID,Section,Scaling (88)\n"
        f'    Points Possible,,,,,"{points}"\n'
        '"Raman, Priya",4711,,praman,A,\n"Li, Hua",4712,,hli,A,\n'
    )


@pytest.mark.parametrize(
    ("points", "scores"),
    [("25", ["25", "12.5"]), ("7.50", ["7.5", "3.75"]), ("10.0", ["10", "5"]), ("2,50", ["2.5", "1.25"])],
)  # fmt: skip
def test_canvas_points(
    grader: Grader, canvas: str, write: Write, points: str, scores: list[str]
) -> None:
    """The column says what it is worth; where that is not what the exercise says, it is told."""
    ran = grader("export", "canvas", canvas, "--template", write("t.csv", gradebook(points)))
    assert [row[5] for row in rows(ran.out)[2:]] == scores
    assert ("scaled" in ran.err) == (points != "10.0")


@pytest.mark.parametrize("points", ["", "0", "(read only)", "1,000", "-5"])
def test_canvas_points_unknown(grader: Grader, canvas: str, write: Write, points: str) -> None:
    """No score is written in points that nobody gave; --points says them."""
    template = write("t.csv", gradebook(points))
    ran = grader("export", "canvas", canvas, "--template", template)
    assert (ran.code, ran.out) == (2, "")
    assert "--points" in ran.err
    ran = grader("export", "canvas", canvas, "--template", template, "--points", "1000")
    assert [row[5] for row in rows(ran.out)[2:]] == ["1000", "500"]


def test_canvas_points_in_any_language(grader: Grader, canvas: str, write: Write) -> None:
    """Below the titles, indented, and nobody's."""
    template = write("t.csv", gradebook("20").replace("Points Possible", "Puntos posibles"))
    ran = grader("export", "canvas", canvas, "--template", template)
    assert [row[5] for row in rows(ran.out)[1:]] == ["20", "20", "10"]


def test_points_without_template(grader: Grader, canvas: str, moodle: str) -> None:
    """Nothing tells what the column is worth, so it is asked for in a message; --points scales."""
    for form, results in (("canvas", canvas), ("moodle", moodle)):
        ran = grader("export", form, results)
        assert "out of 10 points" in ran.err and "--points" in ran.err
        ran = grader("export", form, results, "--points", "4")
        assert "out of" not in ran.err
        assert rows(ran.out)[-1][{"canvas": 5, "moodle": 2}[form]] == "2"


def test_two_columns_of_one_name(grader: Grader, canvas: str, write: Write) -> None:
    """Which of them is meant is for a person to say; a number does."""
    text = gradebook("10").replace("Scaling (88)", "Scaling (88),Scaling (89)")
    text = text.replace('"10"', "10,20").replace(",A,\n", ",A,,\n")
    template = write("t.csv", text)
    assert grader("export", "canvas", canvas, "--template", template).code == 2
    ran = grader("export", "canvas", canvas, "--template", template, "--assignment", "89")
    assert [row[5:] for row in rows(ran.out)[2:]] == [["", "20"], ["", "10"]]


def test_who_handed_in_alone_and_in_a_group() -> None:
    """One number goes to the platform: the higher, whatever the files are called, and somebody is told."""
    ann, bob = (MemberSection(id=id, name=None, ids=(), section=None) for id in ("ann", "bob"))
    alone = report(result(case(COST, "one", Status.FAILED)), "ann", members=(ann,))
    together = report(result(case(COST, "one")), "ann+bob", members=(ann, bob))
    for order in ((alone, together), (together, alone)):
        scores = read_scores(order)
        points = {student.id: student.scores["regularization"] for student in scores.students}
        assert points == {"ann": 2, "bob": 2}
        assert any("so the higher score counts: ann" in line for line in scores.messages())


def test_names_are_not_ids(grader: Grader, write: Write) -> None:
    """Files named by their students: the id columns stay blank, and whoever exports is told."""
    write("class/Priya Raman.py", RIGHT)
    grader("grade", "class", "--exercise", "scaling", "--out", "out", "--quiet")
    ran = grader("export", "canvas", "out")
    assert rows(ran.out)[2] == ["Priya Raman", "", "", "", "", "10"]
    assert "1 without an id that Canvas knows" in ran.err and "Priya Raman" in ran.err
    ran = grader("export", "moodle", "out")
    assert rows(ran.out)[1][:3] == ["", "Priya Raman", "10"]
    assert "1 without a participant number" in ran.err
    roster = write("r.csv", "id,name,sis_user_id,moodle_id\nPriya Raman,Priya Raman,s-7,31\n")
    ran = grader("export", "canvas", "out", "--roster", roster)
    assert rows(ran.out)[2][:4] == ["Priya Raman", "", "s-7", ""]
    assert "without an id" not in ran.err
    ran = grader("export", "moodle", "out", "--roster", roster)
    assert rows(ran.out)[1][0] == "Participant 31"


@pytest.mark.parametrize("language", WORKSHEETS)
def test_worksheet_in_any_language(
    grader: Grader, moodle: str, write: Write, language: str
) -> None:
    """Columns are found by their order and what stands in them; a locked grade stays as it is."""
    text = WORKSHEETS[language]
    ran = grader("export", "moodle", moodle, "--template", write("w.csv", text))
    assert ran.code == 0, ran.err
    sign = ";" if ";" in text else ","
    before, after = rows(text, sign), rows(ran.out, sign)
    grade = (
        2 if language == "blind" else before[0].index("Bewertung") if language == "German" else 3
    )
    assert after[1][grade] == ("12,5" if "25,00" in text else "12.5")
    for old, new in zip(before, after, strict=True):
        assert old[:grade] + old[grade + 1 :] == new[:grade] + new[grade + 1 :]
    assert "scaled" in ran.err
    assert after[2:] == before[2:]


def test_locked_grade(grader: Grader, moodle: str, write: Write) -> None:
    """Moodle would refuse it; what stands there stays, and it is told."""
    text = WORKSHEETS["German"].replace('"25,00",Ja', '"25,00",Nein')
    ran = grader("export", "moodle", moodle, "--template", write("w.csv", text))
    assert rows(ran.out)[1][4] == ""
    assert "locked in Moodle, so not changed: 31" in ran.err


def test_worksheet_without_maximum(grader: Grader, moodle: str, write: Write) -> None:
    """A scale of words has no points; so has a worksheet whose maximum was deleted."""
    text = "Identifier,Full name,Grade,Scale\nParticipant 31,Priya Raman,,Good\n"
    ran = grader("export", "moodle", moodle, "--template", write("w.csv", text))
    assert (ran.code, ran.out) == (2, "") and "maximum" in ran.err
    ran = grader("export", "moodle", moodle, "--template", "w.csv", "--points", "6")
    assert rows(ran.out)[1] == ["Participant 31", "Priya Raman", "3", "Good"]


def test_unused_option(grader: Grader, canvas: str) -> None:
    """It was given for a reason, and nothing would come of it."""
    for form, option in (("junit", "--points=3"), ("coursera", "--platform=canvas")):
        assert grader("export", form, canvas, option).code == 2
    assert grader("export", "canvas", canvas, "--points", "0").code == 2


@pytest.mark.parametrize(
    ("cell", "number"),
    [
        ("10", 10), ("100,00", 100), ("100.00", 100), ("1.234,50", 1234.5), ("1,234.50", 1234.5), (" 7.5 ", 7.5),
        ("1,234", None), ("", None), ("-", None), ("10 %", None), ("ten", None), ("1e9", None), ("0,500", 0.5),
    ],
)  # fmt: skip
def test_number_notations(cell: str, number: float | None) -> None:
    """A comma may be a decimal sign; what may be two numbers is none."""
    assert points_in(cell) == number


def test_registered_formats(grader: Grader) -> None:
    """Every module of grader/lms/exports/formats is a format, and the command's help lists it."""
    formats = {name: format_named(name) for name in format_names()}
    assert len(formats) >= 7
    assert all(isinstance(each, ExportFormat) and each.about for each in formats.values())
    help_text = grader("export", "--help").out
    assert all(name in help_text for name in formats)
