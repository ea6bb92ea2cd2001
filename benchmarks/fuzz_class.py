"""Grades classes of bombs (`tests.hostile.bombs`) by chance until the time is up.

    python -m benchmarks.fuzz_class [-max_total_time=SECONDS] [-seed=N]

Each round is a class of its own: honest files and bombs of any kind and size, graded by the command
line. It ends with 1, and leaves the class where it is, when anything but a row for each comes of it.
"""

from __future__ import annotations

import random
import shutil
import sys
import tempfile
import time
from pathlib import Path

from tests.hostile.test_bombs import class_of, grade, held

_BOMBS = 30  # in a round


def main(arguments: list[str]) -> int:
    options = dict(each.lstrip("-").split("=", 1) for each in arguments)
    end = time.monotonic() + float(options.get("max_total_time", 300))
    seed = int(options.get("seed", random.randrange(1 << 30)))
    while time.monotonic() < end:
        folder = Path(tempfile.mkdtemp(prefix="bombs-"))
        made = class_of(folder, seed, _BOMBS)
        ran = grade(folder)
        try:
            assert ran.returncode == 0, ran.stderr[-2000:]
            held(folder, made)
        except AssertionError as fault:
            print(f"seed {seed}, kept in {folder}: {fault}")
            return 1
        shutil.rmtree(folder)
        print(f"seed {seed}: {len(made)} bombs, each a row")
        seed += 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
