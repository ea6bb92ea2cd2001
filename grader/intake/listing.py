"""The paths of the command line, and the files of a folder. No link is followed."""

from __future__ import annotations

import os
import stat
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

from grader.intake import messages
from grader.intake.archive import Damaged, list_archive, without_ending
from grader.model.delivery import (
    ARCHIVES,
    IRREGULAR,
    LINK,
    PASSED_OVER,
    ListedFile,
    Listing,
    without_leftovers,
)
from grader.util.errors import UsageError
from grader.util.in_words import did_you_mean
from grader.util.language import gettext

_EVIDENCE = (".git", ".github", ".classroom50.yml", ".submit.")
"""Hidden names that identify a platform."""


def open_path(
    path: Path, root: Path | None = None, leave_out: Path | None = None
) -> Listing | ListedFile:
    """Return the listing of a folder or archive, or the file at ``path``.

    Args:
        path: An absolute path.
        root: The path of an archive as a folder; without it, an archive is a file like any other.
        leave_out: The results folder, which is not a part of any submission.

    Raises UsageError where there is nothing to read, and for a link to a folder.
    """
    try:
        mode = path.lstat().st_mode
    except FileNotFoundError:
        raise UsageError(f"there is no file or folder {path}", hint=_similar_name(path)) from None
    except OSError as fault:
        raise UsageError(f"cannot read {path}: {fault.strerror}") from None
    if stat.S_ISLNK(mode) and path.is_dir():
        raise UsageError(
            f"{path} is a link to a folder, and links are not followed",
            hint=f"give the folder itself: {path.resolve()}",
        )
    if stat.S_ISDIR(mode):
        leave_out = None if leave_out is None else leave_out.resolve()
        if path.resolve() == leave_out:
            raise UsageError(
                f"the results cannot go into the folder of the submissions: {path}",
                hint="give --out another folder; one inside this folder is fine",
            )
        return list_folder(path, leave_out)
    if root is not None and stat.S_ISREG(mode) and path.suffix.lower() in ARCHIVES:
        try:
            return list_archive(path, root=root)
        except Damaged as fault:
            raise UsageError(
                f"the archive {path} cannot be used: {fault}",
                hint="download or pack it again, or unpack it yourself and give the folder",
            ) from None
    problem = (
        gettext(LINK) if stat.S_ISLNK(mode) else None if stat.S_ISREG(mode) else gettext(IRREGULAR)
    )
    return ListedFile(path.name, path, problem)


def _similar_name(path: Path) -> str | None:
    try:
        return did_you_mean(path.name, os.listdir(path.parent), most=3)
    except OSError:
        return None


def list_folder(root: Path, leave_out: Path | None = None) -> Listing:
    """Return every file below ``root``, without hidden ones and those of the resolved folder ``leave_out``."""
    hidden: set[str] = set()
    files = without_leftovers(_walk(root, leave_out, hidden))
    return Listing(root, tuple(sorted(files, key=lambda file: file.path)), frozenset(hidden))


def _walk(root: Path, leave_out: Path | None, hidden: set[str]) -> Iterator[ListedFile]:
    waiting = [(root, "")]  # no recursion: a student can nest folders deeper than Python can call
    while waiting:
        folder, above = waiting.pop()
        try:
            names = os.listdir(folder)
        except OSError as fault:
            if not above:
                raise UsageError(f"cannot list {folder}: {fault.strerror}") from None
            yield _unreadable(above.rstrip("/"), fault)  # the others can still be graded
            continue
        hidden.update(above + name for name in names if name.startswith(_EVIDENCE))
        visible = [name for name in names if not name.startswith(".") and name not in PASSED_OVER]
        if above and not visible:
            yield ListedFile(above.rstrip("/"), is_folder=True)
        for name in visible:
            path = folder / name
            try:
                mode = path.lstat().st_mode
            except OSError as fault:
                yield _unreadable(above + name, fault)
                continue
            if stat.S_ISDIR(mode):
                if leave_out is None or path.resolve() != leave_out:
                    waiting.append((path, f"{above}{name}/"))
            elif stat.S_ISLNK(mode):
                yield ListedFile(above + name, problem=gettext(LINK), is_folder=path.is_dir())
            elif stat.S_ISREG(mode):
                yield ListedFile(above + name, path)
            else:
                yield ListedFile(above + name, problem=gettext(IRREGULAR))


def _unreadable(path: str, fault: OSError) -> ListedFile:
    return ListedFile(path, problem=messages.cannot_be_listed(fault.strerror), is_folder=True)


def folder_names(paths: Sequence[Path]) -> dict[Path, Path]:
    """Return each path as a folder: without an archive's ending, unless two would then be the same."""
    bare = {path: without_ending(path) for path in paths}
    counts = Counter(bare.values())
    return {path: short if counts[short] == 1 else path for path, short in bare.items()}


def intake_root(paths: Sequence[Path]) -> Path:
    """Return the deepest folder around all ``paths``; a single folder or archive is its own root."""
    if len(paths) == 1 and paths[0].is_dir():
        return paths[0]
    if len(paths) == 1 and paths[0].suffix.lower() in ARCHIVES:
        return without_ending(paths[0])
    return Path(os.path.commonpath([path.parent for path in paths]))
