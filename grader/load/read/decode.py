"""Turns a file's bytes into text, whatever editor wrote them."""

from __future__ import annotations

import codecs
import re

from grader.load.read import messages
from grader.model.submission import Note
from grader.util.errors import Unreadable

# What is often handed in by accident, told by its first bytes.
_FORMATS = (
    (b"%PDF", "a PDF document"),
    (b"PK\x03\x04", "a ZIP archive (or an Office document)"),
    (b"\x89PNG", "an image"),
    (b"\xff\xd8\xff", "an image"),
    (b"GIF8", "an image"),
    (b"\x1f\x8b", "a compressed archive"),
    (b"7z\xbc\xaf", "a compressed archive"),
    (b"Rar!", "a compressed archive"),
    (b"{\\rtf", "an RTF document"),
    (b"\x89HDF", "an HDF5 data file"),
    (b"\x7fELF", "a program"),
)
_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32"),  # before UTF-16, whose mark it starts with
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# A cookie is the student's choice; some of Python's codecs decompress or take quadratic time.
_COOKIES = frozenset(
    "utf-8 ascii latin-1 iso8859-1 iso8859-2 iso8859-5 iso8859-9 iso8859-15 cp1250 cp1251 cp1252 cp1254"
    " cp437 cp850 mac-roman koi8-r gbk gb2312 gb18030 big5 shift_jis cp932 euc_jp euc_kr cp949".split()
)
_COOKIE = re.compile(rb"^[ \t\f]*#.{0,200}?coding[:=][ \t]*([-\w.]{1,40})")
_HIGH_RUN = re.compile(rb"[\x80-\xff]+")
_CONTROL = re.compile(r"[\x01-\x08\x0e-\x1f\x7f]")


def decode(data: bytes) -> tuple[str, list[Note]]:
    """The text, newlines as ``\\n``, and a note where it is not plain UTF-8."""
    for start, what in _FORMATS:
        if data.startswith(start):
            raise Unreadable(messages.another_format(what))
    text, notes = _by_mark_or_guess(data)
    if "\0" in text:
        raise Unreadable(messages.NULL_BYTES)
    head = text[:4096]
    if len(_CONTROL.findall(head)) > len(head) // 10:
        raise Unreadable(messages.NO_TEXT)
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    return text, notes


def _by_mark_or_guess(data: bytes) -> tuple[str, list[Note]]:
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            notes = [] if encoding == "utf-8" else [messages.read_as(encoding.upper())]
            return data.decode(encoding, "replace").removeprefix("\ufeff"), notes
    if b"\0" in data:
        raise Unreadable(messages.NULL_BYTES)
    cookie = _cookie(data)
    if cookie is not None and cookie != "utf-8":
        try:
            return data.decode(cookie), [] if data.isascii() else [messages.read_as(cookie)]
        except UnicodeDecodeError:
            pass  # the cookie is wrong: what follows knows better
    try:
        return data.decode("utf-8"), []
    except UnicodeDecodeError:
        return _legacy(data)


def _cookie(data: bytes) -> str | None:
    """The encoding that one of the first two lines declares (PEP 263), where we know it."""
    for line in data[:1000].split(b"\n", 2)[:2]:
        found = _COOKIE.match(line)
        if found:
            try:
                name = codecs.lookup(found[1].decode("ascii", "replace")).name
            except (LookupError, ValueError):
                return None
            return name if name in _COOKIES else None
    return None


def _legacy(data: bytes) -> tuple[str, list[Note]]:
    """Not UTF-8. Chinese stands in pairs of high bytes, accented letters mostly stand alone."""
    runs = _HIGH_RUN.findall(data)
    if sum(len(run) > 1 for run in runs) >= 0.8 * len(runs):
        try:
            return data.decode("gb18030"), [messages.read_as("GBK")]
        except UnicodeDecodeError:
            pass
    return data.decode("latin-1"), [messages.read_as("Latin-1")]
