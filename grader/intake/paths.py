"""The paths of the command line: what they are, what lies there, and what they are called."""

from __future__ import annotations

import os
import stat
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from grader.intake.archive import Damaged, list_archive, without_ending
from grader.intake.folder import list_folder
from grader.model.delivery import ARCHIVES, IRREGULAR, LINK, Found, Listing
from grader.util.errors import UsageError


def mode_of(path: Path) -> int:
    """The kind of file at ``path``; raises UsageError for none, and for a link to a folder."""
    try:
        mode = path.lstat().st_mode
    except FileNotFoundError:
        raise UsageError(f"there is no file or folder {path}", hint=_nearby(path)) from None
    except OSError as fault:
        raise UsageError(f"cannot look at {path}: {fault.strerror}") from None
    if stat.S_ISLNK(mode) and path.is_dir():
        raise UsageError(
            f"{path} is a link to a folder, and links are not followed",
            hint=f"give the folder itself: {path.resolve()}",
        )
    return mode


def holds_many(path: Path, mode: int) -> bool:
    """Whether it is a folder or an archive, which may hold the submissions of a class."""
    return stat.S_ISDIR(mode) or (stat.S_ISREG(mode) and path.suffix.lower() in ARCHIVES)


def as_file(path: Path, mode: int) -> Found:
    """``path`` as a submission of its own."""
    trouble = LINK if stat.S_ISLNK(mode) else None if stat.S_ISREG(mode) else IRREGULAR
    return Found(path.name, path, trouble)


def listing(path: Path, mode: int, leave_out: Path | None, root: Path) -> Listing:
    """What lies in the folder or archive at ``path``, but not in the results folder ``leave_out``."""
    if stat.S_ISDIR(mode):
        resolved = None if leave_out is None else leave_out.resolve()
        if resolved is not None and path.resolve() == resolved:
            raise UsageError(
                f"the results cannot go into the folder of the submissions: {path}",
                hint="give --out another folder; one inside this folder is fine",
            )
        return list_folder(path, resolved)
    try:
        return list_archive(path, root=root)
    except Damaged as fault:
        raise UsageError(
            f"the archive {path} cannot be used: {fault}",
            hint="download or pack it once more, or unpack it yourself and give the folder",
        ) from None


def names_as_folders(paths: Sequence[Path]) -> dict[Path, Path]:
    """What each path is called as a folder: an archive's ending goes, unless two would be one then."""
    bare = {path: without_ending(path) for path in paths}
    taken = Counter(bare.values())
    return {path: short if taken[short] == 1 else path for path, short in bare.items()}


def intake_root(paths: Sequence[Path]) -> Path:
    """The deepest folder that holds all ``paths``; a folder or archive that is the only path is its own root."""
    if len(paths) == 1 and paths[0].is_dir():
        return paths[0]
    if len(paths) == 1 and paths[0].suffix.lower() in ARCHIVES:
        return without_ending(paths[0])
    return Path(os.path.commonpath([path.parent for path in paths]))


def _nearby(path: Path) -> str | None:
    from difflib import get_close_matches

    try:
        names = os.listdir(path.parent)
    except OSError:
        return None
    near = get_close_matches(path.name, names, n=3)
    return f"did you mean {' or '.join(near)}?" if near else None
