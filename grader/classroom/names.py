"""One name for each student, and no two that a reader could take for one."""

from __future__ import annotations

import itertools
import os
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Sequence
from pathlib import Path

from grader.model.delivery import CODE_NAME
from grader.util.untrusted_text import harmless


def readable(name: str) -> str:
    """``name`` as text that any encoding-aware reader accepts: file names may be any bytes."""
    try:
        name.encode("utf-8")
    except UnicodeEncodeError:
        return os.fsencode(name).decode("utf-8", errors="replace")
    return name  # the very same text: a class has as many as students


def stem(path: Path) -> str:
    """The name of a student's file without its ending; a folder's name is whole."""
    ending = CODE_NAME.search(path.name)
    return path.name[: ending.start()] if ending and ending.start() else path.name


def students(paths: Sequence[Path], ids: Sequence[str | None] | None = None) -> list[str]:
    """One name per path: the id where there is one, otherwise from the path.

    No two can be taken for one another (case, accents, controls). A stem that two submissions
    share is told apart by as many folders above as it takes, then by its ending, then by a number.
    """
    ids = ids or [None] * len(paths)
    names = [stem(path) if known is None else known for path, known in zip(paths, ids, strict=True)]
    groups = defaultdict(list)
    for index, name in enumerate(names):
        if ids[index] is None:
            groups[_folded(name)].append(index)
    for members in groups.values():
        if len(members) > 1:
            told_apart = _qualified([paths[index] for index in members])
            for index, name in zip(members, told_apart, strict=True):
                names[index] = name
    taken: Counter[str] = Counter()
    # Ids first: what a platform calls a student must not depend on a stray file beside.
    for index in sorted(range(len(names)), key=lambda index: ids[index] is None):
        name = candidate = _shown(names[index])
        while taken[_folded(candidate)]:
            taken[_folded(name)] += 1
            candidate = f"{name}~{taken[_folded(name)]}"
        taken[_folded(candidate)] += 1
        names[index] = candidate
    return names


def _qualified(paths: Sequence[Path]) -> list[str]:
    parents = [path.parent.parts[1:] for path in paths]
    depth = 0
    while len({_last(above, depth) for above in parents}) < len(set(parents)):
        depth += 1
    crowd = Counter(parents)
    return [
        "__".join((*_last(above, depth), path.name if crowd[above] > 1 else stem(path)))
        for path, above in zip(paths, parents, strict=True)
    ]


def _last(parts: tuple[str, ...], count: int) -> tuple[str, ...]:
    return parts[max(0, len(parts) - count) :]


def _shown(name: str) -> str:
    return harmless(unicodedata.normalize("NFC", readable(name))).strip() or "_"


def _folded(name: str) -> str:
    return _shown(name).casefold()


def common_start(names: Sequence[str]) -> str:
    """The letters with which all names begin."""
    first, last = min(names), max(names)  # what these two share, all between them share
    same = itertools.takewhile(lambda pair: pair[0] == pair[1], zip(first, last, strict=False))
    return "".join(letter for letter, _ in same)
