"""One submission's way through the judge is short: who follows it reads few files."""

from __future__ import annotations

from pathlib import Path

from tools.hand_overs import EXERCISE, MOST_FILES, MOST_HAND_OVERS, samples, ways_of


def test_one_submission_passes_few_files(tmp_path: Path) -> None:
    """A right one and a wrong one; ``python -m tools.hand_overs`` shows where theirs lead."""
    submissions, earlier = samples(tmp_path)
    for name, ways in ways_of(submissions, EXERCISE, earlier).items():
        way = ways["judge"]
        assert len(way.files) <= MOST_FILES, (name, sorted(way.files))
        assert way.hand_overs <= MOST_HAND_OVERS, (name, way.pairs.most_common(20))
