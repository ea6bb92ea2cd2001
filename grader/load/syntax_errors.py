"""What Python's compiler says of text that it cannot read, in the student's language.

The compiler speaks English. A message that is known here is translated, and says what to write where that is
sure; any other stays as it is.
"""

from __future__ import annotations

import re
import unicodedata

from grader.util.language import gettext, gettext_noop

_KNOWN = tuple(
    (re.compile(re.escape(text).replace(r"\{a\}", "(?P<a>.+?)").replace(r"\{b\}", "(?P<b>.+?)")), text)
    for text in (
        gettext_noop("invalid syntax"),
        gettext_noop("invalid syntax. Perhaps you forgot a comma?"),
        gettext_noop("invalid syntax. Maybe you meant '==' or ':=' instead of '='?"),
        gettext_noop("'{a}' was never closed"),
        gettext_noop("unmatched '{a}'"),
        gettext_noop("closing parenthesis '{a}' does not match opening parenthesis '{b}'"),
        gettext_noop("unterminated string literal (detected at line {a})"),
        gettext_noop("unterminated f-string literal (detected at line {a})"),
        gettext_noop("unterminated triple-quoted string literal (detected at line {a})"),
        gettext_noop("unterminated triple-quoted f-string literal (detected at line {a})"),
        gettext_noop("expected ':'"),
        gettext_noop("expected an indented block after function definition on line {a}"),
        gettext_noop("expected an indented block after class definition on line {a}"),
        gettext_noop("expected an indented block after '{a}' statement on line {b}"),
        gettext_noop("unexpected indent"),
        gettext_noop("unindent does not match any outer indentation level"),
        gettext_noop("inconsistent use of tabs and spaces in indentation"),
        gettext_noop("invalid decimal literal"),
        gettext_noop("cannot assign to {a} here. Maybe you meant '==' instead of '='?"),
        gettext_noop("positional argument follows keyword argument"),
        gettext_noop("'return' outside function"),
        gettext_noop("unexpected character after line continuation character"),
        gettext_noop("expected 'except' or 'finally' block"),
        gettext_noop("duplicate argument '{a}' in function definition"),
        gettext_noop("keyword argument repeated: {a}"),
        gettext_noop("expected 'else' after 'if' expression"),
        gettext_noop("Missing parentheses in call to '{a}'"),
    )
)  # fmt: skip

_CHARACTER = re.compile(r"invalid character '(?P<sign>.)' \((?P<code>U\+[0-9A-F]{4,6})\)")
_TYPED = {
    **dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2212", "-"),
    **dict.fromkeys("\u201c\u201d\u201e\u201f\u00ab\u00bb\u2033", '"'),
    **dict.fromkeys("\u2018\u2019\u201a\u201b\u2032\u00b4", "'"),
    **dict.fromkeys("\u00d7\u22c5\u00b7\u2217", "*"),
    "\u00f7": "/", "\u2264": "<=", "\u2265": ">=", "\u2260": "!=", "\u2192": "->", "\u2026": "...",
}  # fmt: skip
"""Signs that come with text from a word processor, a page or a slide, and what Python calls them."""


def in_words(reason: str) -> str:
    """The compiler's sentence for students."""
    if (match := _CHARACTER.fullmatch(reason)) is not None:
        sign = match["sign"]
        typed = _TYPED.get(sign) or unicodedata.normalize("NFKC", sign)
        if typed.isascii() and typed.isprintable():
            said = gettext_noop("invalid character '{sign}' ({code}). Write {typed} instead")
            return gettext(said, sign=sign, code=match["code"], typed=typed)
        return gettext(gettext_noop("invalid character '{sign}' ({code})"), **match.groupdict())
    for pattern, text in _KNOWN:
        if (match := pattern.fullmatch(reason)) is not None:
            return gettext(text, **match.groupdict()) if match.groupdict() else gettext(text)
    return reason
