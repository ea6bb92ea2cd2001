"""The report's JSON Schema. ``python -m grader.report.schema`` rewrites the shipped copy."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

SHIPPED = Path(__file__).with_name("report.schema.json")


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


if __name__ == "__main__":
    from grader.util.files import write_atomically

    write_atomically(SHIPPED, schema_text())
