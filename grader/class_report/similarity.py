"""Submissions with the same text, after comments and layout were taken away.

Right functions of five lines are alike by themselves, so a function on which a fiftieth of the class or more
agrees says nothing, and is left out. What remains is a reason to look, and no proof.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field

SHARE = 0.02
SMALL = 3
"""In a small class so many may agree, since two of thirty would be a fiftieth already."""


@dataclass(slots=True)
class Alike:
    """Who wrote which text. Students are numbers, so that a large class takes little room."""

    _texts: dict[str, dict[str, list[int]]] = field(
        default_factory=lambda: defaultdict(lambda: defaultdict(list))
    )

    def add(self, student: int, likeness: Mapping[str, str]) -> None:
        for function, text in likeness.items():
            self._texts[function][text].append(student)

    def groups(self, size: int) -> list[tuple[tuple[int, ...], tuple[str, ...]]]:
        """Students, and the functions whose text they share."""
        limit = max(SMALL, int(SHARE * size))
        shared: dict[tuple[int, ...], list[str]] = defaultdict(list)
        for function, texts in self._texts.items():
            groups = [tuple(students) for students in texts.values() if len(students) > 1]
            if max(map(len, groups), default=0) > limit:
                continue
            for group in groups:
                shared[group].append(function)
        return [(group, tuple(sorted(names))) for group, names in shared.items()]

    def too_common(self, size: int) -> list[str]:
        """The functions that were left out."""
        limit = max(SMALL, int(SHARE * size))
        return sorted(
            name for name, texts in self._texts.items() if max(map(len, texts.values())) > limit
        )
