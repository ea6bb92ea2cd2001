"""Functions with the same text, by which the instructor's page finds copies.

Comments, docstrings, layout and quotes do not count, since they are what is changed first in a copy;
names and order do. Short correct functions are often the same, so a function that is the same for a fiftieth
of the class or more is left out. What remains is a reason to look, not a proof.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field

SHARE = 0.02
SMALL = 3
"""In a small class so many may have the same text: two of thirty are more than a fiftieth."""


@dataclass(slots=True)
class SharedTexts:
    """Which students wrote which text. Students are numbers, so that a large class takes little room."""

    _texts: dict[str, dict[str, list[int]]] = field(
        default_factory=lambda: defaultdict(lambda: defaultdict(list))
    )

    def add(self, student: int, hashes: Mapping[str, str]) -> None:
        """Note a student's functions and the hashes of their texts."""
        for function, text in hashes.items():
            self._texts[function][text].append(student)

    def groups(self, size: int) -> list[tuple[tuple[int, ...], tuple[str, ...]]]:
        """In a class of ``size``: students, and the functions whose text they share."""
        common = self.too_common(size)
        shared: dict[tuple[int, ...], list[str]] = defaultdict(list)
        for function, texts in self._texts.items():
            for students in texts.values():
                if len(students) > 1 and function not in common:
                    shared[tuple(students)].append(function)
        return [(group, tuple(sorted(names))) for group, names in shared.items()]

    def too_common(self, size: int) -> list[str]:
        """The functions that are left out."""
        limit = max(SMALL, int(SHARE * size))
        return sorted(
            name for name, texts in self._texts.items() if max(map(len, texts.values())) > limit
        )
