"""A course in another language: what its students read, everywhere, and nobody else's."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

import pytest

from grader.cli.main import main
from grader.report.pages import feedback_page
from grader.report.report_file import read_report
from tests.kernel.conftest import HINT, RIGHT, ROOT
from tests.tools.conftest import EXERCISE, write_course

TITLE, HINT_IN_GERMAN = "Gruppen", "Die Abstände sind quadriert: Es bleibt keine Wurzel."
HIDDEN = "addiert über alle Koordinaten"
PO = f'''
msgid "Clusters"
msgstr "{TITLE}"

msgid "{HINT}"
msgstr "{HINT_IN_GERMAN}"

msgid "adds up over all coordinates"
msgstr "{HIDDEN}"
'''
SUBMISSION = f"import numpy as np\n\n\n{ROOT}\n\n\n{RIGHT['assign']}\n\n\nprint(assign)\n"


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A course in English and the same one in German, with a student's file in it."""
    root = tmp_path_factory.mktemp("languages")
    for name in ("english", "german"):
        (root / name).mkdir()
        write_course(root / name, EXERCISE)
    (root / "german/grader.toml").write_text('language = "de"\n')
    (root / "german/translations").mkdir()
    (root / "german/translations/de.po").write_text(PO)
    (root / "work").mkdir()
    (root / "work/ada.py").write_text(SUBMISSION)
    return root


def printed(capsys: pytest.CaptureFixture[str], *command: str) -> str:
    main([*command])
    return " ".join(capsys.readouterr().out.split())


def check(home: Path, course: str, *more: str) -> list[str]:
    return ["check", str(home / "work/ada.py"), "--course", str(home / course), *more]


def test_check_speaks_the_courses_language(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The program's sentences, places in them, and what the course translates of its own."""
    text = printed(capsys, *check(home, "german"))
    assert f"ada.py: {TITLE}" in text
    assert f"Tipp: {HINT_IN_GERMAN}" in text
    assert "`result[0, 0]` ist" in text and "erwartet:" in text
    assert "wurde nicht ausgeführt: ada.py, Zeile 18" in text
    assert "Punktzahl: 1 / 2 bei den öffentlichen Fällen." in text
    assert "gives a row per point" in text  # the course does not translate it


def test_the_student_may_choose(
    home: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """By option, by environment; another course is not touched, and a language that is not there is told."""
    english = printed(capsys, *check(home, "english"))
    assert "Score: 1 / 2 on the public cases." in english
    assert printed(capsys, *check(home, "german", "--language", "en")) == english
    assert "Punktzahl: 1 / 2" in printed(capsys, *check(home, "english", "--language", "de"))
    monkeypatch.setenv("GRADER_LANGUAGE", "de")
    assert "Punktzahl: 1 / 2" in printed(capsys, *check(home, "english"))
    assert main(check(home, "english", "--language", "xx")) == 2
    assert "hint: there are: de, en" in capsys.readouterr().err


def test_a_class_is_graded_in_it(home: Path, tmp_path: Path) -> None:
    """Reports and pages are in the course's language, with codes as ever; English ones are as before."""
    for course in ("german", "english"):
        command = ["grade", str(home / "work"), "--course", str(home / course), "--quiet"]
        assert main([*command, "--exercise", "clusters", "--out", str(tmp_path / course)]) == 0
    german, english = (
        read_report(tmp_path / course / "reports/ada.json") for course in ("german", "english")
    )
    assert "language" not in english.environment.settings
    assert german.environment.settings["language"] == "de"
    assert [(c.name, c.status, c.points) for c in german.cases] == [
        (c.name, c.status, c.points) for c in english.cases
    ]
    case = next(case for case in german.cases if case.name == "many_points")
    assert (case.description, case.hint) == (HIDDEN, HINT_IN_GERMAN)
    page = feedback_page(german)
    assert page == (tmp_path / "german/feedback/ada.html").read_text()
    assert '<html lang="de">' in page and "Das Ergebnis weicht vom erwarteten ab." not in page
    assert "Beginne mit" in page and ", verdeckt" in page
    assert "Start with" in feedback_page(english)
    # What the instructor reads stays English.
    assert "Students" in (tmp_path / "german/summary.html").read_text()
    for format, told in (("gradescope", "output"), ("prairielearn", "message")):
        main(["export", format, str(tmp_path / "german"), "--out", str(tmp_path / format)])
        result = json.loads((tmp_path / format / "clusters/ada.json").read_text())
        texts = " ".join(test[told] for test in result["tests"])
        assert f"Tipp: {HINT_IN_GERMAN}" in texts and "bestanden" in texts, format
        assert "Try:" not in texts and "passed" not in texts


def test_a_platforms_bundle_takes_it_along(home: Path, tmp_path: Path) -> None:
    """The setting, and the course's own translations."""
    archive, course = tmp_path / "bundle.zip", str(home / "german")
    assert (
        main(["package", "gradescope", "clusters", "--course", course, "--out", str(archive)]) == 0
    )
    with zipfile.ZipFile(archive) as opened:
        assert opened.read("course/grader.toml").decode() == 'language = "de"\n'
        assert opened.read("course/translations/de.po").decode() == PO


def test_a_bundle_takes_it_along(
    home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Its language and the translations of what is in it; none of a hidden text."""
    assert (
        main(["release", "clusters", "--course", str(home / "german"), "--out", str(tmp_path)]) == 0
    )
    bundle = json.loads((tmp_path / "clusters/exercise.json").read_text())
    assert bundle["language"] == "de"
    assert bundle["translations"]["de"] == {"Clusters": [TITLE], HINT: [HINT_IN_GERMAN]}
    text = printed(capsys, "check", str(home / "work/ada.py"), "--course", str(tmp_path))
    assert f"ada.py: {TITLE}" in text and f"Tipp: {HINT_IN_GERMAN}" in text


def test_a_starter_speaks_it(home: Path, tmp_path: Path) -> None:
    """The cells that get ready and check say so in German, and are nobody's work when they come back."""
    main(["release", "clusters", "--course", str(home / "german"), "--out", str(tmp_path)])
    folder = tmp_path / "clusters"
    notebook = json.loads((folder / "clusters.ipynb").read_text())
    said = "".join("".join(cell["source"]) for cell in notebook["cells"])
    assert "Führ zuerst diese Zelle aus." in said and "Run this cell" not in said
    assert "In statement.md steht" in (folder / "clusters.py").read_text()
    for cell in notebook["cells"]:  # as after a tool that keeps no metadata
        cell["metadata"] = {}
    (tmp_path / "ada.ipynb").write_text(json.dumps(notebook))
    course, out = str(home / "german"), str(tmp_path / "out")
    assert main(["grade", str(tmp_path / "ada.ipynb"), "--course", course, "--out", out]) == 0
    report = read_report(tmp_path / "out/reports/ada.json")
    assert {function.status for function in report.functions} == {"missing"}
    assert not [note for note in report.notes if note.kind == "skipped"]
