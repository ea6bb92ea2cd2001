"""All sentences about what was handed in, up to the point where its code is read.

A problem follows the name of a file or an archive and a colon, so it begins in lower case.
"""

from __future__ import annotations

from collections.abc import Sequence

from grader.util.in_words import first_few
from grader.util.language import gettext, gettext_noop

ENCRYPTED = gettext_noop("it is encrypted")
UNKNOWN_PACKING = gettext_noop("it uses a compression method that cannot be read")
UNPACKS_STEEPLY = gettext_noop(
    "it unpacks to far more data than a notebook holds, so it was not unpacked"
)
UNPACKS_TO_TOO_MUCH = gettext_noop("it unpacks to far more data than allowed")
HEADER_TOO_LONG = gettext_noop("one of its headers is too long")
REFERS_BACK = gettext_noop("it refers to an earlier part of the archive")
NEITHER_ZIP_NOR_TAR = gettext_noop("it is neither zip nor tar: pack the files as zip")
END_MISSING = gettext_noop("its end is missing: the copy or download was probably not complete")
ENDS_EARLY = gettext_noop("it ends too early: the copy or download was probably not complete")
PACKED_TOO_OFTEN = gettext_noop(
    "it holds archives within archives: hand in the .ipynb or .py file itself"
)
WRONG_BYTES = gettext_noop("its bytes are damaged")
TWICE = gettext_noop("the file appears twice; the last one counts")
NO_STUDENTS_FOLDER = "it is neither .py nor .ipynb, and is not in a student's folder"


def larger_than(size: int) -> str:
    return gettext("the file is larger than {megabytes} MB", megabytes=size // 2**20)


def more_files_than(count: int) -> str:
    return gettext("it holds more than {count} files", count=count)


def names_read_as(page: str) -> str:
    return f"the archive does not say how its file names are encoded; they are read as {page}"


def damaged_within(why: str) -> str:
    return gettext("it is damaged within the archive: {why}", why=why)


def cannot_be_listed(why: str | None) -> str:
    return gettext("it cannot be read: {why}", why=why)


def and_more(count: int) -> str:
    return gettext("and {count} more like that", count=count)


def path_too_long(name: str) -> str:
    return gettext("{name}...: its path is too long", name=name[:60])


def path_leads_out(name: str) -> str:
    return gettext("{name}: its path leads outside of the archive", name=name)


def appears_twice(name: str) -> str:
    return f"{name}: {gettext(TWICE)}"


def too_many_parts(count: int, most: int) -> str:
    return gettext(
        "this folder holds {count} code files; more than {most} are not one submission",
        count=count,
        most=most,
    )


def not_unpacked(name: str) -> str:
    return gettext("{name} was not unpacked, because there are code files beside it", name=name)


def earlier_attempt(older: str, newer: str) -> str:
    return gettext("{older} is an earlier attempt; {newer} counts", older=older, newer=newer)


def looks_like_a_download(location: str, title: str) -> str:
    return (
        f"{location} is named like a {title} download, but is beside students' own folders: it is graded "
        "as the submission of one student; grade it alone if it is a class"
    )


def no_download(location: str, why: str) -> str:
    return f"{location} is not read as a platform's download: {why}"


def looks_like_a_class(location: str, names: Sequence[str]) -> str:
    return (
        f"{location} holds folders or files that may be several students' ({first_few(names)}), but is beside "
        "students' own: it is graded as the submission of one student; unpack it into a folder `late` if it is not"
    )


def summary(titles: str, sections: int, students: str, facts: list[tuple[int, str, str]]) -> str:
    """Return one line about a class; facts with a count of zero are left out."""
    parts = [titles] if titles else []
    if sections > 1:
        parts.append(f"{sections} sections")
    parts.append(students)
    parts += [f"{count} {one if count == 1 else many}" for count, one, many in facts if count]
    return ", ".join(parts)
