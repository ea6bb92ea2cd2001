"""Guesses the code page of names, where a file does not say it: those in an archive, and those in a table.

All names of a file have the same one, so they are judged together: the likeliest page turns most of the bytes
into words.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
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


def page_of(names: Sequence[bytes], guesses: set[str]) -> str:
    """Return the encoding of names that do not declare one; a guess is also added to ``guesses``."""
    try:
        for name in names:
            name.decode("utf-8")
    except UnicodeDecodeError:
        page = _likeliest(names, _TABLE["pages"])
        guesses.add(page)
        return page
    return "utf-8"  # many packers write UTF-8 and do not declare it


def spreadsheets_page(lines: Sequence[bytes]) -> str:
    """Return the likeliest page of a table that a spreadsheet on Windows wrote, and not in UTF-8."""
    return _likeliest(lines, _TABLE["of_spreadsheets"])


def _likeliest(names: Sequence[bytes], pages: Sequence[str]) -> str:
    names = [name for name in names if not name.isascii()]
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
