"""What the wheel holds, and that it isolates wherever and by whomever it is run."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from tests.packaging.conftest import ROOT, dependencies, interpreter_for, unprivileged

RIGHT = (ROOT / "tests/course/submissions/python_basics/right_plain_loops.py").read_text()
REACH = (
    RIGHT
    + """

import os

def L1(yhat, y):
    return open({path!r}).read()

def L2(yhat, y):
    return os.stat({path!r})

def softmax(x):
    import importlib
    missed = []
    for name in {packages}:
        try:
            importlib.import_module(name)
        except ModuleNotFoundError:
            missed.append(name)
    raise LookupError("not there: " + " ".join(missed))
"""
)
PACKAGES = ("pydantic", "grader.comparison.compare", "reference.python_basics")


def test_nothing_but_the_package_is_installed(wheel: Path) -> None:
    """No module named reference, exercises or tests lands in site-packages."""
    with zipfile.ZipFile(wheel) as archive:
        names = archive.namelist()
    roots = {name.split("/")[0] for name in names}
    assert {root for root in roots if not root.endswith(".dist-info")} == {"grader"}
    assert "grader/report/report.schema.json" in names
    assert not [name for name in names if name.endswith(".pyc")]


def test_the_packaged_course_is_the_checkouts(wheel: Path) -> None:
    """Every file of the course is there, byte for byte, and no other."""
    with zipfile.ZipFile(wheel) as archive:
        packaged = {
            name.removeprefix("grader/_course/"): archive.read(name)
            for name in archive.namelist()
            if name.startswith("grader/_course/")
        }
    here = {
        path.relative_to(ROOT).as_posix(): path.read_bytes()
        for folder in ("exercises", "reference")
        for path in (ROOT / folder).rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    assert packaged == here


def environment(*paths: Path) -> dict[str, str]:
    joined = os.pathsep.join(map(str, (*paths, dependencies())))
    return {"PYTHONPATH": joined, "PATH": os.environ["PATH"], "PYTHONDONTWRITEBYTECODE": "1"}


WAYS = {
    "wheel without a virtual environment": (True, False),
    "wheel without a virtual environment, as a plain user": (True, True),
    "checkout": (False, False),
    "checkout, as a plain user": (False, True),
}


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="the locked sandbox is Linux's")
@pytest.mark.parametrize("way", WAYS)
def test_a_child_can_open_no_path(way: str, installed: Path, public_folder: Path) -> None:
    """From a wheel and from a checkout, as root and as a plain user: neither the course's files, nor their
    names, nor another package can be reached; the function that is right gets its points."""
    from_wheel, plain = WAYS[way]
    user = unprivileged() if plain else None
    place = installed if from_wheel else ROOT
    course = place / "grader" / "_course" if from_wheel else ROOT
    answers = course / "reference" / "python_basics.py"
    assert answers.is_file()
    folder = public_folder / way.replace(" ", "-")
    folder.mkdir()
    reach = REACH.replace("{path!r}", repr(str(answers))).replace("{packages}", repr(PACKAGES))
    (folder / "reach.py").write_text(reach)
    for path in (folder, *folder.iterdir()):
        path.chmod(0o755)
    python = interpreter_for(user)

    command = [python, "-S", "-m", "grader", "check", str(folder / "reach.py"), "--json"]
    done = subprocess.run(
        command, capture_output=True, text=True, user=user, cwd="/", env=environment(place)
    )
    assert done.returncode == 1, done.stderr
    report = json.loads(done.stdout)
    assert report["environment"]["isolation"]["level"] == "locked"
    statuses = {function["name"]: function["status"] for function in report["functions"]}
    reached = dict.fromkeys(("L1", "L2", "softmax"), "error")
    assert statuses == dict.fromkeys(statuses, "passed") | reached, report["functions"]
    told = {case["function"]: case["rationale"] for case in report["cases"]}
    assert "Operation not permitted" in told["L1"]
    assert "Operation not permitted" in told["L2"]
    missed = "not there: " + " ".join(PACKAGES)
    assert missed in told["softmax"]


def test_an_editable_install_leaves_no_copy_of_anything(tmp_path: Path) -> None:
    """It points at the checkout; a copied course would go stale and hide the package."""
    code = f"from hatchling.build import build_editable; build_editable({str(tmp_path)!r})"
    subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=True, capture_output=True)
    with zipfile.ZipFile(next(tmp_path.glob("*.whl"))) as archive:
        files = [name for name in archive.namelist() if ".dist-info/" not in name]
    assert files and all("/" not in name for name in files)
