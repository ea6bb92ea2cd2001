"""What a person marks is found: an answer written where the release makes room for it."""

from __future__ import annotations

import json
from collections.abc import Iterator

from grader.course.prepare import rubrics_of
from grader.course.statement import statement_of
from grader.load.read.answers import answers_in
from grader.model.exercise import Rubric
from grader.release.bundle_folder import starters
from grader.verify.checks import Finding, Subject

_WORDS = "An answer of a few words."


def check_rubrics(subject: Subject) -> Iterator[Finding]:
    """The released notebook and script hold no answer to a part, and one that is written there is found."""
    files = starters(subject.definition, statement_of(subject.definition) or "")
    for rubric in rubrics_of(subject.definition):
        faults = []
        for name, text in files.items():
            kind = "notebook" if name.endswith(".ipynb") else "script"
            before = _found(text, rubric)
            after = _found(_answered(text, rubric), rubric)
            if _WORDS in before or _WORDS not in after:
                faults.append(f"in the {kind} that is released, no answer to it is found")
        yield subject.finding("by hand", rubric.name, not faults, "; ".join(faults))


def _found(text: str, rubric: Rubric) -> str:
    return answers_in({"file": text.encode()}, [rubric])[rubric.name].text


def _answered(text: str, rubric: Rubric) -> str:
    """The starter with an answer: in its cell, below its comment, or in the function."""
    kind, _, function = (rubric.answer or "").partition(":")
    if text.lstrip().startswith("{"):
        notebook = json.loads(text)
        for cell in notebook["cells"]:
            source = "".join(cell["source"])
            if cell["metadata"].get("grader", {}).get("answer") == rubric.name:
                cell["source"] = f"{source}\n{_WORDS}"
            elif kind.strip() == "comments" and source.startswith(f"def {function.strip()}("):
                cell["source"] = f"{source}\n    # {_WORDS}"
        return json.dumps(notebook)
    lines = []
    for line in text.split("\n"):
        lines.append(line)
        if line == f"# answer: {rubric.name}":
            lines.append(f"# {_WORDS}")
        elif kind.strip() == "comments" and line.startswith(f"def {function.strip()}("):
            lines.append(f"    # {_WORDS}")
    return "\n".join(lines)
