"""Names that stand for students in everything that is written, the same for the same key.

HMAC-SHA-256 over the id: without the key nobody can tell who is who, nor try all ids of a university;
with it an export finds the people again. Sixty bits keep a million students apart.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
from dataclasses import dataclass
from pathlib import Path

from grader.util.errors import UsageError

_SHORTEST = 16


@dataclass(frozen=True, slots=True)
class Pseudonyms:
    key: bytes

    def of(self, name: str) -> str:
        """The pseudonym of an id."""
        digest = hmac.new(
            self.key, name.casefold().encode("utf-8", "surrogatepass"), hashlib.sha256
        ).digest()
        return "s-" + base64.b32encode(digest)[:12].decode().lower()


def read_key(path: Path) -> Pseudonyms:
    """The key in a file; raises UsageError for none, or one that could be guessed."""
    try:
        key = path.read_bytes().strip()
    except OSError as fault:
        raise UsageError(
            f"cannot read the key of the pseudonyms {path}: {fault.strerror}",
            hint="make one, for instance with: head -c 32 /dev/urandom | base64 > key",
        ) from None
    if len(key) < _SHORTEST:
        raise UsageError(
            f"the key in {path} is shorter than {_SHORTEST} bytes, so it could be guessed",
            hint="make one, for instance with: head -c 32 /dev/urandom | base64 > key",
        )
    return Pseudonyms(key)
