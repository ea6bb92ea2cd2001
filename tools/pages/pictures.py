"""Pictures of the real program at work: ``python -m tools.pages.pictures``, or ``make pictures``.

The terminal is drawn from what ``grader check`` wrote to a terminal. The pages are photographed by a
headless chromium from what ``grader demo`` wrote: the summary of the class, and a student's feedback.
"""

from __future__ import annotations

import io
import os
import pty
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from rich.console import Console
from rich.text import Text

from grader.demo import CLASS
from grader.util.files import safe_name, write_atomically
from tools.pages import DOCS, ROOT

PICTURES = DOCS / "pictures"
STUDENT = "Priya Raman.py"
COLUMNS = 80
SUMMARY_SIZE = (1080, 1120)
FEEDBACK_SIZE = (820, 1000)
_ONLY_FAILED = "section:has(.cases):not(:has(.failed)) { display: none; }"
_FONT_FACES = re.compile(r"\s*@font-face \{[^}]*\}")


def main() -> None:
    PICTURES.mkdir(exist_ok=True)
    write_atomically(PICTURES / "check.svg", terminal_picture())
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    if chromium is None:
        sys.exit("error: there is no chromium to photograph the pages with")
    with tempfile.TemporaryDirectory() as folder:
        results = graded_class(Path(folder))
        photograph(chromium, results / "summary.html", SUMMARY_SIZE, PICTURES / "summary.png")
        feedback = results / "feedback" / f"{safe_name(Path(STUDENT).stem)}.html"
        # A picture has no room for every function, so it leaves the cases out of those that passed.
        shorter = feedback.with_name("shorter.html")
        shorter.write_text(
            feedback.read_text("utf-8").replace("</style>", f"{_ONLY_FAILED}</style>"), "utf-8"
        )
        photograph(chromium, shorter, FEEDBACK_SIZE, PICTURES / "feedback.png")


def terminal_picture() -> str:
    """What ``grader check`` prints of a known mistake, as SVG without fonts from elsewhere."""
    printed = on_a_terminal("check", STUDENT, folder=CLASS / "regularization")
    console = Console(record=True, width=COLUMNS, file=io.StringIO(), legacy_windows=False)
    console.print(Text.from_ansi(f"$ grader check '{STUDENT}'\n{printed}".rstrip()))
    picture = console.export_svg(title="grader check", unique_id="check")
    picture = _FONT_FACES.sub("", picture).replace("Fira Code, monospace", "monospace")
    return re.sub(r"[ \t]+$", "", picture, flags=re.MULTILINE)


def on_a_terminal(*arguments: str, folder: Path) -> str:
    """Run ``grader`` with a terminal for its output, and return what it wrote there."""
    ours, theirs = pty.openpty()
    environment = {**os.environ, "COLUMNS": str(COLUMNS), "TERM": "xterm", "PYTHONPATH": str(ROOT)}
    environment.pop("NO_COLOR", None)
    command = [sys.executable, "-m", "grader", *arguments]
    with subprocess.Popen(command, cwd=folder, env=environment, stdout=theirs) as program:
        os.close(theirs)
        written = b""
        while part := _read(ours):
            written += part
    os.close(ours)
    if program.returncode not in (0, 1):
        sys.exit(f"error: grader {' '.join(arguments)} ended with {program.returncode}")
    return written.decode().replace("\r\n", "\n")


def _read(descriptor: int) -> bytes:
    try:
        return os.read(descriptor, 65536)
    except OSError:  # Linux says so where the other side of a terminal is closed
        return b""


def graded_class(folder: Path) -> Path:
    """Grade the demo's class; returns the folder of its results."""
    command = [sys.executable, "-m", "grader", "demo", "--quiet", "--out", str(folder)]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return folder / "regularization"


def photograph(chromium: str, page: Path, size: tuple[int, int], picture: Path) -> None:
    """Make a picture of the top of a page, as large as a window of ``size`` shows it."""
    width, height = size
    with tempfile.TemporaryDirectory() as profile:
        command = [
            chromium, "--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars",
            "--no-first-run", "--disable-background-networking", "--disable-component-update",
            "--disable-sync", "--force-device-scale-factor=1", f"--window-size={width},{height}",
            f"--user-data-dir={profile}", f"--screenshot={picture}", page.as_uri(),
        ]  # fmt: skip
        subprocess.run(command, check=True, stderr=subprocess.DEVNULL)


if __name__ == "__main__":
    main()
