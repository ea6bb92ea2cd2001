"""The toolkit without the course, for students: ``python -m tools.student_wheel``.

Takes out of the wheel whatever holds an answer: the course with its hidden cases and reference
solutions, and the demo's class with its right submissions.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

from grader.release.bundle_folder import ANSWERS

ROOT = Path(__file__).parents[1]
OUT = ROOT / "dist" / "students"


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", folder]
        subprocess.run([*command, str(ROOT)], check=True, stdout=subprocess.DEVNULL)
        (whole,) = Path(folder).glob("*.whl")
        OUT.mkdir(parents=True, exist_ok=True)
        print(without_answers(whole, OUT))


def without_answers(wheel: Path, folder: Path) -> Path:
    """Copy ``wheel`` into ``folder`` without what holds an answer, and without its record of it."""
    copy = folder / wheel.name
    with zipfile.ZipFile(wheel) as whole, zipfile.ZipFile(copy, "w") as kept:
        for entry in whole.infolist():
            if entry.filename.startswith(ANSWERS):
                continue
            data = whole.read(entry)
            if entry.filename.endswith(".dist-info/RECORD"):
                data = _without_answers(data)
            kept.writestr(entry, data)
    return copy


def _without_answers(record: bytes) -> bytes:
    lines = record.decode().splitlines(keepends=True)
    # A name with a comma in it stands in quotes.
    return "".join(line for line in lines if not line.lstrip('"').startswith(ANSWERS)).encode()


if __name__ == "__main__":
    main()
