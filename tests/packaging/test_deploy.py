"""The recipes in deploy/ name commands, options and settings that there are."""

from __future__ import annotations

import re
import shlex
import shutil
import subprocess
import tomllib
from pathlib import Path

import pytest

from grader.cli.main import COMMANDS, parser
from tests.packaging.conftest import ROOT

UNIT = ROOT / "deploy" / "grader.service"
CONTAINERFILE = ROOT / "deploy" / "Containerfile"


def test_the_unit_starts_the_service() -> None:
    """Its command is understood, and its folder is the one that systemd makes."""
    lines = dict(
        line.split("=", 1)
        for line in UNIT.read_text("utf-8").splitlines()
        if re.match(r"\w+=", line)
    )
    program, *words = shlex.split(lines["ExecStart"])
    words[words.index("--course") + 1] = str(ROOT)
    arguments = parser(COMMANDS).parse_args(words)
    assert program.endswith("/grader") and arguments.command == "serve"
    assert str(arguments.data).startswith(f"/var/lib/{lines['StateDirectory']}/")
    assert lines["KillMode"] == "mixed"


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="there is no systemd-analyze")
def test_systemd_understands_the_unit(tmp_path: Path) -> None:
    """As on a machine on which the program is where the recipe puts it."""
    text = UNIT.read_text("utf-8").replace("/opt/grader/bin/grader", shutil.which("true") or "")
    (tmp_path / "grader.service").write_text(text)
    done = subprocess.run(
        ["systemd-analyze", "verify", "--man=no", tmp_path / "grader.service"],
        capture_output=True, text=True,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert "grader.service" not in done.stderr, done.stderr


def test_the_container_starts_the_service() -> None:
    """Its entry point and command are understood, and the data are in the volume."""
    text = CONTAINERFILE.read_text("utf-8")
    entry, command = (
        re.findall(r'"([^"]+)"', line)
        for line in re.findall(r"^(?:ENTRYPOINT|CMD) (.+)$", text, re.M)
    )
    assert entry == ["grader"]
    arguments = parser(COMMANDS).parse_args(command)
    assert arguments.command == "serve"
    assert str(arguments.data).startswith(re.findall(r"^VOLUME (\S+)$", text, re.M)[0] + "/")
    assert f"EXPOSE {arguments.port}" in text


def test_the_container_is_built_as_the_other_one() -> None:
    """What is copied suffices for the wheel: tests/packaging/test_dockerfile.py builds it from that."""
    steps = [
        re.findall(r"^(?:FROM|WORKDIR /opt|COPY) ?.*$", path.read_text("utf-8"), re.M)
        for path in (CONTAINERFILE, ROOT / "Dockerfile")
    ]
    assert steps[0] == steps[1]
    extra = re.findall(r"\.\[(\w+)\]", CONTAINERFILE.read_text("utf-8"))
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    assert set(extra) <= set(project["optional-dependencies"])
