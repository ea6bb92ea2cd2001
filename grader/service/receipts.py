"""Receipts: proof, without the service, of what was handed in, by whom and when.

A receipt is a JSON object. All of its fields but ``signature`` are signed with Ed25519 (RFC 8032), as JSON
with sorted keys and no white space. ``key`` is the public key that the signature fits: whoever checks a
receipt compares it with the key that the service publishes, since anybody can sign with a key of their own.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from grader.util.errors import UsageError

FORMAT = "numpy-grader-receipt/1"
_LARGEST = 2**20


class Signer:
    """The service's signing key."""

    def __init__(self, key: Ed25519PrivateKey) -> None:
        self._key = key
        self.public_key = key.public_key().public_bytes_raw().hex()

    @classmethod
    def of_file(cls, path: Path) -> Signer:
        """Read the key; where there is none, make one that only this user can read."""
        if not path.exists():
            _write_key(path)
        try:
            return cls.of_pem(path.read_text("ascii"))
        except ValueError:
            raise UsageError(f"{path} holds no Ed25519 key") from None

    @classmethod
    def of_pem(cls, pem: str) -> Signer:
        """The key in this text; raises ValueError where it is none."""
        key = serialization.load_pem_private_key(pem.encode("ascii"), password=None)
        if not isinstance(key, Ed25519PrivateKey):
            raise ValueError("no Ed25519 key")
        return cls(key)

    @property
    def pem(self) -> str:
        """The key as text: for a backup."""
        return _pem(self._key)

    def receipt(self, fields: dict[str, Any]) -> str:
        """Return the receipt with these fields, signed, as JSON text."""
        signed = {"format": FORMAT, **fields, "key": self.public_key}
        signature = self._key.sign(_canonical(signed)).hex()
        return json.dumps({**signed, "signature": signature}, ensure_ascii=False, indent=1)


def verify_receipt(receipt: str, files: Iterable[bytes], key: str | None) -> dict[str, Any]:
    """Return the fields of a receipt that is genuine and is for exactly these files.

    Args:
        receipt: its JSON text.
        files: the contents of the files that were handed in, in any order.
        key: the service's public key, in hexadecimal digits; None: any key is accepted.

    Raises UsageError, with what is wrong, for any other receipt.
    """
    fields = _parsed(receipt)
    signature = fields.pop("signature")
    if key is not None and fields["key"] != key.strip().lower():
        raise UsageError("the receipt was signed with another key: it is not of this service")
    try:
        public = Ed25519PublicKey.from_public_bytes(bytes.fromhex(fields["key"]))
        public.verify(bytes.fromhex(signature), _canonical(fields))
    except (ValueError, InvalidSignature):
        raise UsageError("the receipt was changed: its signature does not fit") from None
    stated = sorted(file["sha256"] for file in fields["files"])
    if sorted(hashlib.sha256(data).hexdigest() for data in files) != stated:
        raise UsageError(
            "the receipt is for other contents than those of the given files",
            hint="it is for: " + ", ".join(str(file["name"]) for file in fields["files"]),
        )
    return fields


def _parsed(receipt: str) -> dict[str, Any]:
    try:
        fields: Any = json.loads(receipt) if len(receipt) <= _LARGEST else None
        texts = [fields["key"], fields["signature"], *(file["sha256"] for file in fields["files"])]
        if fields["format"] == FORMAT and all(isinstance(text, str) for text in texts):
            return dict(fields)
    except (ValueError, KeyError, TypeError, RecursionError):
        pass
    raise UsageError("this is no receipt of the grader")


def _canonical(fields: dict[str, Any]) -> bytes:
    return json.dumps(fields, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode(
        "utf-8", "surrogatepass"
    )


def new_key() -> str:
    """A new signing key, as PEM."""
    return _pem(Ed25519PrivateKey.generate())


def _pem(key: Ed25519PrivateKey) -> str:
    form = serialization.PrivateFormat.PKCS8
    pem = key.private_bytes(serialization.Encoding.PEM, form, serialization.NoEncryption())
    return pem.decode("ascii")


def _write_key(path: Path) -> None:
    """A link, not a rename: of two processes that start at a time, the first one's key stays."""
    pem = new_key().encode("ascii")
    temporary = path.with_name(f".{path.name}.{os.getpid()}")
    descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    try:
        with open(descriptor, "wb") as file:
            file.write(pem)
            file.flush()
            os.fsync(file.fileno())
        try:
            os.link(temporary, path)
        except FileExistsError:
            pass
    finally:
        temporary.unlink(missing_ok=True)
