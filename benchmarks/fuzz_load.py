"""Feeds mutated files to the loader, as scripts and as notebooks.

    python -m benchmarks.fuzz_load [LIBFUZZER OPTIONS]      e.g. -max_total_time=600

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
        from grader import load
        from grader.util.errors import Unreadable


def one_input(data: bytes) -> None:
    """Nothing but Unreadable may be raised, and nothing of it runs."""
    for name in ("a.py", "a.ipynb"):
        try:
            source = load.read_bytes(data, name)
        except Unreadable:
            continue
        load.build_program([source], load.Wanted(["f"], supplied=["np"], modules=["utils"]))


def main() -> int:
    if atheris is None:
        print("atheris is not installed: pip install atheris")
        return 0
    atheris.Setup(sys.argv, one_input)
    atheris.Fuzz()
    return 0


if __name__ == "__main__":
    sys.exit(main())
