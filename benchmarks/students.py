"""Writes the benchmark's class: files that all differ; most right, some wrong, a few that raise."""

from __future__ import annotations

from pathlib import Path

HERE = Path(__file__).parent
COURSE = HERE / "course"
REFERENCE = COURSE / "exercises" / "layer" / "layer.py"

WRONG = (
    ("1 / (1 + np.exp(-z))", "1 / (1 + np.exp(z))"),
    ("np.dot(dZ, A_prev.T) / m", "np.dot(dZ, A_prev.T)"),
    ("value - learning_rate", "value + learning_rate"),
)
_RAISES = ("np.dot(W, A) + b", "np.dot(A, W) + b")


def write_class(folder: Path, count: int) -> None:
    """Write ``count`` submissions: of ten, seven are right, two wrong, one raises."""
    folder.mkdir(parents=True, exist_ok=True)
    text = REFERENCE.read_text("utf-8")
    for index in range(count):
        own = text
        if index % 10 in (3, 6):
            own = own.replace(*WRONG[index % len(WRONG)])
        elif index % 10 == 9:
            own = own.replace(*_RAISES)
        # No two files are alike, so that nothing can be done once for all.
        own = own.replace("import numpy as np", f"import numpy as np\n\nSTUDENT = {index}")
        (folder / f"student_{index:05}.py").write_text(own, "utf-8")
