"""All sentences about what was handed in, up to where its code is read.

A trouble follows the name of a file or an archive and a colon, so it begins in lower case.
"""

from __future__ import annotations

ENCRYPTED = "it is encrypted"
UNKNOWN_PACKING = "it is packed in a way that cannot be read"
UNPACKS_STEEPLY = "it unpacks to far more than a notebook does, so it was left packed"
UNPACKS_TO_TOO_MUCH = "it unpacks to far more than it should"
HEADER_TOO_LONG = "one of its headers is too long"
REFERS_BACK = "it refers back to what was read before"
NEITHER_ZIP_NOR_TAR = "it is neither zip nor tar: pack it anew"
END_MISSING = "its end is missing: it was probably not copied or downloaded to the end"
PACKED_TOO_OFTEN = "it holds archives within archives: hand in the .ipynb or .py file itself"
ENDS_EARLY = "it ends too early: it was probably not copied or downloaded to the end"
WRONG_BYTES = "its bytes are not as they should be"


THERE_TWICE = "it is there twice, and the last one counts"


def larger_than(size: int) -> str:
    return f"the file is larger than {size // 2**20} MB"


def more_files_than(count: int) -> str:
    return f"it holds more than {count} files"


def names_read_as(page: str) -> str:
    return f"the archive does not say how its names are encoded; they are read as {page}"


def damaged_within(why: str) -> str:
    return f"it is damaged within the archive: {why}"


def cannot_be_looked_at(why: str | None) -> str:
    return f"it cannot be looked at: {why}"


def and_more(count: int) -> str:
    return f"and {count} more like that"


def path_too_long(name: str) -> str:
    return f"{name[:60]}...: its path is too long"


def path_leads_out(name: str) -> str:
    return f"{name}: its path leads outside of the archive"


def there_twice(name: str) -> str:
    return f"{name}: {THERE_TWICE}"


def too_many_parts(count: int, most: int) -> str:
    return f"this folder holds {count} code files; more than {most} are not one submission"


def left_packed(name: str) -> str:
    return f"{name} was not unpacked, since there is code beside it"


def earlier_attempt(older: str, counts: str) -> str:
    return f"{older} is an earlier attempt; {counts} counts"


NO_STUDENTS_FOLDER = "it is neither .py nor .ipynb, and lies in no student's folder"


def looks_like_a_download(place: str, title: str) -> str:
    return (
        f"{place} is named as a {title} download is, but lies beside students' own folders: "
        "it is read as one student's; give it by itself if it is a class"
    )


def summary(titles: str, sections: int, students: str, facts: list[tuple[int, str, str]]) -> str:
    """One line on all that was found; of the facts those that there are."""
    parts = [titles] if titles else []
    if sections > 1:
        parts.append(f"{sections} sections")
    parts.append(students)
    parts += [f"{count} {one if count == 1 else many}" for count, one, many in facts if count]
    return ", ".join(parts)
