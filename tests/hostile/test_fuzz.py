"""Whatever bytes a child or a student sends, the judge makes a status of them, within bounds."""

from __future__ import annotations

import struct
import tracemalloc
from decimal import Decimal
from typing import Any

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from grader import load, wire
from grader.comparison.compare import compare
from grader.model.exercise import Call, Limits, Tolerance
from grader.model.observation import COMPARED, GRADED, Observed, Step
from grader.model.outcome import Outcome
from grader.model.submission import Program
from grader.sandbox.judge.protocol import UNFIT, Places, read_load_errors, read_outcome
from grader.util.errors import Unreadable
from grader.values import RaisedException
from grader.values.types.arrays import Objects
from grader.values.types.tables import Column, Frame, Labels, SeriesData

TOKEN = b"the call"
# The largest object that a part of a message can become, and text in its widest form.
_BYTES_FOR_A_PART = 400
_TIMES = 6


def peak_of_decoding(message: bytes) -> int:
    tracemalloc.start()
    try:
        wire.decode(message)
    except wire.WireError:
        pass
    finally:
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
    return peak


counts = st.integers(0, 2**32 - 1).map(lambda n: struct.pack("<I", n))
pieces = st.one_of(
    st.sampled_from([b"N", b"T", b"F", b"l", b"t", b"d", b"s", b"y", b"I", b"x", b"a", b"g"]),
    st.sampled_from([bytes([ord(code)]) for code in wire.DTYPES]),
    counts,
    st.integers(0, 40).map(lambda n: bytes([n])),
    st.integers(0, 2**64 - 1).map(lambda n: struct.pack("<Q", n)),
    st.binary(max_size=12),
)


@given(st.lists(pieces, max_size=60).map(b"".join))
@example(b"ad\x03" + struct.pack("<QQQ", 2**39, 2**39, 0))
def test_a_message_costs_no_more_memory_than_its_size_allows(message: bytes) -> None:
    """Counts and sizes that a message only claims are never allocated."""
    assert peak_of_decoding(message) < 2**20


def test_the_largest_messages_stay_within_their_bound(monkeypatch: pytest.MonkeyPatch) -> None:
    """As many parts as are allowed, in the forms that take most memory for each byte."""
    monkeypatch.setattr("grader.wire.MAX_NODES", 10_000)  # quicker; each part counts
    count = 10_000 - 2
    for message in (
        b"l" + struct.pack("<I", count) + b"l\0\0\0\0" * count,
        b"l" + struct.pack("<I", count) + b"d\0\0\0\0" * count,
        b"l" + struct.pack("<I", count) + b"a?\0\1" * count,
        b"s" + struct.pack("<I", 10**6) + "\U0001f600".encode() + b"\xff" * (10**6 - 4),
        b"l" + struct.pack("<I", 10**6) + b"l\0\0\0\0" * 10**6,
    ):
        assert peak_of_decoding(message) < _BYTES_FOR_A_PART * count + _TIMES * len(message)


plain = st.recursive(
    st.one_of(
        st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=8),
        st.binary(max_size=8), st.just(TOKEN), st.sampled_from(["returned", "raised", "loaded"]),
        st.sampled_from([np.zeros(0), np.zeros(()), np.zeros(3), np.float64(1), np.ones((2, 2))]),
    ),
    lambda inner: st.one_of(
        st.lists(inner, max_size=5),
        st.lists(inner, max_size=5).map(tuple),
        st.dictionaries(st.text(max_size=4), inner, max_size=4),
    ),
    max_leaves=12,
)  # fmt: skip
fields = (
    "ending", "value", "error", "detail", "changed", "printed", "steps", "arguments", "files", "figure",
)  # fmt: skip
bodies = st.one_of(plain, st.dictionaries(st.sampled_from(fields), plain))
endings = st.sampled_from(["returned", "raised", "memory", "unreadable", "missing", "timeout", ""])


CALLS = {
    "plain": Call("f", {}, 0),
    "all": Call("f", {}, 0, observed=Observed(COMPARED)),
    "script": Call("f", {}, 0, steps=(Step(GRADED, "f"), Step(GRADED, "f", raises=True))),
}


@given(
    st.one_of(plain, st.tuples(st.one_of(st.just(TOKEN), plain), bodies)),
    endings,
    st.sampled_from([*CALLS]),
)
@example((TOKEN, np.zeros(3)), "", "plain")
@example((np.zeros(0), {"value": 1}), "returned", "plain")
@example((TOKEN, {"changed": np.float64(1), "value": 1}), "returned", "plain")
@example((TOKEN, {"error": ["E", "m", "x.py", 2**70]}), "raised", "plain")
@example((TOKEN, {"error": ["E", "m", "x.py", 2**70, [], []]}), "raised", "all")
@example((TOKEN, {"value": 1, "arguments": {}, "files": {1: np.zeros(2)}}), "returned", "all")
@example((TOKEN, {"value": 1, "steps": [("skipped", 0), ("value", b"N")]}), "returned", "script")
@example((TOKEN, {"value": 1, "steps": [("value", b"N"), ("raised", [])]}), "returned", "script")
def test_an_answer_is_an_outcome_or_unfit(answer: Any, ending: str, called: str) -> None:
    """Nothing that a child can say raises anything else where it is read, or where it is compared."""
    if isinstance(answer, tuple) and len(answer) == 2 and isinstance(answer[1], dict) and ending:
        answer = (answer[0], {**answer[1], "ending": ending})
    frame, call = wire.encode(answer), CALLS[called]
    try:
        outcome = read_outcome(frame, TOKEN, Places(Program(())), Limits(), call)
    except UNFIT:
        return
    assert isinstance(outcome, Outcome)
    assert outcome.raised is None or outcome.raised.line is None
    for expected in (1.0, np.ones((2, 2)), {"a": 1.0}, [1.0, "x"], "text", None, True):
        compare(expected, outcome.value, Tolerance())


@pytest.mark.parametrize(
    ("called", "body", "value"),
    [
        ("plain", {"value": 1}, 1),
        ("script", {"steps": [("value", b"T"), ("skipped", 0)]}, None),
        (
            "script",
            {"steps": [("value", b"T"), ("value", b"F")]},
            {"steps": [True, RaisedException()]},
        ),
    ],
)
def test_an_answer_of_the_right_form_is_read(called: str, body: Any, value: Any) -> None:
    """And a step is skipped only after one that raised."""
    frame = wire.encode((TOKEN, {"ending": "returned", "value": None, **body}))
    try:
        outcome = read_outcome(frame, TOKEN, Places(Program(())), Limits(), CALLS[called])
    except UNFIT:
        assert value is None
    else:
        assert outcome.value == value


UNITS = ["", *(f"[{step}{unit}]" for unit in ("Y", "M", "D", "ns", "fs", "as") for step in (1, 7))]
dates = st.builds(
    lambda code, unit, entries: np.array(entries, np.int64).view(f"{code}8{unit}"),
    st.sampled_from(["<M", "<m"]),
    st.sampled_from(UNITS),
    st.lists(st.sampled_from([0, 1, 18262, 2**62, -(2**63)]), min_size=2, max_size=2),
)
objects = st.lists(
    st.one_of(
        plain, dates.map(lambda pair: pair[0]), dates, st.decimals(), st.just(Decimal("sNaN")),
        st.just(10**400), st.just(np.ones(2)), st.tuples(st.just(np.ones(2))),
    ),
    min_size=2, max_size=2,
).map(lambda items: Objects((2,), tuple(items)))  # fmt: skip
columns = st.builds(
    lambda dtype, values, labels: Column(dtype, values, np.array([False, labels is None]), labels),
    st.sampled_from(["object", "int64", "category", "datetime64[ns]"]),
    st.one_of(objects, dates, st.just(np.arange(2)), st.just(np.array(["a", "\x1b"], object))),
    st.one_of(
        st.none(), objects.map(lambda items: Column("object", items, np.array([False, True])))
    ),
)
labels = st.builds(lambda column: Labels("Index", (None,), (column,)), columns)
tables = st.builds(
    lambda index, names, pair: Frame(index, names, tuple(pair)),
    labels, labels, st.lists(columns, min_size=2, max_size=2),
)  # fmt: skip
MOMENTS = np.array(["2020-01-01", "2020-01-02"], "M8[D]")
FRAME = Frame(
    Labels("Index", (None,), (Column("datetime64[ns]", MOMENTS.astype("M8[ns]"), np.zeros(2, bool)),)),
    Labels("Index", (None,), (Column("object", Objects((2,), ("a", 1)), np.zeros(2, bool)),)),
    (Column("int64", np.arange(2), np.zeros(2, bool)),) * 2,
)  # fmt: skip


@given(st.one_of(dates, objects, columns.map(lambda c: SeriesData(FRAME.index, c, None)), tables))
@settings(max_examples=300, deadline=None)
def test_any_table_or_date_is_compared_or_unfit(answer: Any) -> None:
    """Values of which `==` raises, or answers for every entry, are no way to fail the grader."""
    try:
        actual = wire.decode(wire.encode(answer))
    except wire.WireError:
        return
    durations = np.array([1, 2], "m8[D]")
    series = SeriesData(FRAME.index, FRAME.columns[0], None)
    for expected in (FRAME, series, MOMENTS, durations, Objects((2,), (MOMENTS[0], durations[1]))):
        difference = compare(expected, actual, Tolerance())
        assert difference is None or difference.text


@given(st.one_of(plain, st.tuples(st.just("loaded"), st.lists(st.lists(plain, max_size=6)), plain)))
@settings(max_examples=40, deadline=None)
@example(("loaded", [[-5, "a", "b", "c", 1]], []))
@example(("loaded", [[float("inf"), "a", "b", "c", 1]], []))
def test_an_answer_to_loading_names_statements_that_exist(answer: Any) -> None:
    """A made-up statement, or one named twice, makes the whole answer unfit."""
    program = Program(())
    try:
        errors = read_load_errors(wire.decode(wire.encode(answer)), Places(program))
    except UNFIT:
        return
    assert errors == ()


@given(st.binary(max_size=400), st.sampled_from(["a.py", "a.ipynb"]))
@settings(max_examples=150)
def test_arbitrary_files_are_read_or_unreadable(data: bytes, name: str) -> None:
    """The loader says why a file cannot be read; nothing else is ever raised."""
    try:
        source = load.read_bytes(data, name)
    except Unreadable:
        return
    load.build_program([source], load.Wanted(["f"], supplied=["np"], modules=["utils"]))


DEEP = {
    "parentheses": "(" * 5000,
    "closed parentheses": "x = " + "(" * 150 + ")" * 150,
    "minus signs": "x = " + "-" * 50_000 + "1",
    "attributes": "x = a" + ".a" * 50_000,
    "calls": "x = a" + "()" * 50_000,
    "sums": "x = 1" + "+1" * 50_000,
    "not": "x = " + "not " * 20_000 + "1",
    "lambdas": "x = " + "lambda: " * 5000 + "1",
    "lists": "x = " + "[" * 190 + "]" * 190,
    "conditions": "x = " + "1 if 1 else " * 5000 + "1",
    "elif": "if a:\n pass\n" + "elif a:\n pass\n" * 5000,
    "targets": "x = " * 5000 + "1",
    "nested functions": "".join(" " * n + "def f():\n" for n in range(99)) + " " * 99 + "pass\n",
    "digits": "x = " + "9" * 100_000,
    "power": "x = 9 ** 9 ** 9 ** 9",
    "repetition": "x = 'a' * 10 ** 12",
    "shift": "x = 1 << 10 ** 12",
    "null": "x = 1\0",
    "formats": "x = " + "f'{" * 100 + "1" + "}'" * 100,
    "generators": "f(" + "(a for a in " * 60 + "b" + ")" * 60 + ")",
    "with": "with (" * 90 + "a" + ")" * 90 + ": pass",
    "decorators": "@a\n" * 5000 + "def f(): pass",
    "strings": "x = " + "'a' " * 50_000,
    "comparisons": "x = 1" + "<1" * 50_000,
    "subscripts": "x = a" + "[0]" * 50_000,
    "slices": "x = a" + "[" * 90 + "1" + "]" * 90,
    "walrus": "x = " + "(y := " * 90 + "1" + ")" * 90,
    "stars": "x = " + "*" * 5000 + "a",
    "annotations": "def f(x: " + "a[" * 90 + "a" + "]" * 90 + "): pass",
    "cases": "match a:\n" + " case 1: pass\n" * 5000,
}


@pytest.mark.parametrize("construct", DEEP)
def test_source_that_is_deep_or_large_is_read_or_unreadable(construct: str) -> None:
    """Python's own compiler is the judge's largest surface: it must not crash, nor take for ever."""
    text = DEEP[construct] + "\n\ndef f(x):\n    return x\n"
    try:
        source = load.read_bytes(text.encode(), "a.py")
    except Unreadable:
        return
    load.build_program([source], load.Wanted(["f"]))
