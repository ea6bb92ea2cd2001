"""What authors write for ``form=``, ``credit=``, ``forbid=``, ``require=``, read into what the pipeline works with."""

from __future__ import annotations

import ast
import re
from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

from grader.model.declaration import Where
from grader.model.exercise import CodeRules, Credit, PartForms, Path
from grader.util.errors import AuthorError

FormOption = str | Sequence[str] | Mapping[Any, str | Sequence[str]] | None
CreditOption = str | Mapping[Any, int | Fraction] | Sequence[int | Fraction] | None

_FORM_HINT = 'write form="up_to_sign", form=["as_array", "any_order"] or form={"W1": "up_to_sign"}'
_CREDIT_HINT = 'write credit="items", credit="entries", or weights: credit={"W1": 2, "b1": 1}'
_STEP = re.compile(r"\[([^\[\]]+)\]")


def part_forms(where: Where, form: object) -> tuple[PartForms, ...]:
    """The forms of every part of a result; raises AuthorError."""
    if form is None:
        return ()
    if not isinstance(form, Mapping):
        return (PartForms((), _names(where, form)),)
    return tuple(
        PartForms(path_of(where, key), _names(where, names)) for key, names in form.items()
    )


def _names(where: Where, form: object) -> tuple[str, ...]:
    names = (form,) if isinstance(form, str) else form
    if not isinstance(names, Sequence) or not names:
        raise AuthorError(f"{where}: form={form!r} names no form", _FORM_HINT)
    for name in names:
        if not isinstance(name, str) or not name.isidentifier():
            raise AuthorError(f"{where}: {name!r} is no form's name", _FORM_HINT)
    return tuple(names)


def path_of(where: Where, key: object) -> Path:
    """Where a part stands in a result: ``"W1"`` and ``0`` are keys, ``'["W1"][0]'`` is a way."""
    if isinstance(key, int) and not isinstance(key, bool):
        return (key,)
    if not isinstance(key, str):
        raise AuthorError(f"{where}: {key!r} is no key of a result", _FORM_HINT)
    if not key.startswith("["):
        return (key,)
    if not re.fullmatch(f"({_STEP.pattern})+", key):
        raise AuthorError(f"{where}: {key!r} is no way to a part", """write "[1]" or '["W1"][0]'""")
    return tuple(_literal(where, step) for step in _STEP.findall(key))


def _literal(where: Where, text: str) -> str | int:
    try:
        value = ast.literal_eval(text)
    except (ValueError, SyntaxError):
        value = None
    if isinstance(value, bool) or not isinstance(value, (str, int)):
        raise AuthorError(
            f"{where}: [{text}] is no way to a part", """write "[1]" or '["W1"][0]'"""
        )
    return value


def credit_of(where: Where, credit: Any) -> Credit | None:
    """The credit for results that are right in part; raises AuthorError."""
    if credit is None:
        return None
    if isinstance(credit, str):
        if credit not in ("items", "entries"):
            raise AuthorError(f"{where}: credit={credit!r} is unknown", _CREDIT_HINT)
        return Credit(credit)
    if isinstance(credit, Mapping):
        weights = tuple(credit.items())
    elif isinstance(credit, Sequence):
        weights = tuple(enumerate(credit))
    else:
        weights = ()
    for key, weight in weights:
        known = isinstance(key, (str, int)) and isinstance(weight, (int, Fraction))
        if not known or isinstance(weight, bool) or weight <= 0:
            message = f"credit gives {key!r} the weight {weight!r}"
            raise AuthorError(
                f"{where}: {message}", "a weight is a whole number or Fraction above 0"
            )
    if not weights:
        raise AuthorError(f"{where}: credit={credit!r} names no part", _CREDIT_HINT)
    return Credit("items", tuple((key, Fraction(weight)) for key, weight in weights))


def code_rules(where: Where, forbid: Any, require: Any, costs: Any) -> CodeRules | None:
    """What a function's code may not use, and must; None where nothing is said. Raises AuthorError."""
    for name, value in (("forbid", forbid), ("require", require)):
        if isinstance(value, str) or not isinstance(value, Sequence):
            raise AuthorError(f"{where}: {name}={value!r} is no list", f'write: {name}=["for"]')
    choices = tuple((c,) if isinstance(c, str) else tuple(c) for c in require)
    words = [*forbid, *(word for choice in choices for word in choice)]
    if not all(isinstance(word, str) and word for word in words) or not all(choices):
        raise AuthorError(
            f"{where}: a construct is no text", 'write: forbid=["for"], require=[("np.dot", "@")]'
        )
    costs = share(where, "rules_cost", costs)
    if not words:
        return None
    return CodeRules(tuple(forbid), choices, costs)


def share(where: Where, name: str, costs: Any) -> Fraction:
    """A share of the points that is lost; raises AuthorError."""
    if not isinstance(costs, (int, Fraction)) or isinstance(costs, bool) or not 0 <= costs <= 1:
        hint = "it is a share of the points: 1, 0 or Fraction(1, 2)"
        raise AuthorError(f"{where}: {name}={costs!r} is no share", hint)
    return Fraction(costs)
