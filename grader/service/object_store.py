"""Objects in a bucket that speaks the protocol of S3: Amazon's, MinIO, Ceph, Garage and others.

The client is obstore. It is imported only where a service keeps its files so. Keys come from the environment,
as for other programs: AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY. They are nowhere in the database.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, urlsplit

from grader.util.errors import UsageError

if TYPE_CHECKING:
    from obstore.store import S3Store

_FORM = "it looks like s3://bucket/prefix?endpoint=https://objects.example.org"
_OPTIONS = ("endpoint", "region")
_SECONDS = "20s"
"""Of one request. A student waits for it, so a store that does not answer is said to be down soon."""


class StoreUnavailable(OSError):
    """The object store does not answer: later it may."""


class ObjectStore:
    """A bucket, or what is under a prefix in one.

    Args:
        address: ``s3://bucket/prefix``; with ``?endpoint=https://…`` where it is not Amazon's, and
            ``region=…`` where it has one.

    Raises UsageError for an address that is none, and where the client is not installed.
    """

    def __init__(self, address: str) -> None:
        self.address = address
        self._store = _opened(address)

    def put(self, name: str, data: bytes) -> None:
        """Keep an object. When this returns, the store has said that it is kept."""
        import obstore

        with _errors(name):
            obstore.put(self._store, name, data, use_multipart=False)

    def get(self, name: str) -> bytes:
        """Return an object; raises FileNotFoundError where there is none."""
        import obstore

        with _errors(name):
            return bytes(obstore.get(self._store, name).bytes())

    def remove(self, name: str) -> None:
        """Delete an object, where there is one."""
        import obstore

        try:
            with _errors(name):
                obstore.delete(self._store, name)
        except FileNotFoundError:
            pass

    def older_than(self, time: datetime) -> Iterator[str]:
        """The names of the objects that were put before ``time``."""
        import obstore

        with _errors("the list of objects"):
            for part in obstore.list(self._store):
                for each in part:
                    if each["last_modified"] < time:
                        yield each["path"]

    def try_it(self) -> None:
        """Write, read and delete an object; raises UsageError where one of them fails."""
        name = f"trial-{os.getpid()}"
        try:
            self.put(name, b"trial")
            if self.get(name) != b"trial":
                raise StoreUnavailable("it returned something else than was put")
            self.remove(name)
        except OSError as fault:
            raise UsageError(
                f"the object store {self.address} cannot be used: {fault}",
                "is the bucket there, and are AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY set?",
            ) from None


def forget_keys() -> None:
    """Have the environment, which other processes inherit, hold no keys; an open store has its own."""
    for name in [name for name in os.environ if name.startswith("AWS_")]:
        del os.environ[name]


def _opened(address: str) -> S3Store:
    try:
        from obstore.store import S3Store
    except ImportError:
        raise UsageError(
            "an object store needs a part that is not installed: obstore",
            "pip install 'numpy-grader[serve,s3]'",
        ) from None
    parts = urlsplit(address)
    options = dict(parse_qsl(parts.query))
    if parts.scheme != "s3" or not parts.netloc or set(options) - {*_OPTIONS}:
        raise UsageError(f"{address} is no address of an object store", _FORM)
    endpoint = options.get("endpoint") or os.environ.get("AWS_ENDPOINT_URL")
    return S3Store(
        parts.netloc,
        prefix=parts.path.strip("/") or None,
        config={
            "region": options.get("region") or os.environ.get("AWS_REGION", "us-east-1"),
            "checksum_algorithm": "sha256",  # the store refuses what was damaged on its way
            **({"endpoint": endpoint} if endpoint else {}),
        },
        client_options={
            "allow_http": bool(endpoint and endpoint.startswith("http://")),
            "connect_timeout": "5s",
            "timeout": _SECONDS,
        },
        retry_config={"max_retries": 3, "retry_timeout": timedelta(seconds=20)},
    )


@contextmanager
def _errors(name: str) -> Iterator[None]:
    """Have the client's errors be those of files."""
    from obstore.exceptions import BaseError, NotFoundError

    try:
        yield
    except (FileNotFoundError, NotFoundError):
        raise FileNotFoundError(name) from None
    except (BaseError, OSError) as fault:
        raise StoreUnavailable(f"the object store does not keep or give {name}") from fault
