"""The command line as a whole: help, wrong use, errors, and what is imported when."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from grader.cli import check
from grader.cli import main as command_line
from grader.cli.import_path import without_working_directory
from grader.pipeline.worker_pool import sandbox_workers

from .conftest import CHECKOUT, RIGHT, Ran, reports

Grader = Callable[..., Ran]
Write = Callable[..., Path]


@pytest.mark.parametrize("command", command_line.COMMANDS)
def test_command_help(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    """Each command says what it does, and takes --course."""
    assert command_line.main([command, "--help"]) == 0
    told = capsys.readouterr().out
    assert f"grader {command}" in told
    assert "--course DIR" in told
    assert len(told.split("\n\n")[1]) > 20


def test_no_command(grader: Grader) -> None:
    """Without a command the help goes to stderr, and nothing to stdout."""
    ran = grader()
    assert (ran.code, ran.out) == (2, "")
    assert "usage: grader" in ran.err


@pytest.mark.parametrize(
    ("arguments", "error", "hint"),
    [
        (["gradde"], "there is no command 'gradde'", "did you mean grade?"),
        (["check"], "the following arguments are required: FILE", "see grader check --help"),
        (
            ["grade", "x.py"],
            "the following arguments are required: --out",
            "see grader grade --help",
        ),
        (
            ["grade", "x.py", "--out", "o", "--jobs", "0"],
            "'0' is not a whole number from 1 up",
            "--help",
        ),
        (
            ["grade", "x.py", "--out", "o", "--jbos", "2"],
            "unrecognized arguments: --jbos 2",
            "see grader --help",
        ),
        (["grade", "x.py", "--out", "o", "--jobs", "two"], "'two' is not a whole number", "--help"),
        (["grade", "x.py", "--out", "o", "--executor", "dask"], "belong together", None),
        (
            ["grade", "x.py", "--out", "o", "--pseudonyms", "key"],
            "cannot read the key of the pseudonyms key: No such file",
            "make a key",
        ),
        (["export", "coursera", "results"], "a file for each submission", "give --out a folder"),
        (["export", "junit", "results", "--template", "x"], "junit has no template", None),
        (["grade", "", "--out", "o"], "argument PATH: the path is empty", "grade --help"),
        (["grade", "x.py", "--out", ""], "argument --out: the path is empty", "grade --help"),
        (["check", "nowhere.py"], "there is no file or folder", None),
        (["grade", "nowhere", "--out", "o"], "there is no file or folder", None),
        (["grade", ".", "--out", "o"], "there is no submission in .", "a .py or .ipynb file"),
        (["show", "scalign"], "unknown exercise 'scalign'", "did you mean scaling?"),
        (["list", "--course", "nowhere"], "there is no folder nowhere", "see grader list --help"),
        (["list", "--course", "."], "no exercise in .", "exercises/<id>/exercise.py"),
    ],
)
def test_wrong_use(grader: Grader, arguments: list[str], error: str, hint: str | None) -> None:
    """What was wrong, and what would be right; no usage text, no traceback."""
    ran = grader(*arguments)
    lines = ran.err.splitlines()
    assert (ran.code, ran.out) == (2, "")
    assert lines[0].startswith("error: ") and error in lines[0]
    assert len(lines) == (1 if hint is None else 2)
    if hint is not None:
        assert lines[1].startswith("hint: ") and hint in lines[1]


def test_similar_file_name_is_suggested(grader: Grader, write: Write) -> None:
    """A slip in a path is answered with the file that was probably meant."""
    write("homework.py")
    ran = grader("check", "homewrok.py")
    assert ran.code == 2
    assert "hint: did you mean homework.py?" in ran.err


def test_control_sequences_in_file_names(grader: Grader) -> None:
    """A path in an error line holds no control sequence."""
    ran = grader("check", "\x1b[31mred\x1b]0;title\x07.py")
    assert ran.code == 2
    assert "\x1b" not in ran.err and "\x07" not in ran.err


def test_fault_of_the_grader(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """An unexpected exception is one line with its type and place, exit code 3, no traceback."""

    def broken(arguments: object) -> int:
        raise ZeroDivisionError("by\nnought")

    monkeypatch.setattr(check, "run_check", broken)
    monkeypatch.delenv("GRADER_DEBUG", raising=False)
    assert command_line.main(["check", "x.py"]) == 3
    told = capsys.readouterr()
    error, hint = told.err.splitlines()
    assert error.startswith("error: a fault of the grader: ZeroDivisionError at ")
    assert "by nought" in error and "GRADER_DEBUG=1" in hint
    monkeypatch.setenv("GRADER_DEBUG", "1")
    assert command_line.main(["check", "x.py"]) == 3
    assert "Traceback" in capsys.readouterr().err


def test_interruption(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """Ctrl-C ends with 130 and one line."""

    def interrupted(arguments: object) -> int:
        raise KeyboardInterrupt

    monkeypatch.setattr(check, "run_check", interrupted)
    assert command_line.main(["check", "x.py"]) == 130
    assert capsys.readouterr().err == "error: interrupted\n"


def test_submissions_are_not_imported(grader: Grader, write: Write) -> None:
    """Files in the working directory called like modules stay files, in workers too."""
    for name in ("numpy", "random", "socket", "argparse", "pydantic", "grader_exercise"):
        write(
            f"{name}.py",
            f"open({str(write('ran.txt', '')) + name!r}, 'w'); raise SystemExit('{name} was imported')",
        )
    write("class/ann.py")
    write("class/bob.py")
    ran = grader("grade", "class", "--out", "results", "--jobs", 2)
    assert (ran.code, ran.err.count("10 of 10")) == (0, 2), ran.err
    assert [path.name for path in Path(write("ran.txt", "")).parent.glob("ran.txt?*")] == []


@pytest.mark.parametrize("before", [None, "0"])
def test_environment_is_unchanged(
    course: Path, write: Write, monkeypatch: pytest.MonkeyPatch, before: str | None
) -> None:
    """Whatever a program starts after it graded a class finds its modules as before."""
    if before is None:
        monkeypatch.delenv("PYTHONSAFEPATH", raising=False)
    else:
        monkeypatch.setenv("PYTHONSAFEPATH", before)
    folder, kept = write("class/ann.py").parent, dict(os.environ)
    out = folder.parent / "results"
    options = ["--course", str(course), "--exercise", "averages", "--out", str(out), "--quiet"]
    assert command_line.main(["grade", str(folder), *options]) == 0
    with sandbox_workers(2) as map_tasks:
        assert list(map_tasks(variable, ["PYTHONSAFEPATH"])) == ["1"]
    assert dict(os.environ) == kept


def variable(sandbox: object, name: str) -> str | None:
    return os.environ.get(name)


def test_checkout_stays_importable(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is where the package lies, so it stays on the path, behind everything installed."""
    monkeypatch.chdir(CHECKOUT)
    assert without_working_directory(["", "/usr/lib"]) == ["/usr/lib", str(CHECKOUT)]
    monkeypatch.chdir(CHECKOUT.parent)
    assert without_working_directory(["", os.getcwd(), "/usr/lib"]) == ["/usr/lib"]


def test_closed_pipe(environment: dict[str, str], write: Write) -> None:
    """``grader check FILE | head -1`` still ends with the verdict, and without a complaint."""
    path = write("ann.py", RIGHT)
    process = subprocess.Popen(
        [sys.executable, "-m", "grader", "check", str(path)],
        cwd=path.parent,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    process.stdout.close()
    assert process.stderr.read() == ""
    assert process.wait(timeout=60) == 0


def test_names_beyond_the_encoding(grader: Grader, write: Write) -> None:
    """An encoding without the letters of a name shows them escaped instead of failing."""
    write("李雷.py")
    ran = grader("check", "李雷.py", PYTHONIOENCODING="ascii")
    assert ran.code == 0
    assert r"\u674e\u96f7.py" in ran.out


def test_list(grader: Grader) -> None:
    """A line per exercise, and the same as JSON."""
    ran = grader("list")
    assert ran.code == 0 and ran.err == ""
    assert [line.split() for line in ran.out.splitlines()] == [
        ["exercise", "title", "functions", "points"],
        ["averages", "Averages", "2", "10"],
        ["scaling", "Scaling", "2", "10"],
    ]
    assert [exercise["id"] for exercise in grader("list", "--json").json] == ["averages", "scaling"]


def test_show_only_counts_hidden_cases(grader: Grader) -> None:
    """Public cases come with their text; of a hidden one not even the name."""
    for ran in (grader("show", "scaling"), grader("show", "scaling", "--json")):
        assert ran.code == 0
        assert "doubles_a_vector" in ran.out and "doubles every entry" in ran.out
        assert "doubles_a_matrix" not in ran.out and "halves" not in ran.out
    assert [f["hidden"] for f in grader("show", "scaling", "--json").json["functions"]] == [1, 1]


def test_schema(grader: Grader, write: Write) -> None:
    """The printed schema accepts the report that ``check --json`` prints."""
    import jsonschema

    schema = grader("schema").json
    jsonschema.Draft202012Validator.check_schema(schema)
    write("ann.py")
    jsonschema.validate(json.loads(grader("check", "ann.py", "--json").out), schema)


def test_schema_check(grader: Grader, write: Write) -> None:
    """A line for each problem with its file and place; 0 if all are valid, 1 if not, 2 for wrong use."""
    write("ann.py")
    right = write("right.json", grader("check", "ann.py", "--json").out)
    ran = grader("schema", "--check", right)
    assert (ran.code, ran.out, ran.err) == (0, "", "1 report is valid\n")
    report = json.loads(right.read_text("utf-8"))
    report["cases"][0]["status"] = "great"
    write("wrong.json", json.dumps(report))
    write("none.json", "{")
    ran = grader("schema", "--check", "right.json", "wrong.json", "none.json", "absent.json")
    assert ran.code == 1 and ran.err == "3 of 4 reports are not valid\n"
    lines = ran.out.splitlines()
    assert [line.split(":")[0] for line in lines] == ["wrong.json", "none.json", "absent.json"]
    assert "cases[0].status" in lines[0] and "not JSON" in lines[1]
    assert grader("schema", "--check").code == grader("schema", "right.json").code == 2


def test_verify(grader: Grader, tmp_path: Path, course: Path) -> None:
    """0 when all is proved; 1 when a mistake is caught by no case; 3 when the course is broken."""
    import shutil

    assert grader("verify", "scaling").code == 0
    shutil.copytree(course, tmp_path / "weak")
    exercise = tmp_path / "weak" / "exercises" / "scaling" / "exercise.py"
    exercise.write_text(exercise.read_text("utf-8").replace('"3 * "', '"2.0 * "'), "utf-8")
    ran = grader("verify", "scaling", "--course", "weak", "--json")
    assert ran.code == 1
    assert [(c["kind"], c["name"]) for c in ran.json if not c["passed"]] == [
        ("mistake", "double: triples")
    ]
    exercise.write_text("exercise = 1 / 0", "utf-8")
    ran = grader("verify", "scaling", "--course", "weak")
    assert ran.code == 3 and "ZeroDivisionError" in ran.err and "Traceback" not in ran.err


def test_doctor(grader: Grader) -> None:
    """The level, the layers, and a line per attempt."""
    ran = grader("doctor", "--json")
    assert ran.code == 0
    assert set(ran.json) == {"level", "layers", "refused", "table", "libraries"}
    assert {line["layer"]: line["in_force"] for line in ran.json["table"]}["a process of its own"]
    assert f"isolation: {ran.json['level']}" in grader("doctor").out


def test_weak_isolation_refuses_hidden_cases(grader: Grader, write: Write, tmp_path: Path) -> None:
    """Where student code cannot be locked in: check works, grade ends with 3 unless told otherwise."""
    write("class/ann.py")
    weak = {"GRADER_SANDBOX": "fresh"}
    if grader("doctor", "--json", **weak).json["level"] == "locked":
        pytest.skip("isolation is as strong in processes of their own here")
    assert grader("check", "class/ann.py", **weak).code == 0
    ran = grader("grade", "class", "--out", "results", **weak)
    assert ran.code == 3
    assert "isolation" in ran.err and "hint: " in ran.err and "--allow-unsafe" in ran.err
    assert not list((tmp_path / "results").rglob("*.json"))
    assert (
        grader("grade", "class", "--out", "results", "--allow-unsafe", "--jobs", 1, **weak).code
        == 0
    )
    environment = reports(tmp_path / "results")["ann"]["environment"]
    assert environment["isolation"]["level"] == "weak"
    assert environment["settings"]["allow_unsafe"] is True
