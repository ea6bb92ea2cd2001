"""The format in which values cross between the judge and a child: data that cannot execute.

One byte says what follows; sizes are little-endian. There is no type by name, no class, no
reference, no code. The decoder trusts nothing: every count and size is checked against what is
left of the message and against fixed caps *before* anything of that size is made.

    N T F                 None, True, False
    i f c                 int64, float64, complex128
    I s y                 length (u32) and bytes: a big int, UTF-8 text, bytes
    l t d                 count (u32) and items; a dict's keys are text, numbers, dates or tuples of
                          them, none twice
    a                     dtype code, number of axes (u8), axes (u64 each), C-ordered bytes
    g                     dtype code and bytes: a NumPy scalar
    v                     length and text: a further type's name; then the plain data it is made of
                          (sets, dates, tables: see `grader.values.types`)
    x                     length and text: the type's name of something that has no place here
"""

from __future__ import annotations

from grader.wire.format import DTYPES, WireError
from grader.wire.reader import decode
from grader.wire.writer import encode

__all__ = ["DTYPES", "WireError", "decode", "encode"]
