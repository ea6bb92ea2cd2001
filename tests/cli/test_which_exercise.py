"""Which exercise a run is of: the one that was named, else the one that most submissions are of."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from .conftest import AVERAGES, CHECKOUT, RIGHT, TRIPLES, Ran

Grader = Callable[..., Ran]
Write = Callable[..., Path]


def reports(folder: Path) -> dict[str, Any]:
    return {p.stem: json.loads(p.read_text("utf-8")) for p in (folder / "reports").glob("*.json")}


def table(folder: Path) -> dict[str, dict[str, str]]:
    with open(folder / "gradebook.csv", encoding="utf-8", newline="") as file:
        return {row["student"]: row for row in csv.DictReader(file)}


def test_stray_file_changes_no_maximum(grader: Grader, write: Write, tmp_path: Path) -> None:
    """It is a row without a score, with the reason; a warning says how to grade it as well."""
    for name in ("ann", "bob", "eve"):
        write(f"class/{name}.py")
    write("class/tim.py", AVERAGES)
    ran = grader("grade", "class", "--out", "results")
    assert ran.code == 0
    assert "--exercise scaling,averages" in ran.err
    rows = table(tmp_path / "results")
    assert {who: (row["total"], row["max"], row["status"]) for who, row in rows.items()} == {
        "ann": ("10", "10", "graded"),
        "bob": ("10", "10", "graded"),
        "eve": ("10", "10", "graded"),
        "tim": ("", "10", "wrong_exercise"),
    }
    assert "averages" in reports(tmp_path / "results")["tim"]["submission"]["reason"]


def test_no_majority_needs_a_choice(grader: Grader, write: Write, tmp_path: Path) -> None:
    """2, with what was found and what to say; nothing is graded."""
    write("class/ann.py")
    write("class/tim.py", AVERAGES)
    ran = grader("grade", "class", "--out", "results")
    assert ran.code == 2
    assert "averages (1), scaling (1)" in ran.err and "--exercise" in ran.err
    assert not (tmp_path / "results" / "reports").exists()


def test_run_continues_with_its_exercise(grader: Grader, write: Write, tmp_path: Path) -> None:
    """Where submissions come later that would leave it open."""
    write("class/ann.py")
    assert grader("grade", "class", "--out", "results").code == 0
    write("class/tim.py", AVERAGES)
    assert grader("grade", "class", "--out", "results").code == 0
    assert reports(tmp_path / "results")["tim"]["submission"]["status"] == "wrong_exercise"


def test_several_named_exercises(grader: Grader, write: Write, tmp_path: Path) -> None:
    """Each in a folder, also where nobody handed one of them in; an unknown one is wrong use."""
    write("class/ann.py", RIGHT + AVERAGES)
    write("class/bob.py", TRIPLES)
    ran = grader("grade", "class", "--out", "results", "--exercise", "averages, scaling")
    assert ran.code == 0
    assert set(reports(tmp_path / "results" / "averages")) == {"ann"}
    assert set(reports(tmp_path / "results" / "scaling")) == {"ann", "bob"}
    ran = grader("grade", "class", "--out", "other", "--exercise", "averages,scalling")
    assert ran.code == 2 and "scaling" in ran.err


def test_folders_name_exercises(grader: Grader, write: Write, tmp_path: Path) -> None:
    """Every student has a folder for each, called after the exercise."""
    for name in ("ann", "bob"):
        write(f"class/{name}/scaling/hw.py")
        write(f"class/{name}/averages/hw.py", AVERAGES)
    assert grader("grade", "class", "--out", "results").code == 0
    rows = table(tmp_path / "results")
    assert {who: (row["averages"], row["scaling"]) for who, row in rows.items()} == {
        "ann": ("10", "10"),
        "bob": ("10", "10"),
    }


@pytest.mark.parametrize("command", ["check", "grade"])
def test_helpers_with_other_parameters(
    grader: Grader, write: Write, tmp_path: Path, command: str
) -> None:
    """A file that brings helpers called ``predict`` and ``model`` along stays what its own function says."""
    write(
        "ann.py",
        "import numpy as np\n\n"
        "def update_parameters_with_gd(parameters, grads, learning_rate):\n"
        "    return {k: v - learning_rate * grads['d' + k] for k, v in parameters.items()}\n\n"
        "def sigmoid(x):\n    return 1 / (1 + np.exp(-x))\n\n"
        "def predict(X, y, parameters):\n    return sigmoid(X) > 0.5\n\n"
        "def propagate(layer, dims):\n    return layer\n\n"
        "def model(X, Y, layers_dims, optimizer):\n    return {}\n",
    )
    if command == "check":
        report = grader("check", "ann.py", "--course", CHECKOUT, "--json").json
    else:
        assert grader("grade", "ann.py", "--course", CHECKOUT, "--out", "results").code == 0
        report = reports(tmp_path / "results")["ann"]
    assert report["exercise"]["id"] == "optimization"
