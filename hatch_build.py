"""Puts the course into the wheel, as data inside the package; not into an editable install.

An editable install finds the course beside the package. A copy in site-packages would go stale,
and as a folder named ``grader`` it would even hide the package.
"""

from __future__ import annotations

from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class CourseHook(BuildHookInterface):
    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        if version == "standard":
            for folder in ("reference", "exercises"):
                build_data["force_include"][folder] = f"grader/_course/{folder}"
