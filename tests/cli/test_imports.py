"""What a command loads: nothing that it does not need, so that it begins at once."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from .conftest import RIGHT, notebook

Write = Callable[..., Path]
HEAVY = frozenset({"numpy", "pydantic", "rich", "jinja2", "nbformat", "matplotlib", "distributed"})
_RUN = """
import json, sys
from grader.cli.main import main
main(sys.argv[1:])
print(json.dumps(sorted(sys.modules)), file=sys.stderr)
"""


def loaded(environment: dict[str, str], *arguments: str) -> set[str]:
    ran = subprocess.run(
        [sys.executable, "-P", "-c", _RUN, *arguments],
        env=environment,
        capture_output=True,
        text=True,
        encoding="utf-8",
    )
    return set(json.loads(ran.stderr.splitlines()[-1]))


@pytest.mark.parametrize(
    "arguments", [("--help",), ("--version",), ("grade", "--help"), ("nothing",)]
)
def test_help_imports_no_library(environment: dict[str, str], arguments: tuple[str, ...]) -> None:
    """Help is instant: no library is loaded for it."""
    assert not loaded(environment, *arguments) & HEAVY


def test_help_imports_no_command(environment: dict[str, str]) -> None:
    """The list of commands needs none of their files, and a command only its own."""
    assert not {"grader.cli.check", "grader.cli.grade"} & loaded(environment, "--help")
    modules = loaded(environment, "check", "--help")
    assert "grader.cli.check" in modules
    assert "grader.cli.grade" not in modules


@pytest.mark.parametrize(
    ("arguments", "needed"),
    [
        (("schema",), set()),
        (("list",), {"numpy"}),
        (("show", "scaling"), {"numpy"}),
        (("check", "right.py"), {"numpy", "pydantic"}),
        (("doctor",), {"numpy"}),
    ],
)
def test_command_imports(
    environment: dict[str, str],
    write: Write,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    arguments: tuple[str, ...],
    needed: set[str],
) -> None:
    """Authors' cases need NumPy, reports pydantic; pages and progress bars are for `grade`."""
    write("right.py", RIGHT)
    monkeypatch.chdir(tmp_path)
    assert loaded(environment, *arguments) & HEAVY == needed


def test_spawner_imports_no_judge(environment: dict[str, str]) -> None:
    """What starts the sandbox needs neither NumPy nor the judge, so both warm up side by side."""
    code = (
        "import json, sys; from grader.sandbox.judge.spawner import starting_spawner; starting_spawner().__enter__();"
        "print(json.dumps(sorted(sys.modules)))"
    )
    ran = subprocess.run(
        [sys.executable, "-P", "-c", code], env=environment, capture_output=True, text=True
    )
    modules = set(json.loads(ran.stdout))
    assert not {*HEAVY, "grader.pipeline.grade"} & modules


def test_a_notebook_needs_no_grammars_of_addresses(environment: dict[str, str]) -> None:
    """Where JupyterLab is installed, importing nbformat plainly takes most of a second more."""
    code = (
        "import json, sys; from grader import load; load.read_bytes(sys.argv[1].encode(), 'a.ipynb');"
        "print(json.dumps(sorted(sys.modules)))"
    )
    ran = subprocess.run(
        [sys.executable, "-P", "-c", code, notebook(RIGHT)],
        env=environment, capture_output=True, text=True, check=True,
    )  # fmt: skip
    modules = set(json.loads(ran.stdout))
    assert "nbformat" in modules and "lark" not in modules
