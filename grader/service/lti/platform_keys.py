"""The platforms' public keys, as they publish them. They are asked again when a key is unknown."""

from __future__ import annotations

import logging
import threading
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from grader.service.lti.fetching import Unreachable, fetched
from grader.service.lti.refusal import Advice, LaunchRefused

if TYPE_CHECKING:
    from joserfc.jwk import KeySet

_FRESH_SECONDS = 3600.0
_KEPT_SECONDS = 24 * 3600.0
"""So long keys are used of a platform that does not answer."""
_PAUSE_SECONDS = 30.0
"""Between two questions for a key that is unknown: whoever makes one up must not have the platform asked at will."""
_PATIENCE_SECONDS = 3.0
"""So long a launch waits for what another one has asked: a platform that hangs must not take all threads."""
_log = logging.getLogger(__name__)


@dataclass(slots=True)
class _Known:
    keys: KeySet
    at: float

    def serves(self, kid: str | None) -> bool:
        """Whether they are fresh, and the one that is looked for is among them."""
        is_fresh = time.monotonic() - self.at <= _FRESH_SECONDS
        return is_fresh and (kid is None or any(key.kid == kid for key in self.keys.keys))


@dataclass(slots=True)
class PlatformKeys:
    """What one process knows of the keys, by their address."""

    _known: dict[str, _Known] = field(default_factory=dict)
    _asked: dict[str, float] = field(default_factory=dict)
    _locks: dict[str, threading.Lock] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def keys(self, url: str, kid: str | None) -> KeySet:
        """Return the keys at an address; raises LaunchRefused where there are none.

        Args:
            kid: the id of the key that is looked for.
        """
        known = self._known.get(url)
        if known is None or not known.serves(kid):
            # Whoever comes meanwhile waits for the same answer: a whole class may launch at once.
            with self._lock:
                lock = self._locks.setdefault(url, threading.Lock())
            if lock.acquire(timeout=_PATIENCE_SECONDS):
                try:
                    known = self._known.get(url)
                    if known is None or not known.serves(kid):
                        known = self._ask(url) or known
                finally:
                    lock.release()
        if known is None or time.monotonic() - known.at > _KEPT_SECONDS:
            raise LaunchRefused("keys-unreachable", Advice.LATER)
        return known.keys

    def _ask(self, url: str) -> _Known | None:
        moment = time.monotonic()
        if moment - self._asked.get(url, -_PAUSE_SECONDS) < _PAUSE_SECONDS:
            return None
        self._asked[url] = moment
        try:
            known = _Known(_parsed(fetched(url)), time.monotonic())
        except (Unreachable, ValueError) as fault:
            _log.warning("the keys of a platform cannot be read: %s", fault)
            return None
        self._known[url] = known
        return known


def _parsed(document: Any) -> KeySet:
    """Only keys for RSA: with any other, a public key could serve as a secret. Raises ValueError."""
    from joserfc.errors import JoseError
    from joserfc.jwk import Key, KeySet, RSAKey

    try:
        found: list[Key] = [
            RSAKey.import_key(key)
            for key in document["keys"][:50]
            if key.get("kty") == "RSA" and key.get("use", "sig") == "sig"
        ]
    except (JoseError, KeyError, TypeError, AttributeError, ValueError) as fault:
        raise ValueError(f"no key set: {type(fault).__name__}") from None
    if not found:
        raise ValueError("no key for RSA")
    return KeySet(found)
