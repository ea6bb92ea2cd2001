"""What is in a bundle, and what must not be."""

from __future__ import annotations

import ast
import json
from pathlib import Path

import numpy as np

from grader.course.bundle import _pack
from grader.course.definition import Definition
from grader.model.exercise import Exercise, Visibility
from grader.values import leaves

OF_EACH_KIND = ("gradient_checking", "dropout_network", "batch_normalization", "data_splits")
"""Of this course's exercises a few that declare, together, all that its exercises declare.

They are written down since to read the whole course takes every worker of a run most of a second.
`test_some_exercises_declare_all_kinds` in ``test_release.py`` compares them with the course.
"""


def texts(folder: Path) -> dict[str, str]:
    """Every file of a bundle as text; a notebook as the text of its cells."""
    found = {path.name: path.read_text("utf-8") for path in sorted(folder.iterdir())}
    for name, text in found.items():
        if name.endswith(".ipynb"):
            found[name] = "\n\n".join("".join(cell["source"]) for cell in json.loads(text)["cells"])
    return found


def secrets(definition: Definition, exercise: Exercise) -> dict[str, str]:
    """What tells of a hidden case, or of a mistake that a check must not name: a text that must be nowhere -> what it is."""
    shown = {c.name for c in exercise.cases if c.visibility is Visibility.PUBLIC}
    public = {
        _pack(v)
        for c in exercise.cases
        if c.name in shown
        for v in (*c.call.arguments.values(), *c.expected.values())
    }
    found = {}
    for case in exercise.cases:
        if case.name not in shown:
            found[case.name] = "a hidden case's name"
            found[case.description] = "a hidden case's description"
            for value in (*case.call.arguments.values(), *case.expected.values()):
                if not _is_unmistakable(value):
                    continue  # of a few to choose from: right here, and a mistake's elsewhere
                packed = _pack(value)
                if packed not in public and len(packed) > 40:
                    found[packed] = f"a value of {case.name}"
    told = {mistake.hint for mistake in definition.mistakes if mistake.in_check}
    names = {mistake.name for mistake in definition.mistakes if mistake.in_check}
    for mistake in definition.mistakes:
        if mistake.hint and mistake.hint not in told:
            found[mistake.hint] = f"the hint of {mistake.name}"
        if "_" in mistake.name and mistake.name not in names:
            found[mistake.name] = "the id of a mistake that only hidden cases show"
    return found


def _is_unmistakable(value: object) -> bool:
    """Whether a floating-point number is in it: words and whole numbers are equal by chance."""
    parts = (leaf.value for leaf in leaves(value))
    return any(not isinstance(part, str) and np.asarray(part).dtype.kind in "fc" for part in parts)


def edits(definition: Definition) -> list[str]:
    """The texts of all edits that are long enough to be nobody's but theirs."""
    declared = (*definition.mistakes, *definition.accepted_forms, *definition.equivalents)
    return [
        text for each in declared for edit in each.edits for text in edit if len(text.strip()) > 24
    ]


def bodies(definition: Definition) -> dict[str, list[str]]:
    """Function -> the lines of its body that say something of their own, as nobody else would."""
    found: dict[str, list[str]] = {}
    for text in definition.reference.values():
        for node in ast.parse(text).body:
            if isinstance(node, ast.FunctionDef) and node.name in definition.functions:
                statements = [
                    n
                    for n in node.body
                    if not (isinstance(n, ast.Expr) and isinstance(n.value, ast.Constant))
                ]
                lines = [line for n in statements for line in ast.unparse(n).splitlines()]
                found[node.name] = [line.strip() for line in lines if len(line.strip()) > 12]
    return found


def kinds(definition: Definition) -> set[str]:
    """What an exercise declares beside plain functions, cases and mistakes."""
    declared = (
        "slow", "accepted_forms", "given", "styles", "editions", "modules", "libraries",
        "replacements", "properties", "canonical", "rubrics", "pool",
    )  # fmt: skip
    found = {name for name in declared if getattr(definition, name)}
    found |= {f"{each.rng} rng" for each in definition.declared}
    found |= {kind for case in definition.cases for kind in case.observed.compares}
    of_cases = ("forms", "credit", "hint", "stdin", "files", "bonus", "is_script", "is_program")
    found |= {name for name in of_cases for case in definition.cases if getattr(case, name)}
    return found
