"""The report's JSON Schema, and checking files against it.

``python -m grader.report.schema`` rewrites the shipped copy.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from grader.util.untrusted_text import harmless

SHIPPED = Path(__file__).with_name("report.schema.json")
_LONGEST = 300


def schema() -> dict[str, Any]:
    """The JSON Schema (draft 2020-12) of a report, as the models describe it."""
    from grader.report.model import SCHEMA_VERSION, Report

    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"urn:numpy-grader:report:{SCHEMA_VERSION}",
        **Report.model_json_schema(mode="serialization"),
    }


def schema_text() -> str:
    """The schema as the text of the shipped file."""
    return json.dumps(schema(), indent=2, ensure_ascii=False) + "\n"


def schema_problems(path: Path | str) -> list[str]:
    """Check a file against the shipped schema.

    Returns one line for each problem: where in the report it is ("cases[0].status") and what is
    wrong. The list is empty for a valid report. A file that cannot be read, or that is not JSON, is
    one problem.
    """
    from jsonschema import Draft202012Validator

    try:
        data = json.loads(Path(path).read_bytes(), parse_constant=_refuse)
    except OSError as error:
        return [f"cannot read the file: {error.strerror}"]
    except (ValueError, RecursionError) as error:
        return [f"not JSON: {error}"]
    validator = Draft202012Validator(json.loads(SHIPPED.read_text(encoding="utf-8")))
    problems = sorted(validator.iter_errors(data), key=lambda error: error.json_path)
    # The library quotes the wrong value, which may be long or contain anything.
    return [
        f"{_place(error.absolute_path)}: {harmless(error.message, _LONGEST)}" for error in problems
    ]


def _refuse(constant: str) -> None:
    raise ValueError(f"{constant} is no number in JSON")


def _place(path: Iterable[str | int]) -> str:
    """Keys and indices as a reader writes them: ``cases[0].status``."""
    place = "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in path)
    return harmless(place.lstrip("."), _LONGEST) or "report"


if __name__ == "__main__":
    from grader.util.files import write_atomically

    write_atomically(SHIPPED, schema_text())
