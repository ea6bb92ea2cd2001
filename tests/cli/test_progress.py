"""What somebody at a terminal sees while a class is graded."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

pty = pytest.importorskip("pty")
Write = Callable[..., Path]


def test_progress_bar(environment: dict[str, str], write: Write, tmp_path: Path) -> None:
    """How many are done, how many have no score, and the last name, which is no markup."""
    write("class/ann.py")
    write("class/zoe [bold].py", "def other(x):\n    return x\n")
    here, there = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-m", "grader", "grade", "class", "--out", "results", "--jobs", "1"],
        cwd=tmp_path,
        env=environment | {"TERM": "xterm", "COLUMNS": "120"},
        stdout=subprocess.DEVNULL,
        stderr=there,
    )
    os.close(there)
    shown = b""
    try:
        while piece := os.read(here, 4096):
            shown += piece
    except OSError:
        pass  # so a terminal's end is told on Linux
    os.close(here)
    assert process.wait(timeout=60) == 0
    text = re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", shown.decode())
    assert "2/2" in text and "1 without a score" in text
    assert "zoe [bold]" in text
    assert "2 submissions done; the results are in results" in text
