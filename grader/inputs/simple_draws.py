"""Simple inputs: an author's case function draws 0, 1 and -1, and sizes of 1 or 2.

What such a function makes of its draws belongs together, as a cache belongs to its arrays.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from grader.inputs.contents import arrays_of
from grader.model.exercise import Call


class SimpleDraws(np.random.RandomState):
    """Draws 0, 1 and -1 where normal numbers are asked for, simple numbers else; sizes are exchanged."""

    def __init__(self, seed: int, sizes: Mapping[int, int]) -> None:
        super().__init__(seed)
        self._sizes = sizes

    def _shape(self, size: Any) -> Any:
        if size is None:
            return None
        if isinstance(size, (int, np.integer)):
            return self._sizes.get(int(size), int(size))
        return tuple(self._sizes.get(int(n), int(n)) for n in size)

    def _pick(self, values: Sequence[float], size: Any) -> Any:
        picked = super().randint(0, len(values), size=self._shape(size))
        return np.array(values, float)[picked] if size is not None else float(values[picked])

    def normal(self, loc: Any = 0.0, scale: Any = 1.0, size: Any = None) -> Any:
        if np.ndim(loc) or np.ndim(scale):
            return super().normal(loc, scale, self._shape(size))
        if loc == 0:
            return self._pick((1.0, -1.0, 1.0, 0.0), size)
        return self._pick((loc, loc + scale, loc - scale), size)

    def standard_normal(self, size: Any = None) -> Any:
        return self.normal(size=size)

    def randn(self, *sizes: int) -> Any:
        return self.normal(size=sizes or None)

    def uniform(self, low: Any = 0.0, high: Any = 1.0, size: Any = None) -> Any:
        if np.ndim(low) or np.ndim(high):
            return super().uniform(low, high, self._shape(size))
        inside = [value for value in (1.0, -1.0, 2.0, 0.0) if low < value < high]
        return self._pick(inside or ((low + high) / 2, (low + 3 * high) / 4), size)

    def rand(self, *sizes: int) -> Any:
        return self.uniform(size=sizes or None)

    def random_sample(self, size: Any = None) -> Any:
        return self.uniform(size=size)

    def random(self, size: Any = None) -> Any:
        return self.uniform(size=size)

    def randint(self, low: Any, high: Any = None, size: Any = None, dtype: Any = int) -> Any:
        return super().randint(low, high, self._shape(size), dtype)

    def choice(self, a: Any, size: Any = None, replace: bool = True, p: Any = None) -> Any:
        return super().choice(a, self._shape(size), replace, p)


def fits(call: Call, plain: Call, sizes: Mapping[int, int]) -> bool:
    """Whether all arrays have the exchanged sizes, not some: then they belong together still."""
    ours, theirs = arrays_of(call), arrays_of(plain)
    shapes = [tuple(sizes.get(n, n) for n in array.shape) for array in theirs]
    return [array.shape for array in ours] == shapes
