"""The bundle for students: what they write in, what they check with, and nothing that is hidden."""

from __future__ import annotations

from grader.release.bundle_folder import release, starters

__all__ = ["release", "starters"]
