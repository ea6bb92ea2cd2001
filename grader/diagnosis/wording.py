"""Words for what is compared beside a result: which step of a script, which argument, what was printed.

A value that holds more than a result has places such as ``result["steps"][3][0]``. Students read the
step as it is written instead: ``scaler.transform(X2)[0]``.
"""

from __future__ import annotations

import ast
import difflib
import re
from collections.abc import Iterator

from grader.diagnosis.student_code import definition_of, is_class
from grader.model.exercise import Call, Case
from grader.model.observation import (
    ARGUMENTS,
    EXCEPTION,
    FIGURE,
    FILES,
    PART,
    PRINTED,
    RESULT,
    STEPS,
    VALUE,
    StepResult,
)
from grader.model.outcome import Outcome, Raised
from grader.model.submission import Program
from grader.util.language import gettext
from grader.util.untrusted_text import neutralise

_PLACE = re.compile(r'`result\["(\w+)"\](?:\["([^"`]{1,60})"\]|\[(\d+)\])?([^`]*)`')
_NO_ATTRIBUTE = re.compile(r"'(\w{1,80})' object has no attribute '(\w{1,80})'")


def in_words(case: Case, text: str | None) -> str | None:
    """Return a sentence about a case's value with the places in it in words."""
    if text is None or case.call.is_plain:
        return text
    steps = [int(found[3]) for found in _PLACE.finditer(text) if found[1] == STEPS and found[3]]
    said = _PLACE.sub(lambda found: _place(case.call, found), text)
    if steps and steps[0] < len(case.call.steps):
        said = _after(case.call, steps[0]) + said
    return _upper(said)


def _upper(text: str) -> str:
    return text[:1].upper() + text[1:]


def place_in_words(case: Case, place: str) -> str:
    """The same for a place alone, where it is no sentence."""
    return place if case.call.is_plain else _PLACE.sub(lambda m: _place(case.call, m), place)


def _place(call: Call, found: re.Match[str]) -> str:
    what, name, number, rest = found.groups()
    if what == STEPS and number and int(number) < len(call.steps):
        return f"`{call.steps[int(number)].shown}{rest}`"
    if what == ARGUMENTS and name:
        return gettext("`{name}{rest}` after the call", name=name, rest=rest)
    if what == FILES:
        return _file(name, rest)
    if what == RESULT:
        part = "".join([f'["{name}"]' if name else "", f"[{number}]" if number else "", rest])
        if call.is_program:
            return gettext("the exit code")
        return f"`result{part}`" if part else gettext("the result")
    return {
        EXCEPTION: gettext("the call"),
        PRINTED: gettext("the printed text"),
        FIGURE: gettext("the figure"),
    }.get(what, found[0])


def _file(name: str | None, rest: str) -> str:
    if not name:
        return gettext("the folder")
    if rest:
        return gettext("the file `{name}` at `{place}`", name=name, place=rest)
    return gettext("the file `{name}`", name=name)


def _after(call: Call, step: int) -> str:
    """What the object went through before this step: the last call, where there is one."""
    calls = [each for each in call.steps[:step] if each.kind != VALUE and not each.raises]
    return gettext("After `{shown}`: ", shown=calls[-1].shown) if calls else ""


def step_failed(case: Case, outcome: Outcome, program: Program) -> str | None:
    """Why a step could not be made, where no line of the student's raised and the reason is clear."""
    raised = outcome.raised
    if raised is None or raised.line is not None or outcome.step is None:
        return None
    step = case.call.steps[outcome.step]
    wrong_kind = _is_no_class(case, raised, program)
    if wrong_kind is not None:
        return wrong_kind
    told = _without_attribute(raised, program)
    message = neutralise(raised.message, 200)
    if told is None and re.search(r"\(\) (takes|missing|got) ", message):
        told = gettext(
            "`{shown}` cannot be called like this: {message}.", shown=step.shown, message=message
        )
    if told is None and step.kind == PART and message.endswith("is not callable"):
        made = step.callee.step if isinstance(step.callee, StepResult) else 0
        giver = made if isinstance(made, str) else case.call.steps[made].shown
        return gettext(
            "`{giver}` must give a function: `{shown}` calls it.", giver=giver, shown=step.shown
        )
    return told and _upper(_after(case.call, outcome.step) + told)


def where_in_script(case: Case, outcome: Outcome) -> str:
    """How a sentence about an error begins: which step it is about. "" where there is none."""
    if outcome.step is None:
        return ""
    return f"{_after(case.call, outcome.step)}`{case.call.steps[outcome.step].shown}`: "


def _is_no_class(case: Case, raised: Raised, program: Program) -> str | None:
    """The sentence for a function where a class is asked for."""
    made = any(step.kind == PART for step in case.call.steps)
    if raised.type != "AttributeError" or not made:
        return None
    defined = definition_of(program, case.function)
    if not isinstance(defined, ast.FunctionDef) or _is_object_of(raised, program):
        return None
    return gettext("`{function}` must be a class. Yours is a function.", function=case.function)


def _is_object_of(raised: Raised, program: Program) -> bool:
    """Whether the object without the attribute is of one of the student's own classes."""
    found = _NO_ATTRIBUTE.search(raised.message[:300])
    return found is not None and is_class(program, found[1])


def _without_attribute(raised: Raised, program: Program) -> str | None:
    found = _NO_ATTRIBUTE.search(raised.message[:300])
    if raised.type != "AttributeError" or found is None:
        return None
    owner, name = found.groups()
    node = definition_of(program, owner)
    if not isinstance(node, ast.ClassDef):
        return None
    known = list(dict.fromkeys(_names_of(node)))
    near = difflib.get_close_matches(name, known, n=1, cutoff=0.6)
    hint = gettext(" If you mean your `{name}`, rename it.", name=near[0]) if near else ""
    return gettext(
        "an object of your class `{owner}` has no `{name}`.{hint}",
        owner=owner,
        name=name,
        hint=hint,
    )


def _names_of(node: ast.stmt) -> Iterator[str]:
    """The methods of a class, and the attributes that they set."""
    for part in ast.walk(node):
        if isinstance(part, ast.FunctionDef):
            yield part.name
        elif isinstance(part, ast.Attribute) and isinstance(part.ctx, ast.Store):
            yield part.attr
