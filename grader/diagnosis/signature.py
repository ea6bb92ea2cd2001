"""Reasons that can be seen in a function's text: how it takes its arguments.

Parameters in another order, a global name in the place of one, another default: these are facts of
the code, whatever it returns, and the commonest causes of "it works in my notebook".
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence

from grader.diagnosis.own_code import definition_of, global_hint, signature_hint
from grader.model.exercise import Case, Exercise, Mistake
from grader.model.submission import Program

ORDER, GLOBAL = "parameters_in_another_order", "global_in_place_of_a_parameter"
DEFAULT = "another_default"


def misread_signature(
    exercise: Exercise, wrong: Sequence[Case], right: Sequence[Case], program: Program
) -> Mistake | None:
    """Return what is wrong with how the function of these cases takes its arguments, if anything."""
    case = next((case for case in wrong if not case.is_property), None)
    if case is None:
        return None
    for id, hint in (
        (ORDER, signature_hint(exercise, case, program)),
        (GLOBAL, global_hint(exercise, case, program)),
        (DEFAULT, _default(exercise, wrong, right, program)),
    ):
        if hint is not None:
            return Mistake(case.function, id, hint, {})
    return None


def _default(
    exercise: Exercise, wrong: Sequence[Case], right: Sequence[Case], program: Program
) -> str | None:
    """The default that explains why every call that relies on it is wrong, and no other is."""
    function = next(f for f in exercise.functions if f.name == wrong[0].function)
    definition = definition_of(program, function.name)
    if definition is None or not right:
        return None
    expected = dict(function.defaults)
    for name, text in _defaults(definition):
        relied_on = all(name not in case.call.arguments for case in wrong)
        given = all(name in case.call.arguments for case in right)
        if name in expected and relied_on and given and _is_another(expected[name], text):
            return (
                f"The default of `{name}` is {text[:40]} in your function, and {expected[name]} in "
                "the exercise. A call that leaves it out gets the default."
            )
    return None


def _defaults(definition: ast.FunctionDef) -> Iterator[tuple[str, str]]:
    arguments = [*definition.args.posonlyargs, *definition.args.args]
    defaults = definition.args.defaults
    for argument, value in zip(arguments[len(arguments) - len(defaults) :], defaults, strict=True):
        yield argument.arg, ast.unparse(value)


def _is_another(expected: str, text: str) -> bool:
    """Whether both are plain values, and differ."""
    try:
        one, two = ast.literal_eval(expected), ast.literal_eval(text)
    except (ValueError, SyntaxError, TypeError, MemoryError, RecursionError):
        return False
    return bool(one != two)
