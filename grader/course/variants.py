"""The variants of an exercise: each is the exercise with a task of the pool, and numbers of its own.

A variant is a `Definition` like any other. So the reference, the mistakes, the release and every check
of `grader verify` work on it, and nothing after this module knows of pools.

Seeds and drawn values come from an HMAC of the course's salt: who knows a variant's public numbers learns
nothing about its hidden ones, and another salt gives other numbers next year.
"""

from __future__ import annotations

import ast
import hashlib
import hmac
import inspect
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import numpy as np

from grader.course.author_time import author_time
from grader.course.definition import Definition, scaled_parts
from grader.course.editing import apply, parsed
from grader.load.read.compile import code_lines
from grader.model.declaration import (
    CaseDeclaration,
    Edit,
    EditDeclaration,
    RubricDeclaration,
    TaskDeclaration,
    Where,
)
from grader.model.exercise import Module
from grader.util.errors import AuthorError, GraderError, UsageError

_PLACE = re.compile(r"\{\{ (\w+) \}\}")
_LIKE_A_PLACE = re.compile(r"\{\{\s*(\w+)\s*\}\}")
_WITH_DOCSTRING = (ast.Module, ast.FunctionDef, ast.ClassDef)
NO_SALT = b""
"""Where a course has no salt: good enough to verify with, and refused where a class is graded."""


@dataclass(frozen=True, slots=True)
class Variant:
    """What a case's function is told: ``variant["n"]`` is a value; ``name``, ``task``, ``instance``."""

    name: str
    task: str | None
    instance: int
    values: Mapping[str, Any] = field(default_factory=dict)

    def __getitem__(self, name: str) -> Any:
        return self.values[name]

    def text(self, text: str) -> str:
        """``text`` with the value in the place of every ``{{ name }}`` that is known."""
        return _PLACE.sub(lambda m: str(self.values.get(m[1], m[0])), text)

    def code(self, text: str, file: str) -> str:
        """The same for Python, in which top-level constants of a value's name get the value as well."""
        text = self.text(text)
        lines = code_lines(text, keepends=True)
        for node in reversed(parsed(text, file).body):
            name = _assigned(node)
            if name in self.values:
                end = node.end_lineno or node.lineno
                tail = "\n" if lines[end - 1].endswith("\n") else ""
                lines[node.lineno - 1 : end] = [f"{name} = {self.values[name]!r}{tail}"]
        return "".join(lines)


def in_variant(definition: Definition, name: str, salt: bytes = NO_SALT) -> Definition:
    """Return the exercise as the variant ``name`` has it.

    Raises UsageError for a name that it does not have, AuthorError for values that cannot be used.
    """
    if definition.prepared is not None:
        if name != definition.variant:
            raise UsageError(
                f"this bundle of {definition.id} is variant {definition.variant}, not {name}"
            )
        return definition
    task, instance = _parts(definition, name)
    variant = Variant(name, task.name if task else None, instance)
    variant = replace(variant, values=_values(definition, task, variant, salt))
    reference = definition.reference if task is None else definition.task_references[task.name]
    texts = {file: variant.code(text, file) for file, text in reference.items()}
    if task is not None:
        for function, old, new in task.edits:
            edit = EditDeclaration(function, task.name, ((old, new),), None, task.where)
            texts = apply(texts, edit)
    cases = [
        _case(case, definition, variant, salt) for case in definition.cases if _has(case, variant)
    ]
    parts = scaled_parts(cases, definition.rubrics, definition.total)
    made = replace(
        definition,
        variant=name,
        values=variant.values,
        version=_version(definition, name, salt),
        functions=tuple(dict.fromkeys(case.function for case in cases)),
        cases=parts.cases,
        rubrics=tuple(_rubric(rubric, variant) for rubric in parts.rubrics),
        mistakes=_edits(definition.mistakes, variant),
        slow=_edits(definition.slow, variant),
        accepted_forms=_edits(definition.accepted_forms, variant),
        given=_edits(definition.given, variant),
        edit_sentences={kind: variant.text(s) for kind, s in definition.edit_sentences.items()},
        equivalents=tuple(
            replace(each, edits=tuple(_pair(pair, variant) for pair in each.edits))
            for each in definition.equivalents
            if _has(each, variant)
        ),
        modules=tuple(_module(module, variant) for module in definition.modules),
        reference=texts,
        canonical=tuple(_module(module, variant) for module in definition.canonical),
        replacements={n: variant.code(text, n) for n, text in definition.replacements.items()},
        properties={
            file: tuple(_module(module, variant) for module in modules)
            for file, modules in definition.properties.items()
        },
        statement=definition.statements.get(variant.task or "", definition.statement),
    )
    for where, prose in _read_by_students(made):
        _check_places(where, prose, variant)
    return made


def _read_by_students(definition: Definition) -> Iterator[tuple[Where | str, str]]:
    """Every text but the statement's that students read as it is, and where it stands."""
    for case in definition.cases:
        yield case.where, case.description
        yield case.where, case.hint or ""
    for edit in (*definition.mistakes, *definition.slow):
        yield edit.where, edit.hint or ""
    for rubric in definition.rubrics:
        yield from ((rubric.where, text) for text in (rubric.title, *dict(rubric.items)))
    for kind, sentence in definition.edit_sentences.items():
        yield f"the sentence for {kind!r}", sentence
    for file, text in definition.reference.items():
        if "{{" in text:
            nodes = (n for n in ast.walk(parsed(text, file)) if isinstance(n, _WITH_DOCSTRING))
            yield from ((file, ast.get_docstring(node) or "") for node in nodes)


def _check_places(where: Where | str | Path | None, text: str, variant: Variant) -> None:
    """Refuse what students would read in braces: an unknown name, or a known one that is written otherwise."""
    for place in _LIKE_A_PLACE.finditer(text):
        name = place[1]
        if _PLACE.fullmatch(place[0]):
            raise AuthorError(
                f"{where}: there is no value {name!r} in variant {variant.name}",
                f"its values are: {', '.join(variant.values) or 'none'}",
            )
        if name in variant.values and len(name) > 1:  # `{{n}}` may be a formula's
            raise AuthorError(
                f"{where}: {place[0]} is not replaced by its value",
                f"write {{{{ {name} }}}}, with one space on either side",
            )


def first_of_each_task(definition: Definition) -> tuple[str, ...]:
    """One variant of every task, and the first where there is no pool."""
    return definition.variants[:: definition.instances]


def statement_text(definition: Definition, text: str) -> str:
    """The statement with the variant's values; raises AuthorError for a name that has none."""
    if definition.variant is None:
        return text
    variant = Variant(definition.variant, None, 0, definition.values)
    text = variant.text(text)
    _check_places(definition.statement, text, variant)
    return text


def _parts(definition: Definition, name: str) -> tuple[TaskDeclaration | None, int]:
    """The task and the number of the instance that a variant's name stands for."""
    if name not in definition.variants:
        listed = ", ".join(definition.variants) or "it has none"
        raise UsageError(f"{definition.id} has no variant {name!r}", f"its variants: {listed}")
    if not definition.pool:
        return None, int(name)
    place = definition.variants.index(name)
    count = definition.instances
    return definition.pool[place // count], place % count + 1


def _values(
    definition: Definition, task: TaskDeclaration | None, variant: Variant, salt: bytes
) -> dict[str, Any]:
    values = dict(task.values) if task else {}
    where = task.where if task else None
    drawn = definition.drawn
    if drawn is not None and drawn.draw is not None:
        where = drawn.where
        seed = _seed(definition, variant, salt, "values")
        try:
            with author_time(where, "drawing the values of the variants"):
                made, again = (drawn.draw(np.random.RandomState(seed)) for _ in range(2))
        except GraderError:
            raise
        except (Exception, SystemExit) as error:  # sys.exit() is no success
            raise AuthorError(
                f"{where}: the values of the variants raise {type(error).__name__}: {error}"
            ) from error
        if not isinstance(made, Mapping):
            raise AuthorError(
                f"{where}: the values of the variants are no dictionary", "return dict(n=...)"
            )
        if repr(made) != repr(again):  # a student's numbers would be others on every day
            raise AuthorError(
                f"{where}: the values of a variant are others each time that they are drawn",
                "draw from rng alone, not from np.random.default_rng(), random or the clock",
            )
        values |= made
    return {name: _plain(name, value, where) for name, value in values.items()}


def _plain(name: str, value: Any, where: Where | None) -> Any:
    """The value as plain Python, which can be written into the reference."""
    plain = value.tolist() if isinstance(value, (np.ndarray, np.generic)) else value
    try:
        if isinstance(name, str) and name.isidentifier() and ast.literal_eval(repr(plain)) == plain:
            return plain
    except (ValueError, SyntaxError):
        pass
    raise AuthorError(
        f"{where}: the value {name!r} of a variant is {value!r}",
        "use numbers, texts, and lists or dictionaries of them",
    )


def _seed(definition: Definition, variant: Variant, salt: bytes, what: str) -> int:
    text = "\0".join(("seed", definition.id, variant.name, what))
    return int.from_bytes(hmac.new(salt, text.encode(), hashlib.sha256).digest()[:4], "big")


def _version(definition: Definition, name: str, salt: bytes) -> str:
    mark = hmac.new(salt, b"version", hashlib.sha256).hexdigest()
    text = "\0".join((definition.version, name, mark))
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def _has(declared: Any, variant: Variant) -> bool:
    return not declared.tasks or variant.task in declared.tasks


def _case(
    case: CaseDeclaration, definition: Definition, variant: Variant, salt: bytes
) -> CaseDeclaration:
    seed = case.seed
    if definition.instances > 1:
        seed = _seed(definition, variant, salt, f"case {case.name}")
    return replace(
        case,
        seed=seed,
        description=variant.text(case.description),
        hint=None if case.hint is None else variant.text(case.hint),
        make=None if case.make is None else _told(case.make, variant, 2 if case.is_script else 1),
        stdin=_told(case.stdin, variant, 1) if callable(case.stdin) else case.stdin,
        files=_told(case.files, variant, 1) if callable(case.files) else case.files,
    )


def _told(make: Callable[..., Any], variant: Variant, given: int) -> Callable[..., Any]:
    """The author's function as one that takes ``given`` arguments, the variant not among them."""
    try:
        takes = len(inspect.signature(make).parameters)
    except (TypeError, ValueError):
        return make
    if takes <= given:
        return make
    return lambda *arguments: make(*arguments, variant)


def _edits(declared: Sequence[EditDeclaration], variant: Variant) -> tuple[EditDeclaration, ...]:
    """Those of the variant's task, with its values."""
    return tuple(
        replace(
            each,
            edits=tuple(_pair(pair, variant) for pair in each.edits),
            hint=None if each.hint is None else variant.text(each.hint),
        )
        for each in declared
        if _has(each, variant)
    )


def _rubric(rubric: RubricDeclaration, variant: Variant) -> RubricDeclaration:
    return replace(
        rubric,
        title=variant.text(rubric.title),
        items=tuple((variant.text(text), points) for text, points in rubric.items),
    )


def _pair(pair: Edit, variant: Variant) -> Edit:
    return variant.text(pair[0]), variant.text(pair[1])


def _module(module: Module, variant: Variant) -> Module:
    return replace(module, source=variant.code(module.source, module.names[0]))


def _assigned(node: ast.stmt) -> str:
    """The name that a statement assigns; empty where it is no such statement."""
    targets = getattr(node, "targets", [getattr(node, "target", None)])
    if not isinstance(node, (ast.Assign, ast.AnnAssign)) or len(targets) != 1:
        return ""
    return targets[0].id if isinstance(targets[0], ast.Name) else ""
