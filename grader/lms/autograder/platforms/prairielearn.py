"""PrairieLearn: a question with an external grader, whose files are under /grade."""

from __future__ import annotations

import html
import json
import uuid
from typing import Any

from grader.course.definition import Definition
from grader.lms.autograder.platform import Graded, Platform
from grader.lms.exports.formats import prairielearn
from grader.util.language import gettext


class PrairieLearn(Platform):
    home = "/grade/tests"
    submission = "/grade/student"
    result_file = "/grade/results/results.json"
    common = "tests/"

    def result(self, graded: Graded) -> dict[str, Any]:
        """Without a score it is not gradable, and no attempt is lost."""
        if graded.report is not None:
            return prairielearn.FORMAT.result(graded.report)
        failed = gettext("The grader failed here. This is not your fault.")
        return prairielearn.not_gradable(graded.problem or failed)

    def fill_in(self, files: dict[str, bytes], definition: Definition) -> dict[str, bytes]:
        """The archive is a question's folder: its page shows the statement, its info.json the grader."""
        statement = definition.statement
        text = statement.read_text("utf-8") if statement and statement.is_file() else ""
        question = files["question.html"].decode()
        question = question.replace("{file}", f"{definition.id}.ipynb")
        question = question.replace("{statement}", html.escape(text, quote=False))
        return {
            **files,
            "question.html": question.encode(),
            "info.json": (json.dumps(_info(definition), indent=1) + "\n").encode(),
        }


def _info(definition: Definition) -> dict[str, Any]:
    name = f"numpy-grader:{definition.id}:{' '.join(definition.functions)}"
    return {
        "uuid": str(uuid.uuid5(uuid.NAMESPACE_URL, name)),
        "title": definition.title,
        "topic": "NumPy",
        "type": "v3",
        "gradingMethod": "External",
        "externalGradingOptions": {
            "enabled": True,
            "image": "numpy-grader",
            "entrypoint": "/grade/tests/run.sh",
            "timeout": 300,
        },
    }


PLATFORM = PrairieLearn()
