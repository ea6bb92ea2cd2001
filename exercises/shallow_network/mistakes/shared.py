"""What the mistakes of several functions share."""

from __future__ import annotations

from collections.abc import Callable

Declare = Callable[[str, list[tuple[str, str]], str], None]
