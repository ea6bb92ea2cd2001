"""The starter as a notebook: statement, stubs and checks in turn."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from grader.course.definition import Definition
from grader.course.prepare import rubrics_of
from grader.course.starter import Starter
from grader.load.read.answers import answer_cell
from grader.load.read.release_cells import check_cell, first_cell, mark
from grader.model.exercise import Rubric
from grader.util.notebook_library import import_nbformat

_HEADING = re.compile(r"#{1,6} ")


def notebook(definition: Definition, starter: Starter, statement: str, source: str | None) -> str:
    """Return the notebook as JSON text, nbformat 4.5.

    source  what its first cell installs the grader from, if it does

    A cell's id says what the cell is for, so that two releases of an exercise can be compared.
    """
    nbformat = import_nbformat()
    v4 = nbformat.v4

    def code(name: str, text: str, **metadata: object) -> Any:
        return v4.new_code_cell(text, id=_id(name), metadata=metadata)

    def ours(name: str, text: str) -> Any:
        # The mark tells our reader that this cell is no student's work.
        return code(name, text, grader=mark(text))

    def answer(rubric: Rubric) -> Any:
        text, metadata = answer_cell(rubric)
        return v4.new_markdown_cell(text, id=_id(f"answer-{rubric.name}"), metadata=metadata)

    waiting = [r for r in rubrics_of(definition) if not (r.answer or "").startswith("comments")]
    beside = ["exercise.json", *(f"{module.names[0]}.py" for module in definition.modules)]
    cells = []
    for number, section in enumerate(sections(statement, definition.functions)):
        cells.append(v4.new_markdown_cell(section.text, id=_id(f"statement-{number}")))
        if number == 0:
            cells.append(ours("first", first_cell(beside, source)))
            if starter.head:
                cells.append(code("imports", starter.head))
        for name in section.functions:
            cells.append(code(f"function-{name}", starter.stubs[name]))
            if name not in definition.programs:  # its file is what is checked
                cells.append(ours(f"check-{name}", check_cell(name)))
        heading = _HEADING.sub("", section.text.partition("\n")[0]).strip("# ").casefold()
        here = [r for r in waiting if heading in (r.title.casefold(), _heading_of(r))]
        cells += [answer(rubric) for rubric in here]
        waiting = [rubric for rubric in waiting if rubric not in here]
    cells += [answer(rubric) for rubric in waiting]
    if set(definition.functions) != definition.programs:
        cells.append(ours("check", check_cell()))
    kernel = {"display_name": "Python 3", "language": "python", "name": "python3"}
    metadata = {"kernelspec": kernel, "language_info": {"name": "python"}}
    return nbformat.writes(v4.new_notebook(cells=cells, metadata=metadata)) + "\n"  # type: ignore[no-any-return]


def _heading_of(rubric: Rubric) -> str | None:
    """The heading below which an author looks for the answer."""
    kind, _, where = (rubric.answer or "").partition(":")
    return where.strip().casefold() if kind.strip() == "heading" else None


def _id(name: str) -> str:
    """A cell id: letters, digits, - and _, at most 64 of them."""
    return re.sub(r"[^A-Za-z0-9_-]", "-", name)[:64]


@dataclass(frozen=True, slots=True)
class Section:
    """Markdown from one heading to the next, and the functions to be written after it."""

    text: str
    functions: tuple[str, ...]


def sections(statement: str, functions: Sequence[str]) -> list[Section]:
    """Cut a statement at its headings. Every function belongs to one section: the one whose
    heading calls it by name, else the first whose text does, else the last."""
    texts = _cut(statement)
    after: dict[int, list[str]] = {}
    for name in functions:
        call = re.compile(rf"{re.escape(name)}\.py\b|`{re.escape(name)}\(")
        by_heading = (n for n, text in enumerate(texts) if call.search(text.partition("\n")[0]))
        by_text = (n for n, text in enumerate(texts) if call.search(text))
        place = next(by_heading, next(by_text, len(texts) - 1))
        after.setdefault(place, []).append(name)
    return [Section(text, tuple(after.get(n, ()))) for n, text in enumerate(texts)]


def _cut(statement: str) -> list[str]:
    texts: list[list[str]] = [[]]
    fenced = False
    for line in statement.splitlines():
        if line.lstrip().startswith("```"):
            fenced = not fenced
        if not fenced and _HEADING.match(line) and any(texts[-1]):
            texts.append([])
        texts[-1].append(line)
    return ["\n".join(lines).strip() for lines in texts]
