"""What the mistakes of several functions share."""

from __future__ import annotations

BIAS_HINT = "A bias is updated with its own gradient: mind the letter in the key."
LAST_LAYER_HINT = "The loop ends one layer early. Each layer has two entries in the dictionary."
DOWNHILL_HINT = "The gradient points uphill: which sign takes the cost down?"
