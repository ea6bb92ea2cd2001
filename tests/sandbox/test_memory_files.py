"""The private folder of a call: what an honest submission may do with files, and what it finds there."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from grader.model.exercise import Call, Limits
from grader.model.observation import Observed, Surroundings
from grader.model.outcome import Ending, Outcome
from grader.sandbox.judge.sandbox import Request, Sandbox
from grader.values import WrittenText
from tests.sandbox.programs import run_all


def written(sandbox: Sandbox, source: str, **files: bytes) -> Outcome:
    """Run ``f()`` of the source in a folder with these files (``a_csv`` is a.csv)."""
    named = {name.replace("_", "."): data for name, data in files.items()}
    call = Call("f", {}, 0, observed=Observed(("files",)), surroundings=Surroundings(files=named))
    return run_all(sandbox, source, Request("f", call), limits=Limits()).outcomes["f"]


def files_of(outcome: Outcome) -> dict[str, Any]:
    assert outcome.ending is Ending.RETURNED, outcome.raised
    return outcome.value["files"]


def test_text_is_read_and_written(each_sandbox: Sandbox) -> None:
    """Lines, appending, and a file that its writer never closed."""
    source = """
def f():
    with open("in.txt") as file:
        lines = file.readlines()
    with open("out.txt", "w") as file:
        file.writelines(reversed(lines))
    open("log.txt", "a").write("more")
    left_open = open("late.txt", "w")
    left_open.write("é")
    f.kept = left_open
"""
    found = files_of(written(each_sandbox, source, in_txt=b"1\n2\n", log_txt=b"one "))
    assert {name: text.text for name, text in found.items()} == {
        "out.txt": "2\n1\n", "log.txt": "one more", "late.txt": "é",
    }  # fmt: skip


def test_numpy_json_and_csv_work(sandbox: Sandbox) -> None:
    """Arrays and JSON come back as data, to be compared within the tolerance."""
    source = """
import csv, json
def f():
    table = np.loadtxt("in.csv", delimiter=",")
    np.save("whole.npy", table)
    np.savez("parts", a=table[0], b=table[1])
    assert np.load("whole.npy").shape == np.load("parts.npz")["a"].shape + (2,)
    np.savetxt("out.csv", table, fmt="%.1f")
    with open("in.csv", newline="") as file:
        rows = list(csv.reader(file))
    with open("out.json", "w") as file:
        json.dump({"rows": rows, "sum": table.sum()}, file)
"""
    found = files_of(written(sandbox, source, in_csv=b"1,2\n3,4\n"))
    np.testing.assert_array_equal(found["whole.npy"], [[1, 2], [3, 4]])
    np.testing.assert_array_equal(found["parts.npz"]["b"], [3, 4])
    assert found["out.json"] == {"rows": [["1", "2"], ["3", "4"]], "sum": 10.0}
    assert found["out.csv"] == WrittenText("1.0 2.0\n3.0 4.0\n")


def test_paths_and_folders(sandbox: Sandbox) -> None:
    """os and pathlib see the folder and nothing else; what is deleted is told."""
    source = """
import os
from pathlib import Path
def f():
    assert os.path.exists("in.txt") and not os.path.exists("/etc/passwd")
    assert os.listdir() == ["in.txt"] and Path("in.txt").is_file()
    os.makedirs("a/b")
    Path("a/b/c.bin").write_bytes(bytes([0, 255]))
    assert [path.name for path in Path("a").iterdir()] == ["b"] and Path("a").is_dir()
    os.rename("in.txt", "moved.txt")
    assert Path("a/b/../../moved.txt").read_text() == "x"
    os.remove("moved.txt")
"""
    found = files_of(written(sandbox, source, in_txt=b"x"))
    assert found == {"a/b/c.bin": b"\x00\xff", "in.txt": None}


@pytest.mark.parametrize(
    ("code", "error"),
    [
        ('open("../out", "w")', "PermissionError"),
        ('open("none.txt")', "FileNotFoundError"),
        ('open("/etc/passwd")', "FileNotFoundError"),
        ('open("in.txt", "x")', "FileExistsError"),
        ('open("no/folder.txt", "w")', "FileNotFoundError"),
        ('open("in.txt", "rw")', "ValueError"),
        ("open(3)", "OSError"),
        ('[open(str(n), "w") for n in range(101)]', "OSError"),
        ('open("large", "wb").write(bytes(17 * 2**20))', "OSError"),
    ],
)
def test_errors_are_those_of_python(sandbox: Sandbox, code: str, error: str) -> None:
    """A student reads the message that they would read at home, or that there is no more room."""
    outcome = written(sandbox, f"def f():\n    return {code}", in_txt=b"x")
    assert outcome.raised is not None
    assert outcome.raised.type == error


def test_other_calls_have_no_folder(sandbox: Sandbox) -> None:
    """Without files of a case, open fails as ever; a folder does not outlive its call."""
    source = 'def f():\n    open("a.txt", "w").write("1")\ndef g():\n    return open("a.txt")'
    call = Call("f", {}, 0, observed=Observed(("files",)))
    both = Request("f", call), Request("g", Call("g", {}, 0))
    run = run_all(sandbox, source, *both, limits=Limits())
    assert run.outcomes["g"].ending is Ending.RAISED
