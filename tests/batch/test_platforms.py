"""A download of each platform, made after its documentation, and names that an attacker might write into it.

No file name of a student and no name in a profile changes another student's submission.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from grader.intake import LAYOUTS, Intake, collect
from grader.model.delivery import METADATA
from grader.model.submission import Note

from .archives import Content, foldered, tarred, zipped
from .test_layouts import GITHUB, GRADESCOPE, NBGRADER, found


@dataclass(frozen=True)
class Sample:
    """A download, what is found in it, and a file that pretends to be another student's.

    hostile   the path of the file, and the student whom it is for; None: for nobody
    """

    content: Content
    expected: dict[str, list[str]]
    summary: str
    hostile: tuple[str, str | None]
    late: tuple[str, ...] = ()
    times: dict[str, str] = field(default_factory=dict)
    root: str = "class"


SAMPLES = {
    "canvas": Sample(
        {
            "doejane_4711_90210_hw.ipynb": "{}",
            "doejane_4711_90211_2024 data.py": "",
            "muellerzoe_LATE_4712_90212_hw-1.ipynb": "{}",
            "muellerzoe_LATE_4712_90209_hw.ipynb": "{}",
            "leebo_0815_90215_1_part.py": "",
            "oneil_4714_text.html": "typed in",
        },
        {
            "0815": ["1_part.py"],
            "4711": ["2024 data.py", "hw.ipynb"],
            "4712": ["hw-1.ipynb"],
            "4714": [],
        },
        "Canvas, 4 students, 1 late, 1 file of an earlier attempt not counted",
        ("evil_4799_90216_doejane_4711_90210_hw.ipynb", "4799"),
        late=("4712",),
    ),
    "moodle": Sample(
        {
            "Zoë Müller_101_assignsubmission_file_/hw.ipynb": "{}",
            "Jane Doe_102_assignsubmission_file/parts/a.py": "",
            "Jane Doe_102_assignsubmission_onlinetext/onlinetext.html": "",
            "Equipe A_7_assignsubmission_file_/hw.py": "",
            "Groupe par défaut_assignsubmission_file/hw.py": "",
        },
        {
            "101": ["hw.ipynb"],
            "102": ["parts/a.py"],
            "7": ["hw.py"],
            "Groupe par défaut": ["hw.py"],
        },
        "Moodle, 4 students",
        (
            "Eve_104_assignsubmission_file_Zoë Müller_101_assignsubmission_file_hw.py",
            "104",
        ),
    ),
    "gradescope": Sample(
        {
            **GRADESCOPE,
            "assignment_55_export/submission_901/submission_900/hw.py": "",
        },
        {"0815": ["hw.py"], "sam@example.edu+0817": ["hw.py", "submission_900/hw.py"]},
        "Gradescope, 2 submissions",
        ("assignment_55_export/submission_901/submission_metadata.yml", "sam@example.edu+0817"),
        times={"0815": "2024-05-01T10:00:03Z"},
    ),
    "nbgrader": Sample(
        NBGRADER | {"source/ps1/problem1.ipynb": "{}"},
        {"bo": ["ps1/problem1.ipynb"], "zoe": ["ps1/problem1.ipynb"]},
        "nbgrader, 2 students, 1 file belongs to nobody",
        ("submitted/eve/ps1/submitted/zoe/ps1/problem1.ipynb", "eve"),
        times={"zoe": "2024-05-01T10:00:00Z"},
    ),
    "github": Sample(
        GITHUB,
        {"zoe": ["hw.py"], "bo-b": ["hw.py"]},
        "GitHub Classroom, 2 students",
        ("week1-eve/week1-zoe/hw.py", "eve"),
    ),
    "classroom50": Sample(
        {
            "scores.csv": "username,first_name,score\nstu-zoe,,\nstu-bo,,\n",
            "algebra-hw1-stu-zoe/hw.py": "",
            "algebra-hw1-stu-zoe/.classroom50.yml": "",
            "algebra-hw1-stu-zoe/result.json": "{}",
            "algebra-hw1-stu-bo/hw.py": "",
        },
        {"stu-zoe": ["hw.py"], "stu-bo": ["hw.py"]},
        "Classroom 50, 2 students",
        ("algebra-hw1-stu-bo/algebra-hw1-stu-zoe/hw.py", "stu-bo"),
        root="algebra-hw1_submissions_2026_09_01_T_10_00_00",
    ),
    "blackboard": Sample(
        {
            "HW 1_jdoe_attempt_2025-01-05-10-30-00.txt": "Name: Jane Doe (jdoe)",
            "HW 1_jdoe_attempt_2025-01-05-10-30-00_hw.ipynb": "{}",
            "HW 1_jdoe_attempt_2025-01-05-10-30-00_old.py": "",
            "HW 1_jdoe_attempt_2025-01-06-23-30-00.txt": "Name: Jane Doe (jdoe)",
            "HW 1_jdoe_attempt_2025-01-06-23-30-00_hw.ipynb": "{}",
            "HW 1_j_bo_attempt_2025-01-05-09-00-00_part1.py": "",
            "HW 1_j_bo_attempt_2025-01-05-09-00-00_part2.py": "",
            "HW 1_kim_attempt_2025-01-05-09-00-00.txt": "typed in",
        },
        {"j_bo": ["part1.py", "part2.py"], "jdoe": ["hw.ipynb"], "kim": []},
        "Blackboard, 3 students, 3 files of earlier attempts not counted",
        (
            "HW 1_eve_attempt_2025-01-07-10-00-00_HW 1_jdoe_attempt_2025-01-08-10-00-00_hw.py",
            "eve",
        ),
        times={"jdoe": "2025-01-06T23:30:00"},
    ),
    "brightspace": Sample(
        {
            "00345-678901 - Jane Doe - Jan 5, 2025 1030 AM/hw.ipynb": "{}",
            "00345-678901 - Jane Doe - Jan 6, 2025 1130 PM/hw.ipynb": "{}",
            "12346-678901 - Bo Li - Jan 5, 2025 1215 AM/hw.py": "",
            "12346-678901 - Bo Li - Jan 6, 2025 900 AM/more.py": "",
            "index.html": "",
        },
        {"00345": ["hw.ipynb"], "12346": ["hw.py", "more.py"]},
        "Brightspace, 2 students, 1 file of an earlier attempt not counted",
        (
            "666-678901 - 00345-678901 - Jane Doe - Jan 7, 2025 900 AM - Jan 7, 2025 901 AM/hw.py",
            "666",
        ),
        times={"00345": "2025-01-06T23:30:00", "12346": "2025-01-06T09:00:00"},
    ),
    "sakai": Sample(
        {
            "HW 1/grades.csv": "",
            "HW 1/Doe, Jane(jdoe)/Submission attachment(s)/hw.ipynb": "{}",
            "HW 1/Doe, Jane(jdoe)/Feedback Attachment(s)/solution.py": "",
            "HW 1/Doe, Jane(jdoe)/timestamp.txt": "20250105103000123",
            "HW 1/Li, Bo(0042)/提出物の添付ファイル/hw.py": "",
            "HW 1/Li, Bo(0042)/comments.txt": "",
            "HW 1/Kim(kim)/Kim(kim)_submissionText.html": "typed in",
        },
        {"jdoe": ["hw.ipynb"], "0042": ["hw.py"], "kim": []},
        "Sakai, 3 students",
        ("HW 1/Evil(jdoe)(eve)/Submission attachment(s)/hw.py", "eve"),
        times={"jdoe": "2025-01-05T10:30:00"},
    ),
    "ilias": Sample(
        {
            "HW 1/Abgaben/Doe_Jane_jdoe_345/hw.ipynb": "{}",
            "HW 1/Abgaben/van_Dam_Bo_bo_346/hw.py": "",
            "HW 1/Abgaben/Team 12/Lee_Ann_alee_347/a.py": "",
            "HW 1/Abgaben/Team 12/Kim_Su_skim_348/b.py": "",
        },
        {"jdoe": ["hw.ipynb"], "346": ["hw.py"], "alee+skim": ["a.py", "b.py"]},
        "ILIAS, 3 submissions",
        ("HW 1/Abgaben/Evil_Eve_jdoe_345_eve_399/Doe_Jane_jdoe_345/hw.py", "399"),
    ),
    "google": Sample(
        {
            "Jane Doe - Homework 1.ipynb": "{}",
            "Jane Doe - Homework 1 (1).ipynb": "{}",
            "Bo Li - Homework 1.ipynb": "{}",
            "Zoë - Homework 1.ipynb": "{}",
        },
        {
            "Bo Li": ["Homework 1.ipynb"],
            "Zoë": ["Homework 1.ipynb"],
        },
        "Google Classroom, 2 students, 2 files belong to nobody",
        ("Eve - Bo Li - Homework 1.ipynb", "Eve - Bo Li"),
    ),
    "teams": Sample(
        {
            "Student Work/Submitted files/Jane Doe/HW 1/Version 2/hw.ipynb": "{}",
            "Student Work/Submitted files/Jane Doe/HW 1/Version 10/hw.ipynb": "{}",
            "Student Work/Submitted files/Bo Li/HW 1/Version 1/hw.py": "",
            "Student Work/Working files/Kim/HW 1/draft.py": "",
        },
        {"Jane Doe": ["HW 1/hw.ipynb"], "Bo Li": ["HW 1/hw.py"]},
        "Teams, 2 students, 1 file of an earlier attempt not counted, 1 file belongs to nobody",
        ("Student Work/Submitted files/Eve/HW 1/Version 1/Jane Doe/HW 1/Version 99/hw.py", "Eve"),
    ),
    "autolab": Sample(
        {
            "jdoe@example.edu_2_hw.py": "",
            "jdoe@example.edu_10_hw.py": "",
            "b_li@example.edu_1_hw.py": "",
        },
        {"b_li@example.edu": ["hw.py"], "jdoe@example.edu": ["hw.py"]},
        "Autolab, 2 students, 1 file of an earlier attempt not counted",
        ("eve@example.edu_1_jdoe@example.edu_99_hw.py", "eve@example.edu"),
    ),
    "submitty": Sample(
        {
            "submissions/jdoe/1/hw.py": "",
            "submissions/jdoe/2/hw.py": "",
            "submissions/jdoe/10/hw.py": "",
            "submissions/jdoe/user_assignment_settings.json": json.dumps(
                {
                    "active_version": 2,
                    "history": [{"version": 2, "time": "2025-01-05 10:30:00-0500"}],
                }
            ),
            "submissions/bli/1/hw.ipynb": "{}",
            "submissions/bli/1/.submit.timestamp": "",
            "results/jdoe/2/grade.py": "",
        },
        {"jdoe": ["hw.py"], "bli": ["hw.ipynb"]},
        "Submitty, 2 students, 2 files of earlier attempts not counted",
        ("submissions/eve/1/submissions/jdoe/99/hw.py", "eve"),
        times={"jdoe": "2025-01-05T10:30:00"},
    ),
}


def packed(tmp_path: Path, sample: Sample, content: Content, how: str) -> Path:
    if how == "folder":
        return foldered(tmp_path / sample.root, content)
    if how == "zip":
        return zipped(tmp_path / f"{sample.root}.zip", content)
    return tarred(tmp_path / f"{sample.root}.tar.gz", content)


def files(intake: Intake) -> dict[str, tuple[tuple[str, bytes], ...]]:
    return {
        pending.student: tuple((name, place.read_bytes()) for name, place in pending.parts)
        for pending in intake.pending
    }


@pytest.mark.parametrize(
    ("name", "path", "data", "student"),
    [
        ("gradescope", f"assignment_55_export/{METADATA}", None, "0819"),
        ("sakai", "HW 1/Ito, Rei(rei)/timestamp.txt", "20250105103000123", "rei"),
        ("nbgrader", "submitted/rei/ps1/timestamp.txt", "2024-05-01 10:00:00 UTC", "rei"),
    ],
)
def test_who_handed_in_no_file_has_a_row(
    tmp_path: Path, name: str, path: str, data: str | None, student: str
) -> None:
    """The platform's own file says that somebody handed in, and nothing of it is in the download."""
    sample = SAMPLES[name]
    if data is None:
        data = sample.content[path] + (
            "submission_950:\n  :submitters:\n  - :name: Rei\n    :sid: '0819'\n"
        )
    before = collect([packed(tmp_path / "before", sample, sample.content, "folder")])
    intake = collect([packed(tmp_path, sample, sample.content | {path: data}, "zip")])
    assert found(intake) == sample.expected | {student: []}
    assert len(intake.unassigned) == len(before.unassigned)


def test_versions_that_were_withdrawn_on_submitty_are_told(tmp_path: Path) -> None:
    """Submitty counts none of them: the gradebook says which one was graded here."""
    settings = {"submissions/bli/user_assignment_settings.json": '{"active_version": 0}'}
    content = SAMPLES["submitty"].content | settings
    by = {p.student: p for p in collect([foldered(tmp_path / "class", content)]).pending}
    told = Note("withdrawn", "On Submitty, all versions were withdrawn; version 1 is graded here")
    assert by["bli"].notes == (told,) and told not in by["jdoe"].notes


def test_every_platform_has_a_sample() -> None:
    """A new layout comes with a download of its kind."""
    assert set(SAMPLES) == set(LAYOUTS) - {"plain", "sections"}


def test_the_page_for_instructors_shows_every_layout(tmp_path: Path) -> None:
    """With a path as it stands in such a download, which is read as one."""
    page = (Path(__file__).parents[2] / "docs/instructors.md").read_text("utf-8")
    for layout in LAYOUTS.values():
        assert f"| `{layout.id}` | " in page and f" | `{layout.sample}` |" in page
        content = {layout.sample: "{}"}
        if layout.id == "gradescope":
            content["submission_metadata.yml"] = "submission_90210:\n  :submitters: []\n"
        if layout.id in ("github", "classroom50"):
            content[layout.sample.replace("jdoe", "bli")] = "{}"
        intake = collect([foldered(tmp_path / layout.id, content)], layout=layout.id)
        platform = "" if layout.id in ("plain", "sections") else layout.id
        assert {pending.platform for pending in intake.pending} == {platform}


@pytest.mark.parametrize("how", ["folder", "zip", "tar"])
@pytest.mark.parametrize("name", SAMPLES)
def test_download(tmp_path: Path, name: str, how: str) -> None:
    """A download gives students, files, late marks, times and a summary, and no other message."""
    sample = SAMPLES[name]
    intake = collect([packed(tmp_path, sample, sample.content, how)])
    assert found(intake) == sample.expected
    assert intake.summary == sample.summary
    assert {pending.platform for pending in intake.pending} == {name}
    assert intake.messages == ()
    by = {pending.student: pending.delivery() for pending in intake.pending}
    assert tuple(student for student in by if by[student].late) == sample.late
    assert {student: by[student].submitted_at for student in sample.times} == sample.times


@pytest.mark.parametrize("name", SAMPLES)
def test_name_like_anothers(tmp_path: Path, name: str) -> None:
    """A file named like another student's belongs to its author; all others' files stay the same."""
    sample = SAMPLES[name]
    path, owner = sample.hostile
    before = files(collect([packed(tmp_path / "a", sample, sample.content, "folder")]))
    hostile = sample.content | {path: "hostile = 1"}
    intake = collect([packed(tmp_path / "b", sample, hostile, "folder")])
    after = files(intake)
    assert {student: after[student] for student in before if student != owner} == {
        student: before[student] for student in before if student != owner
    }
    assert owner in after


@pytest.mark.parametrize("name", SAMPLES)
@pytest.mark.parametrize(
    "around", ["submissions/submissions", "term/hw1", "downloads/class/2025/hw 1/unzipped"]
)
def test_wrapped_download(tmp_path: Path, name: str, around: str) -> None:
    """Folders around a download, and a file beside it, change nothing."""
    sample = SAMPLES[name]
    inner = "" if sample.root == "class" else f"/{sample.root}"
    content = {f"{around}{inner}/{path}": data for path, data in sample.content.items()}
    intake = collect([foldered(tmp_path / "in", content | {"readme.txt": "from the registrar"})])
    assert found(intake) == sample.expected
    assert [each.file for each in intake.unassigned if each.file == "readme.txt"] == ["readme.txt"]


@pytest.mark.parametrize("name", sorted(set(SAMPLES) - {"classroom50", "github", "google"}))
def test_sections(tmp_path: Path, name: str) -> None:
    """The downloads of several sections, as folders or archives, are one class."""
    sample = SAMPLES[name]
    content = {f"section A/{path}": data for path, data in sample.content.items()}
    folder = foldered(tmp_path / "in", content)
    zipped(folder / "section B.zip", sample.content)
    intake = collect([folder])
    assert set(found(intake)) == set(sample.expected)
    assert "2 sections" in intake.summary


@pytest.mark.parametrize("name", SAMPLES)
def test_download_inside_a_class(tmp_path: Path, name: str) -> None:
    """A student's folder that looks like a download is one submission, and it is reported."""
    sample = SAMPLES[name]
    content = {f"eve/{path}": data for path, data in sample.content.items()}
    content |= {f"{student}/hw.py": "def f(): pass" for student in ("101", "jdoe", "zoe", "bo")}
    intake = collect([foldered(tmp_path / "class", content)])
    assert set(found(intake)) == {"101", "bo", "eve", "jdoe", "zoe"}
    assert found(intake)["jdoe"] == ["hw.py"]
    assert any("named like a" in line for line in intake.messages)


@pytest.mark.parametrize("name", SAMPLES)
def test_layout_option(tmp_path: Path, name: str) -> None:
    """The layout can be chosen on the command line."""
    sample = SAMPLES[name]
    intake = collect([packed(tmp_path, sample, sample.content, "zip")], layout=name)
    assert found(intake) == sample.expected


@pytest.mark.parametrize(
    ("content", "kept", "nobodys"),
    [
        (
            {
                "doejane_4711_90210_hw.py": "",
                "leebo_4712_90211_hw.py": "",
                "doejane_4711_4799_90212_hw.py": "hostile",
            },
            {"4711": ["hw.py"], "4712": ["hw.py"], "4799": ["hw.py"]},
            [],
        ),
        (
            {
                "doejane_4711_5001_hw.py": "",
                "leebo_4712_5002_hw.py": "",
                "doejane_4711_4799_5003_hw.py": "hostile",
            },
            {"4711": ["hw.py"], "4712": ["hw.py"]},
            ["doejane_4711_4799_5003_hw.py"],
        ),
        (
            {
                "Jane_101_assignsubmission_file_/hw.py": "",
                "Participant 101_104_assignsubmission_file_/hw.py": "hostile",
                "Eve_101_105_assignsubmission_file_/hw.py": "hostile",
            },
            {"101": ["hw.py"], "104": ["hw.py"], "105": ["hw.py"]},
            [],
        ),
        (
            {
                "Jane_101_assignsubmission_file_/hw.py": "",
                "Eve_101_assignsubmission_file_x_104_assignsubmission_file_/hw.py": "hostile",
            },
            {"101": ["hw.py"]},
            ["Eve_101_assignsubmission_file_x_104_assignsubmission_file_/hw.py"],
        ),
        (
            {
                "397-255 - Jane Doe - Sep 24, 2024 926 PM - hw.py": "",
                "397-255 - Bo - Sep 24, 2024 926 PM - hw.py": "",
                "397-255 - Jane Doe - Sep 25, 2024 926 PM - Sep 24, 2024 927 PM - hw.py": "x",
            },
            {"Jane Doe": ["Sep 24, 2024 927 PM - hw.py", "hw.py"], "Bo": ["hw.py"]},
            [],
        ),
    ],
    ids=["canvas, by size", "canvas, unclear", "moodle, names", "moodle, unclear", "brightspace"],
)
def test_name_with_platform_marks(
    tmp_path: Path, content: Content, kept: dict[str, list[str]], nobodys: list[str]
) -> None:
    """A name that ends like the platform's marks: the file is its owner's or nobody's, never another's."""
    intake = collect([foldered(tmp_path / "class", content)])
    assert found(intake) == kept
    assert [each.file for each in intake.unassigned] == nobodys


@pytest.mark.parametrize(
    ("text", "time"),
    [
        ("Jan 5, 2025 1215 AM", "2025-01-05T00:15:00"),
        ("5 January, 2025 10:30 PM", "2025-01-05T22:30:00"),
        ("Sept 5, 2025 1830", "2025-09-05T18:30:00"),
        ("5 janvier 2025 1030", "2025-01-05T10:30:00"),
        ("2025年1月5日 1030", None),
    ],
)
def test_brightspace_times(tmp_path: Path, text: str, time: str | None) -> None:
    """Times are read in the forms of several countries; in another language the student is known without a time."""
    folder = foldered(tmp_path / "class", {f"12345-678901 - Jane Doe - {text}/hw.py": ""})
    (jane,) = collect([folder]).pending
    assert (jane.student, jane.delivery().submitted_at) == ("12345", time)


def test_brightspace_shared_number(tmp_path: Path) -> None:
    """Some Brightspace sites put the same number before every name: then the name is the id."""
    content = {
        "397063-2557369 - Mary-Ann Smith - Sep 24, 2024 926 PM/hw.py": "",
        "397063-2557369 - John Doe - Sep 24, 2024 926 PM/hw.py": "",
        "397063-2557369 - John Doe - Sep 25, 2024 926 AM/hw.py": "",
    }
    intake = collect([foldered(tmp_path / "class", content)])
    assert found(intake) == {"John Doe": ["hw.py"], "Mary-Ann Smith": ["hw.py"]}
    assert intake.pending[0].delivery().submitted_at == "2024-09-25T09:26:00"


@pytest.mark.parametrize("word", ["Participant", "Teilnehmerin", "Participante", "参加者"])
def test_moodle_hidden_names(tmp_path: Path, word: str) -> None:
    """The word for Participant is nobody's name, in any language; the number is the id."""
    content = {f"{word}_{n}_assignsubmission_file_/hw.py": "" for n in (4711, 4712)}
    intake = collect([foldered(tmp_path / "class", content)])
    assert found(intake) == {"4711": ["hw.py"], "4712": ["hw.py"]}
    assert [pending.people[0].name for pending in intake.pending] == [None, None]


def metadata(*entries: str) -> Content:
    text = "---\n" + "".join(
        f"submission_{n}:\n{entry}" for n, entry in enumerate(entries, start=1)
    )
    return {"submission_metadata.yml": text} | {
        f"submission_{n}/hw{n}.py": "" for n in range(1, len(entries) + 1)
    }


ALICE = "  :submitters:\n  - :name: Alice\n    :sid: '0101'\n"


@pytest.mark.parametrize(
    ("entry", "student"),
    [
        ("  :submitters:\n  - :name: |-\n      Eve\n      :sid: '0101'\n    :sid: '104'\n", "104"),
        ("  :submitters:\n  - :name: \"Eve\\n  :sid: '0101'\"\n    :sid: '104'\n", "104"),
        ("  :submitters:\n  - :name: ':sid: 0101'\n    :sid: 0104\n", "0104"),
        ('  :submitters:\n  - {":name": Eve, ":sid": \'104\'}\n', "104"),
        ("  :submitters:\n  - :name: Alice\n", "Alice"),
        ("  :submitters:\n  - :sid: '0101'\n    :sid: '104'\n", None),
        ("  :submitters: *other\n", None),
        ("  :submitters:\n  - :name: [a]\n", None),
        ("  :submitters: [[[[[[[[a]]]]]]]]\n", None),
        ("  :submitters: {}\n  :submitters: []\n", None),
        (" x\n", None),
    ],
)
def test_gradescope_values(tmp_path: Path, entry: str, student: str | None) -> None:
    """A line break in a name makes no key. Duplicate keys and aliases leave the file without an owner, and it is reported."""
    first = ALICE + "  :results: &other\n    :submitters:\n    - :sid: '666'\n"
    intake = collect([foldered(tmp_path / "class", metadata(first, entry))])
    assert found(intake)["0101"] == ["hw1.py"]
    if student is None:
        assert [each.file for each in intake.unassigned] == ["submission_2/hw2.py"]
        assert "does not clearly say" in intake.unassigned[0].reason
    else:
        assert found(intake)[student] == ["hw2.py"]


def test_gradescope_same_names(tmp_path: Path) -> None:
    """Where Gradescope only knows names, the folders tell two students apart."""
    same = "  :submitters:\n  - :name: Jane Doe\n"
    intake = collect([foldered(tmp_path / "class", metadata(same, same))])
    assert found(intake) == {"Jane Doe": ["hw1.py"], "Jane Doe~2": ["hw2.py"]}


def test_gradescope_aliases(tmp_path: Path) -> None:
    """Aliases are not followed: a few lines cannot stand for billions of values."""
    bomb = "  :x: &a0 [x, x]\n" + "".join(
        f"  :x{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]\n" for n in range(1, 30)
    )
    intake = collect([foldered(tmp_path / "class", metadata(ALICE + bomb))])
    assert found(intake) == {"0101": ["hw1.py"]}


@pytest.mark.parametrize("text", ["", "- a\n", "a: b\nc: {", "\tx: y", "\x00\x01: [", "[" * 5000])
def test_gradescope_damaged_metadata(tmp_path: Path, text: str) -> None:
    """Without its metadata no submission has a name, so a damaged file is one error."""
    from grader.util.errors import UsageError

    folder = foldered(tmp_path / "class", metadata(ALICE) | {"submission_metadata.yml": text})
    with pytest.raises(UsageError, match=r"submission_metadata\.yml"):
        collect([folder])
