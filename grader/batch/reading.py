"""Reads what intake found: bytes, their hashes, and the syntax of each file. Runs nothing."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import repeat

from grader.batch import messages
from grader.load import MAX_SIGNS, content_of, read_bytes, signs
from grader.load.read.variant_mark import variants_named
from grader.model.delivery import Pending
from grader.model.submission import NOT_TOLD, Received, Source
from grader.util.errors import Unreadable

MOST_BYTES = 256 * 2**20
"""Of all files of a submission together: what one notebook with large pictures needs, four times."""


@dataclass(frozen=True, slots=True)
class Material:
    """The files of one submission: those that could be parsed, and why the others could not.

    ``too_large`` says why the rest was not read, where the files together are too large.
    """

    sources: tuple[Source, ...] = ()
    hashes: Mapping[str, str] = field(default_factory=dict)
    unreadable: Mapping[str, str] = field(default_factory=dict)
    too_large: str | None = None
    claims: Mapping[str, tuple[tuple[str, str], ...]] = field(default_factory=dict)
    """File -> exercise and variant, of what it says it was made from."""

    def only(self, names: Collection[str]) -> Material:
        """The part of it that lies in the files called ``names``."""
        return Material(
            tuple(source for source in self.sources if source.name in names),
            {name: value for name, value in self.hashes.items() if name in names},
            {name: value for name, value in self.unreadable.items() if name in names},
            claims={name: value for name, value in self.claims.items() if name in names},
        )


def contents(pending: Pending) -> tuple[bytes | str, ...]:
    """The bytes of every file of ``pending``, or why it cannot be opened: for a process on another machine."""
    return tuple(content for _, content in _each(pending, None))


def read(pending: Pending, data: Sequence[bytes | str] | None = None) -> Material:
    """Parse every file of ``pending``. Why one cannot be read is part of the result, never raised.

    Args:
        data: the ``contents`` of the files, where they cannot be opened here.
    """
    sources: list[Source] = []
    hashes: dict[str, str] = {}
    unreadable: dict[str, str] = {}
    claims: dict[str, tuple[tuple[str, str], ...]] = {}
    size = code = 0
    too_large: str | None = None
    for name, content in _each(pending, data):
        if isinstance(content, str):
            hashes[name] = _hash(b"")
            unreadable[name] = content
            continue
        size += len(content)
        if too_large is None and size > MOST_BYTES:
            too_large = messages.TOO_MANY_BYTES
        hashes[name] = _hash(content if size <= MOST_BYTES else b"")
        if size <= MOST_BYTES and (named := variants_named(content)):
            claims[name] = named
        if too_large is not None:
            continue
        try:
            source = read_bytes(content, name)
        except Unreadable as fault:
            unreadable[name] = fault.reason
            continue
        sources.append(replace(source, received=_received(pending, name)))
        code += signs(cell.text for cell in source.cells)
        if code > MAX_SIGNS:
            too_large = messages.TOO_MUCH_CODE
            sources.clear()
    return Material(tuple(sources), hashes, unreadable, too_large, claims)


def hashed(pending: Pending, data: Sequence[Sequence[bytes | str]] | None = None) -> Material:
    """The hashes alone of everything that ``pending`` and its group handed in: nothing is parsed."""
    hashes: dict[str, str] = {}
    claims: dict[str, tuple[tuple[str, str], ...]] = {}
    for each, own in zip(pending.handed_in, data or repeat(None), strict=False):
        size = 0
        for name, content in _each(each, own):
            raw = b"" if isinstance(content, str) else content
            size += len(raw)
            unlike = name if name not in hashes else f"{each.file}: {name}"
            hashes[unlike] = _hash(raw if size <= MOST_BYTES else b"")
            if size <= MOST_BYTES and (named := variants_named(raw)):
                claims[unlike] = named
    return Material((), hashes, claims=claims)


def _each(
    pending: Pending, data: Sequence[bytes | str] | None
) -> Iterator[tuple[str, bytes | str]]:
    """Name and content of every file, one at a time; instead of a content, why there is none."""
    for index, (name, path) in enumerate(pending.parts):
        try:
            yield name, content_of(path) if data is None else data[index]
        except Unreadable as fault:
            yield name, fault.reason


def _hash(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _received(pending: Pending, name: str) -> Received:
    """When and how the file came; not needed where there is a single one."""
    delivery = pending.deliveries.get(name)
    if delivery is None or len(pending.parts) < 2:
        return NOT_TOLD
    return Received(delivery.submitted_at, delivery.attempt, delivery.modified)
