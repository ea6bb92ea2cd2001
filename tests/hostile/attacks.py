"""Reads the hostile submissions: what each tries, and what is expected of it.

The expectation stands in the file itself, at the end of its docstring (in a notebook: of its
first cell):

    verdict: weigh failed, cost passed
    score: 3
    python: 3.14

``verdict`` names functions and their status in the report; a score of 0 may be left out.
``python`` is the first one in which there is anything to attack; left out for all.
"""

from __future__ import annotations

import ast
import json
import sys
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

HERE = Path(__file__).parent
SUBMISSIONS = HERE / "submissions"
WRONG = SUBMISSIONS / "wrong.py"
FAMILIES = ("forge", "leave", "hang", "exhaust", "reach", "mislead")


@dataclass(frozen=True, slots=True)
class Attack:
    name: str
    path: Path
    tries: str
    verdict: dict[str, str]
    score: Fraction
    since: tuple[int, ...]

    @property
    def possible(self) -> bool:
        """Whether this Python has what it attacks."""
        return sys.version_info[:2] >= self.since

    @property
    def family(self) -> str:
        return self.name.partition("/")[0]


def read_attack(path: Path) -> Attack:
    text = path.read_text("utf-8")
    if path.suffix == ".ipynb":
        told = "".join(json.loads(text)["cells"][0]["source"])
    else:
        told = ast.get_docstring(ast.parse(text)) or ""
    fields = {}
    for line in told.splitlines():
        name, colon, value = line.partition(": ")
        if colon and name in ("verdict", "score", "python"):
            fields[name] = value.strip()
    verdict = dict(part.split() for part in fields["verdict"].split(", "))
    name = f"{path.parent.name}/{path.stem}"
    tries = told.strip().partition("\n\n")[0].lstrip("# ").replace("\n", " ")
    since = tuple(map(int, fields.get("python", "3.11").split(".")))
    return Attack(name, path, tries, verdict, Fraction(fields.get("score", 0)), since)


def all_attacks() -> list[Attack]:
    paths = [
        path
        for family in FAMILIES
        for path in (SUBMISSIONS / family).iterdir()
        if path.suffix in (".py", ".ipynb")
    ]
    return [read_attack(path) for path in sorted(paths)]
