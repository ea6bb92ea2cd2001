"""The cells of a released notebook that are not the student's: the first gets ready, others check.

A release marks them with a digest of their text, which later versions of the toolkit can read as
well. Where a tool removed the mark, the code itself identifies them, in whatever language its words
are. A cell in which somebody wrote other code is the student's, marked or not.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from typing import Any

from grader.util.language import gettext

_READY = """# {comment}
import importlib.util
from pathlib import Path

missing = [name for name in {beside!r} if not Path(name).is_file()]
if missing:
    print("{put}", *missing)
if importlib.util.find_spec("grader") is None:
    print("{absent}")"""

_INSTALL = """# {comment}
import importlib.util
import subprocess
import sys
from pathlib import Path

missing = [name for name in {beside!r} if not Path(name).is_file()]
if missing:
    print("{put}", *missing)
if importlib.util.find_spec("grader") is None:
    if sys.platform == "emscripten":  # JupyterLite: Python in the browser, without processes
        import micropip
        await micropip.install({in_browser!r})
    else:
        subprocess.run([sys.executable, "-m", "pip", "install", "--quiet", {source!r}])
        importlib.invalidate_caches()
    if importlib.util.find_spec("grader") is None:
        print("{absent}")"""

_CHECK = """# {comment}
import grader

grader.check({function!r})"""

_CHECK_ALL = """# {comment}
import grader

grader.check()"""


def first_cell(beside: Sequence[str], source: str | None) -> str:
    """The first cell's text.

    beside  files that lie beside the notebook
    source  what pip installs the grader from: an address, or a file beside the notebook ("./…");
            None: it is not installed
    """
    put = gettext("Put what came with this notebook into its folder, then run this cell again:")
    if source is None:
        return _READY.format(
            comment=gettext(
                "Run this cell first. It looks whether all is here that the checks below need."
            ),
            beside=list(beside),
            put=put,
            absent=gettext(
                "The grader is not installed here. You can write your code, but not check it here."
            ),
        )
    return _INSTALL.format(
        comment=gettext(
            "Run this cell first. It installs the grader where it is missing, as on Colab."
        ),
        beside=list(beside),
        put=put,
        source=source,
        in_browser=f"emfs:{source}" if source.startswith("./") else source,
        absent=gettext(
            "The grader could not be installed. You can write your code, but not check it here."
        ),
    )


def check_cell(function: str | None = None) -> str:
    """The text of the cell that checks one function, or all."""
    if function is None:
        return _CHECK_ALL.format(
            comment=gettext("Run this cell to check all functions, as they are now.")
        )
    comment = gettext("Run this cell to check {function}, as it is now.", function=function)
    return _CHECK.format(function=function, comment=comment)


def mark(text: str) -> dict[str, str]:
    """What a released notebook's metadata says of a cell with this text."""
    return {"ours": _digest(text)}


def is_ours(text: str, metadata: Any) -> bool:
    """Whether a cell is as it was handed out to get ready or to check."""
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


_GAP = re.compile(r"\{\w+(?:!r)?\}")
_PATTERNS = tuple(map(_pattern, (_READY, _INSTALL, _CHECK, _CHECK_ALL)))
