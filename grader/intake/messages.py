"""All sentences about what was handed in, up to the point where its code is read.

A problem follows the name of a file or an archive and a colon, so it begins in lower case.
"""

from __future__ import annotations

ENCRYPTED = "it is encrypted"
UNKNOWN_PACKING = "it uses a compression method that cannot be read"
UNPACKS_STEEPLY = "it unpacks to far more data than a notebook holds, so it was not unpacked"
UNPACKS_TO_TOO_MUCH = "it unpacks to far more data than allowed"
HEADER_TOO_LONG = "one of its headers is too long"
REFERS_BACK = "it refers to an earlier part of the archive"
NEITHER_ZIP_NOR_TAR = "it is neither zip nor tar: pack the files as zip"
END_MISSING = "its end is missing: the copy or download was probably not complete"
ENDS_EARLY = "it ends too early: the copy or download was probably not complete"
PACKED_TOO_OFTEN = "it holds archives within archives: hand in the .ipynb or .py file itself"
WRONG_BYTES = "its bytes are damaged"
TWICE = "the file appears twice; the last one counts"
NO_STUDENTS_FOLDER = "it is neither .py nor .ipynb, and is not in a student's folder"


def larger_than(size: int) -> str:
    return f"the file is larger than {size // 2**20} MB"


def more_files_than(count: int) -> str:
    return f"it holds more than {count} files"


def names_read_as(page: str) -> str:
    return f"the archive does not say how its file names are encoded; they are read as {page}"


def damaged_within(why: str) -> str:
    return f"it is damaged within the archive: {why}"


def cannot_be_listed(why: str | None) -> str:
    return f"it cannot be read: {why}"


def and_more(count: int) -> str:
    return f"and {count} more like that"


def path_too_long(name: str) -> str:
    return f"{name[:60]}...: its path is too long"


def path_leads_out(name: str) -> str:
    return f"{name}: its path leads outside of the archive"


def appears_twice(name: str) -> str:
    return f"{name}: {TWICE}"


def too_many_parts(count: int, most: int) -> str:
    return f"this folder holds {count} code files; more than {most} are not one submission"


def not_unpacked(name: str) -> str:
    return f"{name} was not unpacked, because there are code files beside it"


def earlier_attempt(older: str, newer: str) -> str:
    return f"{older} is an earlier attempt; {newer} counts"


def looks_like_a_download(location: str, title: str) -> str:
    return (
        f"{location} is named like a {title} download, but is beside students' own folders: it is graded "
        "as the submission of one student; grade it alone if it is a class"
    )


def summary(titles: str, sections: int, students: str, facts: list[tuple[int, str, str]]) -> str:
    """Return one line about a class; facts with a count of zero are left out."""
    parts = [titles] if titles else []
    if sections > 1:
        parts.append(f"{sections} sections")
    parts.append(students)
    parts += [f"{count} {one if count == 1 else many}" for count, one, many in facts if count]
    return ", ".join(parts)
