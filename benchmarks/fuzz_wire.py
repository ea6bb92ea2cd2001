"""Feeds mutated bytes to the decoder of what children say, and to what reads their answers.

    python -m benchmarks.fuzz_wire [LIBFUZZER OPTIONS]      e.g. -max_total_time=600

Needs atheris, which is optional; without it this says so and ends with 0.
"""

from __future__ import annotations

import sys

try:
    import atheris
except ImportError:
    atheris = None

if atheris is not None:
    with atheris.instrument_imports(include=["grader"]):
        from grader import wire
        from grader.comparison.compare import compare
        from grader.model.exercise import Limits, Tolerance
        from grader.model.submission import Program
        from grader.sandbox.judge.protocol import UNFIT, Places, read_load_errors, read_outcome

_TOKEN = b"the call"
_EXPECTED = (1.0, {"a": 1.0}, [1.0, "x"], "text", True)


def one_input(data: bytes) -> None:
    """Whatever else than these is raised is a fault, and atheris shows the bytes."""
    try:
        value = wire.decode(data)
        for expected in _EXPECTED:
            compare(expected, value, Tolerance())
        wire.encode(value)
    except wire.WireError:
        return
    places = Places(Program(()))
    for read in (
        lambda: read_load_errors(value, places),
        lambda: read_outcome(wire.encode((_TOKEN, value)), _TOKEN, places, Limits()),
    ):
        try:
            read()
        except UNFIT:
            pass


def main() -> int:
    if atheris is None:
        print("atheris is not installed: pip install atheris")
        return 0
    atheris.Setup(sys.argv, one_input)
    atheris.Fuzz()
    return 0


if __name__ == "__main__":
    sys.exit(main())
