"""The hash of a submission, as reports state it."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping


def combined_hash(hashes: Mapping[str, str]) -> str:
    """One hash for a submission: its only file's own, or one over all names and hashes.

    Args:
        hashes: file -> SHA-256 of its bytes.
    """
    if len(hashes) == 1:
        return next(iter(hashes.values()))
    lines = "".join(f"{hashes[name]}  {name}\n" for name in sorted(hashes))
    return hashlib.sha256(lines.encode()).hexdigest()
