"""Texts that students choose are harmless, short, and the same in every run."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from grader.util.untrusted_text import harmless, neutralise

# Letters of what is dangerous or rewritten, so that generated texts often hold it.
FRAGMENTS = st.sampled_from(
    [
        *("\x1b[31m", "\x1b]0;", "\x07", "\x9b", "\u202e", "\u2066", "\u200b", "\ud800", "\n", " "),
        "0x7f8c2a4b1d90",
        "0x",
        "ab",
        "1.23456789",
        "-0.000012345678",
        "1e-300",
        "9" * 30,
        ".",
        "e+",
        "…",
    ]
)
TEXTS = st.lists(st.one_of(FRAGMENTS, st.text(max_size=8)), max_size=30).map("".join)
# surrogates are left out of st.text by default, hence the explicit one above
LIMITS = st.integers(min_value=1, max_value=80)


def _is_control(character: str) -> bool:
    return unicodedata.category(character) in ("Cc", "Cf", "Cs", "Zl", "Zp")


@settings(deadline=None, max_examples=400)
@given(TEXTS, LIMITS)
@example("1.23456789x", 11)
@example("1234567.x", 9)
@example("\x1b\x1b[[31m31m", 20)
def test_idempotent_short_printable(text: str, limit: int) -> None:
    """Twice is once; never longer than the limit; no control character; valid UTF-8."""
    for clean in (harmless, neutralise):
        once = clean(text, limit)
        assert clean(once, limit) == once
        assert len(once) <= limit
        assert not any(_is_control(character) for character in once)
        once.encode("utf-8")


@settings(deadline=None)
@given(st.text(st.characters(categories=["L", "N", "P", "S"], include_characters=" "), max_size=60))
def test_harmless_text_unchanged(text: str) -> None:
    """Letters of every script, digits and punctuation are nobody's danger."""
    visible = "".join(c for c in text if c not in "\u115f\u1160\u3164\uffa0")
    assert harmless(visible) == visible


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("\x1b[1;31mred\x1b[0m", "red"),
        ("\x1b]8;;file:///etc\x1b\\link\x1b]8;;\x07", "link"),
        ("a\u202eb\u2066c\u200fd\u061ce", "abcde"),
        ("pass\u200bword", "password"),
        ("bell\x07", "bell\ufffd"),
        ("two\r\nlines\tand a tab", "two lines and a tab"),
        ("half \ud83d a pair", "half \ufffd a pair"),
        ("<object at 0x7f1a2b3c4d5e>", "<object at 0x…>"),
        ("mask 0xFF stays", "mask 0xFF stays"),
        ("1.7864859451590758, 2.0", "1.78649, 2.0"),
        ("[0.30000000000000004 -12345.678901]", "[0.3 -12345.7]"),
        ("1.0000000000000002", "1.0"),
        ("1.2345678912e-17j", "1.23457e-17j"),
        ("shape (20000000, 3) and 2.5", "shape (20000000, 3) and 2.5"),
        ("version 1.23456789.4 of x1.23456789", "version 1.23456789.4 of x1.23456789"),
    ],
)
def test_examples(text: str, shown: str) -> None:
    """Escapes and invisible characters go, addresses are masked, long decimals are rounded."""
    assert neutralise(text) == shown


def test_last_digits_rounded() -> None:
    """Numbers that differ by rounding noise read the same."""
    assert neutralise("0.12345678901234") == neutralise("0.12345678901239")


@pytest.mark.parametrize(
    "piece", ["\x1b", "\x9d", "\x1b]", "\x1b[", "0x", "1.", "9", "\u200b", "a."]
)
def test_huge_message(piece: str) -> None:
    """Ten megabytes of anything give at most the limit, ending in an ellipsis."""
    text = neutralise(piece * (10_000_000 // len(piece)))
    assert len(text) <= 500
    assert text.endswith("…")
