"""What the mistakes of several functions share."""

from __future__ import annotations

PARENTHESES_HINT = (
    "Python works from left to right and divides before it subtracts: what belongs together needs "
    "parentheses."
)
