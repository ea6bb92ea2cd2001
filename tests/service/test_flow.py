"""A newcomer does what docs/service.md says, from nothing to a result."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import signal
import socket
import subprocess
import sys
from pathlib import Path

import httpx2 as httpx
import pytest

from grader.demo import CLASS
from tests.docs.page import Command, Write, steps
from tests.service.house import CHECKOUT
from tests.service.running import until

PAGE = CHECKOUT / "docs" / "service.md"


@pytest.fixture
def port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        number: int = free.getsockname()[1]
        return number


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    (tmp_path / "bin").mkdir()
    program = tmp_path / "bin" / "grader"
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m grader "$@"\n')
    program.chmod(0o755)
    kept = {name: value for name, value in os.environ.items() if not name.startswith("GRADER_")}
    path = f"{tmp_path / 'bin'}:{os.environ['PATH']}"
    return {**kept, "PATH": path, "PYTHONPATH": str(CHECKOUT), "NO_COLOR": "1"}


def test_the_page(tmp_path: Path, environment: dict[str, str], port: int) -> None:
    """Every command in its order; the service runs beside them, and ends by itself when asked."""
    shutil.copy(CLASS / "regularization" / "Zoë Müller.ipynb", tmp_path / "my_notebook.ipynb")
    service: subprocess.Popen[str] | None = None
    printed = []
    try:
        for step in steps(PAGE):
            if isinstance(step, Write):
                (tmp_path / step.path).write_text(step.text, "utf-8")
            if not isinstance(step, Command) or not step.line.startswith(("grader", "chmod")):
                continue
            line = step.line.replace(":8000", f":{port}")
            if line.startswith("grader serve"):
                words = [*shlex.split(line), "--port", str(port)]
                service = subprocess.Popen(
                    words, cwd=tmp_path, env=environment, stderr=subprocess.PIPE, text=True
                )
                assert service.stderr is not None
                first = service.stderr.readline()
                assert f"The service is at http://127.0.0.1:{port}" in first
                in_the_browser(tmp_path, port)
                continue
            done = subprocess.run(
                ["bash", "-c", line],
                cwd=tmp_path, env=environment, capture_output=True, text=True, check=False,
            )  # fmt: skip
            assert done.returncode == 0, f"{line}\n{done.stdout}{done.stderr}"
            printed.append(done.stdout + done.stderr)
        assert service is not None
        second = subprocess.run(
            ["grader", "serve", "data", "--port", str(port)],
            cwd=tmp_path, env=environment, capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert second.returncode == 2 and "is running in" in second.stderr
        service.send_signal(signal.SIGINT)
        service.wait(timeout=120)
    finally:
        if service is not None:
            service.kill()
    assert service.returncode == 0
    submitted, verified, _, backed_up, restored = printed[-5:]
    assert "4 of 4 functions found" in submitted and "handed in: attempt 2" in submitted
    assert "Score: 100 / 100" in submitted
    assert "person: ada" in verified
    assert "backup: 1 submitted file" in backed_up  # one file, handed in twice
    assert "restore: 1 submitted file" in restored
    logs = "".join(path.read_text("utf-8") for path in (tmp_path / "data" / "logs").iterdir())
    assert "graded" in logs
    assert not re.search(r"\bada\b|Ada|notebook", logs)


def in_the_browser(folder: Path, port: int) -> None:
    """What the page says that a student does with the link, up to the feedback."""
    links = dict(line.split("\t") for line in (folder / "links.txt").read_text().splitlines())
    assignment = (folder / "assignment.txt").read_text().strip()
    with httpx.Client(verify=False, follow_redirects=True, timeout=60) as browser:
        base = f"http://127.0.0.1:{port}"
        assert "Regularization" in browser.post(links["ada"].replace(":8000", f":{port}")).text
        page = browser.get(f"{base}/assignments/{assignment}").text
        token = re.search(r'name="form_token" value="(\w+)"', page)
        assert token is not None and "<msub>" in page
        with open(folder / "my_notebook.ipynb", "rb") as file:
            answer = browser.post(
                f"{base}/assignments/{assignment}/uploads",
                data={"form_token": token[1]},
                files={"file": file},
            )
        where = str(answer.url)
        until(lambda: "4 of 4 functions found" in browser.get(where).text, "nothing is recognised")
        answer = browser.post(f"{where}/submission", data={"form_token": token[1]})
        where = str(answer.url)
        until(lambda: "100 / 100 points" in browser.get(where).text, "no result on the page")
