"""A case to paste into an exercise: the input that tells a fault from the reference, as author code."""

from __future__ import annotations

import ast
import itertools
import re
from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Any

from grader.course.definition import Definition
from grader.course.recording import PYTHON_FUNCTIONS
from grader.diagnosis.failed_case import NoCode, as_code, used_by
from grader.inputs.contents import surrounding, values_of
from grader.inputs.drawing import Drawn
from grader.model.declaration import CaseDeclaration
from grader.model.exercise import Call, Tolerance
from grader.model.observation import GRADED, RESULT, VALUE, Step
from grader.mutation.mutants import Mutant, line_of
from grader.values import literal

_LONGEST = 400
"""Characters of the arguments that a person still reads."""
_WIDTH = 100


def case_to_paste(definition: Definition, mutant: Mutant, killing: Drawn) -> str:
    """The text of a hidden case that calls the function with the killing input.

    A property, and what is too long to read, is said as another seed of the case that drew it.
    """
    declared = next(case for case in definition.cases if case.name == killing.case)
    if declared.property is not None:
        return (
            f"exercise.property({declared.function!r}, {declared.name!r}, seed={killing.seed})"
            "  # in the place of that property's seed"
        )
    name = _free_name(definition, mutant)
    written = _script(killing.call) if killing.call.steps else _returned(_made(killing.call))
    if killing.varied and killing.call.steps and written and len(written) <= _LONGEST:
        seed, body = declared.seed if declared.seeded else None, written
    elif killing.varied and written and len(written) <= _LONGEST:
        seed = None if declared.seeded is False else declared.seed
        body = f"    return {written}"
    elif killing.varied:
        values = ", ".join(literal(value) for value in values_of(killing.call))
        return f"# an input that kills it, drawn as by {declared.name}: {values[:_LONGEST]}"
    else:
        seed = killing.seed
        again = f"{declared.name}(rng, do)" if declared.is_script else f"{declared.name}(rng)"
        body = f"    {again}" if declared.is_script else f"    return {again}"
    decorator = "steps" if declared.is_script else "program" if declared.is_program else "case"
    takes = "rng, do" if declared.is_script else "rng"
    options = [*_options(declared, seed), *_around(declared, killing.call)]
    lines = [
        f"@exercise.{decorator}({', '.join([repr(declared.function), *options])})",
        f"def {name}({takes}):",
        '    """is right for another input"""  # students read it: say what is asked',
        body,
    ]
    if "np." in body and not _imports_numpy(declared):
        lines = ["import numpy as np", "", *lines]
    return "\n".join(lines)


def _script(call: Call) -> str:
    """The steps as the body of an author's function, after their values; "" where one cannot be written."""
    setting: dict[str, str] = {}
    lines: list[str] = []
    graded = {step.callee for step in call.steps if step.kind == GRADED}
    used = {number for step in call.steps for number in used_by(step)}
    for number, step in enumerate(call.steps):
        text = _with_do(step, graded, setting)
        if not text or (number in used and not step.variable):
            return ""  # a result that has no name is written inside another step
        if step.raises:
            named = [repr(step.exception)] if step.exception else []
            named += [f"message_names={step.message_names!r}"] if step.message_names else []
            lines += [f"with do.raises({', '.join(named)}):", f"    {text}"]
        else:
            lines.append(f"{step.variable} = {text}" if step.variable else text)
    values = [f"{name} = {value}" for name, value in setting.items()]
    return "\n".join(f"    {line}" for line in [*values, *lines])


def _with_do(step: Step, graded: Collection[object], setting: dict[str, str]) -> str:
    """A step as its author writes it; "" where it cannot be written. Its values go into ``setting``.

    The values are those that the step is called with: these were varied, each by itself.
    """
    try:
        tree = ast.parse(step.shown, mode="eval").body
    except SyntaxError:
        return ""
    if step.kind == VALUE:
        places: list[tuple[ast.expr, Any]] = [(tree, step.arguments[0])]
    elif isinstance(tree, ast.Call) and len(tree.args) == len(step.arguments):
        places = [*zip(tree.args, step.arguments, strict=True)]
        places += [(word.value, step.named[word.arg]) for word in tree.keywords if word.arg]
    elif step.inputs:
        return ""
    else:
        places = []
    for node, value in places:
        if isinstance(node, ast.Name) and node.id in step.inputs:
            try:
                node.id = _set(setting, node.id, as_code(value))
            except NoCode:
                return ""
    for part in ast.walk(tree):
        name = part.func if isinstance(part, ast.Call) else None
        if isinstance(name, ast.Name) and name.id in {*graded, *PYTHON_FUNCTIONS}:
            name.id = f"do.{name.id}"
    text = ast.unparse(tree)
    if step.kind == VALUE:
        return f"do.{'read' if step.is_read else 'value'}({text})"
    return text


def _set(setting: dict[str, str], name: str, value: str) -> str:
    """Give the value a name of its own, the wanted one if it is free."""
    for number in itertools.count(1):
        chosen = name if number == 1 else f"{name}_{number}"
        if setting.setdefault(chosen, value) == value:
            break
    return chosen


def _free_name(definition: Definition, mutant: Mutant) -> str:
    words = f"sees_{mutant.operator}_in_line_{line_of(definition.reference, mutant)}"
    name = re.sub(r"\W+", "_", words).strip("_")
    taken = {case.name for case in definition.cases}
    while name in taken:
        name += "_too"
    return name


def _options(declared: CaseDeclaration, seed: int | None) -> list[str]:
    """The keywords that a case like ``declared`` needs, as far as they are no functions."""
    options: list[tuple[str, Any]] = [("seed", seed)] if seed is not None else []
    standard = Tolerance()
    if declared.tolerance.rtol != standard.rtol:
        options.append(("rtol", declared.tolerance.rtol))
    if declared.tolerance.atol is not None:
        options.append(("atol", declared.tolerance.atol))
    options.append(("replaces", declared.replaces))
    observed = declared.observed
    if declared.is_program:
        named = ["exit code" if name == RESULT else name for name in observed.compares]
        options.append(("compares", named))
    elif not declared.is_script and observed.compares != ("result",):
        options.append(("compares", list(observed.compares)))
    if observed.message_names:
        options.append(("message_names", list(observed.message_names)))
    return [f"{name}={value!r}" for name, value in options if value is not None]


def _around(declared: CaseDeclaration, call: Call) -> list[str]:
    """The lines that a call reads, and its files, as options; of a program its function returns them."""
    named = {} if declared.is_program else surrounding(call)
    return [f"{name}={as_code(value)}" for name, value in named.items()]


def _made(call: Call) -> Mapping[str, Any]:
    """What the case's function returns."""
    return {**call.arguments, **surrounding(call)} if call.is_program else call.arguments


def _imports_numpy(declared: CaseDeclaration) -> bool:
    try:
        return "import numpy as np" in Path(declared.where.file).read_text("utf-8")
    except (OSError, UnicodeDecodeError):
        return False


def _returned(arguments: Mapping[str, Any]) -> str:
    """``dict(...)`` of the arguments, where Python can write all of them; else nothing."""
    if not all(name.isidentifier() for name in arguments):
        return ""
    try:
        parts = [f"{name}={as_code(value, 9 + len(name))}" for name, value in arguments.items()]
    except NoCode:
        return ""
    whole = f"dict({', '.join(parts)})"
    if len(whole) + 11 <= _WIDTH and "\n" not in whole:
        return whole
    return "dict(\n" + "".join(f"        {part},\n" for part in parts) + "    )"
