"""Sharing what identical programs did changes no report."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from .conftest import RIGHT, TRIPLES, Ran, notebook
from .test_grade import without_timing

Grader = Callable[..., Ran]
Write = Callable[..., Path]

RAISES = RIGHT.replace("return x + x", "return x + undefined")
PRINTS = RIGHT.replace("return x + x", "print(x)\n    return x + x")
CLOCK = "import time\n" + RIGHT.replace("return x + x", "return x + 0 * time.time()")
STARTER = "def double(x):\n    raise NotImplementedError()\n\n\ndef halve(x):\n    pass\n"
FORGETS = "count = []\n" + RIGHT.replace(
    "return x + x", "count.append(1)\n    return len(count) * x"
)


def test_reports_are_the_same_with_and_without(
    grader: Grader, write: Write, tmp_path: Path
) -> None:
    """Copies, copies with other layout, in scripts and notebooks: every file is the same bytes."""
    texts = [RIGHT, TRIPLES, RAISES, PRINTS, CLOCK, STARTER, FORGETS]
    for index, text in enumerate(texts):
        write(f"class/plain_{index}.py", text)
        write(f"class/copied_{index}.py", text)
        write(f"class/lower_{index}.py", "# my own\n\n\n" + text.replace("\n    ", "\n\n    "))
        write(f"class/cells_{index}.ipynb", notebook("# a title", text))
        write(f"class/more_cells_{index}.ipynb", notebook("x = 1", "# a title", "\n" + text))
    options = ["grade", "class", "--exercise", "scaling", "--quiet", "--jobs", 1]
    assert grader(*options, "--out", "shared").code == 0
    assert grader(*options, "--out", "alone", "--no-memo").code == 0
    shared, alone = (without_timing(tmp_path / name) for name in ("shared", "alone"))
    assert shared == alone
    assert len([name for name in shared if name.startswith("reports/")]) == 5 * len(texts)
    lines = {"plain": "line 6", "lower": "line 10"}
    for name, line in lines.items():
        assert f"{name}_2.py, {line}" in shared[f"reports/{name}_2.json"]
