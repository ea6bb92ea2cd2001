"""The floor: what grading costs with no safety at all. Its code stays as it was first written.

    python -m benchmarks.floor FOLDER [WORKERS]

One process that has NumPy imported forks for each submission; the fork executes the file, makes
the calls, compares with ``np.allclose`` and sends the score back. No limits, no report.
"""

from __future__ import annotations

import copy
import os
import sys
from pathlib import Path

import numpy as np

from benchmarks.students import COURSE


def inputs_and_answers() -> list[tuple[str, dict, object]]:
    """Every case's function, arguments and expected value, made by calling the reference."""
    sys.path.insert(0, str(COURSE / "exercises" / "layer"))
    import exercise as author
    import layer

    made = []
    for case in author.exercise.cases:
        arguments = case.make(np.random.RandomState(case.seed))
        expected = getattr(layer, case.function)(**copy.deepcopy(arguments))
        made.append((case.function, arguments, expected))
    return made


def close(expected: object, actual: object) -> bool:
    if isinstance(expected, dict):
        return all(np.allclose(actual[key], value) for key, value in expected.items())
    if isinstance(expected, tuple):
        return all(close(e, a) for e, a in zip(expected, actual))
    return bool(np.allclose(actual, expected))


def score_of(path: Path, cases: list[tuple[str, dict, object]]) -> int:
    namespace: dict[str, object] = {}
    exec(compile(path.read_text(), str(path), "exec"), namespace)
    score = 0
    for name, arguments, expected in cases:
        try:
            actual = namespace[name](*copy.deepcopy(list(arguments.values())))
            score += close(expected, actual)
        except Exception:
            pass
    return score


def grade_folder(paths: list[Path], cases: list[tuple[str, dict, object]]) -> list[int]:
    scores = []
    for path in paths:
        reader, writer = os.pipe()
        pid = os.fork()
        if pid == 0:
            os.write(writer, bytes([score_of(path, cases)]))
            os._exit(0)
        os.close(writer)
        scores.append(os.read(reader, 1)[0])
        os.close(reader)
        os.waitpid(pid, 0)
    return scores


def main(folder: str, workers: int = 1) -> None:
    cases = inputs_and_answers()
    paths = sorted(Path(folder).glob("*.py"))
    children = []
    for worker in range(1, workers):
        pid = os.fork()
        if pid == 0:
            grade_folder(paths[worker::workers], cases)
            os._exit(0)
        children.append(pid)
    grade_folder(paths[0::workers], cases)
    for pid in children:
        os.waitpid(pid, 0)


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else 1)
