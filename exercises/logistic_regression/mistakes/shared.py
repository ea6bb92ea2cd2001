"""What the mistakes of several functions share."""

from __future__ import annotations

LEARNING_RATE_HINT = "The learning rate is an argument of the function: use it as it comes."
