"""How often somebody may ask: a bucket of permits for each person or address, which fills up by itself."""

from __future__ import annotations

import math
import time
from collections import OrderedDict
from collections.abc import Callable

_MOST_BUCKETS = 50_000


class Rates:
    """Permits that come back with time. One process counts what it answers itself.

    Args:
        burst: permits in a full bucket.
        per_minute: permits that come back in a minute.
        clock: seconds; for tests.
    """

    def __init__(
        self, burst: int, per_minute: float, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._burst, self._rate, self._clock = burst, per_minute / 60, clock
        self._buckets: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def wait(self, key: str) -> int:
        """Take one permit of ``key``; returns 0, or for how many seconds there is none."""
        now = self._clock()
        permits, then = self._buckets.pop(key, (float(self._burst), now))
        permits = min(self._burst, permits + (now - then) * self._rate)
        taken = permits >= 1
        self._buckets[key] = (permits - taken, now)
        while len(self._buckets) > _MOST_BUCKETS:
            self._buckets.popitem(last=False)
        return 0 if taken else max(1, math.ceil((1 - permits) / self._rate))
