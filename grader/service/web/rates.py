"""How often somebody may ask: a bucket of permits for each person or address, which fills up by itself."""

from __future__ import annotations

import hashlib
import math
import time
from collections import OrderedDict
from collections.abc import Callable
from ipaddress import ip_address, ip_network
from threading import Lock
from typing import Protocol

from sqlalchemy import delete, text

from grader.service.database import Database
from grader.service.database_tables import Permits

_MOST_BUCKETS = 50_000
_KEPT_SECONDS = 3600.0


class Limit(Protocol):
    """Permits that come back with time."""

    def wait(self, key: str) -> int:
        """Take one permit of ``key``; returns 0, or for how many seconds there is none."""


class Rates:
    """Permits that one process counts for what it answers itself.

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
        self._lock = Lock()

    def wait(self, key: str) -> int:
        now = self._clock()
        with self._lock:  # else two threads could each find a full bucket
            permits, then = self._buckets.pop(key, (float(self._burst), now))
            permits = min(self._burst, permits + (now - then) * self._rate)
            taken = permits >= 1
            self._buckets[key] = (permits - taken, now)
            while len(self._buckets) > _MOST_BUCKETS:
                self._buckets.popitem(last=False)
        return 0 if taken else max(1, math.ceil((1 - permits) / self._rate))


class SharedRates:
    """Permits that all web processes of a service count together, in the database and by its clock.

    Only a hash of the key is kept, for about an hour.

    Args:
        name: sets these permits apart from others.
        burst: as for `Rates`.
        per_minute: as for `Rates`.
    """

    def __init__(self, database: Database, name: str, burst: int, per_minute: float) -> None:
        self._database, self._name = database, name
        self._burst, self._rate = burst, per_minute / 60
        self._tidied = time.monotonic()
        least, greatest = ("least", "greatest") if database.is_shared else ("min", "max")
        self._fill = text(_FILL.format(least=least, greatest=greatest))

    def wait(self, key: str) -> int:
        hashed = hashlib.sha256(f"{self._name} {key}".encode("utf-8", "surrogatepass")).hexdigest()
        with self._database.adding() as session:
            now = self._database.time(session).timestamp()
            values = {"key": hashed, "burst": float(self._burst), "rate": self._rate, "now": now}
            # The row is locked from here to the end: two processes cannot take the same permit.
            left: float = session.scalars(self._fill, values).one()
            if left >= 1:
                session.execute(_TAKE, {"key": hashed})
            if time.monotonic() - self._tidied > _KEPT_SECONDS:
                self._tidied = time.monotonic()
                session.execute(delete(Permits).where(Permits.at < now - _KEPT_SECONDS))
        return 0 if left >= 1 else max(1, math.ceil((1 - left) / self._rate))


_FILL = """
    INSERT INTO permits (key, permits_left, counted_at)
    VALUES (:key, CAST(:burst AS float8), CAST(:now AS float8))
    ON CONFLICT (key) DO UPDATE SET
        permits_left = {least}(
            CAST(:burst AS float8),
            permits.permits_left
                + {greatest}(0, excluded.counted_at - permits.counted_at) * CAST(:rate AS float8)
        ),
        counted_at = {greatest}(excluded.counted_at, permits.counted_at)
    RETURNING permits_left
"""
_TAKE = text("UPDATE permits SET permits_left = permits_left - 1 WHERE key = :key")


def network_of(address: str) -> str:
    """An address as limits know it: in IPv6 everybody has as many as they like, of one network."""
    try:
        parsed = ip_address(address)
    except ValueError:
        return address
    if parsed.version == 4 or parsed.ipv4_mapped is not None:
        return address
    return str(ip_network((parsed, 64), strict=False))
