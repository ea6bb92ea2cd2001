"""Folders and archives that no platform named: where one student's work ends and the next begins."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from random import Random

import pytest

from grader.intake import collect
from grader.util.errors import UsageError

from .archives import Content, foldered, zipped
from .test_layouts import found, pack

__all__ = ["pack"]

Pack = Callable[[Content], Path]

BOTH = "def f(x):\n    return x\n\n\ndef g(x):\n    return x\n"
ONLY_F, ONLY_G = "def f(x):\n    return x\n", "def g(x):\n    return x\n"
NOTEBOOK = json.dumps(
    {
        "cells": [
            {"cell_type": "code", "source": ["import numpy as np\n", "def f(x):\n"]},
            {"cell_type": "code", "source": "x = 1\n\ndef g(x):\n    pass"},
        ]
    }
)
TWO = {"bo/hw.ipynb": NOTEBOOK, "jane/hw.ipynb": NOTEBOOK}


def below(folder: str, content: Content) -> Content:
    return {f"{folder}/{path}": data for path, data in content.items()}


@pytest.mark.parametrize(
    "around", ["submissions", "submissions/submissions", "term/hw1", "xyz", "a/b/c/d/e/f/g/h/i/j"]
)
def test_wrapped_class(pack: Pack, around: str) -> None:
    """Any number of folders around a class, with any names and a readme beside, change nothing."""
    intake = collect([pack(below(around, TWO) | {"readme.md": "hand in by Friday"})])
    assert list(found(intake)) == ["bo", "jane"]
    assert intake.summary == "plain folder, 2 students, 1 file belongs to nobody"


@pytest.mark.parametrize(
    "content",
    [
        {"submissions/bo.ipynb": NOTEBOOK, "submissions/jane.py": BOTH},
        {"hw1/bo/hw.py": BOTH, "hw1/jane/notes.txt": "", "hw1/kim/x.py": "x = 1"},
        {"submissions/1234567/hw.py": BOTH, "submissions/0234568/hw.py": BOTH},
        {"hw1/ann.py": "", "hw1/bo.py": ""},
        {"submissions/1/hw.py": BOTH, "submissions/2/hw.py": BOTH},
        {"work/student1/hw.py": BOTH, "work/student2/hw.py": BOTH},
        {"submissions/group 1/hw.py": BOTH, "submissions/group 2/hw.py": BOTH},
    ],
)
def test_students_in_a_wrapped_class(pack: Pack, content: Content) -> None:
    """Everybody keeps a row, with wrong or empty files too, and ids keep their zeros."""
    names = {path.split("/")[1].partition(".")[0] for path in content}
    assert set(found(collect([pack(content)]))) == names


@pytest.mark.parametrize(
    "content",
    [
        {"jane/part1.py": ONLY_F, "jane/part2.py": ONLY_G},
        {"jane/src/a.py": ONLY_F, "jane/tests/test_a.py": "def test_a(): ..."},
        {"jane/hw.py": BOTH, "jane/hw-Copy1.py": BOTH, "jane/hw (2).py": BOTH},
        {"jane/regularization.ipynb": NOTEBOOK, "jane/regularization_starter.py": BOTH},
        {"jane/reg.ipynb": NOTEBOOK, "jane/reg.py": BOTH, "jane/mywork.py": BOTH},
        {"jane/1/hw.py": BOTH, "jane/2/hw.py": BOTH},
        {"jane/attempt 1/hw.py": BOTH, "jane/attempt 2/hw.py": BOTH},
        {"submissions/jane/src/a.py": ONLY_F, "submissions/jane/src/b.py": ONLY_G},
    ],
)
def test_one_students_folder(tmp_path: Path, content: Content) -> None:
    """Parts, tests, copies, a starter and versions in folders all belong to the one student."""
    intake = collect([foldered(tmp_path / "class", content)])
    assert list(found(intake)) == ["jane"]
    assert len(intake.pending[0].parts) == len(content)


def test_folders_inside_student_folders(tmp_path: Path) -> None:
    """Folders that everybody has (src), and folders that one student has (v1, v2), are not students."""
    content = {
        "ann/src/a.py": ONLY_F,
        "ann/lib/b.py": ONLY_G,
        "bo/src/a.py": ONLY_F,
        "bo/lib/b.py": ONLY_G,
        "kim/v1/hw.py": BOTH,
        "kim/v2/hw.py": BOTH,
        "lee/project/hw.py": BOTH,
    }
    assert list(found(collect([foldered(tmp_path / "class", content)]))) == [
        "ann",
        "bo",
        "kim",
        "lee",
    ]


@pytest.mark.parametrize(
    "content",
    [
        {"main.py": "from utils import f\n" + ONLY_G, "utils.py": ONLY_F},
        {"part1.py": ONLY_F, "part2.py": ONLY_G},
    ],
)
def test_one_project(tmp_path: Path, content: Content) -> None:
    """Parts that belong together, without duplicates, are one submission; the folder's name is the student."""
    intake = collect([foldered(tmp_path / "jane", content)])
    assert found(intake) == {"jane": sorted(content)}
    assert intake.pending[0].file == "jane"


@pytest.mark.parametrize(
    "names", [("A", "B"), ("section 1", "section 2"), ("Gruppe 1", "Gruppe 2"), ("mon", "tue")]
)
def test_sections(pack: Pack, names: tuple[str, str]) -> None:
    """Two students with one name in two sections are two."""
    first, second = names
    content = {
        f"{first}/anna/hw.py": BOTH,
        f"{first}/jane/hw.py": BOTH,
        f"{second}/anna/hw.py": BOTH,
        f"{second}/bo/hw.py": BOTH,
    }
    intake = collect([pack(content)])
    assert set(found(intake)) == {f"{first}__anna", f"{second}__anna", "bo", "jane"}
    assert intake.summary == "plain folder, 2 sections, 4 students"


def test_section_with_one_student(pack: Pack) -> None:
    """A folder named like a section that holds one folder is a section."""
    assert list(found(collect([pack({"A/jane/hw.py": BOTH, "B/bo/hw.py": BOTH})]))) == [
        "jane",
        "bo",
    ]


def test_assignment_folders(tmp_path: Path) -> None:
    """The same names in folders named after homework: one student has files in each."""
    content = {
        "term/hw1/bo/a.py": BOTH,
        "term/hw1/jane/a.py": BOTH,
        "term/hw2/bo/b.py": "def h(x): ...",
        "term/hw2/jane/b.py": "def h(x): ...",
    }
    intake = collect([foldered(tmp_path / "in", content)])
    assert found(intake) == {"bo": ["a.py", "b.py"], "jane": ["a.py", "b.py"]}
    assert intake.summary == "plain folder, 2 students"


def test_separate_students(tmp_path: Path) -> None:
    """A folder of late students, or of files sent by mail, beside the others."""
    content = {f"{name}/hw.py": BOTH for name in ("ann", "bo", "late/kim", "late/lee")}
    content |= {f"from mail/{name}/hw.py": BOTH for name in ("max", "zoe")}
    assert set(found(collect([foldered(tmp_path / "in", content)]))) == {
        "ann",
        "bo",
        "kim",
        "lee",
        "max",
        "zoe",
    }


def test_nobody_vanishes_with_hidden_files(pack: Pack) -> None:
    """Who handed in nothing but what systems and tools leave behind is there, without any work."""
    left = {
        "kim/.ipynb_checkpoints/hw-checkpoint.py": BOTH,
        "lee/Thumbs.db": "",
        "max/.hw.py": BOTH,
    }
    intake = collect([pack({**TWO, **left})])
    assert set(found(intake)) == {"bo", "jane", "kim", "lee", "max"}


def test_a_student_cannot_hand_in_for_others(tmp_path: Path) -> None:
    """An archive with folders, or a platform's file names, of other students is its owner's, and is told of."""
    mine = {"bo/hw.py": ONLY_F, "max/hw.py": ONLY_F}
    many = {f"doe{n}_{n + 200}_{n + 9100}_hw.py": BOTH for n in range(20)}
    packed = zipped(tmp_path / "1.bin", mine).read_bytes()
    named = zipped(tmp_path / "2.bin", many).read_bytes()
    content = {f"{name}/hw.py": BOTH for name in ("ann", "bo", "max", "zoe")}
    for more, told in (
        ({"eve.zip": packed}, "eve.zip"),
        (below("eve", mine), "eve"),
        ({"eve.zip": named}, "a Canvas download"),
    ):
        intake = collect([foldered(tmp_path / str(hash(told)), content | more)])
        assert set(found(intake)) == {"ann", "bo", "eve", "max", "zoe"}
        assert found(intake)["bo"] == ["hw.py"]
        assert any(told in message for message in intake.messages)


@pytest.mark.parametrize("handed_in", ["{}/hw.py", "{}.py"])
@pytest.mark.parametrize(
    "inside",
    [
        {"bo/hw.py": ONLY_F, "max/hw.py": ONLY_F},
        {"bo.py": ONLY_F, "max.py": ONLY_F},
        {"bo_11_91_hw.py": ONLY_F, "max_12_92_hw.py": ONLY_F},
        {"submission_metadata.yml": "- : [}", "submission_1/hw.py": ONLY_F},
        {"submission_metadata.yml": "[", "bo/hw.py": ONLY_F, "max/hw.py": ONLY_F},
        {
            "submission_metadata.yml": "submission_²:\n  submitters:\n  - {sid: bo}\nsubmission_③: {}\n",
            "submission_²/hw.py": ONLY_F,
            "submission_③/hw.py": ONLY_F,
        },
        {
            f"submissions/{name}/{file}": text
            for name in ("bo", "max")
            for file, text in (
                ("user_assignment_settings.json", '{"active_version": Infinity}'),
                ("1/hw.py", ONLY_F),
            )
        },
    ],
)
def test_one_archive_among_students(tmp_path: Path, handed_in: str, inside: Content) -> None:
    """Whatever is in it, it is one submission, and the others keep their names and are graded."""
    others = {handed_in.format(name): BOTH for name in ("ann", "bo", "max")}
    packed = zipped(tmp_path / "eve.bin", inside).read_bytes()
    intake = collect([foldered(tmp_path / "class", others | {"eve.zip": packed})])
    assert set(found(intake)) == {"ann", "bo", "eve", "max"}
    assert any("eve" in message for message in intake.messages)


def test_nested_archives(tmp_path: Path) -> None:
    """Sections as archives, students as archives, a class in an archive in an archive."""
    jane = zipped(tmp_path / "jane.bin", {"src/a.py": ONLY_F, "src/b.py": ONLY_G}).read_bytes()
    bo = zipped(tmp_path / "bo.bin", {"hw.py": BOTH}).read_bytes()
    students = foldered(tmp_path / "students", {"jane.zip": jane, "bo.zip": bo})
    assert found(collect([students])) == {"bo": ["hw.py"], "jane": ["src/a.py", "src/b.py"]}
    one = zipped(tmp_path / "1.bin", {"kim/hw.py": BOTH, "lee/hw.py": BOTH}).read_bytes()
    two = zipped(tmp_path / "2.bin", {"max/hw.py": BOTH, "zoe/hw.py": BOTH}).read_bytes()
    sections = foldered(tmp_path / "sections", {"A.zip": one, "B.zip": two})
    intake = collect([sections])
    assert list(found(intake)) == ["kim", "lee", "max", "zoe"]
    assert intake.summary == "plain folder, 2 sections, 4 students"
    inner = zipped(tmp_path / "submissions.zip", below("submissions", TWO)).read_bytes()
    outer = zipped(tmp_path / "download.zip", {"submissions.zip": inner})
    assert list(found(collect([outer]))) == ["bo", "jane"]


def test_refused_member_of_a_section(tmp_path: Path) -> None:
    """A refused member of an archive within the class is listed among the files of nobody."""
    inner = {"../up.py": BOTH, "kim/hw.py": BOTH, "lee/hw.py": BOTH}
    folder = foldered(tmp_path / "in", {"A.zip": zipped(tmp_path / "a.bin", inner).read_bytes()})
    intake = collect([folder])
    assert list(found(intake)) == ["kim", "lee"]
    assert [each.reason for each in intake.unassigned] == ["its path leads outside of the archive"]
    assert "1 file belongs to nobody" in intake.summary


def test_archive_and_folder_of_one_name(tmp_path: Path) -> None:
    """No student replaces another, though both have the same name without the ending."""
    packed = zipped(tmp_path / "A.bin", {"kim/hw.py": BOTH, "lee/hw.py": BOTH}).read_bytes()
    content = {"A.zip": packed, "A/kim/hw.py": BOTH, "A/max/hw.py": BOTH}
    assert len(found(collect([foldered(tmp_path / "in", content)]))) == 4


def test_leftovers_of_systems(pack: Pack) -> None:
    """Leftovers are neither a student's file nor one of nobody; a virtual environment is not a student's work."""
    left = (
        "__MACOSX/bo/._hw.py",
        ".DS_Store",
        "Thumbs.db",
        "desktop.ini",
        "~$notes.docx",
        "bo/.ipynb_checkpoints/hw-checkpoint.py",
        "bo/.git/hooks/pre-commit.py",
        "bo/__pycache__/hw.cpython-311.py",
        "bo/venv/pyvenv.cfg",
        "bo/venv/bin/activate_this.py",
        "jane/my env/pyvenv.cfg",
        "jane/my env/lib/tool.py",
    )
    content = {f"submissions/{name}": BOTH for name in (*left, "bo/hw.py", "jane/hw.py")}
    intake = collect([pack(content)])
    assert found(intake) == {"bo": ["hw.py"], "jane": ["hw.py"]}
    assert intake.summary == "plain folder, 2 students"


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("علي حسن", "علي حسن"),
        ("ann\u202egnp", "ann"),
        ("Zoe\u0308", "Zoë"),
        ("=cmd", "=cmd"),
        ("a:b*c", "a:b*c"),
    ],
)
def test_odd_names(tmp_path: Path, name: str, shown: str) -> None:
    """Letters of any script and direction; a mark that reverses text is not shown."""
    intake = collect([foldered(tmp_path / "in", {f"{name}/hw.py": BOTH, "bo/hw.py": BOTH})])
    (student,) = set(found(intake)) - {"bo"}
    assert student.startswith(shown) and "\u202e" not in student


@pytest.mark.parametrize(
    "names",
    [
        ("hw_1_2_jane.py", "hw_1_2_bo.py"),
        ("lab_3_1234567_hw.py", "lab_3_1234568_hw.py"),
        ("jane_doe_hw_1/hw.py", "bo_li_hw_1/hw.py"),
        ("hw1-jane/hw.py", "hw1-bo/hw.py"),
        ("hw 1 - jane.py", "hw 1 - bo.py"),
    ],
)
def test_names_like_a_platform(tmp_path: Path, names: tuple[str, str]) -> None:
    """Names that students chose may look like a download; nobody is joined or lost."""
    intake = collect([foldered(tmp_path / "in", dict.fromkeys(names, BOTH))])
    assert len(intake.pending) == 2
    assert {pending.platform for pending in intake.pending} == {""}


def test_sections_option(tmp_path: Path) -> None:
    """``--layout sections`` decides where nothing shows that the folders are sections."""
    content = {"red/jane/hw.py": BOTH, "blue/jane/hw.py": BOTH}
    folder = foldered(tmp_path / "in", content)
    assert list(found(collect([folder]))) == ["blue", "red"]
    assert list(found(collect([folder], layout="sections"))) == ["blue__jane", "red__jane"]


def test_download_beside_a_solution(tmp_path: Path) -> None:
    """One file of the instructor does not make a download one student's folder."""
    download = {"doejane_101_9001_hw.py": BOTH, "libo_102_9002_hw.py": BOTH}
    content = below("submissions", download) | {"solution.py": BOTH, "pictures/class.png": ""}
    folder = foldered(tmp_path / "in", content)
    assert set(found(collect([folder]))) == {"101", "102", "pictures", "solution"}


@pytest.mark.parametrize("count", [2, 12])
def test_download_inside_a_download(tmp_path: Path, count: int) -> None:
    """Late submissions, as a folder or an archive, may be beside the others."""
    download = {f"doe{n}_{n + 200}_{n + 9100}_hw.py": BOTH for n in range(count)}
    late = zipped(tmp_path / "late.bin", {"poe_LATE_107_9007_hw.py": BOTH}).read_bytes()
    content = download | {"late.zip": late, "mail/roe_108_9008_hw.py": BOTH}
    intake = collect([foldered(tmp_path / "in", content)])
    assert set(found(intake)) == {*(f"{n + 200}" for n in range(count)), "107", "108"}
    assert intake.summary == f"Canvas, {count + 2} students, 1 late"


@pytest.mark.parametrize("seed", range(12))
def test_no_file_is_lost(tmp_path: Path, seed: int) -> None:
    """In any mixture, every code file is in a submission, in a note on one, or in the list of files of nobody."""
    random = Random(seed)
    wrap = ["submissions", "term/hw1", "section A", "late", "eve", "x", "from mail"]
    people = [
        "doejane_101_9001_{}",
        "Jane_101_assignsubmission_file_/{}",
        "jane/{}",
        "{}",
        "B/bo/{}",
    ]
    people += ["HW_jdoe_attempt_2025-01-0{n}-10-30-00_{}", "1-2 - Bo - Jan {n}, 2025 930 AM/{}"]
    content: dict[str, str | bytes] = {}
    for number in range(random.randrange(2, 14)):
        name = random.choice(people).replace("{n}", str(number % 9 + 1))
        path = name.format(random.choice([f"hw{number}.py", "hw.py", "jane.ipynb"]))
        around = "/".join(random.sample(wrap, random.randrange(3)))
        code = random.choice([BOTH, ONLY_F, ""]) + f"# file {number}\n"
        content["/".join(filter(None, (around, path)))] = code
    files = dict(content)
    packed = {path: data for path, data in files.items() if path.startswith("late/")}
    if packed and seed % 2:
        inner = {path.removeprefix("late/"): data for path, data in packed.items()}
        files = {path: data for path, data in files.items() if path not in packed}
        files["late.zip"] = zipped(tmp_path / "late.bin", inner).read_bytes()
    intake = collect([foldered(tmp_path / "in", files)])
    read = {place.read_text() for each in intake.pending for _, place in each.parts}
    notes = " ".join(note.text for each in intake.pending for note in each.notes)
    nobodys = [each.file for each in intake.unassigned]
    for path, data in content.items():
        name = path.rpartition("/")[2]
        known = data in read or name.rpartition("_")[2] in notes or path in nobodys
        assert known, (path, sorted(files), found(intake), notes)
    assert len({each.student for each in intake.pending}) == len(intake.pending)


def test_folder_without_submissions(tmp_path: Path) -> None:
    """A folder with nothing but other files, at any depth, is an error."""
    with pytest.raises(UsageError, match="there is no submission"):
        collect([foldered(tmp_path / "in", {"readme.md": ""})])


def below_each(*folders: str, function: str = "f{n}") -> Content:
    """For each folder, the same two students; each folder asks for another function."""
    return {
        f"{folder}/{student}.py": f"def {function.format(n=n)}(x):\n    return x\n"
        for n, folder in enumerate(folders)
        for student in ("alice", "bob")
    }


def test_exercise_folders_join_students(tmp_path: Path) -> None:
    """A folder for each exercise with a file for each student: names repeat, functions do not."""
    content = below_each("regularization", "dropout", "momentum")
    intake = collect([foldered(tmp_path / "in", content)])
    assert [(p.student, len(p.parts)) for p in intake.pending] == [("alice", 3), ("bob", 3)]
    assert intake.summary == "plain folder, 2 students"


def test_equal_files_in_student_folders(tmp_path: Path) -> None:
    """Names that repeat in folders with the same functions are files of everybody's work."""
    content = below_each("ann", "carl", "zoe", function="f")
    intake = collect([foldered(tmp_path / "in", content)])
    assert [(p.student, len(p.parts)) for p in intake.pending] == [
        ("ann", 2),
        ("carl", 2),
        ("zoe", 2),
    ]
