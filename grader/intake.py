"""From the paths of the command line to submissions that wait to be read. Opens no file.

    file                 one submission; its stem is the student
    folder               each .py or .ipynb file in it is one student's,
                         each folder in it is one submission of several files

Hidden files and the droppings of tools are passed over; a link is never followed. Nothing else is
lost without a word: what looks like a submission and cannot be read becomes one that says so.
"""

from __future__ import annotations

import os
import stat
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from grader.errors import UsageError
from grader.model.submission import Note
from grader.text import harmless

CODE = (".py", ".ipynb")
ARCHIVES = (".zip", ".tar", ".gz", ".tgz", ".bz2", ".xz", ".7z", ".rar")
PASSED_OVER = ("__pycache__", "__MACOSX", "site-packages", "node_modules")
MOST_FILES = 200
LINK = "this is a link, and links are not followed"


@dataclass(frozen=True, slots=True)
class Pending:
    """A submission that was found and not yet read.

    file    relative to the intake root: the deepest folder that holds all given paths
    parts   its files in name order: the name that reports show, and where it lies
    broken  why there is nothing to read, where that is known already
    """

    student: str
    file: str
    parts: tuple[tuple[str, Path], ...]
    notes: tuple[Note, ...] = ()
    broken: str | None = None


@dataclass(frozen=True, slots=True)
class Intake:
    """What was found: submissions in the order of their names, and how many files are neither."""

    pending: tuple[Pending, ...]
    ignored: int = 0


def collect(paths: Sequence[Path], *, leave_out: Path | None = None) -> Intake:
    """Find the submissions under ``paths``; ``leave_out`` is the folder that results go to."""
    files, ignored = [], 0
    for path in dict.fromkeys(Path(os.path.abspath(path)) for path in paths):
        found, others = _from_path(path, _resolved(leave_out))
        files += found
        ignored += others
    if not files:
        raise UsageError(f"there is no submission in {' or '.join(map(str, paths))}",
                         hint="a submission is a .py or .ipynb file, or a folder of them")
    files = sorted({path: pending for path, pending in files}.items())
    root = _root([Path(os.path.abspath(path)) for path in paths])
    named = _students([path for path, _ in files])
    pending = tuple(
        replace(item, student=student, file=readable(path.relative_to(root).as_posix()))
        for (path, item), student in zip(files, named, strict=True)
    )
    return Intake(pending, ignored)


def single(path: Path) -> Pending:
    """``path`` as one submission: a file, or a folder whose files are merged."""
    path = Path(os.path.abspath(path))
    mode = _mode(path)
    if stat.S_ISDIR(mode):
        pending = _from_folder(path)
    else:
        _refuse_archive(path)
        pending = _from_file(path, mode)
    return replace(pending, student=_students([path])[0], file=readable(path.name))


def readable(name: str) -> str:
    """``name`` as text that any encoding-aware reader accepts: file names may be any bytes."""
    return os.fsencode(name).decode("utf-8", errors="replace")


def _from_path(path: Path, leave_out: Path | None) -> tuple[list[tuple[Path, Pending]], int]:
    mode = _mode(path)
    if not stat.S_ISDIR(mode):
        _refuse_archive(path)
        return [(path, _from_file(path, mode))], 0
    if leave_out is not None and path.resolve() == leave_out:
        raise UsageError(
            f"the results cannot go into the folder of the submissions: {path}",
            hint="give --out another folder; one inside this folder is fine",
        )
    found, ignored = [], 0
    for entry in _entries(path):
        mode = entry.lstat().st_mode
        if stat.S_ISDIR(mode):
            if leave_out is None or entry.resolve() != leave_out:
                found.append((entry, _from_folder(entry)))
        elif entry.suffix.lower() in CODE + ARCHIVES or stat.S_ISLNK(mode) and entry.is_dir():
            found.append((entry, _from_file(entry, mode)))
        else:
            ignored += 1
    return found, ignored


def _mode(path: Path) -> int:
    try:
        mode = path.lstat().st_mode
    except FileNotFoundError:
        raise UsageError(f"there is no file or folder {path}", hint=_nearby(path)) from None
    except OSError as fault:
        raise UsageError(f"cannot look at {path}: {fault.strerror}") from None
    if stat.S_ISLNK(mode) and path.is_dir():
        raise UsageError(f"{path} is a link to a folder, and links are not followed",
                         hint=f"give the folder itself: {path.resolve()}")
    return mode


def _nearby(path: Path) -> str | None:
    from difflib import get_close_matches

    try:
        names = os.listdir(path.parent)
    except OSError:
        return None
    near = get_close_matches(path.name, names, n=3)
    return f"did you mean {' or '.join(near)}?" if near else None


def _refuse_archive(path: Path) -> None:
    if path.suffix.lower() in ARCHIVES:
        raise UsageError(f"archives cannot be read yet: {path}",
                         hint="unpack it, and give the folder that comes out of it")


def _from_file(path: Path, mode: int) -> Pending:
    name = readable(path.name)
    broken = None
    if stat.S_ISLNK(mode):
        broken = LINK
    elif not stat.S_ISREG(mode):
        broken = "this is not a regular file"
    elif path.suffix.lower() in ARCHIVES:
        broken = "this is an archive, which is not read yet: unpack it"
    return Pending("", "", () if broken else ((name, path),), broken=broken)


def _from_folder(folder: Path) -> Pending:
    parts, notes = [], []
    for path in _walk(folder):
        name = readable(path.relative_to(folder).as_posix())
        mode = path.lstat().st_mode
        if stat.S_ISLNK(mode):
            notes.append(Note("skipped", f"{name}: {LINK}"))
        elif path.suffix.lower() in CODE:
            if stat.S_ISREG(mode):
                parts.append((name, path))
            else:
                notes.append(Note("skipped", f"{name}: this is not a regular file"))
    if len(parts) > MOST_FILES:
        broken = f"this folder holds {len(parts)} code files; more than {MOST_FILES} are not one submission"
        return Pending("", "", (), tuple(notes), broken)
    return Pending("", "", tuple(sorted(parts)), tuple(notes))


def _walk(folder: Path) -> Iterator[Path]:
    waiting = [folder]  # no recursion: a student can nest folders deeper than Python can call
    while waiting:
        for path in _entries(waiting.pop()):
            if stat.S_ISDIR(path.lstat().st_mode):
                waiting.append(path)
            else:
                yield path


def _entries(folder: Path) -> list[Path]:
    try:
        names = os.listdir(folder)
    except OSError as fault:
        raise UsageError(f"cannot list {folder}: {fault.strerror}") from None
    return [folder / name for name in sorted(names)
            if not name.startswith(".") and name not in PASSED_OVER]


def _resolved(path: Path | None) -> Path | None:
    return None if path is None else path.resolve()


def _root(paths: Sequence[Path]) -> Path:
    """The deepest folder that holds all ``paths`` (a folder that is the only path is its own root)."""
    if len(set(paths)) == 1 and paths[0].is_dir():
        return paths[0]
    return Path(os.path.commonpath([path.parent for path in paths]))


def _students(paths: Sequence[Path]) -> list[str]:
    """One name per path, and no two that a reader could take for one (case, accents, controls).

    A stem that two submissions share is told apart by as many folders above as it takes, then by
    its ending, then by a number.
    """
    names = [_stem(path) for path in paths]
    groups = defaultdict(list)
    for index, name in enumerate(names):
        groups[_folded(name)].append(index)
    for members in groups.values():
        if len(members) > 1:
            told_apart = _qualified([paths[index] for index in members])
            for index, name in zip(members, told_apart, strict=True):
                names[index] = name
    taken: Counter[str] = Counter()
    for index, name in enumerate(names):
        name = candidate = _shown(name)
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
        "__".join((*_last(above, depth), path.name if crowd[above] > 1 else _stem(path)))
        for path, above in zip(paths, parents, strict=True)
    ]


def _stem(path: Path) -> str:
    return path.stem if path.suffix.lower() in CODE else path.name


def _last(parts: tuple[str, ...], count: int) -> tuple[str, ...]:
    return parts[max(0, len(parts) - count):]


def _shown(name: str) -> str:
    return harmless(unicodedata.normalize("NFC", readable(name))).strip() or "_"


def _folded(name: str) -> str:
    return _shown(name).casefold()
