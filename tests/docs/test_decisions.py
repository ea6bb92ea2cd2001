"""The records of decisions are numbered once each, by their file's name and in their heading."""

from __future__ import annotations

import re
from pathlib import Path

RECORDS = sorted((Path(__file__).parents[2] / "docs" / "decisions").glob("*.md"))


def test_numbers_are_those_of_the_headings() -> None:
    """One after the other from 1, as other pages cite them."""
    named = [int(path.name.partition("-")[0]) for path in RECORDS]
    assert named == list(range(1, len(RECORDS) + 1))
    for number, path in zip(named, RECORDS, strict=True):
        heading = path.read_text("utf-8").splitlines()[0]
        assert re.match(rf"# {number}\. \S", heading), path.name
