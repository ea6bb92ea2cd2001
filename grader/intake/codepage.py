"""Guesses the code page of the names in an archive, where the archive does not say it.

A zip marks names in UTF-8. Other names are in the code page of the machine that packed them: cp437 by the
standard, in practice whatever the country's Windows uses. All names of an archive have the same one, so they are
judged together: the likeliest page turns most of the bytes into words.
"""

from __future__ import annotations

import re
import struct
import tomllib
import unicodedata
import zipfile
import zlib
from collections.abc import Sequence
from pathlib import Path

_TABLE = tomllib.loads(Path(__file__).with_name("codepages.toml").read_text("utf-8"))
_MOST_BYTES = 20_000
# These pages agree with a commoner one in nearly all letters: an equal score is not enough for them.
_HANDICAP = {"cp1250": 0.5, "cp852": 0.5, "cp1254": 0.5, "cp857": 0.5}
_LETTERS = ("Ll", "Lu", "Lo", "Mn", "Mc")
_SIGNS = "ƒªºµ"
_VOWELS = "аеёиоуыэюяіїєўαεηιουωάέήίόύώϊϋΐΰ"
_WORDS = re.compile(r"[^\W\d_]+")


def raw_name(info: zipfile.ZipInfo) -> bytes | None:
    """Return the bytes of a name of unknown encoding; None where the archive gives the name as UTF-8."""
    if info.flag_bits & 0x800 or _unicode_path(info) is not None:
        return None
    return info.orig_filename.encode("cp437")


def declared_name(info: zipfile.ZipInfo, page: str) -> str:
    """Return the name of a member; ``page`` is the code page of names of unknown encoding."""
    raw = raw_name(info)
    if raw is None:
        return _unicode_path(info) or info.filename
    return raw.decode(page, "replace").partition("\0")[0]


def _unicode_path(info: zipfile.ZipInfo) -> str | None:
    """The UTF-8 name that some packers add as an extra field, if it belongs to this name."""
    extra = info.extra
    while len(extra) >= 4:
        kind, size = struct.unpack_from("<HH", extra)
        data, extra = extra[4 : 4 + size], extra[4 + size :]
        if kind == 0x7075 and len(data) > 5 and data[0] == 1:
            raw = info.orig_filename.encode("cp437") if not info.flag_bits & 0x800 else b""
            if struct.unpack_from("<L", data, 1)[0] == zlib.crc32(raw):
                try:
                    return data[5:].decode("utf-8")
                except UnicodeDecodeError:
                    return None
    return None


def page_of(names: Sequence[bytes], guesses: set[str]) -> str:
    """Return the encoding of names that do not declare one; a guess is also added to ``guesses``."""
    try:
        for name in names:
            name.decode("utf-8")
    except UnicodeDecodeError:
        page = _likeliest([name for name in names if not name.isascii()])
        guesses.add(page)
        return page
    return "utf-8"  # many packers write UTF-8 and do not declare it


def _likeliest(names: Sequence[bytes]) -> str:
    pages: list[str] = _TABLE["pages"]
    return max(pages, key=lambda page: _score(names, page) - _HANDICAP.get(page, 0))


def _score(names: Sequence[bytes], page: str) -> float:
    """How much of the names turns into words: the higher, the likelier."""
    total, length = 0.0, 0
    for name in names:
        try:
            text = name.decode(page)
        except UnicodeDecodeError:
            return float("-inf")
        total += _east_asian(text, page) if page in _TABLE["east_asian"] else _alphabetic(text)
        length += len(name)
        if length > _MOST_BYTES:
            break
    return total


def _alphabetic(text: str) -> float:
    """The score of a text: a word has letters of one script, one capital at the start, and vowels."""
    score = 0.0
    for letter in text:
        if letter in "’–":
            score += 1.5  # as in O’Neil; no letter of another page is likely there
        elif not letter.isascii():
            is_letter = unicodedata.category(letter) in _LETTERS and letter not in _SIGNS
            score += 1 if is_letter else -3
    for word in _WORDS.findall(text):
        if word.isascii():
            continue
        scripts = {_script(letter) for letter in word}
        score -= 4 * (len(scripts) - 1)
        if scripts == {"LATIN"}:
            # Letters with marks stand between plain letters, even where they are commonest.
            score -= 3 * len(re.findall(r"[^\x00-\x7f]{3,}", word))
            score -= 2 * (len(word) > 2 and not re.search(r"[A-Za-z]", word))
            score -= 0.6 * sum(letter in "þðý" for letter in word[1:].lower())
        elif scripts & {"CYRILLIC", "GREEK"}:
            score -= 2 * len(re.findall(rf"[^{_VOWELS}]{{4,}}", word.lower()))
            score -= 3 * (len(word) > 2 and not re.search(rf"[{_VOWELS}]", word.lower()))
        if not word.isupper():
            score -= 2 * sum(letter.isupper() and not letter.isascii() for letter in word[1:])
    if "ø" in text.lower() and re.search("[áíýúěščžď]", text.lower()):
        score -= 1  # Danish and Czech letters in one name
    return score


def _east_asian(text: str, page: str) -> float:
    """The score of a text: characters of everyday use; a family name in front decides between close pages."""
    table = _TABLE["east_asian"][page]
    score = 0.0
    for letter in text:
        if letter.isascii():
            continue
        raw = letter.encode(page)
        everyday = (
            len(raw) == 2
            and table["first"] <= raw[0] <= table["last"]
            and raw[1] >= table["lowest"]
        )
        # Two bytes count almost as two letters of another page.
        score += 1.6 if everyday or _script(letter) in ("HIRAGANA", "KATAKANA") else -3
    score -= 3 * len(re.findall(r"[A-Za-z][^\x00-\x7f]|[^\x00-\x7f][A-Za-z]", text))
    words = re.split(r"[/\\_\s.,()-]+", text)
    return score + sum(word[0] in table["surnames"] for word in words if word)


def _script(letter: str) -> str:
    return unicodedata.name(letter, "?").partition(" ")[0]
