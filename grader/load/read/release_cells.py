"""The two cells of a released notebook that are not the student's: one installs, one checks.

A release marks them with a digest of their text, which later versions of the toolkit can read as
well. Where a tool removed the mark, the text itself identifies them. A cell in which somebody wrote
something else is the student's, marked or not.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from typing import Any

_INSTALL = """# Run this cell first. It installs the grader where it is missing, as on Colab.
import importlib.util
import subprocess
import sys
from pathlib import Path

missing = [name for name in {beside!r} if not Path(name).is_file()]
if missing:
    print("Put what came with this notebook into its folder, then run this cell again:", *missing)
if importlib.util.find_spec("grader") is None:
    done = subprocess.run([sys.executable, "-m", "pip", "install", "--quiet", {requirement!r}])
    if done.returncode != 0:
        print("The grader could not be installed. You can write your code, but not check it here.")"""

_CHECK = """# Save the notebook, then run this cell: the check reads the saved file.
import importlib.util
import subprocess
import sys
from pathlib import Path

file = {file!r}
missing = [name for name in {beside!r} if not Path(name).is_file()]
if importlib.util.find_spec("grader") is None:
    print("The grader is not here: run the first cell. What you wrote can be handed in all the same.")
elif missing:
    print("Put what came with this notebook into its folder, then run this cell again:", *missing)
elif not Path(file).is_file():
    print(f"There is no {{file}} here. Save the notebook under that name, or write its name above.")
else:
    done = subprocess.run(
        [sys.executable, "-m", "grader", "check", file, "--course", "."],
        capture_output=True, text=True,
    )
    print(done.stdout + done.stderr)"""


def install_cell(beside: Sequence[str], requirement: str) -> str:
    """The first cell's text; ``beside`` are the files that lie beside the notebook."""
    return _INSTALL.format(beside=list(beside), requirement=requirement)


def check_cell(beside: Sequence[str], file: str) -> str:
    """The last cell's text; ``file`` is the name under which the notebook is saved."""
    return _CHECK.format(beside=list(beside), file=file)


def mark(text: str) -> dict[str, str]:
    """What a released notebook's metadata says of a cell with this text."""
    return {"ours": _digest(text)}


def is_ours(text: str, metadata: Any) -> bool:
    """Whether a cell is as it was handed out to install or to check."""
    said = metadata.get("grader") if isinstance(metadata, dict) else None
    if isinstance(said, dict) and said.get("ours") == _digest(text):
        return True
    return any(pattern.fullmatch(_even(text)) for pattern in _PATTERNS)


def _digest(text: str) -> str:
    return hashlib.sha256(_even(text).encode("utf-8", "replace")).hexdigest()[:16]


def _even(text: str) -> str:
    """The text without the blanks that editors add and take away at the ends of lines."""
    return "\n".join(line.rstrip() for line in text.strip().split("\n"))


def _pattern(template: str) -> re.Pattern[str]:
    """The template with anything on one line in its gaps."""
    fixed = [part.replace("{{", "{").replace("}}", "}") for part in _GAP.split(template)]
    return re.compile(".*".join(map(re.escape, fixed)))


_GAP = re.compile(r"\{\w+!r\}")
_PATTERNS = (_pattern(_INSTALL), _pattern(_CHECK))
