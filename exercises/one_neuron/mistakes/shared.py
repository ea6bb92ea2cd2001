"""What the groups of mistakes share: the shape of a table, texts that are edited, hints."""

from __future__ import annotations

Mistakes = dict[str, tuple[tuple[str, str, str, str], ...]]

LOSSES = "-(Y * np.log(A) + (1 - Y) * np.log(1 - A))"
