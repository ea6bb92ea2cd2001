"""Names of students, and what the name of a file or folder is about."""

from __future__ import annotations

import os
import re
import tomllib
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Sequence
from pathlib import Path

from grader.model.delivery import CODE_NAME
from grader.util.untrusted_text import harmless

_WORDS = tomllib.loads(Path(__file__).with_name("name_words.toml").read_text("utf-8"))
_WORK, _AROUND = frozenset(_WORDS["work"]), frozenset(_WORDS["around"])
_SECTION, _PEOPLE = frozenset(_WORDS["section"]), frozenset(_WORDS["people"])
_TOKEN = re.compile(r"[^\W\d_]+|\d+")
_SHORTEST_ID = 4


def readable(name: str) -> str:
    """Return ``name`` as valid Unicode: file names may hold any bytes."""
    try:
        name.encode("utf-8")
    except UnicodeEncodeError:
        return os.fsencode(name).decode("utf-8", errors="replace")
    return name


def stem(path: Path) -> str:
    """Return the name of a code file without its ending; a folder's name stays whole."""
    ending = CODE_NAME.search(path.name)
    return path.name[: ending.start()] if ending and ending.start() else path.name


def common_start(names: Sequence[str]) -> str:
    """Return the letters with which all names begin."""
    return os.path.commonprefix(list(names))  # noqa: RUF071  # letters are meant, not folders


def unique_names(paths: Sequence[Path], ids: Sequence[str | None]) -> list[str]:
    """Return one name for each path: its id, or without one a name made from the path.

    No two names look the same (case, accents, control characters). Where two paths have the same stem,
    as many parent folders are added as it takes, then the ending, then a number.
    """
    names = [stem(path) if known is None else known for path, known in zip(paths, ids, strict=True)]
    groups = defaultdict(list)
    for index, name in enumerate(names):
        if ids[index] is None:
            groups[_folded(name)].append(index)
    for members in groups.values():
        if len(members) > 1:
            qualified = _with_parents([paths[index] for index in members])
            for index, name in zip(members, qualified, strict=True):
                names[index] = name
    taken: Counter[str] = Counter()
    # Ids come first: a stray file must not change the name of a student whom a platform knows.
    for index in sorted(range(len(names)), key=lambda index: ids[index] is None):
        name = candidate = _shown(names[index])
        while taken[_folded(candidate)]:
            taken[_folded(name)] += 1
            candidate = f"{name}~{taken[_folded(name)]}"
        taken[_folded(candidate)] += 1
        names[index] = candidate
    return names


def _with_parents(paths: Sequence[Path]) -> list[str]:
    parents = [path.parent.parts[1:] for path in paths]
    depth = 0
    while len({_last(above, depth) for above in parents}) < len(set(parents)):
        depth += 1
    in_folder = Counter(parents)
    return [
        "__".join((*_last(above, depth), path.name if in_folder[above] > 1 else stem(path)))
        for path, above in zip(paths, parents, strict=True)
    ]


def _last(parts: tuple[str, ...], count: int) -> tuple[str, ...]:
    return parts[max(0, len(parts) - count) :]


def _shown(name: str) -> str:
    return harmless(unicodedata.normalize("NFC", readable(name))).strip() or "_"


def _folded(name: str) -> str:
    return _shown(name).casefold()


def _tokens(name: str) -> list[str]:
    return [token.casefold() for token in _TOKEN.findall(name)]


def core(name: str) -> str:
    """Return what is left of a name without words about the work.

    ``jane_hw1_final (2)`` gives ``jane``. A number is kept if it is long enough to be an id, or if it
    belongs to a word such as ``student`` or ``group``.
    """
    tokens = _tokens(name)
    numbered = any(token in _PEOPLE for token in tokens)
    return " ".join(
        token
        for token in tokens
        if (numbered or len(token) >= _SHORTEST_ID if token.isdigit() else token not in _WORK)
    )


def names_work(name: str) -> bool:
    """Whether the name is about the work: ``hw1``, ``src``, ``week 2``."""
    return not core(name)


def names_a_wrapper(name: str) -> bool:
    """Whether the name is about a folder around the work of a class: ``submissions``, ``hw1``, ``2026``."""
    return all(
        token in _AROUND or (token.isdigit() and len(token) == 4) for token in core(name).split()
    )


def names_a_person(name: str) -> bool:
    """Whether no word is about the work or a class: ``jane``, but not ``CS101-homework 1-4711``."""
    return not any(token in _WORK or token in _AROUND for token in _tokens(name))


def names_a_section(name: str) -> bool:
    """Whether the name is about a section of a class: ``section A``, ``group-2``, ``B``."""
    tokens = _tokens(name)
    return any(token in _SECTION for token in tokens) or all(
        len(token) == 1 or (token.isdigit() and len(token) < _SHORTEST_ID) for token in tokens
    )
