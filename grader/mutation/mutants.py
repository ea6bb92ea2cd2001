"""All mutants of the functions that a graded function is written in, each once, as texts."""

from __future__ import annotations

import ast
import difflib
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from grader.course.definition import Definition
from grader.course.editing import apply, find_functions, function_text
from grader.course.program_as_function import as_file, line_in_file
from grader.load.read.compile import code_lines
from grader.mutation.code import Code, methods_of, shape_of, shape_or_none
from grader.mutation.mutations import changes_of
from grader.mutation.slips import Edit, text_with

DEFAULT = "default value"


@dataclass(frozen=True, slots=True)
class Mutant:
    """One changed function.

    line   of the change, in the function's own text, from 1
    shape  the changed function's syntax tree: equal for mutants that differ in layout only
    """

    function: str
    operator: str
    line: int
    text: str
    shape: str


@dataclass(frozen=True, slots=True)
class Scope:
    """One graded function's part of the reference: function name -> text, its own first."""

    function: str
    texts: tuple[tuple[str, str], ...]


def scopes(definition: Definition) -> tuple[Scope, ...]:
    """Share the reference out among the graded functions.

    A helper in the same file belongs to the first graded function that reaches it. Helpers from
    other files are the course's, not the student's, and so are those of a helper module.
    """
    taken: set[str] = set()
    shared = []
    for name in definition.functions:
        names = [each for each in own_functions(definition, name) if each not in taken]
        taken.update(names[1:])
        texts = ((each, function_text(definition.reference, each)) for each in names)
        shared.append(Scope(name, tuple(texts)))
    return tuple(shared)


def own_functions(definition: Definition, name: str) -> tuple[str, ...]:
    """A graded function and all helpers in its file that it reaches, those too that others share."""
    places = definition.reference_functions()
    supplied = {name for module in definition.modules for name in module.exports}
    helpers = (
        helper
        for helper in _reached(definition, name)
        if places[helper].file == places[name].file and helper not in supplied
    )
    return (name, *helpers)


def graded_helpers(definition: Definition, name: str) -> tuple[str, ...]:
    """The graded functions in its file that a graded function uses, directly or through others."""
    places = definition.reference_functions()
    own = {d.name: d.builds_on for d in definition.declared}
    pending, found = [name], dict.fromkeys((name,))
    while pending:
        for helper in own.get(pending.pop(0), ()):
            if helper not in found and places[helper].file == places[name].file:
                found[helper] = None
                pending.append(helper)
    return tuple(found)[1:]


def _reached(definition: Definition, name: str) -> Iterator[str]:
    """Functions of the reference, not graded, that ``name`` uses, directly or through others."""
    nodes = {
        node.name: node
        for text in definition.reference.values()
        for node in ast.parse(text).body
        if isinstance(node, (ast.FunctionDef, ast.ClassDef))
    }
    pending, seen = [name], {name}
    while pending:
        for used in ast.walk(nodes[pending.pop(0)]):
            if isinstance(used, ast.Name) and used.id in nodes and used.id not in seen:
                seen.add(used.id)
                if used.id not in definition.functions:
                    pending.append(used.id)
                    yield used.id


def mutants_in(definition: Definition, scope: Scope) -> list[Mutant]:
    """All mutants in one graded function's scope; accepted forms are no faults."""
    accepted = [
        shape_of(function_text(apply(definition.reference, form), form.function))
        for form in definition.accepted_forms
    ]
    return [mutant for name, text in scope.texts for mutant in mutants_of(name, text, accepted)]


def mutants_of(name: str, text: str, known: Collection[str] = ()) -> list[Mutant]:
    """Return the mutants of a function, or of a class's methods, in reading order.

    known  shapes of accepted forms: what equals one of them is no fault
    """
    return [mutant for code in codes_of(text) for mutant in _mutants_in(name, code, known)]


def codes_of(text: str) -> list[Code]:
    """A function's text, or each method of a class's."""
    whole = ast.parse(text).body[0]
    numbers = range(len(methods_of(whole))) if isinstance(whole, ast.ClassDef) else [None]
    return [Code(text, number, whole) for number in numbers]


def _mutants_in(name: str, code: Code, known: Collection[str]) -> list[Mutant]:
    seen = {ast.dump(code.whole), *known}
    defaults = code.function.args.defaults
    changes = (change for node in code.nodes() for change in changes_of(node, code))
    mutants = []
    for operator, node, new in sorted(changes, key=lambda change: code.start(change[1])):
        changed = text_with(code, [Edit.of(operator, node, new)])
        shape = shape_or_none(changed)
        if shape is not None and shape not in seen:
            seen.add(shape)
            operator = DEFAULT if any(node is default for default in defaults) else operator
            mutants.append(Mutant(name, operator, code.line(node), changed, shape))
    return mutants


def diff(files: Mapping[str, str], mutant: Mutant) -> str:
    """The mutant as a unified diff of the reference's file."""
    place = find_functions(files)[mutant.function]
    old = code_lines(files[place.file], keepends=True)
    new = [*old[: place.first - 1], *code_lines(mutant.text, keepends=True), *old[place.last :]]
    before, after = (code_lines(as_file("".join(lines)), keepends=True) for lines in (old, new))
    return "".join(difflib.unified_diff(before, after, place.file, place.file, n=1)).rstrip("\n")


def line_of(files: Mapping[str, str], mutant: Mutant) -> int:
    """The line of the reference's file in which the mutant differs."""
    place = find_functions(files)[mutant.function]
    return line_in_file(files[place.file], place.first + mutant.line - 1)


def declaration(files: Mapping[str, str], mutant: Mutant) -> str:
    """The line that declares the mutant equivalent, with the reason left to the author."""
    old, new = edit_for(files, mutant)
    return f"exercise.equivalent({mutant.function!r}, ({old!r}, {new!r}), reason=...)"


def edit_for(files: Mapping[str, str], mutant: Mutant) -> tuple[str, str]:
    """The smallest edit by whole lines whose old text occurs exactly once in the function."""
    return edit_between(function_text(files, mutant.function), mutant.text)


def edit_between(body: str, changed: str) -> tuple[str, str]:
    """The smallest edit by whole lines that makes one text of the other, and whose old text is unique."""
    old, new = code_lines(body), code_lines(changed)
    first = next((i for i, (a, b) in enumerate(zip(old, new, strict=False)) if a != b), 0)
    tail = 0
    while tail < min(len(old), len(new)) - first - 1 and old[-1 - tail] == new[-1 - tail]:
        tail += 1
    while first > 0 and body.count("\n".join(old[first : len(old) - tail]).strip()) != 1:
        first -= 1
    before = "\n".join(old[first : len(old) - tail])
    after = "\n".join(new[first : len(new) - tail])
    indent = len(before) - len(before.lstrip())
    return before[indent:].rstrip(), after[indent:].rstrip()
