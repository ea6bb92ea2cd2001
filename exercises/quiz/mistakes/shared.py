"""What both halves share."""

from __future__ import annotations

from typing import Any

WrongAnswers = tuple[tuple[int, str, dict[int, Any], str], ...]
READ = "The idea is right, a number is misread. "
