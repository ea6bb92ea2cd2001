"""PrairieLearn: a question with an external grader, whose files are under /grade."""

from __future__ import annotations

import html
import json
import uuid
from typing import Any

from grader.course.definition import Definition
from grader.lms.autograder.grading import Graded, grade_folder, path
from grader.lms.exports.formats import prairielearn

_RUN = """#!/usr/bin/env bash
# Runs for every submission.
cd "${GRADER_PLATFORM_ROOT:-}/grade/tests" || exit 3
exec "${GRADER_PYTHON:-python3}" -m grader.lms.autograder prairielearn
"""
_DOCKERFILE = """# The image that info.json names: Python 3.11 or later with what the grader needs.
FROM python:3.12-slim
COPY tests/requirements.txt /tmp/requirements.txt
RUN pip install --no-cache-dir -r /tmp/requirements.txt
"""
_QUESTION = """<pl-question-panel>
<markdown>
{statement}
</markdown>
</pl-question-panel>

<pl-file-upload file-names="{file}"></pl-file-upload>

<pl-submission-panel>
<pl-external-grader-results></pl-external-grader-results>
<pl-file-preview></pl-file-preview>
</pl-submission-panel>
"""


def arrange(files: dict[str, bytes], definition: Definition) -> dict[str, bytes]:
    """The archive's files: a question's folder."""
    found = {f"tests/{name}": data for name, data in files.items()}
    statement = (
        definition.statement.read_text("utf-8")
        if definition.statement and definition.statement.is_file()
        else ""
    )
    info = {
        "uuid": str(uuid.uuid5(uuid.NAMESPACE_URL, f"numpy-grader:{definition.id}:{' '.join(definition.functions)}")),
        "title": definition.title,
        "topic": "NumPy",
        "type": "v3",
        "gradingMethod": "External",
        "externalGradingOptions": {
            "enabled": True, "image": "numpy-grader", "entrypoint": "/grade/tests/run.sh", "timeout": 300,
        },
    }  # fmt: skip
    question = _QUESTION.format(
        statement=html.escape(statement, quote=False), file=f"{definition.id}.ipynb"
    )
    return {
        **found,
        "tests/run.sh": _RUN.encode(),
        "info.json": (json.dumps(info, indent=1) + "\n").encode(),
        "question.html": question.encode(),
        "Dockerfile": _DOCKERFILE.encode(),
    }


def run() -> int:
    """Grade /grade/student and write /grade/results/results.json."""
    graded = grade_folder(path("/grade/tests"), path("/grade/student"))
    results = path("/grade/results/results.json")
    results.parent.mkdir(parents=True, exist_ok=True)
    results.write_text(json.dumps(result(graded), indent=1, ensure_ascii=False), "utf-8")
    return 3 if graded.faulty else 0


def result(graded: Graded) -> dict[str, Any]:
    """results.json. Without a score it is not gradable, and no attempt is lost."""
    if graded.report is not None:
        return prairielearn.FORMAT.result(graded.report)
    return prairielearn.not_gradable(
        graded.problem or "The grader failed here; this is not your fault."
    )
