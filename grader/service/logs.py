"""The service's logs: one JSON object a line, without what belongs to a person.

Messages name submissions and exercises by their ids. Of an exception the type and the places in the code are
written, but not its message: it may quote a name, a file, or a student's code.
"""

from __future__ import annotations

import json
import logging
import sys
import traceback
from datetime import UTC, datetime
from typing import Any

_NAMES_STUDENTS = ("grader.pipeline", "grader.batch")
_MOST_PLACES = 30


class JsonLines(logging.Formatter):
    """Writes a record as one line of JSON."""

    def format(self, record: logging.LogRecord) -> str:
        time = datetime.fromtimestamp(record.created, UTC)
        line: dict[str, Any] = {
            "time": time.strftime("%Y-%m-%dT%H:%M:%S.%fZ"),
            "level": record.levelname.lower(),
            "process": record.process,
            "logger": record.name,
            "message": record.getMessage(),
        }
        if record.exc_info and record.exc_info[1] is not None:
            line |= _fault(record.exc_info[1])
        return json.dumps(line, ensure_ascii=False)


def log_to(stream: Any = sys.stderr) -> None:
    """Have everything that this process logs written to ``stream``."""
    handler = logging.StreamHandler(stream)
    handler.setFormatter(JsonLines())
    handler.addFilter(_names_nobody)
    logging.basicConfig(level=logging.INFO, handlers=[handler], force=True)
    logging.raiseExceptions = False  # a full disk is no reason to stop


def _names_nobody(record: logging.LogRecord) -> bool:
    return not record.name.startswith(_NAMES_STUDENTS)


def _fault(fault: BaseException) -> dict[str, Any]:
    chain: list[str] = []
    places: list[str] = []
    seen: BaseException | None = fault
    while seen is not None and len(chain) < 5:
        chain.append(type(seen).__qualname__)
        frames = traceback.extract_tb(seen.__traceback__)
        places += [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in frames]
        seen = seen.__cause__ or seen.__context__
    return {"fault": chain, "places": places[-_MOST_PLACES:]}
