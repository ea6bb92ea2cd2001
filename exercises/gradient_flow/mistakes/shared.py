"""What the mistakes of several functions share."""

from __future__ import annotations

LAYERS_HINT = "Count the layers: a list with both ends holds one entry more than there are layers."
NORM_HINT = "A Frobenius norm is the root of the sum of all squares."
