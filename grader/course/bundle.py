"""A released exercise: public cases with frozen expected values, as data only.

``exercise.json`` holds no code that the judge would run: helper modules and replacements are text
for the child, arguments and expected values are in the wire format, base64-encoded.
"""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field, fields, replace
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
from pydantic import TypeAdapter

from grader import values, wire
from grader.comparison.forms import FORMS
from grader.course.definition import Definition
from grader.course.exercise_folder import libraries_of
from grader.load.style import RULES
from grader.model.exercise import (
    Call,
    Canonical,
    Case,
    CaseLimits,
    Credit,
    Elsewhere,
    Exercise,
    Function,
    Limits,
    Mistake,
    Module,
    PartForms,
    Property,
    Reason,
    Rubric,
    Tolerance,
    Visibility,
)
from grader.model.failure import Failure
from grader.model.observation import (
    GRADED,
    OPERATOR,
    PYTHON,
    RESULT_ONLY,
    Observed,
    Step,
    Surroundings,
)
from grader.util.errors import AuthorError
from grader.util.language import ENGLISH, program_texts, spoken
from grader.values.types.sparse import Sparse

_DIGITS = 6
"""Of the largest entry: machines differ in the last of sixteen, and the version must not."""
FORMAT = "numpy-grader-exercise/1"
_KEYS = {
    "accepted_forms": "alternatives",
    "all_or_nothing": "together",
    "aliases": "also",
    "rng": "draws",
    "optional_args": "offers",
}
"""Fields of a function that the format calls otherwise."""


def public_version(exercise: Exercise) -> str:
    """Return the version that students read: a hash over what a bundle holds, 16 hexadecimal digits.

    It is the same in a bundle, on a student's page and in `grader check`. A hash over the whole
    exercise would let a student who knows how hidden seeds were chosen try choices at home until
    the hash fits.
    """
    content = [exercise.edition, _content(replace(exercise, public_version=""), _rounded)]
    return hashlib.sha256(json.dumps(content, default=str).encode()).hexdigest()[:16]


def dump_bundle(
    exercise: Exercise,
    explanations: Iterable[Mistake] = (),
    helper_calls: Iterable[Case] = (),
    translations: Mapping[str, Mapping[str, Sequence[str]]] | None = None,
) -> str:
    """Return the JSON text of an exercise's public cases; hidden ones are left out.

    explanations  what may explain wrong results, with its results on public cases only
    helper_calls  what correct helpers give in public cases
    translations  language -> the course's own translations; those of texts in the bundle go with it
    """
    content = _content(exercise, _pack) | {
        "explanations": _dump_explanations(explanations),
        "helper_calls": [_dump_case(case, _pack) for case in helper_calls],
    }
    content |= _dump_languages(content, translations or {})
    return json.dumps(content, indent=1, ensure_ascii=False, default=str) + "\n"


@dataclass(frozen=True, slots=True)
class Languages:
    """The language of a bundle, and the course's translations of what is in it."""

    language: str = ENGLISH
    texts: Mapping[str, Mapping[str, Sequence[str]]] = field(default_factory=dict)


def _dump_languages(
    content: Any, translations: Mapping[str, Mapping[str, Sequence[str]]]
) -> dict[str, Any]:
    """The language at hand, and translations of nothing but the texts that stand in the bundle."""
    there = set(_texts_in(content)) | set(program_texts())
    texts = {
        language: {text: list(forms) for text, forms in own.items() if text in there}
        for language, own in translations.items()
    }
    language = spoken().language
    said = {} if language == ENGLISH else {"language": language}
    return {**said, "translations": texts} if any(texts.values()) else said


def _texts_in(content: Any) -> Iterator[str]:
    if isinstance(content, str):
        yield content
    elif isinstance(content, (list, tuple)):
        for part in content:
            yield from _texts_in(part)
    elif isinstance(content, dict):
        for part in content.values():
            yield from _texts_in(part)


def languages_in(path: Path) -> Languages:
    """What a bundle says of its language; of one that cannot be read, nothing: reading it reports that."""
    try:
        data = json.loads(path.read_text("utf-8"))
        texts = _read(dict[str, dict[str, list[str]]], data.get("translations", {}))
        return Languages(str(data.get("language", ENGLISH)), texts)
    except (OSError, ValueError, AttributeError):
        return Languages()


def read_bundle(path: Path, exercise_id: str) -> Definition:
    """Read a bundle; raises AuthorError when it is damaged."""
    try:
        data = json.loads(path.read_text("utf-8"))
        if data["format"] != FORMAT:
            raise ValueError(f"its format is {data['format']!r}")
        exercise = Exercise(
            id=exercise_id,
            title=data["title"],
            version=data["version"],
            public_version=data["version"],
            functions=tuple(_read_function(function) for function in data["functions"]),
            cases=tuple(_read_case(case) for case in data["cases"]),
            mistakes=tuple(_read_explanations(data.get("explanations", {}))),
            helper_calls=tuple(_read_case(case) for case in data.get("helper_calls", ())),
            modules=_read(tuple[Module, ...], data["modules"]),
            limits=_read(Limits, data["limits"]),
            libraries=libraries_of(data.get("libraries", ()), path),
            starters=_read(dict[str, tuple[str, ...]], data.get("starters", {})),
            variant=data.get("variant"),
            rubrics=_read(tuple[Rubric, ...], data.get("rubrics", ())),
        )
    except (OSError, ValueError, LookupError, TypeError, AttributeError) as error:
        raise AuthorError(f"{path} is no released exercise: {error}", "unpack it again") from error
    return Definition(
        id=exercise.id,
        title=exercise.title,
        version=exercise.version,
        functions=exercise.function_names,
        modules=exercise.modules,
        limits=exercise.limits,
        libraries=exercise.libraries,
        prepared=exercise,
        variant=exercise.variant,
    )


def _content(exercise: Exercise, pack: Callable[[Any], Any]) -> dict[str, Any]:
    """What a bundle holds; ``pack`` turns arguments and expected values into JSON. A fraction is its text."""
    some: dict[str, Any] = {}
    if exercise.variant is not None:
        some["variant"] = exercise.variant
    if exercise.rubrics:
        some["rubrics"] = list(map(asdict, exercise.rubrics))
    return {
        "format": FORMAT,
        "id": exercise.id,
        "title": exercise.title,
        "version": exercise.public_version,
        "functions": [_dump_function(function) for function in exercise.functions],
        "modules": [asdict(module) for module in exercise.modules],
        "limits": asdict(exercise.limits),
        "libraries": exercise.libraries,
        "starters": dict(exercise.starters),
        "cases": [_dump_case(case, pack) for case in exercise.public_cases],
        **some,
    }


def _dump_function(function: Function) -> dict[str, Any]:
    """Its fields; those of a class only where it is one, so that older releases keep their version."""
    kept = asdict(function)
    if not function.is_class:
        del kept["is_class"], kept["methods"]
    for later in ("slow", "style", "rules"):
        if not kept[later]:
            del kept[later]
    return {_KEYS.get(field, field): value for field, value in kept.items()}


def _read_function(data: dict[str, Any]) -> Function:
    names = {key: field for field, key in _KEYS.items()}
    function: Function = _read(Function, {names.get(key, key): v for key, v in data.items()})
    if function.style is not None:
        _known_words(function.style.words, tuple(RULES))
    return function


def _dump_case(case: Case, pack: Callable[[Any], Any]) -> dict[str, Any]:
    return {
        "function": case.function,
        "name": case.name,
        "description": case.description,
        "points": case.points,
        "rtol": case.tolerance.rtol,
        "atol": case.tolerance.atol,
        "hint": case.hint,
        "shares": case.shares,
        "arguments": {name: pack(value) for name, value in case.call.arguments.items()},
        "positional": case.call.positional,
        "seed": case.call.seed,
        "replacements": case.call.replacements,
        "expected": {name: pack(value) for name, value in case.expected.items()},
        **_dump_special(case.call, pack),
        **_dump_judging(case),
    }


def _dump_special(call: Call, pack: Callable[[Any], Any]) -> dict[str, Any]:
    """What a plain call of a function does not have."""
    special: dict[str, Any] = {}
    if call.spread:
        special["spread"] = True
    if call.is_program:
        special["is_program"] = True
    if call.observed != RESULT_ONLY:
        special["observed"] = asdict(call.observed)
    if call.surroundings.stdin is not None:
        special["stdin"] = call.surroundings.stdin
    if call.surroundings.files is not None:
        special["files"] = {name: pack(data) for name, data in call.surroundings.files.items()}
    if call.steps:
        special["steps"] = [_dump_step(step, pack) for step in call.steps]
    return special


def _dump_step(step: Step, pack: Callable[[Any], Any]) -> dict[str, Any]:
    kept = {field.name: getattr(step, field.name) for field in fields(Step)}
    return kept | {
        "callee": step.callee if isinstance(step.callee, str) else pack(step.callee),
        "arguments": [pack(value) for value in step.arguments],
        "named": {name: pack(value) for name, value in step.named.items()},
        "inputs": {name: pack(value) for name, value in step.inputs.items()},
    }


def _read_step(data: dict[str, Any]) -> Step:
    is_name = data["kind"] in (GRADED, PYTHON, OPERATOR)
    return Step(
        **data
        | {
            "callee": data["callee"] if is_name else _unpack(data["callee"]),
            "arguments": tuple(map(_unpack, data["arguments"])),
            "named": {name: _unpack(text) for name, text in data["named"].items()},
            "inputs": {name: _unpack(text) for name, text in data["inputs"].items()},
            "message_names": tuple(data["message_names"]),
        }
    )


def _read_call(data: dict[str, Any]) -> Call:
    files = data.get("files")
    return Call(
        data["function"],
        {name: _unpack(text) for name, text in data["arguments"].items()},
        data["positional"],
        data["seed"],
        data["replacements"],
        spread=data.get("spread", False),
        is_program=data.get("is_program", False) is True,
        steps=tuple(map(_read_step, data.get("steps", ()))),
        observed=_read(Observed, data.get("observed", {})),
        canonical=_read(Canonical | None, data.get("canonical")),
        limits=_read(CaseLimits | None, data.get("limits")),
        property=_read(Property | None, data.get("property")),
        surroundings=Surroundings(
            tuple(data["stdin"]) if "stdin" in data else None,
            None if files is None else {name: _unpack(text) for name, text in files.items()},
        ),
    )


def _dump_judging(case: Case) -> dict[str, Any]:
    """How the case is judged where it is not the usual way: a bundle without it is as it ever was."""
    made = {
        "forms": [asdict(part) for part in case.tolerance.forms],
        "ignores": case.tolerance.ignores,
        "exact": case.tolerance.exact,
        "canonical": case.call.canonical and asdict(case.call.canonical),
        "credit": case.credit and asdict(case.credit),
        "limits": case.call.limits and asdict(case.call.limits),
        "bonus": case.bonus,
        "work": case.work,
        "property": case.call.property and asdict(case.call.property),
    }
    return {key: value for key, value in made.items() if value}


def _read_case(data: dict[str, Any]) -> Case:
    return Case(
        function=data["function"],
        name=data["name"],
        description=data["description"],
        visibility=Visibility.PUBLIC,
        points=Fraction(data["points"]),
        call=_read_call(data),
        tolerance=Tolerance(
            data["rtol"],
            data["atol"],
            ignores=_known_words(data.get("ignores", ()), values.IGNORABLE),
            exact=_known_words(data.get("exact", ()), values.EXACTABLE),
            forms=_known_forms(data.get("forms", ())),
        ),
        credit=_read(Credit | None, data.get("credit")),
        bonus=data.get("bonus", False) is True,
        work=_read(int | None, data.get("work")),
        expected={name: _unpack(text) for name, text in data["expected"].items()},
        hint=data["hint"],
        shares=tuple(data["shares"]),
    )


def _dump_explanations(explanations: Iterable[Mistake]) -> dict[str, Any]:
    """Equal results stand there once: two forms of a mistake, or a pair, often give the same."""
    places: dict[str, int] = {}
    found: list[dict[str, Any]] = []
    hints: dict[str, str] = {}
    for each in explanations:
        assert each.elsewhere is not None
        entry: dict[str, Any] = {"function": each.function, "id": each.id, "reason": each.reason}
        if each.reason is not Reason.TRIVIAL:  # which follow from the public cases
            if each.hint:
                hints[f"{each.function} {each.id}"] = each.hint
            entry["form"] = each.form
            entry["answers"] = {
                case: places.setdefault(_pack(value), len(places))
                for case, value in each.answers.items()
            }
            entry["failures"] = {
                case: [failure.type, list(failure.says), sorted(failure.operations)]
                for case, failure in each.failures.items()
            }
            entry["in_check"] = each.in_check
        entry["number"] = each.elsewhere.number
        entry["same"] = sorted(each.elsewhere.same)
        entry["keeps_relation"] = each.elsewhere.keeps_relation
        found.append(entry)
    return {"hints": hints, "results": list(places), "found": found}


def _read_explanations(data: dict[str, Any]) -> Iterator[Mistake]:
    results = [_unpack(text) for text in data.get("results", ())]
    for entry in data.get("found", ()):
        yield Mistake(
            function=entry["function"],
            id=entry["id"],
            hint=data["hints"].get(f"{entry['function']} {entry['id']}", ""),
            answers={case: results[place] for case, place in entry.get("answers", {}).items()},
            form=entry.get("form", "reference"),
            reason=Reason(entry["reason"]),
            failures={
                case: Failure(type_, tuple(says), frozenset(operations))
                for case, (type_, says, operations) in entry.get("failures", {}).items()
            },
            in_check=entry.get("in_check", True),
            elsewhere=Elsewhere(entry["number"], frozenset(entry["same"]), entry["keeps_relation"]),
        )


def _read(type_: Any, data: Any) -> Any:
    return TypeAdapter(type_).validate_python(data)


def _known_words(data: Any, known: tuple[str, ...]) -> tuple[str, ...]:
    words: tuple[str, ...] = _read(tuple[str, ...], data)
    unknown = [word for word in words if word not in known]
    if unknown:
        raise ValueError(f"it compares by the word {unknown[0]!r}, which this grader does not know")
    return words


def _known_forms(data: Any) -> tuple[PartForms, ...]:
    parts: tuple[PartForms, ...] = _read(tuple[PartForms, ...], data)
    unknown = [name for part in parts for name in part.names if name not in FORMS]
    if unknown:
        raise ValueError(f"it compares in the form {unknown[0]!r}, which this grader does not know")
    return parts


def _rounded(value: Any) -> list[tuple[str, ...]]:
    """The places, types and leading digits of all that a value holds."""
    return [
        (repr(node.path), type(node.value).__name__, _digits(node.value))
        for node in values.nodes(value)
    ]


def _digits(value: Any) -> str:
    if values.type_of(value).container:
        return ""
    if isinstance(value, Sparse):
        return f"{value.shape} {value.places.tolist()} {_digits(value.data)}"
    if isinstance(value, np.ndarray) and value.dtype.kind == "O":  # texts, each by itself
        return str(value.tolist())
    if not isinstance(value, (np.ndarray, np.generic, float, complex)):
        return str(value)
    array, unit = np.ascontiguousarray(value), 1.0
    if array.dtype.kind in "fc":
        finite = np.abs(array[np.isfinite(array)])
        unit = (float(finite.max()) if finite.size else 0.0) or 1.0
        array = np.round(array / unit, _DIGITS) + 0.0  # one zero, whatever its sign
    digest = hashlib.sha256(array.tobytes()).hexdigest()
    return f"{array.dtype.str} {np.shape(value)} {unit:.{_DIGITS}g} {digest}"


def _pack(value: Any) -> str:
    return base64.b64encode(wire.encode(value)).decode("ascii")


def _unpack(text: str) -> Any:
    return wire.decode(base64.b64decode(text, validate=True))
