"""Text that a stranger wrote, made harmless before anybody reads it.

A student chooses exception messages, file names and everything that is printed. Shown unchanged,
such texts can repaint a terminal (ANSI escapes), reorder what is read (bidi controls), hide letters
(zero-width characters) or make a file that no UTF-8 reader accepts (lone surrogates). They also
differ between two equal runs, by memory addresses and by the last digits of numbers.

    harmless(text)     dangerous characters only: for names, paths, and the author's sentences
    neutralise(text)   addresses and numbers as well: for messages
"""

from __future__ import annotations

import functools
import re

ELLIPSIS = "…"
UNKNOWN = "\N{REPLACEMENT CHARACTER}"

# What is removed or shortened (escapes, long decimals) may be this many times as long as the limit. Text
# beyond is not read, so a message of megabytes costs no more than a long one.
_READ_AHEAD = 8

_SIGNIFICANT_DIGITS = 6
_CODE = "    "
_LONGEST_NUMBER = 40
_PRINTED_LINES, _PRINTED_CHARACTERS = 20, 2000

# Format characters (category Cf) and fillers that are invisible. Listed here instead of read from
# ``unicodedata``, since another Python's Unicode version must not change a report.
_INVISIBLE = re.compile(
    "[\u00ad\u034f\u0600-\u0605\u061c\u06dd\u070f\u0890\u0891\u08e2\u115f\u1160\u180e"
    "\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164\ufeff\uffa0\ufff9-\ufffb"
    "\U000110bd\U000110cd\U00013430-\U0001343f\U0001bca0-\U0001bca3\U0001d173-\U0001d17a"
    "\U000e0000-\U000e007f]+"
)
_LINE_BREAKS = re.compile("[\t\n\v\f\r\x85\u2028\u2029]+")
_CONTROLS = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff]")

# The whole escape sequence is removed, with its parameters. An escape of no known form is a control
# like others. Possessive quantifiers keep every pattern linear.
_ESCAPES = re.compile(
    r"(?:\x1b\[|\x9b)[0-?]*+[ -/]*+[@-~]"
    r"|(?:\x1b[\]PX^_]|[\x9d\x90\x98\x9e\x9f])[^\x07\x1b\x90\x98\x9c-\x9f]*+(?:\x07|\x1b\\|\x9c)"
    r"|\x1b[ -/]*+[0-OQ-WYZ\\`-~]"
)
_ADDRESSES = re.compile(r"\b0[xX][0-9a-fA-F]{6,}+")
_DECIMALS = re.compile(
    r"(?<![\w.])"
    r"(?:[0-9]++\.[0-9]*+|\.[0-9]++|[0-9]++(?=[eE]))"
    r"(?:[eE][-+]?[0-9]++)?+"
    r"(?=[jJ]?(?!\w))(?!\.\w)"
)
_BROKEN_WORD = re.compile(rf"(?<![\w.])[\w.]{{1,{_LONGEST_NUMBER}}}\Z")


def harmless(text: str, limit: int = 1000) -> str:
    """Return ``text`` on one line, without deceptive characters, cut to ``limit`` characters."""
    readable, shortened = _readable(text, limit)
    return _cut(readable, limit, shortened)


def neutralise(text: str, limit: int = 500, digits: int = _SIGNIFICANT_DIGITS) -> str:
    """Return a stranger's message as ``harmless`` does, with addresses masked and numbers rounded.

    Args:
        text: the message.
        limit: the most characters of the result.
        digits: the significant digits that decimal numbers keep.
    """
    readable, shortened = _readable(text, limit)
    masked = _ADDRESSES.sub(f"0x{ELLIPSIS}", readable)
    rounded = _DECIMALS.sub(functools.partial(_rounded, keep=digits), masked)
    return _cut(rounded.strip(), limit, shortened)


def with_code(text: str, digits: int = _SIGNIFICANT_DIGITS) -> str:
    """Return a sentence of the grader's, neutralised; code that follows it keeps its lines.

    For a syntax error the loader adds a line of the student's and a caret below it, both indented.
    """
    sentence, *code = text.split("\n")
    if not all(line.startswith(_CODE) for line in code):
        return neutralise(text, digits=digits)
    return "\n".join([neutralise(sentence, digits=digits), *(harmless(c, 100) for c in code[:2])])


def harmless_lines(text: str) -> str:
    """Return a text of several lines, each of them as `harmless` makes it."""
    return "\n".join(map(harmless, text.split("\n")))


def whole_code(code: str) -> str:
    """Return an author's code with its lines whole, and without deceptive characters."""
    return "\n".join(_indented(line, limit=10_000) for line in code.split("\n"))


def printed_lines(text: str) -> str:
    """Return the beginning of what a stranger's program printed, line by line, neutralised."""
    lines = text[: _READ_AHEAD * _PRINTED_CHARACTERS].rstrip().split("\n")
    shown: list[str] = []
    room = _PRINTED_CHARACTERS
    for line in lines[:_PRINTED_LINES]:
        kept = _indented(line, limit=room, digits=_SIGNIFICANT_DIGITS)
        shown.append(kept)
        room -= len(kept)
        if room <= 0:
            break
    return "\n".join(shown) + ("\n" + ELLIPSIS if len(lines) > len(shown) else "")


def _indented(line: str, limit: int, digits: int | None = None) -> str:
    text = line.lstrip(" ")
    indent = line[: len(line) - len(text)][:100]
    return indent + (harmless(text, limit) if digits is None else neutralise(text, limit, digits))


def _readable(text: str, limit: int) -> tuple[str, bool]:
    """Return the beginning of ``text`` without dangerous characters, and whether text was left out."""
    shortened = len(text) > _READ_AHEAD * limit
    if shortened:
        text = _without_broken_word(text, _READ_AHEAD * limit)
    if text.isascii() and text.isprintable():
        return text, shortened
    text = _ESCAPES.sub("", text)
    text = _INVISIBLE.sub("", text)
    text = _LINE_BREAKS.sub(" ", text)
    return _CONTROLS.sub(UNKNOWN, text), shortened


def _cut(text: str, limit: int, shortened: bool) -> str:
    if len(text) + shortened <= limit:
        return text + ELLIPSIS * shortened
    if limit < 1:
        return ""
    return _without_broken_word(text, limit - 1) + ELLIPSIS


def _without_broken_word(text: str, length: int) -> str:
    """Return at most ``length`` characters that do not end within a word, since half a number misleads."""
    beginning = text[:length]
    if re.match(r"[\w.]", text[length : length + 1]):
        return _BROKEN_WORD.sub("", beginning)
    return beginning


def _rounded(match: re.Match[str], keep: int) -> str:
    number = match.group()
    digits = re.split("[eE]", number)[0].replace(".", "").lstrip("0")
    if len(digits) <= keep or len(number) > _LONGEST_NUMBER:
        return number
    value = float(number)
    if value == float("inf"):
        return number
    short = f"{value:.{keep}g}"
    return short if "." in short or "e" in short else short + ".0"
