"""What lies in a folder. Hidden files and the droppings of tools are passed over; no link is followed."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from pathlib import Path

from grader.intake import messages
from grader.model.delivery import IRREGULAR, LINK, PASSED_OVER, Found, Listing, without_leftovers
from grader.util.errors import UsageError

_TELLING = (".git", ".github", ".classroom50.yml", ".submit.")


def list_folder(root: Path, leave_out: Path | None = None) -> Listing:
    """Every file below ``root``; ``leave_out`` is a resolved folder that is passed over."""
    hidden: set[str] = set()
    files = without_leftovers(_walk(root, leave_out, hidden))
    return Listing(root, tuple(sorted(files, key=lambda found: found.path)), frozenset(hidden))


def _walk(root: Path, leave_out: Path | None, hidden: set[str]) -> Iterator[Found]:
    waiting = [(root, "")]  # no recursion: a student can nest folders deeper than Python can call
    while waiting:
        folder, above = waiting.pop()
        try:
            names = os.listdir(folder)
        except OSError as fault:  # of a class, that is one student's trouble
            if not above:
                raise UsageError(f"cannot list {folder}: {fault.strerror}") from None
            yield _unreadable(above.rstrip("/"), fault)
            continue
        hidden.update(above + name for name in names if name.startswith(_TELLING))
        visible = [name for name in names if not name.startswith(".") and name not in PASSED_OVER]
        if above and not visible:
            yield Found(above.rstrip("/"), folder=True)
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
                yield Found(above + name, trouble=LINK, folder=path.is_dir())
            elif stat.S_ISREG(mode):
                yield Found(above + name, path)
            else:
                yield Found(above + name, trouble=IRREGULAR)


def _unreadable(path: str, fault: OSError) -> Found:
    return Found(path, trouble=messages.cannot_be_looked_at(fault.strerror), folder=True)
