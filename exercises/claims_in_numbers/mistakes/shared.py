"""What the groups of mistakes share: the shape of a table, texts that are edited, hints."""

from __future__ import annotations

Mistakes = dict[str, tuple[tuple[str, str, str, str], ...]]

VAR = "np.mean((predictions - mean) ** 2, axis=0, keepdims=True)"
DROPPED = "A * (np.random.rand(*A.shape) < keep) / keep"
