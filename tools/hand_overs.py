"""How many files of ``grader/`` one submission passes, and how often its way leads to another file.

python -m tools.hand_overs                              the two files of ``samples``
python -m tools.hand_overs FILE... --exercise ID        other submissions to one exercise
python -m tools.hand_overs --json                       all counts as JSON

A hand-over is a call, or the resumption of a generator, from a file of ``grader/`` to another file of
``grader/``. Counted is what ``grader grade`` does for one submission in one process: reading,
judging, reporting ("judge"), and writing the report and the page beside it ("judge and write"). Two other
submissions are graded first, so that work which is done once for a class is not counted.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import FrameType
from typing import Any

import grader
from grader.batch.judge import Answer, Judge, Options, Order, Session, Verdict
from grader.batch.results_writer import ResultsWriter
from grader.class_report.results_folder import ResultsFolder
from grader.course.catalog import find_course
from grader.intake import single

HOME = Path(grader.__file__).parent
EXERCISE = "regularization"
SOLUTIONS = HOME.parent / "tests" / "course" / "submissions" / EXERCISE
MOST_FILES, MOST_HAND_OVERS = 45, 700
"""What judging one ordinary submission may take."""


@dataclass(frozen=True, slots=True)
class Way:
    """The way of one submission.

    files    the files of ``grader/`` of which a function was called
    pairs    (from, to) -> calls from one file to another
    """

    files: frozenset[str]
    pairs: Counter[tuple[str, str]]

    @property
    def hand_overs(self) -> int:
        return self.pairs.total()

    def __add__(self, other: Way) -> Way:
        return Way(self.files | other.files, self.pairs + other.pairs)


def followed(work: Callable[[], object]) -> Way:
    """Call ``work`` and count the files and the calls between them."""
    files: set[str] = set()
    pairs: Counter[tuple[str, str]] = Counter()
    names: dict[str, str | None] = {}

    def file_of(frame: FrameType | None) -> str | None:
        if frame is None:
            return None
        path = frame.f_code.co_filename
        if path not in names:
            own = path.endswith(".py") and Path(path).is_relative_to(HOME)
            names[path] = Path(path).relative_to(HOME).as_posix() if own else None
        return names[path]

    def watch(frame: FrameType, event: str, _: Any) -> None:
        if event != "call" or (to := file_of(frame)) is None:
            return
        files.add(to)
        caller = file_of(frame.f_back)
        if caller is not None and caller != to:
            pairs[caller, to] += 1

    former = sys.getprofile()
    sys.setprofile(watch)
    try:
        work()
    finally:
        sys.setprofile(former)
    return Way(frozenset(files), pairs)


def ways_of(
    paths: Mapping[str, Path], exercise: str, earlier: Sequence[Path] = ()
) -> dict[str, dict[str, Way]]:
    """The way of each of ``paths`` through the judge, and through the judge and onto the disk.

    Args:
        earlier: submissions to the same exercise that are graded before them.
    """
    options = Options(exercises=(exercise,), allow_unsafe=True)
    with (
        tempfile.TemporaryDirectory() as name,
        ResultsFolder(Path(name, "results")) as folder,
        Judge(Session(find_course(None), options)) as judge,
    ):
        students = [each.stem for each in (*earlier, *paths.values())]
        writer = ResultsWriter(folder, students, options)

        def write(answers: Sequence[Answer]) -> None:
            for answer in answers:
                assert isinstance(answer, Verdict)
                writer.write(answer)

        for each in earlier:
            write(judge.answer(Order(single(each))))

        def way_of(path: Path) -> dict[str, Way]:
            answers: list[Answer] = []
            order = Order(single(path))
            judged = followed(lambda: answers.extend(judge.answer(order)))
            return {"judge": judged, "judge and write": judged + followed(lambda: write(answers))}

        return {name: way_of(path) for name, path in paths.items()}


def samples(folder: Path) -> tuple[dict[str, Path], list[Path]]:
    """A right submission, one of which a function is wrong, and two others to come before them."""
    in_place = (SOLUTIONS / "right_in_place.py").read_text(encoding="utf-8")
    einsum = (SOLUTIONS / "right_einsum.py").read_text(encoding="utf-8")
    texts = {
        "right": in_place,
        "wrong": _edited(in_place, "lambd * total / m / 2", "lambd * total / m"),
        "earlier_right": einsum,
        "earlier_wrong": _edited(einsum, "squares / (2 *", "squares / (4 *"),
    }
    paths = {name: folder / f"{name}.py" for name in texts}
    for name, text in texts.items():
        paths[name].write_text(text, encoding="utf-8")
    earlier = [paths.pop("earlier_right"), paths.pop("earlier_wrong")]
    return paths, earlier


def _edited(text: str, old: str, new: str) -> str:
    if text.count(old) != 1:
        raise ValueError(f"{old!r} is not there once")
    return text.replace(old, new)


def described(name: str, ways: dict[str, Way], most: int) -> str:
    """The counts of one submission, and its most frequent pairs in the judge."""
    lines = [
        f"{name}: {step}: {len(way.files)} files, {way.hand_overs} hand-overs"
        for step, way in ways.items()
    ]
    pairs = ways["judge"].pairs.most_common(most)
    return "\n".join([*lines, *(f"  {n:5}  {caller} -> {to}" for (caller, to), n in pairs)])


def _as_json(way: Way) -> dict[str, Any]:
    pairs = [[caller, to, count] for (caller, to), count in way.pairs.most_common()]
    return {"files": sorted(way.files), "hand_overs": way.hand_overs, "pairs": pairs}


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("files", nargs="*", type=Path, metavar="FILE")
    parser.add_argument("--exercise", default=EXERCISE, metavar="ID")
    parser.add_argument("--pairs", type=int, default=25, metavar="N", help="how many pairs to show")
    parser.add_argument("--json", action="store_true")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        paths, earlier = samples(Path(folder))
        if arguments.files:
            paths = {path.name: path for path in arguments.files}
        earlier = earlier if arguments.exercise == EXERCISE else []
        found = ways_of(paths, arguments.exercise, earlier)
    if arguments.json:
        as_json = {
            name: {step: _as_json(way) for step, way in ways.items()}
            for name, ways in found.items()
        }
        print(json.dumps(as_json, indent=1))
        return
    for name, ways in found.items():
        print(described(name, ways, arguments.pairs))
    print(f"wanted in the judge: at most {MOST_FILES} files and {MOST_HAND_OVERS} hand-overs")


if __name__ == "__main__":
    main()
