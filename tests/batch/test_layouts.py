"""Who owns each file in the downloads of platforms."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from grader.intake import Intake, collect

from .archives import Content, foldered, tarred, zipped

Pack = Callable[[Path, Content], Path]

CANVAS = {
    "anderssonåsa_4711_900_hw.ipynb": "{}",
    "muellerzoe_LATE_4712_901_hw-1.ipynb": "{}",
    "muellerzoe_LATE_4712_899_hw.ipynb": "{}",
    "o'neil_4713_902_cost.py": "",
    "o'neil_4713_903_week-2.py": "",
}
ANONYMOUS = {"anon_aB3dE_900_hw.ipynb": "{}", "anon_LATE_x9Y_901_hw.ipynb": "{}"}
MOODLE = {
    "Zoë Müller_101_assignsubmission_file_/hw.ipynb": "{}",
    "Anna_Lena de la Cruz_102_assignsubmission_file/parts/a.py": "",
    "Anna_Lena de la Cruz_102_assignsubmission_file/parts/b.py": "",
    "李雷_103_assignsubmission_onlinetext_/onlinetext.html": "",
}
MOODLE_FLAT = {
    "Zoë Müller_101_assignsubmission_file_hw.ipynb": "{}",
    "Bo_102_assignsubmission_file_hw.ipynb": "{}",
}
MOODLE_BLIND = {
    "Participant_7_assignsubmission_file_/hw.py": "",
    "Participant_8_assignsubmission_file_/hw.py": "",
}
GRADESCOPE = {
    "assignment_55_export/submission_metadata.yml": """---
submission_900:
  :submitters:
  - :name: "Zo\\u00EB M\\xFCller"
    :sid: '0815'
    :email: zoe@example.edu
  :created_at: 2024-05-01 10:00:03.123456000 Z
  :score: 0.0
  :results:
    tests:
    - name: ':submitters: of a name'
      output: |-
        :sid: 'not me'
  :history:
  - :id: 1
    :submitters:
    - :name: Somebody Else
      :sid: '1'
    :created_at: 2023-01-01 00:00:00.000000000 Z
submission_901:
  :submitters:
  - :name: 'O''Neil, Sam'
    :sid:
    :email: sam@example.edu
  - :name: Bo
    :sid: '0817'
    :email: bo@example.edu
  :created_at: 2024-05-01 11:00:00.000000000 Z
""",
    "assignment_55_export/submission_900/hw.py": "",
    "assignment_55_export/submission_901/hw.py": "",
}
NBGRADER = {
    "submitted/zoe/ps1/problem1.ipynb": "{}",
    "submitted/zoe/ps1/timestamp.txt": "2024-05-01 10:00:00.123456 UTC",
    "submitted/bo/ps1/problem1.ipynb": "{}",
}
GITHUB = {
    "week1-zoe/hw.py": "",
    "week1-zoe/.git/HEAD": "ref",
    "week1-bo-b/hw.py": "",
    "week1-bo-b/.git/HEAD": "ref",
}


def found(intake: Intake) -> dict[str, list[str]]:
    return {pending.student: [name for name, _ in pending.parts] for pending in intake.pending}


def names(intake: Intake) -> dict[str, str | None]:
    return {pending.student: pending.people[0].name for pending in intake.pending}


@pytest.fixture(params=["folder", "zip", "tar"])
def pack(request: pytest.FixtureRequest, tmp_path: Path) -> Callable[[Content], Path]:
    """The same class as a folder and in an archive: nothing else may depend on that."""

    def pack(content: Content) -> Path:
        if request.param == "folder":
            return foldered(tmp_path / "class", content)
        if request.param == "zip":
            return zipped(tmp_path / "class.zip", content)
        return tarred(tmp_path / "class.tar.gz", content)

    return pack


def test_canvas(pack: Callable[[Content], Path]) -> None:
    """The user's id, the late mark, and of two attempts the last; two attachments are one submission."""
    intake = collect([pack(CANVAS)])
    assert found(intake) == {
        "4711": ["hw.ipynb"],
        "4712": ["hw-1.ipynb"],
        "4713": ["cost.py", "week-2.py"],
    }
    assert names(intake) == {"4711": "anderssonåsa", "4712": "muellerzoe", "4713": "o'neil"}
    by = {pending.student: pending for pending in intake.pending}
    assert [by[s].delivery().late for s in ("4711", "4712", "4713")] == [False, True, False]
    assert by["4712"].delivery().attempt == 2
    assert [note.text for note in by["4712"].notes] == [
        "hw.ipynb is an earlier attempt; hw-1.ipynb counts"
    ]
    assert by["4711"].file == "anderssonåsa_4711_900_hw.ipynb"
    assert intake.messages == ()
    assert intake.summary == "Canvas, 3 students, 1 late, 1 file of an earlier attempt not counted"


def test_canvas_anonymous(pack: Callable[[Content], Path]) -> None:
    """An anonymous id stands for the student."""
    intake = collect([pack(ANONYMOUS)])
    assert found(intake) == {"aB3dE": ["hw.ipynb"], "x9Y": ["hw.ipynb"]}
    assert names(intake) == {"aB3dE": None, "x9Y": None}
    assert [pending.delivery().late for pending in intake.pending] == [True, False]


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (MOODLE, {"101": ["hw.ipynb"], "102": ["parts/a.py", "parts/b.py"], "103": []}),
        (MOODLE_FLAT, {"101": ["hw.ipynb"], "102": ["hw.ipynb"]}),
        (MOODLE_BLIND, {"7": ["hw.py"], "8": ["hw.py"]}),
    ],
)
def test_moodle(
    pack: Callable[[Content], Path], content: Content, expected: dict[str, list[str]]
) -> None:
    """A folder for each student, names before files, or participants' numbers; students without code keep a row."""
    intake = collect([pack(content)])
    assert found(intake) == expected
    assert intake.summary == f"Moodle, {len(expected)} students"
    if content is MOODLE:
        assert names(intake) == {"101": "Zoë Müller", "102": "Anna_Lena de la Cruz", "103": "李雷"}


def test_gradescope(pack: Callable[[Content], Path]) -> None:
    """Who and when is read from the metadata; a group is one submission."""
    intake = collect([pack(GRADESCOPE)])
    assert found(intake) == {"0815": ["hw.py"], "sam@example.edu+0817": ["hw.py"]}
    zoe, group = intake.pending
    assert (zoe.people[0].name, zoe.people[0].others) == ("Zoë Müller", ("zoe@example.edu",))
    assert zoe.delivery().submitted_at == "2024-05-01T10:00:03Z"
    assert [person.name for person in group.people] == ["O'Neil, Sam", "Bo"]


def test_gradescope_without_its_metadata(tmp_path: Path) -> None:
    """Folders that the metadata does not name are submissions too, and so are all where it was lost.

    Beside students' own folders the same names are one student's choice.
    """
    code = "def f(): pass"
    lost = {f"export/submission_9021{n}/hw.py": code for n in range(3)}
    ids = {f"submission_9021{n}": ["hw.py"] for n in range(3)}
    assert found(collect([zipped(tmp_path / "lost.zip", lost)])) == ids
    metadata = "submission_90210:\n  :submitters: []\n".encode("utf-16")  # saved on a PC
    one: Content = {"export/submission_metadata.yml": metadata, **lost}
    assert found(collect([zipped(tmp_path / "one.zip", one)])) == ids
    class_ = foldered(tmp_path / "class", {"ann/hw.py": code, "bo/hw.py": code})
    inner = {"submission_90210/hw.py": code, "submission_90211/hw.py": code}
    zipped(class_ / "eve.zip", inner)
    assert set(found(collect([class_]))) == {"ann", "bo", "eve"}


def test_nbgrader(pack: Callable[[Content], Path]) -> None:
    """A folder per student, one in it per assignment, with its time."""
    intake = collect([pack(NBGRADER)])
    assert found(intake) == {"bo": ["ps1/problem1.ipynb"], "zoe": ["ps1/problem1.ipynb"]}
    when = {pending.student: pending.delivery().submitted_at for pending in intake.pending}
    assert when == {"bo": None, "zoe": "2024-05-01T10:00:00Z"}


def test_github_classroom(pack: Callable[[Content], Path]) -> None:
    """Repositories that begin with the assignment's name; the rest is the login."""
    assert found(collect([pack(GITHUB)])) == {"zoe": ["hw.py"], "bo-b": ["hw.py"]}


def test_folders_with_common_start(pack: Callable[[Content], Path]) -> None:
    """Without traces of git, folders that begin alike are plain; ``--layout`` changes that."""
    path = pack({"team-a/hw.py": "", "team-b/hw.py": ""})
    assert list(found(collect([path]))) == ["team-a", "team-b"]
    assert list(found(collect([path], layout="github"))) == ["a", "b"]


def test_plain_archive(pack: Callable[[Content], Path]) -> None:
    """A file or a folder for each student."""
    intake = collect([pack({"ann.py": "", "eve/1.py": "", "eve/2.py": "", "readme.txt": ""})])
    assert found(intake) == {"ann": ["ann.py"], "eve": ["1.py", "2.py"]}
    assert [pending.file for pending in intake.pending] == ["ann.py", "eve"]
    assert len(intake.unassigned) == 1


@pytest.mark.parametrize("extension", ["zip", "tar", "tar.gz", "tgz", "tar.bz2", "tar.xz"])
def test_archive_formats(tmp_path: Path, extension: str) -> None:
    """Archives are recognised by their bytes; a single folder around everything is not a student."""
    path, content = tmp_path / f"class.{extension}", {"hw1/ann.py": "x = 1", "hw1/bob.py": ""}
    if extension == "zip":
        zipped(path, content)
    else:
        kind = extension.removeprefix("tar").lstrip(".").replace("tgz", "gz")
        tarred(path, content, f"w:{kind}")
    intake = collect([path])
    assert found(intake) == {"ann": ["ann.py"], "bob": ["bob.py"]}
    assert intake.pending[0].parts[0][1].read_text() == "x = 1"
    assert intake.pending[0].file == "hw1/ann.py"


def test_several_downloads(tmp_path: Path) -> None:
    """The same id in several downloads is one student; two files of one name stay two."""
    first = zipped(tmp_path / "a.zip", {"zoe_1_10_hw.py": "a", "bo_2_11_hw.py": ""})
    second = zipped(tmp_path / "b.zip", {"zoe_1_20_hw.py": "b", "zoe_1_21_more.py": ""})
    intake = collect([first, second])
    assert found(intake) == {"1": ["b/hw.py", "hw.py", "more.py"], "2": ["hw.py"]}


def test_stray_file(tmp_path: Path) -> None:
    """A file beside a download is a submission of its own, and it is reported."""
    intake = collect([foldered(tmp_path / "class", CANVAS | {"late by mail.py": ""})])
    assert "late by mail" in found(intake)
    assert "1 not named like the others" in intake.summary


def test_numbered_names(tmp_path: Path) -> None:
    """``week-1`` and ``week-2`` are two files; in a plain folder ``ann`` and ``ann-1`` are two people."""
    canvas = foldered(tmp_path / "canvas", {"zoe_1_10_week-1.py": "", "zoe_1_11_week-2.py": ""})
    assert found(collect([canvas])) == {"1": ["week-1.py", "week-2.py"]}
    plain = foldered(tmp_path / "plain", {"ann.py": "", "ann-1.py": ""})
    assert list(found(collect([plain]))) == ["ann-1", "ann"]


def test_submission_as_archive(tmp_path: Path) -> None:
    """An archive within it is not opened where there is code beside it."""
    inner = zipped(
        tmp_path / "inner.zip",
        {"hw/a.py": "", "hw/b.ipynb": "", "hw/more.zip": "", "notes.txt": ""},
    )
    path = zipped(
        tmp_path / "class.zip", {"zoe_1_10_hw.zip": inner.read_bytes(), "bo_2_11_hw.py": ""}
    )
    assert found(collect([path])) == {"1": ["hw/a.py", "hw/b.ipynb"], "2": ["hw.py"]}


def test_same_part_names(tmp_path: Path) -> None:
    """Files with equal names, from several archives or downloads, are all kept."""
    inner = zipped(tmp_path / "inner.zip", {"hw.py": ""}).read_bytes()
    path = zipped(tmp_path / "class.zip", {"zoe_1_10_a.zip": inner, "zoe_1_11_b.zip": inner})
    assert found(collect([path])) == {"1": ["b/hw.py", "hw.py"]}
    students = ("zoe_1_{}0_hw.py", "bo_2_{}1_hw.py")
    weeks = {f"week{n}/submissions/{each.format(n)}": "" for n in (1, 2, 3) for each in students}
    intake = collect([foldered(tmp_path / "term", weeks)])
    assert len(found(intake)["1"]) == 3


def test_archive_beside_code(tmp_path: Path) -> None:
    """The code counts, and a note says that the archive was not unpacked."""
    path = foldered(tmp_path / "class", {"zoe_1_10_hw.py": "", "zoe_1_11_data.zip": b"PK"})
    (zoe,) = collect([path]).pending
    assert [name for name, _ in zoe.parts] == ["hw.py"]
    assert [note.text for note in zoe.notes] == [
        "data.zip was not unpacked, because there are code files beside it"
    ]


def test_plain_layout(tmp_path: Path) -> None:
    """``plain`` takes a download's names as they are."""
    path = zipped(tmp_path / "class.zip", {"zoe_1_10_hw.py": ""})
    assert list(found(collect([path], layout="plain"))) == ["zoe_1_10_hw"]


def test_git_repository(tmp_path: Path) -> None:
    """A clone is recognised as ``git clone`` leaves it."""
    for login in ("ann", "bob"):
        foldered(tmp_path / "class" / f"hw-{login}", {"hw.py": ""})
        subprocess.run(["git", "init", "-q", str(tmp_path / "class" / f"hw-{login}")], check=True)
    assert list(found(collect([tmp_path / "class"]))) == ["ann", "bob"]


def test_github_folder_name(tmp_path: Path) -> None:
    """The platform's tool names the folder ``hw-submissions``; no trace of git is needed."""
    one = foldered(tmp_path / "hw-submissions", {"hw-ann/hw.py": ""})
    assert found(collect([one])) == {"ann": ["hw.py"]}
    others = foldered(tmp_path / "all" / "hw-submissions", {"hw-ann/hw.py": "", "eve/hw.py": ""})
    assert list(found(collect([others]))) == ["eve", "hw-ann"]


def test_nbgrader_submitted_folder(tmp_path: Path) -> None:
    """The path may be ``submitted`` itself instead of the course around it."""
    course = foldered(tmp_path / "course", NBGRADER)
    intake = collect([course / "submitted"])
    assert found(intake) == {"bo": ["ps1/problem1.ipynb"], "zoe": ["ps1/problem1.ipynb"]}


def test_command_line_layouts() -> None:
    """The command line reads the names of the modules: a help text must not wait for imports."""
    from grader.cli.arguments import plugin_names
    from grader.intake import LAYOUTS

    assert sorted(LAYOUTS) == plugin_names("lms/layouts")
