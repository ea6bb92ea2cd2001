"""A result as a text that says how it is built, and two numbers that stand for all of its numbers.

Results that agree within a tolerance have the same text, and numbers that differ by little: `reach`
says by how much at most. Results that differ have other numbers, but for rare chances; so a
fingerprint finds what may be equal, and decides nothing. The judge uses this file as a module; the
child that runs the slips gets its text, so it imports NumPy alone.
"""

from __future__ import annotations

import numpy as np

NEVER = "?"
"""The text of what was not run, or was stopped."""
UNKNOWN: tuple[str, float, float, int, list[float]] = (NEVER, 0.0, 0.0, 0, [])
"""The fingerprint of that."""
MOST_NUMBERS = 4_000_000
MOST_PARTS = 16
"""Arrays and numbers of a result whose sums are kept; the last of them stands for all that follow."""


def fingerprint(value: object) -> tuple[str, float, float, int, list[float]]:
    """Return (text, weighted sum of the numbers, weighted sum of their sizes, how many, sums of parts).

    A part is an array or a number in the result, in the order of the text. What holds itself is no
    result, since it cannot be sent: it is like what was not run.
    """
    words: list[str] = []
    numbers: list[np.ndarray] = []
    try:
        _walk(value, words, numbers, [])
    except _HoldsItself:
        return UNKNOWN
    if not numbers:
        return "".join(words), 0.0, 0.0, 0, []
    entries = np.concatenate(numbers) if len(numbers) > 1 else numbers[0]
    if entries.size > MOST_NUMBERS:
        return "large", 0.0, 0.0, 0, []
    finite = np.isfinite(entries)
    if not finite.all():
        counts = np.isnan(entries).sum(), np.isposinf(entries).sum(), np.isneginf(entries).sum()
        words.append("broken" + ",".join(str(int(count)) for count in counts))
        entries = np.where(finite, entries, 0.0)
    weights = _weights(entries.size)
    with np.errstate(all="ignore"):
        total = float(np.dot(weights, entries))
        size = float(np.dot(weights, np.abs(entries)))
    if not np.isfinite(size):
        return "".join(words) + "huge", 0.0, 0.0, 0, []
    parts = [total] if len(numbers) == 1 else _parts(numbers, entries)
    return "".join(words), total, size, int(entries.size), parts


def _parts(numbers: list[np.ndarray], entries: np.ndarray) -> list[float]:
    """A sum for each part, with weights of its own: the same whatever the parts before it are."""
    first, parts = 0, []
    for number in numbers[: MOST_PARTS - 1]:
        last = first + number.size
        parts.append(float(np.dot(_weights(number.size), entries[first:last])))
        first = last
    if len(numbers) >= MOST_PARTS:
        parts.append(float(np.dot(_weights(entries.size - first), entries[first:])))
    return parts


_KEPT: dict[int, np.ndarray] = {}


def _weights(count: int) -> np.ndarray:
    """A weight for each number, so that the order of numbers counts."""
    known = _KEPT.get(count)
    if known is None:
        known = 0.5 + (np.arange(1, count + 1) * 0.6180339887498949) % 1.0
        if count <= 10_000 and len(_KEPT) < 100:
            _KEPT[count] = known
    return known


class _HoldsItself(Exception):
    """Raised for a list that was appended to itself: a walk through several such takes forever."""


def _walk(value: object, words: list[str], numbers: list[np.ndarray], above: list[object]) -> None:
    """Note how a value is built, and its numbers; ``above`` are the containers that hold it."""
    if any(value is holder for holder in above):
        raise _HoldsItself
    inside = [*above, value] if isinstance(value, (dict, list, tuple)) else above
    if len(above) > 20:
        words.append("deep")
    elif isinstance(value, dict):
        words.append("{")
        for key in sorted(value, key=str):
            words.append(str(key)[:80] + ":")
            _walk(value[key], words, numbers, inside)
        words.append("}")
    elif isinstance(value, (list, tuple)):
        words.append("(")
        for item in value:
            _walk(item, words, numbers, inside)
        words.append(")")
    elif isinstance(value, str):
        words.append(repr(value[:200]))
    elif value is None:
        words.append("None")
    else:
        try:
            array = np.asarray(value)
        except Exception:
            words.append(type(value).__name__)
            return
        if array.dtype.kind in "biuf":
            words.append(str(array.shape))
            numbers.append(array.ravel().astype(float, copy=False))
        elif array.dtype.kind == "c":
            words.append("complex" + str(array.shape))
            numbers.append(np.concatenate([array.real.ravel(), array.imag.ravel()]).astype(float))
        else:
            words.append(type(value).__name__ + str(array.shape))


def reach(size: float, count: int, rtol: float, atol: float | None) -> float:
    """By how much the sums of two results may differ that agree within a tolerance, at most."""
    if atol is None:
        atol = 1e-12 + 1e-9 * size
    return 2.0 * (rtol * size + 1.5 * atol * count) + 1e-12
